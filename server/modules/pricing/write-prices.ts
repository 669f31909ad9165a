import sql from 'sql-template-tag'
import { Invalid, type Problem } from '#core/error.ts'
import type { Money } from '#core/kinds/money.ts'
import type { Context } from '#core/operation.ts'
import type { Plain, Values } from '#core/row.ts'
import { create, update } from '#core/stock.ts'
import { priceList, priceListItem } from './price-list.ts'

/** A price is in the currency of its list. */
async function inListsCurrency(c: Context, items: Values[], before: readonly Plain[]): Promise<Values[]> {
  const listOf = (i: number) => (items[i]!['priceList'] ?? before[i]?.['priceList']) as string
  const ids = [...new Set(items.map((_, i) => listOf(i)).filter(Boolean))]
  const rows = await c.tx.rows<{ id: string; currency: string }>(
    sql`select id, currency from price_lists where id = any(${ids}::uuid[])`,
  )
  const currencies = new Map(rows.map((r) => [r.id, r.currency]))
  const problems = items.flatMap((item, i): Problem[] => {
    const price = (item['price'] ?? before[i]?.['price']) as Money | undefined
    const currency = currencies.get(listOf(i))
    if (!price || !currency || price.currency === currency) return []
    return [
      { path: `items.${i}.price`, message: `The price list is in ${currency}.`, code: 'other_currency' },
    ]
  })
  if (problems.length) throw new Invalid(problems)
  return items
}

/** A base that leads back to the list would compute nothing. */
async function withoutRings(c: Context, items: Values[], before: readonly Plain[]): Promise<Values[]> {
  const rows = items.some((i) => i['base'])
    ? await c.tx.rows<{ id: string; base: string | null }>(sql`select id, base_id as base from price_lists`)
    : []
  const bases = new Map(rows.map((r) => [r.id, r.base]))
  items.forEach((item, i) => before[i] && item['base'] && bases.set(before[i].id, item['base'] as string))
  items.forEach((item, i) => {
    const id = before[i]?.id
    const seen = new Set<string>()
    for (
      let at = item['base'] as string | null | undefined;
      at && !seen.has(at);
      at = bases.get(at) ?? null
    ) {
      if (at === id)
        throw new Invalid([
          { path: `items.${i}.base`, message: 'A price list cannot be based on itself.', code: 'ring' },
        ])
      seen.add(at)
    }
  })
  return items
}

export const writePrices = [
  create(priceListItem, { prepare: (c, items) => inListsCurrency(c, items, []) }),
  update(priceListItem, { prepare: inListsCurrency }),
  update(priceList, { prepare: withoutRings }),
]
