import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Entity } from '#core/entity.ts'
import { Joins } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import { during, type Period, type Shift } from './period.ts'
import { isMoment, valueOf, type House } from './reach.ts'
import { addUp, type Dimension, type Fact, type Measure, type Subject, type Sum } from './subject.ts'

export type Plan = {
  subject: Subject
  /** One or two. */
  by: readonly Dimension[]
  measures: readonly Measure[]
  period: Period
  before: { period: Period; shift: Shift } | null
  /** Which records count, beside the period. */
  filter: Filter
  currency: string
}

/** What records come to in each cell, and in all cells of a row, of a column, of all: in columns, since a hundred thousand
 * rows cost more to send and read than to find. `k0`, `k1`: the values of the axes; the sums by their names. */
export type Columns = {
  isBefore: boolean
  unconverted: string
  /** One bit for each axis, the last one lowest: set where the figures are of all its values. */
  level: number[]
} & Record<`k${number}`, (string | null)[]> &
  Record<string, unknown>

/** Money in the company's currency. A day's rate is found once: PostgreSQL remembers what a lateral step answered, and
 * `offset 0` keeps it from taking the step apart. */
export function rateJoins(facts: readonly Fact[], currency: string, day: Sql) {
  const different = [...new Map(facts.flatMap((f) => (f.currency ? [[f.currency.text, f.currency]] : [])))]
  const alias = (text: string) => `fx${different.findIndex(([key]) => key === text)}`
  return {
    joins: different.map(
      ([key, from]) => sql`left join lateral (
        select exchange_rate_on(${from}, ${currency}, least(${day}, current_date)) as rate
        where ${from} <> ${currency} offset 0) ${raw(alias(key))} on true`,
    ),
    // In hundredths of a cent, so that sums are the same in whatever parts they are added up.
    moneyOf: (f: Fact) =>
      f.currency
        ? sql`round(case when ${f.currency} = ${currency} then ${f.sql} else (${f.sql}) * ${raw(alias(f.currency.text))}.rate end, 4)`
        : f.sql,
    isLost: (f: Fact) =>
      sql`(${f.currency!} <> ${currency} and (${f.sql}) is not null and ${raw(alias(f.currency!.text))}.rate is null)`,
  }
}

/** The sums of which the measures are made. A measure that is not made of sums is its own. */
export const sumsOf = (measures: readonly Measure[]): [name: string, Sum | { sql: Sql }][] => [
  ...new Map(
    measures.flatMap((m, i) => Object.entries<Sum | { sql: Sql }>('sums' in m ? m.sums : { [ownOf(i)]: m })),
  ),
]
export const ownOf = (measure: number) => `own${measure}`

/** All sums of these days by the axes, now and before: `Columns` of each; of whole rows, whole columns and everything too
 * where those are not the sums of the cells. */
export function statement(house: House, e: Entity, p: Plan, days: readonly Period[]): Sql {
  const joins = new Joins(house.entityOf, house.rights)
  const { date } = p.subject
  const dated = date === undefined ? null : joins.resolve(e, date)
  const day = dated ? sql`${dated.columns[0]!}::date` : sql`current_date`
  const inDays = dated ? [{ or: days.map((one) => during(date!, one, isMoment(dated.field))) }] : []
  const filter = condition(e, { and: [...inDays, p.filter] }, { ...house, joins })
  const { before } = p
  const isBefore = before ? sql`${day} < ${p.period.from}::date` : sql`false`
  // A month of the period before stands beside that month of this one.
  const beside = before
    ? sql`case when ${isBefore} then ${day} + ${interval(before.shift)}::interval else ${day} end`
    : day
  const keys = p.by.map((d, i) => {
    const found = joins.resolve(e, d.path)
    const moment = d.path === date ? beside : found.columns[0]!
    return sql`${d.step ? sql`date_trunc(${raw(`'${d.step}'`)}, ${moment})::date` : valueOf(found)} as ${raw(`k${i}`)}`
  })
  const facts = [...new Set(p.measures.flatMap((m) => m.facts))].map(
    (name) => [name, p.subject.facts[name]!] as const,
  )
  const own = facts.map(([, f]) => f)
  const rates = rateJoins(own, p.currency, day)
  const money = own.filter((f) => f.currency)
  const columns = [
    sql`${isBefore} as part`,
    sql`${money.length ? join(money.map(rates.isLost), ' or ') : sql`false`} as is_lost`,
    ...keys,
    ...facts.map(([name, f]) => sql`${rates.moneyOf(f)} as ${raw(name)}`),
  ]
  const from = [
    ...joins.joins,
    ...new Map(own.flatMap((f) => (f.from ? [[f.from.text, f.from]] : []))).values(),
    ...rates.joins,
  ]
  const names = p.by.map((_, i) => raw(`k${i}`))
  const sets = (addUp(p.measures) ? [names] : subsets(names)).map(
    (set) => sql`(${join([raw('part'), ...set], ', ')})`,
  )
  const sums = sumsOf(p.measures)
  const column = (name: Sql) => sql`json_agg(${name}) as ${name}`
  return sql`select "isBefore", ${addUp(p.measures) ? sql`sum(unconverted)` : sql`sum(unconverted) filter (where level = ${(1 << p.by.length) - 1})`} as unconverted,
      ${join([raw('level'), ...names, ...sums.map(([name]) => raw(name))].map(column), ', ')}
    from (select part as "isBefore", grouping(${join(names, ', ')}) as level, ${join(names, ', ')}, count(*) filter (where is_lost) as unconverted,
      ${join(
        sums.map(([name, of]) => sql`round((${of.sql})::numeric, 4) as ${raw(name)}`),
        ', ',
      )}
    from (select ${join(columns, ', ')} from ${raw(`"${e.table}" t`)} ${from.length ? join(from, ' ') : empty}
      where t.deleted_at is null ${e.object ? sql`and t.object_id = ${e.object}::uuid` : empty} and ${filter}) facts
    group by grouping sets (${join(sets, ', ')})) x group by "isBefore"`
}

const interval = ({ count, unit }: Shift) => `${count} ${unit}`

const subsets = (names: Sql[]): Sql[][] =>
  names.length === 1 ? [names, []] : [names, [names[0]!], [names[1]!], []]
