import { createHash } from 'node:crypto'
import type { Money } from '#core/kinds/money.ts'
import { D } from './decimal.ts'

/** What of a line decides whether it is below its floor. */
export type Priced = {
  product: string | null
  unit: string | null
  quantity: number | string
  unitPrice: Money | null
  discount?: number | null
  taxRate?: number | null
  taxIncluded: boolean
  documentDiscount: number
  floor: Money | null
  factor: number | null
  rate: number | null
}

const plain = (n: number | string | null | undefined) => new D(n ?? 0).toFixed()

/** Price before tax after all discounts, per base unit, in the floor's currency; null without a price.
 * The same as the column net_price. */
export function netPriceOf(l: Priced): D | null {
  if (!l.unitPrice || l.factor === null || l.rate === null) return null
  const kept = new D(100).minus(l.discount ?? 0).times(new D(100).minus(l.documentDiscount))
  const tax = new D(100).plus(l.taxIncluded ? (l.taxRate ?? 0) : 0)
  return new D(l.unitPrice.amount).times(kept).times(l.rate).div(tax.times(100).times(l.factor))
}

/** The same as the constraint line_price_floor, which does not divide. */
export function isBelow(l: Priced): boolean {
  if (!l.unitPrice || !l.floor || l.factor === null || l.rate === null) return false
  const kept = new D(100).minus(l.discount ?? 0).times(new D(100).minus(l.documentDiscount))
  const tax = new D(100).plus(l.taxIncluded ? (l.taxRate ?? 0) : 0)
  const price = new D(l.unitPrice.amount).times(kept).times(l.rate)
  return price.lt(new D(l.floor.amount).times(tax).times(100).times(l.factor))
}

/** What is given away below the floor, in its currency. */
export const lossOf = (l: Priced): Money | null => {
  const net = netPriceOf(l)
  if (!net || !l.floor) return null
  const loss = new D(l.floor.amount).minus(net).times(l.quantity).times(l.factor!)
  return { amount: loss.toDecimalPlaces(2).toFixed(2), currency: l.floor.currency }
}

/** The lowest price after all discounts: per unit, with the line's tax, in whole cents upwards. */
export function lowestPrice(l: Priced): Money | null {
  if (!l.unitPrice || !l.floor || !l.factor || !l.rate) return null
  const tax = new D(100).plus(l.taxIncluded ? (l.taxRate ?? 0) : 0)
  const lowest = new D(l.floor.amount).times(tax).times(l.factor).div(new D(100).times(l.rate))
  return { amount: lowest.toDecimalPlaces(2, D.ROUND_UP).toFixed(2), currency: l.unitPrice.currency }
}

/** What an approval of this line is bound to, for so many. The same as the column line_hash. */
export const lineSeal = (l: Priced, quantity: number | string | null = l.quantity): string =>
  createHash('md5')
    .update(
      [
        l.product ?? '',
        l.unit ?? '',
        quantity === null ? '' : plain(quantity),
        l.unitPrice ? plain(l.unitPrice.amount) : '',
        l.unitPrice?.currency ?? '',
        plain(l.discount),
        plain(l.documentDiscount),
        l.taxIncluded ? plain(l.taxRate) : '',
      ].join('/'),
    )
    .digest('hex')
