import sql, { join, type Sql } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { conversion, ratesOn } from '#modules/pricing/index.ts'

/** What one of each known currency is in the company's, on a day. */
export async function ratesAt(
  c: { tx: Tx; kolo: Kolo },
  day: string,
): Promise<[currency: string, rate: string][]> {
  const own = c.kolo.workspace.currency
  // Rates are the house's, and no secret of any record: a figure comes out the same for whoever may see its deals.
  const known = await c.tx.elevated(() =>
    c.tx.rows<{ currency: string }>(
      sql`select distinct currency from exchange_rates where deleted_at is null
        union select distinct base from exchange_rates where deleted_at is null`,
    ),
  )
  const others = known.map((r) => r.currency).filter((currency) => currency !== own)
  const rates = await c.tx.elevated(() => ratesOn(c.tx, [own, ...others], [day]))
  const found = others.flatMap((currency): [string, string][] => {
    const by = conversion(rates.get(day) ?? [], currency, own)
    return by ? [[currency, by.rate.toFixed(12)]] : []
  })
  return [[own, '1'], ...found]
}

/** The same as rows `(currency, rate)` to join. What is in a currency without a rate joins nothing: whoever adds up says
 * how much that is. */
export async function ratesInto(c: { tx: Tx; kolo: Kolo }, day: string): Promise<Sql> {
  const rows = (await ratesAt(c, day)).map(([currency, rate]) => sql`(${currency}::text, ${rate}::numeric)`)
  return sql`(values ${join(rows, ', ')}) r (currency, rate)`
}
