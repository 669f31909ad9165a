import { Decimal } from 'decimal.js'
import type { Context } from '#core/operation.ts'
import { findPrices } from '#modules/pricing/index.ts'
import type { ConfiguredLine } from './configuration.ts'
import type { Loaded } from './load-model.ts'

export type Price = { lines: ConfiguredLine[]; total: string; unpriced: string[] }

/** What the chosen options cost this client today, with VAT: products by his price lists, other options by their own price or
 * as a percent of the base. */
export async function priceOf(
  c: Context,
  model: Loaded,
  counts: ReadonlyMap<string, number>,
  account: string | null,
): Promise<Price> {
  const chosen = model.options.flatMap((o) => {
    const quantity = counts.get(o.key) ?? 0
    return quantity > 0 && (o.product || o.price || o.percent) ? [{ o, quantity }] : []
  })
  const wanted = [
    ...(model.product ? [{ product: model.product, quantity: 1 }] : []),
    ...chosen.flatMap(({ o, quantity }) => (o.product ? [{ product: o.product, quantity }] : [])),
  ]
  const answers = await findPrices(c, {
    account,
    on: c.today,
    currency: model.currency,
    taxIncluded: true,
    lines: wanted,
  })
  const unpriced = answers.filter((a) => a.unitPrice === null).map((a) => a.product)
  const price = (product: string, quantity: number) =>
    answers[wanted.findIndex((w) => w.product === product && w.quantity === quantity)]?.unitPrice ?? '0'
  const base = model.product ? price(model.product, 1) : '0'
  const lines: ConfiguredLine[] = model.product
    ? [{ option: null, name: model.name, product: model.product, quantity: 1, unitPrice: base }]
    : []
  for (const { o, quantity } of chosen) {
    const unitPrice = o.product
      ? price(o.product, quantity)
      : o.price !== null
        ? new Decimal(o.price).toFixed()
        : new Decimal(base).mul(o.percent!).div(100).toDecimalPlaces(2).toFixed()
    lines.push({ option: o.key, name: o.name, product: o.product, quantity, unitPrice })
  }
  const total = lines.reduce((sum, l) => sum.add(new Decimal(l.unitPrice).mul(l.quantity)), new Decimal(0))
  return { lines, total: total.toFixed(2), unpriced }
}
