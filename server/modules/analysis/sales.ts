import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { Joins } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import type { Context } from '#core/operation.ts'
import { closedDeals } from './closed-deals.ts'
import { orderLines } from './order-lines.ts'
import { seesFields, type House } from './reach.ts'
import type { Dimension, Fact } from './subject.ts'

/** What is taken for sales, record by record: the lines of orders, or the deals that were won. `t` is the record. */
export type Sales = {
  entity: string
  /** Which of its records are sales. */
  base: Filter
  /** Paths: the day of the sale, to whom, of what. */
  date: string
  account: string
  product: string
  dimensions: Readonly<Record<string, Dimension>>
  /** What is bought at once. */
  document: Sql
  quantity: Sql
  unit: Sql
  value: Fact
  reads: readonly string[]
  /** The first day on which there may be any. */
  first: Sql
  needs: Readonly<Record<string, 'read'>>
}

/** The same lines and the same money as the figure Sales of order.volume. */
export const ordered: Sales = {
  entity: 'orderLine',
  base: orderLines.base!,
  date: 'order.date',
  account: 'order.account',
  product: 'product',
  dimensions: orderLines.dimensions,
  document: sql`t.order_id`,
  quantity: sql`t.quantity`,
  unit: sql`t.unit`,
  value: orderLines.facts['revenue']!,
  reads: [
    ...['status', 'date', 'account'].map((f) => `order.${f}`),
    ...['order', 'product', 'quantity', 'unit'].map((f) => `orderLine.${f}`),
  ],
  first: sql`select min(date) as day from orders where deleted_at is null`,
  needs: { order: 'read', orderLine: 'read', exchangeRate: 'read', account: 'read', product: 'read' },
}

/** For a company that keeps no orders: a deal is one piece of its product, for its whole amount. */
export const won: Sales = {
  entity: 'deal',
  base: ['status', 'is', 'won'],
  date: 'closeDate',
  account: 'account',
  product: 'product',
  dimensions: closedDeals.dimensions,
  document: sql`t.id`,
  quantity: sql`1::numeric`,
  unit: sql`null::text`,
  value: closedDeals.facts['value']!,
  reads: ['status', 'closeDate', 'account', 'product'].map((f) => `deal.${f}`),
  first: sql`select min(close_date) as day from deals where deleted_at is null`,
  needs: { deal: 'read', exchangeRate: 'read', account: 'read', product: 'read' },
}

export const hidden = {
  hidden: {
    en: 'Your role does not see what sales are made of.',
    uk: 'Ваша роль не бачить, з чого складаються продажі.',
  },
}

/** Whose rights; refuses who does not see the money, the days or the clients of sales. */
export function houseOf(c: Context, s: Sales): House {
  const house = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
  if (!seesFields(house, [...s.value.reads, ...s.reads])) c.refuse('hidden')
  return house
}

/** The sales of `where`: `day`, `value` in the company's currency by the rate of that day (null without one: `is_lost`), and
 * what `keys` name: paths, or SQL of the record. */
export function sold(
  house: House,
  s: Sales,
  currency: string,
  where: Filter,
  keys: Readonly<Record<string, string | Sql>>,
): Sql {
  const e = house.entityOf(s.entity)
  const joins = new Joins(house.entityOf, house.rights)
  const day = joins.resolve(e, s.date).columns[0]!
  const named = Object.entries(keys).map(
    ([name, of]) => sql`${typeof of === 'string' ? joins.resolve(e, of).columns[0]! : of} as ${raw(name)}`,
  )
  const filter = condition(e, { and: [s.base, where] }, { ...house, joins })
  const { sql: amount, currency: from } = s.value
  // As in statement.ts: a day's rate is found once, and values are whole hundredths of a cent.
  return sql`select ${day} as day, ${join(named, ', ')},
      round(case when ${from!} = ${currency} then ${amount} else (${amount}) * fx.rate end, 4) as value,
      (${from!} <> ${currency} and fx.rate is null) is true as is_lost
    from ${raw(`"${e.table}" t`)} ${joins.joins.length ? join(joins.joins, ' ') : empty}
    left join lateral (select exchange_rate_on(${from!}, ${currency}, least(${day}, current_date)) as rate
      where ${from!} <> ${currency} offset 0) fx on true
    where t.deleted_at is null and ${filter}`
}

/** Money in hundredths of a cent: whole numbers add up exactly. */
export const exact = (n: number | null): number => Math.round((n ?? 0) * 10_000)
const rounded = (n: number, by: number) => Math.sign(n) * Math.round(Math.abs(n) / by)
/** In cents, half away from zero. */
export const cents = (n: number): number => rounded(n, 100) + 0
export const money = (n: number): string => (cents(n) / 100).toFixed(2)
/** A share of a whole in percent, with two digits; unknown of nothing. */
export const shareOf = (of: number, whole: number): string | null =>
  whole > 0 ? ((100 * of) / whole).toFixed(2) : null
