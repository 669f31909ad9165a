import sql from 'sql-template-tag'
import type { Filter } from '#core/filter.ts'
import type { Context } from '#core/operation.ts'
import type { Moves, Those } from './moves.ts'

export type StageTimes = {
  /** How many deals left the stage in the period; days there, half of them and nine of ten no more. */
  left: number
  median: number | null
  p90: number | null
  /** Nine of ten of those that were won took no more days. */
  norm: number | null
  open: number
  openFilter: Filter
  slow: number | null
  slowFilter: Filter | null
}

/** Fewer won deals than these say nothing of what is usual. */
const leastWon = 5

type Standing = { since: string | null; open: number; slow: number }

/** What no more than the share `p` of sorted numbers is above: as PostgreSQL's percentile_cont. */
function percentile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1)
  const low = sorted[Math.floor(at)]!
  return low + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - low)
}

const day = 86_400
const tenths = (days: number | null) =>
  days === null ? null : Math.round(Number((days * 10).toPrecision(15))) / 10

/** Days in the stage of this number. */
function timesOf(moves: readonly Moves[], stage: number) {
  const stays = moves.flatMap((m) => m.stays.filter((s) => s.stage === stage))
  const sorted = (of: typeof stays) => Float64Array.from(of.flatMap((s) => s.seconds)).toSorted()
  const [all, won] = [sorted(stays), sorted(stays.filter((s) => s.isWon))]
  const days = (of: Float64Array, p: number, least = 1) =>
    of.length < least ? null : percentile(of, p) / day
  return { left: all.length, median: days(all, 0.5), p90: days(all, 0.9), norm: days(won, 0.9, leastWon) }
}

/** How long deals stand in each stage, and which stand too long; in the order of `stages`. */
export async function stageTimes(
  c: Context,
  {
    own,
    those,
    moves,
    stages,
  }: { own: Filter; those: Those; moves: readonly Moves[]; stages: readonly string[] },
): Promise<StageTimes[]> {
  const times = stages.map((_, i) => timesOf(moves, i + 1))
  const standing = await c.tx.rows<Standing>(sql`with norms as (
      select id, place, date_trunc('milliseconds', now() - norm * interval '1 day') as since
      from unnest(${stages}::uuid[], ${times.map((t) => t.norm)}::float8[]) with ordinality n (id, norm, place)
    ), standing as (
      select t.stage_id as stage, count(*) as open, count(*) filter (where t.stage_since < n.since) as slow
      from norms n join deals t on t.stage_id = n.id ${those.joins}
      where t.status = 'open' and t.deleted_at is null and ${those.where} group by t.stage_id
    ) select to_char(n.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since,
        coalesce(s.open, 0) as open, coalesce(s.slow, 0) as slow
      from norms n left join standing s on s.stage = n.id order by n.place`)
  return stages.map((id, i) => {
    const { left, median, p90, norm } = times[i]!
    const { since, open, slow } = standing[i]!
    const openFilter: Filter = {
      and: [own, ['stage', 'is', id], ['status', 'is', 'open']],
    }
    return {
      left,
      median: tenths(median),
      p90: tenths(p90),
      norm: tenths(norm),
      open,
      openFilter,
      slow: since === null ? null : slow,
      slowFilter: since === null ? null : { and: [openFilter, ['stageSince', 'lt', since]] },
    }
  })
}
