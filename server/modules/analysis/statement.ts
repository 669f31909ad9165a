import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Entity } from '#core/entity.ts'
import { Joins, mayName, titleOf } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import { during, stepFrom, type Period, type Shift } from './period.ts'
import type { House } from './reach.ts'
import type { Dimension, Fact, FigureKind, Measure, Subject } from './subject.ts'

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

export type Row = {
  isBefore: boolean
  /** One bit for each axis, the last one lowest: set where the figures are of all its values. */
  level: number
  unconverted: string
} & Record<`k${number}` | `m${number}` | `t${number}`, string | null>

/** Money in the company's currency. A day's rate is found once: PostgreSQL remembers what a lateral step answered, and
 * `offset 0` keeps it from taking the step apart. */
function rateJoins(facts: readonly Fact[], currency: string, day: Sql) {
  const different = [...new Map(facts.flatMap((f) => (f.currency ? [[f.currency.text, f.currency]] : [])))]
  const alias = (text: string) => `fx${different.findIndex(([key]) => key === text)}`
  return {
    joins: different.map(
      ([key, from]) => sql`left join lateral (
        select exchange_rate_on(${from}, ${currency}, least(${day}, current_date)) as rate
        where ${from} <> ${currency} offset 0) ${raw(alias(key))} on true`,
    ),
    valueOf: (f: Fact) =>
      f.currency
        ? sql`case when ${f.currency} = ${currency} then ${f.sql} else (${f.sql}) * ${raw(alias(f.currency.text))}.rate end`
        : f.sql,
    isLost: (f: Fact) =>
      sql`(${f.currency!} <> ${currency} and (${f.sql}) is not null and ${raw(alias(f.currency!.text))}.rate is null)`,
  }
}

const digits: Record<FigureKind, number> = { count: 0, money: 2, days: 2, hours: 2, percent: 2 }

/** Months whose sums were kept, and the days that are still to be added up. */
export type Kept = { question: string; months: readonly string[]; rest: readonly Period[] }

/** The sums of which the measures are made. A measure that is not made of sums is its own. */
const sumsOf = (measures: readonly Measure[]): [name: string, Sql][] => [
  ...new Map(measures.flatMap((m, i) => Object.entries(m.sums ?? { [`own${i}`]: m.sql }))),
]

/** All sums by the axes, of whole rows, whole columns and everything: now and before, or for each month apart. */
function sums(house: House, e: Entity, p: Plan, days: readonly Period[], isMonthly = false): Sql {
  const joins = new Joins(house.entityOf, house.rights)
  const { date, isMoment } = p.subject
  const moment = joins.resolve(e, date).columns[0]!
  const day = isMoment ? sql`${moment}::date` : moment
  const filter = condition(
    e,
    { and: [{ or: days.map((one) => during(date, one, isMoment)) }, p.filter] },
    { ...house, joins },
  )
  const before = isMonthly ? null : p.before
  const isBefore = before ? sql`${day} < ${p.period.from}::date` : sql`false`
  // A month of the period before stands beside that month of this one.
  const beside = before
    ? sql`case when ${isBefore} then ${day} + ${interval(before.shift)}::interval else ${day} end`
    : day
  const keys = p.by.map((d, i) => {
    const found = joins.resolve(e, d.path)
    return sql`${d.step ? sql`date_trunc(${raw(`'${d.step}'`)}, ${beside})::date` : found.columns[0]!} as ${raw(`k${i}`)}`
  })
  const facts = [...new Set(p.measures.flatMap((m) => m.facts))].map(
    (name) => [name, p.subject.facts[name]!] as const,
  )
  const own = facts.map(([, f]) => f)
  const rates = rateJoins(own, p.currency, day)
  const money = own.filter((f) => f.currency)
  const columns = [
    isMonthly ? sql`date_trunc('month', ${day})::date as part` : sql`${isBefore} as part`,
    sql`${money.length ? join(money.map(rates.isLost), ' or ') : sql`false`} as is_lost`,
    ...keys,
    ...facts.map(([name, f]) => sql`${rates.valueOf(f)} as ${raw(name)}`),
  ]
  const from = [
    ...joins.joins,
    ...new Map(own.flatMap((f) => (f.from ? [[f.from.text, f.from]] : []))).values(),
    ...rates.joins,
  ]
  const names = keyNames(p)
  const sets = subsets(names).map((set) => sql`(${join([raw('part'), ...set], ', ')})`)
  return sql`select part, grouping(${join(names, ', ')}) as level,
      ${join(
        names.map((n) => sql`${n}::text as ${n}`),
        ', ',
      )}, count(*) filter (where is_lost) as unconverted,
      ${join(
        sumsOf(p.measures).map(([name, of]) => sql`${of} as ${raw(name)}`),
        ', ',
      )}
    from (select ${join(columns, ', ')} from ${raw(`"${e.table}" t`)} ${from.length ? join(from, ' ') : empty}
      where t.deleted_at is null and ${filter}) facts
    group by grouping sets (${join(sets, ', ')})`
}

const keyNames = (p: Plan) => p.by.map((_, i) => raw(`k${i}`))
const interval = ({ count, unit }: Shift) => `${count} ${unit}`

// By product and client a month has nearly as many cells as lines: to read those back would take longer than to add up anew.
const mostCells = 20_000

/** The sums of whole months, as rows `(month, cells)`; cells null: too many. */
export function monthly(house: House, e: Entity, p: Plan, months: readonly string[]): Sql {
  const names = [
    'level',
    ...p.by.map((_, i) => `k${i}`),
    'unconverted',
    ...sumsOf(p.measures).map(([name]) => name),
  ]
  const cell = names.map((name) => raw(`'${name}', ${name}`))
  return sql`select part as month,
      case when count(*) <= ${mostCells} then jsonb_agg(jsonb_build_object(${join(cell, ', ')})) end as cells
    from (${sums(
      house,
      e,
      p,
      months.map((m) => stepFrom(m, 'month')),
      true,
    )}) x group by part`
}

/** What was kept of months, as the sums of days are. */
function keptSums(p: Plan, { question, months }: Kept): Sql {
  const isBefore = sql`c.month < ${p.period.from}::date`
  const beside = p.before
    ? sql`case when ${isBefore} then c.month + ${interval(p.before.shift)}::interval else c.month end`
    : sql`c.month`
  const keys = p.by.map(({ step }, i) =>
    step
      ? sql`case when r.${raw(`k${i}`)} is not null then date_trunc(${raw(`'${step}'`)}, ${beside})::date::text end`
      : raw(`r.k${i}`),
  )
  const names = sumsOf(p.measures).map(([name]) => name)
  return sql`select ${isBefore}, r.level, ${join(keys, ', ')}, r.unconverted, ${raw(names.map((n) => `r.${n}`).join(', '))}
    from cross_months c cross join jsonb_to_recordset(c.cells) as r (level int, ${raw(p.by.map((_, i) => `k${i} text, `).join(''))}
      unconverted numeric, ${raw(names.map((n) => `${n} numeric`).join(', '))})
    where c.question = ${question} and c.month = any(${months}::date[])`
}

/** All figures of the cells, of whole rows, whole columns and everything, now and before. */
export function statement(house: House, e: Entity, p: Plan, kept: Kept | null): Sql {
  const names = keyNames(p)
  const added = raw(
    ['unconverted', ...sumsOf(p.measures).map(([name]) => name)].map((n) => `sum(${n}) as ${n}`).join(', '),
  )
  const cells = kept
    ? sql`select part, level, ${join(names, ', ')}, ${added} from (
        ${kept.rest.length ? sql`${sums(house, e, p, kept.rest)} union all` : empty} ${keptSums(p, kept)}
      ) all_of (part, level, ${join(names, ', ')}, unconverted, ${raw(
        sumsOf(p.measures)
          .map(([name]) => name)
          .join(', '),
      )})
      group by part, level, ${join(names, ', ')}`
    : sums(house, e, p, [p.period, ...(p.before ? [p.before.period] : [])])
  const named = p.by.flatMap((d, i) => {
    const { field } = new Joins(house.entityOf, house.rights).resolve(e, d.path)
    const target = field.entity ? house.entityOf(field.entity) : null
    return target && mayName(house.rights, target)
      ? [
          {
            title: sql`${titleOf(target, `r${i}`)} as ${raw(`t${i}`)}`,
            from: raw(`left join "${target.table}" r${i} on r${i}.id = cells.k${i}::uuid`),
          },
        ]
      : []
  })
  const figures = p.measures.map(
    (m, i) =>
      sql`round((${m.sums ? m.sql : raw(`own${i}`)})::numeric, ${raw(String(digits[m.kind]))})::text as ${raw(`m${i}`)}`,
  )
  return sql`with cells as (${cells})
    select part as "isBefore", level, unconverted, ${join([...names, ...figures, ...named.map((n) => n.title)], ', ')}
    from cells ${
      named.length
        ? join(
            named.map((n) => n.from),
            ' ',
          )
        : empty
    }`
}

const subsets = (names: Sql[]): Sql[][] =>
  names.length === 1 ? [names, []] : [names, [names[0]!], [names[1]!], []]
