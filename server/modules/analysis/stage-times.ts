import sql, { empty, join } from 'sql-template-tag'
import { Joins } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import type { Context } from '#core/operation.ts'
import type { Period } from './period.ts'
import type { House } from './reach.ts'

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

type Row = {
  id: string
  left: number
  median: number | null
  p90: number | null
  norm: number | null
  since: string | null
  open: number
  slow: number
}

/** How long deals stand in each stage, and which stand too long; in the order of `stages`. */
export async function stageTimes(
  c: Context,
  house: House,
  q: { own: Filter; period: Period; stages: readonly string[] },
): Promise<StageTimes[]> {
  const joins = new Joins(house.entityOf, house.rights)
  const those = condition(house.entityOf('deal'), q.own, { ...house, joins })
  const joined = joins.joins.length ? join(joins.joins, ' ') : empty
  const rows = await c.tx.rows<Row>(sql`with passed as (
      select s.from_stage_id as stage, s.seconds::float8 as seconds, t.status = 'won' as is_won
      from stage_changes s join deals t on t.id = s.deal_id ${joined}
      where s.from_stage_id = any(${q.stages}::uuid[]) and s.seconds is not null and s.deleted_at is null
        and s.at >= ${q.period.from}::timestamptz and s.at < (${q.period.to}::date + 1)::timestamptz
        and t.deleted_at is null and ${those}
    ), times as (
      select stage, count(*) as "left", percentile_cont(0.5) within group (order by seconds) / 86400 as median,
        percentile_cont(0.9) within group (order by seconds) / 86400 as p90,
        case when count(*) filter (where is_won) >= ${leastWon}
          then percentile_cont(0.9) within group (order by seconds) filter (where is_won) / 86400 end as norm
      from passed group by stage
    ), norms as (
      select id, times.*, date_trunc('milliseconds', now() - norm * interval '1 day') as since
      from unnest(${q.stages}::uuid[]) id left join times on times.stage = id
    ), standing as (
      select t.stage_id as stage, count(*) as open, count(*) filter (where t.stage_since < n.since) as slow
      from norms n join deals t on t.stage_id = n.id ${joined}
      where t.status = 'open' and t.deleted_at is null and ${those} group by t.stage_id
    ) select n.id, coalesce(n.left, 0) as "left", round(n.median::numeric, 1)::float as median,
        round(n.p90::numeric, 1)::float as p90, round(n.norm::numeric, 1)::float as norm,
        to_char(n.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since,
        coalesce(s.open, 0) as open, coalesce(s.slow, 0) as slow
      from norms n left join standing s on s.stage = n.id`)
  const byId = new Map(rows.map((r) => [r.id, r]))
  return q.stages.map((id) => {
    const { left, median, p90, norm, since, open, slow } = byId.get(id)!
    const openFilter: Filter = {
      and: [q.own, ['stage', 'is', id], ['status', 'is', 'open']],
    }
    return {
      left: Number(left),
      median,
      p90,
      norm,
      open: Number(open),
      openFilter,
      slow: since === null ? null : Number(slow),
      slowFilter: since === null ? null : { and: [openFilter, ['stageSince', 'lt', since]] },
    }
  })
}
