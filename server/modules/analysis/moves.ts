import sql, { empty, join, type Sql } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { Joins } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import type { Context } from '#core/operation.ts'
import { keptOf } from './kept.ts'
import { less, monthsOf, type Period } from './period.ts'
import type { House } from './reach.ts'

/** The moves of deals in some days. */
export type Moves = {
  /** Deals that came into the pipeline then, by month: how many came no further than the stage of this number, from 1; won
   * ones have number −1. */
  came: { month: string; furthest: number; count: number }[]
  /** By the number of the stage that was left then: the seconds that deals had stood in it. */
  stays: { stage: number; isWon: boolean; seconds: number[] }[]
}
export type Question = {
  pipeline: string
  /** Deals of the pipeline: all of them when nothing more is asked. */
  those: Those
  isAll: boolean
  period: Period
  stages: readonly string[]
}

/** All that figures of the cycle are made of. */
export const reads = [
  'deal.status',
  'deal.stage',
  'deal.pipeline',
  'deal.stageSince',
  'stageChange.deal',
  'stageChange.fromStage',
  'stageChange.toStage',
  'stageChange.at',
  'stageChange.outcome',
  'stageChange.seconds',
]

/** Which deals `t`, and what must be joined to know. */
export type Those = { joins: Sql; where: Sql }
export function thoseOf(house: House, own: Filter): Those {
  const joins = new Joins(house.entityOf, house.rights)
  const where = condition(house.entityOf('deal'), own, { ...house, joins })
  return { where, joins: joins.joins.length ? join(joins.joins, ' ') : empty }
}

async function read(
  tx: Tx,
  { joins, where }: Those,
  days: Period,
  stages: readonly string[],
): Promise<Moves> {
  const then = sql`s.deleted_at is null and s.at >= ${days.from}::timestamptz and s.at < (${days.to}::date + 1)::timestamptz`
  const numbers = sql`${stages}::uuid[]`
  // A year's moves are sorted in memory, not on the disk.
  await tx.rows(sql`set local work_mem = '64MB'`)
  const came = await tx.rows<Moves['came'][number]>(sql`with entered as (
      select s.deal_id, s.at from stage_changes s where s.from_stage_id is null and ${then}
        and s.at = (select min(at) from stage_changes f where f.deal_id = s.deal_id and f.deleted_at is null)
    ), reached as (
      select distinct t.id, e.at, case when t.status = 'won' then -1 else (
          select coalesce(max(array_position(${numbers}, s.to_stage_id)), 0) from stage_changes s
          where s.deal_id = t.id and s.deleted_at is null) end as furthest
      from entered e join deals t on t.id = e.deal_id ${joins} where t.deleted_at is null and ${where}
    ) select date_trunc('month', at)::date as month, furthest, count(*) as count from reached group by 1, 2 order by 1, 2`)
  const stays = await tx.rows<Moves['stays'][number]>(sql`
    select array_position(${numbers}, s.from_stage_id) as stage, t.status = 'won' as "isWon", json_agg(s.seconds::float8) as seconds
    from stage_changes s join deals t on t.id = s.deal_id ${joins}
    where s.from_stage_id = any(${numbers}) and s.seconds is not null and ${then} and t.deleted_at is null and ${where} group by 1, 2`)
  return { came, stays }
}

/** The moves of a period. Of months that are over they are kept, unless only some deals are asked for. */
export async function movesOf(c: Context, q: Question): Promise<Moves[]> {
  const kept = q.isAll
    ? await keptOf<Moves>(
        c,
        {
          key: ['cycle', c.actor.timeZone, q.pipeline, q.stages],
          subject: 'stageChange',
          fields: reads,
          one: (tx, days) => read(tx, q.those, days, q.stages),
        },
        monthsOf(q.period),
      )
    : []
  const moves = kept.map((k) => k.block)
  for (const days of less(
    q.period,
    kept.map((k) => k.days),
  ))
    moves.push(await read(c.tx, q.those, days, q.stages))
  return moves
}
