import sql, { raw } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Filter } from '#core/filter.ts'
import type { Context } from '#core/operation.ts'
import { keptOf, type Question } from './kept.ts'
import { during, less, monthsOf, type Period } from './period.ts'
import type { House } from './reach.ts'
import { exact, sold, type Sales } from './sales.ts'

/** By client, or by product. */
export type Of = 'account' | 'product'

/** What was sold, in columns: to which of `keys`, on which day since 1970 (of a product: on the last one of a month), for how
 * much in hundredths of a cent, in how many documents. */
export type Purchases = {
  keys: (string | null)[]
  at: Uint32Array
  day: Int32Array
  value: Float64Array
  documents: Uint32Array
  /** Records in no known rate's currency. */
  lost: number
}
type Columns = {
  key: (string | null)[]
  day: number[]
  value: (number | null)[]
  documents: number[]
  lost: string
}

export const dayOf = (date: string) => Date.parse(date) / 86_400_000
export const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)

function purchases(found: Columns | undefined): Purchases {
  const places = new Map<string | null, number>()
  const at = Uint32Array.from(found?.key ?? [], (key) => {
    const place = places.get(key) ?? places.size
    places.set(key, place)
    return place
  })
  return {
    keys: [...places.keys()],
    at,
    day: Int32Array.from(found?.day ?? []),
    value: Float64Array.from((found?.value ?? []) as number[], exact),
    documents: Uint32Array.from(found?.documents ?? []),
    lost: Number(found?.lost ?? 0),
  }
}

/** What these days' sales are; `isOwn`: of clients or products that whoever asks sees. */
const statement = (house: House, s: Sales, currency: string, of: Of, where: Filter, isOwn: boolean) => {
  const lines = sold(house, s, currency, where, { key: s[of], document: s.document })
  const { table } = house.entityOf(of)
  // First by document, so that those are counted without sorting the lines.
  return sql`select json_agg(key) as key, json_agg(day - '1970-01-01'::date) as day, json_agg(value) as value,
      json_agg(documents) as documents, sum(lost) as lost
    from (select ${isOwn ? sql`k.id` : sql`d.key`} as key, max(day) as day, sum(value) as value, count(*) as documents, sum(lost) as lost
      from (select day, key, document, sum(value) as value, count(*) filter (where is_lost) as lost
        from (${lines}) l group by 1, 2, 3) d
        ${isOwn ? sql`left join ${raw(`"${table}" k`)} on k.id = d.key and k.deleted_at is null` : sql``}
      group by 1, ${of === 'account' ? sql`day` : sql`date_trunc('month', day)`}) x`
}

async function read(tx: Tx, asked: ReturnType<typeof statement>): Promise<Purchases> {
  await tx.rows(sql`set local work_mem = '64MB'`)
  return purchases(await tx.one<Columns>(asked))
}

function question(house: House, s: Sales, currency: string, of: Of): Question<Purchases> {
  const asked = (days: Period) => statement(house, s, currency, of, during(s.date, days), false)
  const { text, values } = asked({ from: '2000-01-01', to: '2000-01-31' })
  return {
    key: ['purchases', text, values],
    subject: s.entity,
    fields: [...s.reads, ...s.value.reads, 'exchangeRate.rate'],
    named: [of],
    one: (tx, days) => read(tx, asked(days)),
  }
}

// Twenty years; what was before them is added up each time.
const mostMonths = 240

/** The sales of a period to each client, or of each product. Days that are over are kept, unless only some are asked for.
 * What he does not see is of nobody. */
export async function purchasesOf(
  c: Context,
  house: House,
  s: Sales,
  { of, period, more }: { of: Of; period: Period; more: readonly Filter[] },
): Promise<Purchases[]> {
  const { currency } = c.kolo.workspace
  const kept = more.length
    ? []
    : await keptOf(c, question(house, s, currency, of), monthsOf(period).slice(-mostMonths))
  const rest = less(
    period,
    kept.map((k) => k.days),
  )
  const days = { or: rest.map((p) => during(s.date, p)) }
  return [
    ...kept.map((k) => k.block),
    ...(rest.length
      ? [await read(c.tx, statement(house, s, currency, of, { and: [days, ...more] }, true))]
      : []),
  ]
}
