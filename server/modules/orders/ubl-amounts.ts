import { Decimal } from 'decimal.js'
import { amountsOf } from '#modules/pricing/index.ts'
import type { Category } from './ubl-codes.ts'

export type UblLine = {
  quantity: string
  unitPrice: string
  /** Percent. */
  discount: string | null
  /** Percent; null: without VAT. */
  taxRate: string | null
  category: Category
}
export type LineSums = { quantity: string; price: string; net: string; discount: string }
export type Breakdown = {
  category: Category
  rate: string
  taxable: string
  tax: string
  /** What the discount on all takes off in this category; below zero where it adds. */
  off: string
}
export type UblSums = {
  lines: LineSums[]
  taxes: Breakdown[]
  total: Record<'lines' | 'allowances' | 'charges' | 'net' | 'tax' | 'gross', string>
}

const sum = (all: readonly Decimal.Value[]) => all.reduce<Decimal>((a, b) => a.plus(b), new Decimal(0))
const cents = (d: Decimal.Value) => new Decimal(d).toFixed(2)
const cent = new Decimal('0.01')

/** The least number of digits by which quantity × price comes to the same cent as the exact price; at most ten. */
function priceOf(exact: Decimal, quantity: Decimal): Decimal {
  const wanted = exact.times(quantity).toDecimalPlaces(2)
  for (let digits = 2; digits < 10; digits++) {
    const price = exact.toDecimalPlaces(digits)
    if (price.times(quantity).toDecimalPlaces(2).eq(wanted)) return price
  }
  return exact.toDecimalPlaces(10)
}

/** The sums of an invoice as EN 16931 writes them: lines without VAT, a discount on all as an allowance of each
 * category, VAT by category and rate. Net, tax and gross are those of the invoice itself to the cent; what lines with
 * VAT in their prices lose by rounding is spread over them a cent each, so that BR-CO-10 to BR-CO-16 hold exactly. */
export function ublSums(
  lines: readonly UblLine[],
  { taxIncluded, discount }: { taxIncluded: boolean; discount: string | null },
): UblSums {
  const rules = { taxIncluded, rounding: 'total' } as const
  const own = amountsOf(lines, rules).lines.map((l) => new Decimal(l.net))
  const hasDiscount = discount !== null && !new Decimal(discount).isZero()
  const groups = Map.groupBy(
    lines.keys(),
    (i) => `${lines[i]!.category} ${new Decimal(lines[i]!.taxRate ?? 0).toString()}`,
  )
  const taxes = [...groups].map(([key, of]): Breakdown => {
    const [category, rate] = key.split(' ') as [Category, string]
    // One rate: without VAT and 0 % stand together here.
    const inGroup = of.map((i) => ({ ...lines[i]!, taxRate: rate }))
    const { net, tax } = amountsOf(inGroup, { ...rules, documentDiscount: discount }).totals
    const over = sum(of.map((i) => own[i]!)).minus(net)
    if (!hasDiscount) {
      const step = over.gt(0) ? cent : cent.neg()
      const count = over.abs().div(cent).toNumber()
      for (const i of of.toSorted((a, b) => own[b]!.abs().cmp(own[a]!.abs())).slice(0, count))
        own[i] = own[i]!.minus(step)
    }
    return { category, rate, taxable: net, tax, off: hasDiscount ? cents(over) : '0.00' }
  })
  const off = taxes.map((t) => new Decimal(t.off))
  const net = sum(taxes.map((t) => t.taxable))
  const tax = sum(taxes.map((t) => t.tax))
  return {
    lines: lines.map((l, i) => {
      const negative = new Decimal(l.unitPrice).isNegative()
      // A price may not be below zero (BR-27): the quantity bears the sign.
      const quantity = new Decimal(l.quantity).times(negative ? -1 : 1)
      const withoutTax = new Decimal(l.unitPrice)
        .abs()
        .div(taxIncluded ? new Decimal(l.taxRate ?? 0).plus(100).div(100) : 1)
      const price = priceOf(withoutTax, quantity)
      const full = price.times(quantity).toDecimalPlaces(2)
      const isDiscounted = l.discount !== null && !new Decimal(l.discount).isZero()
      return {
        quantity: quantity.toString(),
        price: price.toFixed(Math.max(2, price.decimalPlaces())),
        net: cents(own[i]!),
        discount: isDiscounted ? cents(full.minus(own[i]!)) : '0.00',
      }
    }),
    taxes,
    total: {
      lines: cents(sum(own)),
      allowances: cents(sum(off.filter((d) => d.gt(0)))),
      charges: cents(sum(off.filter((d) => d.lt(0))).neg()),
      net: cents(net),
      tax: cents(tax),
      gross: cents(net.plus(tax)),
    },
  }
}
