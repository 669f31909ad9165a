import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { mayRead, nothing } from '#core/access.ts'
import { Invalid } from '#core/error.ts'
import { Joins, mayName, titleOf } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import type { Context } from '#core/operation.ts'
import type { House } from './reach.ts'

/** Records to count, and money of theirs to add up: exactly those that the filter shows in their list. */
export type Counting = {
  entity: string
  filter: Filter
  /** A money field. */
  sum?: string
  /** The day whose rate it is converted by; today's otherwise. */
  day?: string
  /** Apart for each value of a reference, or for each month of a day. */
  by?: string
  /** What all of them come to is told under this key, and not found by itself. */
  whole?: string
}
export type Counted = { value: string | null; title: string | null; count: number; sum: string | null }

/** One reading of `what`; null where its fields are hidden from the actor. Without the money's own field it is only
 * counted. */
function reading(house: House, currency: string, what: Counting, key: string): Sql | null {
  const e = house.entityOf(what.entity)
  const right = house.rights[e.name] ?? nothing
  if (right.read === 'none') return null
  const joins = new Joins(house.entityOf, house.rights)
  try {
    const where = condition(e, what.filter, { ...house, joins })
    const found = what.by ? joins.resolve(e, what.by) : null
    const target = found?.field.entity ? house.entityOf(found.field.entity) : null
    const value = !found
      ? sql`null`
      : target
        ? found.columns[0]!
        : sql`date_trunc('month', ${found.columns[0]!})::date`
    const money = what.sum && mayRead(right, what.sum) ? joins.resolve(e, what.sum).columns : null
    const day = what.day
      ? sql`least(${joins.resolve(e, what.day).columns[0]!}, current_date)`
      : sql`current_date`
    const rate = money
      ? sql`left join lateral (select exchange_rate_on(${money[1]!}, ${currency}, ${day}) as rate
          where ${money[1]!} <> ${currency} offset 0) fx on true`
      : empty
    const sum = money
      ? sql`round(sum(case when ${money[1]!} = ${currency} then ${money[0]!} else ${money[0]!} * fx.rate end), 2)::text`
      : sql`null`
    const titled = target && mayName(house.rights, target)
    const inOrder =
      titled && target.list.sort === 'position' && mayRead(house.rights[target.name]!, 'position')
    const whole = found && what.whole
    return sql`select ${whole ? sql`case when x.is_whole then ${whole} else ${key} end` : key} as key, x.value::text as value, ${titled ? titleOf(target, 'r', house.rights[target.name]) : sql`null`} as title, x.n, x.sum,
      ${inOrder ? sql`r.position` : sql`null::numeric`} as place from (
      select ${value} as value, ${whole ? sql`grouping(${value}) = 1` : sql`false`} as is_whole, count(*) as n, ${sum} as sum from ${raw(`"${e.table}" t`)}
      ${joins.joins.length ? join(joins.joins, ' ') : empty} ${rate}
      where t.deleted_at is null and ${where} ${!found ? empty : whole ? sql`group by grouping sets ((1), ())` : sql`group by 1`}) x
      ${titled ? sql`left join ${raw(`"${target.table}" r`)} on r.id = x.value` : empty}`
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}

/** All of them in one statement. What the actor may not know is not in the answer. */
export async function counted<K extends string>(
  c: Context,
  house: House,
  all: Record<K, Counting>,
): Promise<Partial<Record<K, Counted[]>>> {
  const { currency } = c.kolo.workspace
  const readable = Object.entries<Counting>(all).flatMap(([key, what]) => {
    const text = reading(house, currency, what, key)
    return text ? [{ key, text, whole: what.whole }] : []
  })
  const parts = readable.filter(({ key }) => !readable.some((other) => other.whole === key))
  if (parts.length === 0) return {}
  const rows = await c.tx.rows<{
    key: K
    value: string | null
    title: string | null
    n: string
    sum: string | null
    place: string | null
  }>(
    join(
      parts.map((p) => sql`(${p.text})`),
      ' union all ',
    ),
  )
  const answer: Partial<Record<K, Counted[]>> = {}
  for (const { key } of readable) answer[key as K] = []
  const inPlace = rows.toSorted((a, b) => Number(a.place ?? 0) - Number(b.place ?? 0))
  for (const { key, value, title, n, sum } of inPlace)
    answer[key]!.push({ value, title, count: Number(n), sum })
  return answer
}
