import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Entity } from '#core/entity.ts'
import { Joins, mayName, titleOf } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import { during, type Period, type Shift } from './period.ts'
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

/** All figures of the cells, of whole rows, whole columns and everything, now and before. */
export function statement(house: House, e: Entity, p: Plan): Sql {
  const joins = new Joins(house.entityOf, house.rights)
  const { date, isMoment } = p.subject
  const moment = joins.resolve(e, date).columns[0]!
  const day = isMoment ? sql`${moment}::date` : moment
  const periods = [p.period, ...(p.before ? [p.before.period] : [])]
  const those: Filter = { and: [{ or: periods.map((one) => during(date, one, isMoment)) }, p.filter] }
  const filter = condition(e, those, { ...house, joins })
  const isBefore = p.before ? sql`${day} < ${p.period.from}::date` : sql`false`
  // A month of the period before stands beside that month of this one.
  const beside = p.before
    ? sql`case when ${isBefore} then ${day} + ${`${p.before.shift.count} ${p.before.shift.unit}`}::interval else ${day} end`
    : day
  const axes = p.by.map((d) => ({ d, found: joins.resolve(e, d.path) }))
  const keys = axes.map(({ d, found }, i) => {
    const value = d.step ? sql`date_trunc(${raw(`'${d.step}'`)}, ${beside})::date` : found.columns[0]!
    return sql`${value} as ${raw(`k${i}`)}`
  })
  const facts = [...new Set(p.measures.flatMap((m) => m.facts))].map(
    (name) => [name, p.subject.facts[name]!] as const,
  )
  const own = facts.map(([, f]) => f)
  const rates = rateJoins(own, p.currency, day)
  const money = own.filter((f) => f.currency)
  const columns = [
    sql`${isBefore} as is_before`,
    sql`${money.length ? join(money.map(rates.isLost), ' or ') : sql`false`} as is_lost`,
    ...keys,
    ...facts.map(([name, f]) => sql`${rates.valueOf(f)} as ${raw(name)}`),
  ]
  const from = [
    ...joins.joins,
    ...new Map(own.flatMap((f) => (f.from ? [[f.from.text, f.from]] : []))).values(),
    ...rates.joins,
  ]
  const names = axes.map((_, i) => raw(`k${i}`))
  const sets = subsets(names).map((set) => sql`(${join([raw('is_before'), ...set], ', ')})`)
  const named = axes.flatMap(({ found }, i) => {
    const target = found.field.entity ? house.entityOf(found.field.entity) : null
    return target && mayName(house.rights, target)
      ? [
          {
            i,
            title: titleOf(target, `r${i}`),
            from: raw(`"${target.table}" r${i} on r${i}.id = cells.k${i}`),
          },
        ]
      : []
  })
  return sql`with facts as (
      select ${join(columns, ', ')} from ${raw(`"${e.table}" t`)} ${from.length ? join(from, ' ') : empty}
      where t.deleted_at is null and ${filter}
    ), cells as (
      select is_before, ${join(names, ', ')}, grouping(${join(names, ', ')}) as level,
        count(*) filter (where is_lost) as unconverted,
        ${join(
          p.measures.map(
            (m, i) =>
              sql`round((${m.sql})::numeric, ${raw(String(digits[m.kind]))})::text as ${raw(`m${i}`)}`,
          ),
          ', ',
        )}
      from facts group by grouping sets (${join(sets, ', ')})
    ) select is_before as "isBefore", level, unconverted,
        ${join(
          p.measures.map((_, i) => raw(`m${i}`)),
          ', ',
        )},
        ${join(
          names.map((n, i) => sql`${n}::text as ${raw(`k${i}`)}`),
          ', ',
        )}
        ${
          named.length
            ? sql`, ${join(
                named.map((n) => sql`${n.title} as ${raw(`t${n.i}`)}`),
                ', ',
              )}`
            : empty
        }
      from cells ${
        named.length
          ? join(
              named.map((n) => sql`left join ${n.from}`),
              ' ',
            )
          : empty
      }`
}

const subsets = (names: Sql[]): Sql[][] =>
  names.length === 1 ? [names, []] : [names, [names[0]!], [names[1]!], []]
