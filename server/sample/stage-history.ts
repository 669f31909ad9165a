import sql from 'sql-template-tag'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { makeRandom, type Random } from './random.ts'

type Stage = { id: string; pipeline: string; outcome: 'open' | 'won' | 'lost'; maxDays: number | null }
type Deal = {
  id: string
  code: string
  name: string
  stage: string
  pipeline: string
  status: 'open' | 'won' | 'lost'
  opened: string
  closed: string
  amount: string | null
  currency: string | null
  owner: string | null
}

const most = 2000

/** The stages that a deal went through, in their order: a won one through most of them, a lost one only so far. */
function pathOf(random: Random, deal: Deal, stages: readonly Stage[]): Stage[] {
  const open = stages.filter((s) => s.outcome === 'open')
  const last = stages.find((s) => s.id === deal.stage)!
  if (deal.status === 'open') return open.slice(0, open.indexOf(last) + 1)
  const reached = deal.status === 'won' ? open.length : random.int(1, open.length)
  const passed = open
    .slice(0, reached)
    .filter((_, i) => i === 0 || random.chance(deal.status === 'won' ? 0.9 : 0.95))
  return [...passed, last]
}

/** When it came to each: the first when it was opened, the last when it was closed; between them by how long such a
 * stage takes. An open one stands in its last stage for some of its time. */
function timesOf(random: Random, deal: Deal, path: readonly Stage[], now: number): number[] {
  const from = Date.parse(`${deal.opened}T00:00:00Z`) + (7 + 9 * random.next()) * 3_600_000
  const to =
    deal.status === 'open'
      ? now
      : Date.parse(`${deal.closed}T00:00:00Z`) + (8 + 9 * random.next()) * 3_600_000
  const stays = path.map((s) => (s.maxDays ?? 7) * Math.exp(0.6 * random.normal()))
  // The last stage of an open deal lasts until today; what is closed stays where it is.
  const counted = deal.status === 'open' ? stays : stays.slice(0, -1)
  const whole = counted.reduce((a, b) => a + b, 0)
  const span = Math.max(0, Math.min(to, now) - from)
  let at = from
  return path.map((_, i) => {
    const here = at
    at += whole ? (span * (counted[i] ?? 0)) / whole : 0
    return Math.round(Math.min(here, now))
  })
}

/** Writes how the deals came to be where they are: two years of moves, which nobody made in this installation. So they
 * are laid past the operations, as a ledger of the past. */
export async function loadStageHistory(kolo: Kolo): Promise<void> {
  const now = Date.now()
  await kolo.db.system(async (tx) => {
    const stages =
      await tx.rows<Stage>(sql`select id, pipeline_id as pipeline, outcome, max_days::float as "maxDays"
      from stages where deleted_at is null order by position`)
    const deals =
      await tx.rows<Deal>(sql`select id, code, name, stage_id as stage, pipeline_id as pipeline, status,
      opened_on::text as opened, close_date::text as closed, amount, amount_currency as currency, owner_id as owner from deals
      where deleted_at is null and opened_on is not null and close_date is not null order by code`)
    const moves = deals.flatMap((deal) => {
      const random = makeRandom(`stages of ${deal.code}`)
      const path = pathOf(
        random,
        deal,
        stages.filter((s) => s.pipeline === deal.pipeline),
      )
      const times = timesOf(random, deal, path, now)
      return path.map((stage, i) => ({
        id: newId(),
        deal_id: deal.id,
        deal_name: deal.name,
        from_stage_id: path[i - 1]?.id ?? null,
        to_stage_id: stage.id,
        outcome: stage.outcome,
        at: new Date(times[i]!).toISOString(),
        by_id: deal.owner,
        seconds: i ? Math.round((times[i]! - times[i - 1]!) / 1000) : null,
        amount: deal.amount,
        amount_currency: deal.currency,
      }))
    })
    await tx.rows(sql`delete from stage_changes`)
    for (let i = 0; i < moves.length; i += most)
      await tx.rows(sql`insert into stage_changes (id, deal_id, deal_name, from_stage_id, to_stage_id, outcome, at, by_id, seconds, amount,
          amount_currency, is_estimated, owner_id, team_id, created_at, updated_at, revision)
        select m.id, deal_id, deal_name, from_stage_id, to_stage_id, outcome, m.at, by_id, seconds, m.amount, m.amount_currency,
          false, d.owner_id, d.team_id, m.at, m.at, 1
        from jsonb_populate_recordset(null::stage_changes, ${JSON.stringify(moves.slice(i, i + most))}::jsonb) m
        join deals d on d.id = m.deal_id`)
    await tx.rows(sql`update deals d set stage_since = last.at,
        stale_on = case when d.status = 'open' and s.max_days is not null
          then (last.at at time zone 'UTC')::date + s.max_days::int + 1 end,
        lost_from_id = case when d.status = 'lost' then last.from_stage_id end
      from stages s, (select distinct on (deal_id) deal_id, at, from_stage_id from stage_changes
        order by deal_id, at desc, id desc) last
      where s.id = d.stage_id and last.deal_id = d.id`)
  })
}
