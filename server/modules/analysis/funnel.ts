import sql, { empty, join, raw } from 'sql-template-tag'
import { Joins } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import type { Context } from '#core/operation.ts'
import { during, stepFrom, within, type Period } from './period.ts'
import type { House } from './reach.ts'

export type Cohort = {
  from: string
  entered: number
  won: number
  /** Of each stage in its order: how many came so far or further. */
  reached: number[]
  filter: Filter
}

/** The records behind a funnel's figures, as filters of deals. */
export const funnelFilter = {
  entered: (period: Period): Filter => [
    'stageChange.deal',
    'some',
    { and: [['fromStage', 'empty'], during('at', period, true)] },
  ],
  /** `stages`: this one and all after it. */
  reached: (stages: readonly string[]): Filter => ({
    or: [
      ['status', 'is', 'won'],
      ['stageChange.deal', 'some', ['toStage', 'in', stages]],
    ],
  }),
}

export type Question = { own: Filter; period: Period; stages: readonly string[]; step: 'month' | 'quarter' }
/** How many deals of a cohort came no further than the stage of this number, from 1; won ones have number −1. */
type Row = { cohort: string; furthest: number; n: number }

/** Deals by the day they entered and the furthest stage they came to; one statement. */
export async function furthest(c: Context, house: House, q: Question) {
  const joins = new Joins(house.entityOf, house.rights)
  const those = condition(house.entityOf('deal'), q.own, { ...house, joins })
  const rows = await c.tx.rows<Row>(sql`with entered as (
      select deal_id, min(at) as at from stage_changes
      where from_stage_id is null and deleted_at is null
        and at >= ${q.period.from}::timestamptz and at < (${q.period.to}::date + 1)::timestamptz
      group by deal_id
    ), came as (
      select t.id, e.at, t.status from entered e join deals t on t.id = e.deal_id
      ${joins.joins.length ? join(joins.joins, ' ') : empty} where t.deleted_at is null and ${those}
    ), reached as (
      select d.at, case when d.status = 'won' then -1 else (
          select coalesce(max(array_position(${q.stages}::uuid[], s.to_stage_id)), 0) from stage_changes s
          where s.deal_id = d.id and s.deleted_at is null) end as furthest
      from came d
    ) select date_trunc(${raw(`'${q.step}'`)}, at)::date::text as cohort, furthest, count(*) as n
      from reached group by 1, 2 order by 1`)
  return { rows, period: q.period, step: q.step }
}

/** Whoever came to a stage came to all before it; whoever won came to all. */
export function cohortsOf(
  { rows, period, step }: Awaited<ReturnType<typeof furthest>>,
  stages: number,
): { entered: number; won: number; reached: number[]; cohorts: Cohort[] } {
  const sum = (those: readonly Row[]) => those.reduce((all, r) => all + Number(r.n), 0)
  const figures = (those: readonly Row[]) => ({
    entered: sum(those),
    won: sum(those.filter((r) => r.furthest === -1)),
    reached: Array.from({ length: stages }, (_, i) =>
      sum(those.filter((r) => r.furthest === -1 || r.furthest > i)),
    ),
  })
  return {
    ...figures(rows),
    cohorts: [...Map.groupBy(rows, (r) => r.cohort)].map(([from, those]) => ({
      from,
      ...figures(those),
      filter: funnelFilter.entered(within(stepFrom(from, step), period)),
    })),
  }
}
