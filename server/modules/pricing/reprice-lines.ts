import type { AnyEntity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import type { Money } from '#core/kinds/money.ts'
import type { Context } from '#core/operation.ts'
import type { Plain, Values } from '#core/row.ts'
import { D } from './decimal.ts'
import { linesOf } from './keep-floors.ts'
import { priceLines, type LineDocument, type LineTerms } from './price-lines.ts'
import { conversion, ratesOn } from './rates.ts'

/** After a document's terms changed (currency, discount, tax, whether it binds): its lines follow, in the same
 * transaction, with the floor kept. Prices typed in another currency are converted by the day's rate. The caller has
 * checked that the actor may change the document. */
export async function repriceLines(
  c: Context,
  line: AnyEntity,
  of: LineDocument,
  ids: string[],
): Promise<Plain[]> {
  const before = await linesOf(c, line, of.parent, ids)
  if (before.length === 0) return []
  const terms = await of.terms(c, ids)
  const patches = await converted(c, of, before, terms)
  try {
    const ready = await priceLines(c, line, of, patches, before)
    return await c.tx.elevated(() =>
      c.tx.saveMany(
        line,
        before.map((b, i) => [b, ready[i]!] as const),
      ),
    )
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(error.problems.map((p) => ({ ...p, path: p.path.replace(/^items\./, 'lines.') })))
  }
}

/** Prices that were typed in another currency, by the rate of the document's day. */
async function converted(
  c: Context,
  of: LineDocument,
  before: readonly Plain[],
  terms: ReadonlyMap<string, LineTerms>,
): Promise<Values[]> {
  const lines = before.map((b) => ({
    price: b['unitPrice'] as Money | null,
    its: terms.get(b[of.parent] as string)!,
  }))
  const moved = lines.filter(({ price, its }) => price && price.currency !== its.currency)
  if (moved.length === 0) return before.map(() => ({}))
  const currencies = moved.flatMap(({ price, its }) => [price!.currency, its.currency])
  const rates = await c.tx.elevated(() => ratesOn(c.tx, currencies, [...new Set(moved.map((m) => m.its.on))]))
  return lines.map(({ price, its }, i) => {
    if (!price || price.currency === its.currency) return {}
    const by = conversion(rates.get(its.on) ?? [], price.currency, its.currency)
    if (!by)
      throw new Invalid([
        {
          path: `items.${i}.unitPrice`,
          message: `There is no exchange rate from ${price.currency} to ${its.currency} on ${its.on}.`,
          code: 'no_rate',
        },
      ])
    const amount = new D(price.amount).times(by.rate).toDecimalPlaces(10).toDecimalPlaces(2, D.ROUND_UP)
    return { unitPrice: { amount: amount.toFixed(2), currency: its.currency } }
  })
}
