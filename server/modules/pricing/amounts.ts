import { D } from './decimal.ts'

type Amount = string | number | { amount: string } | null | undefined
export type LineOfAmounts = {
  quantity: string | number
  unitPrice: Amount
  /** Percent. */
  discount?: string | number | null
  taxRate?: string | number | null
  /** Per unit, in the document's currency, before tax. */
  cost?: Amount
  /** Offered, not part of the totals. */
  optional?: boolean | null
}
export type AmountRules = {
  /** Whether prices carry their tax. */
  taxIncluded: boolean
  /** 'line': tax is rounded on each line and summed. 'total': tax is taken once of each rate's sum (as EN 16931
   * has it). Lines are rounded either way, as they are printed. 'none': all keep the four digits that money has. */
  rounding: 'line' | 'total' | 'none'
  /** Percent off every line. */
  documentDiscount?: string | number | null
}
export type LineAmounts = {
  /** quantity × price after discounts: what stands on the line, with tax if prices carry it. */
  amount: string
  net: string
  tax: string
  gross: string
  /** What all discounts take off, in the terms of the prices. */
  discount: string
  cost: string | null
  /** net − cost; null when the cost is not known. */
  margin: string | null
}
export type Totals = {
  net: string
  tax: string
  gross: string
  discount: string
  cost: string | null
  margin: string | null
  /** Of net, in percent, two digits. */
  marginPercent: string | null
  taxes: { rate: string | null; net: string; tax: string; gross: string }[]
}

const decimal = (a: Amount) =>
  a === null || a === undefined ? null : new D(typeof a === 'object' ? a.amount : a)
const sum = (all: readonly D[]) => all.reduce((a, b) => a.plus(b), new D(0))

/** Splits an amount at a tax rate (percent): the tax is rounded, the rest follows, so that net + tax = gross. */
function split(amount: D, rate: D, included: boolean, digits: number) {
  const tax = (
    included ? amount.times(rate).div(rate.plus(100)) : amount.times(rate).div(100)
  ).toDecimalPlaces(digits)
  return included
    ? { net: amount.minus(tax), tax, gross: amount }
    : { net: amount, tax, gross: amount.plus(tax) }
}

/** What lines come to, and the whole document; all amounts are decimal strings in the document's currency. */
export function amountsOf(
  lines: readonly LineOfAmounts[],
  { taxIncluded, rounding, documentDiscount }: AmountRules,
): { lines: LineAmounts[]; totals: Totals } {
  const digits = rounding === 'none' ? 4 : 2
  const whole = new D(documentDiscount ?? 0)
  const counted = lines.map((line) => {
    const quantity = new D(line.quantity)
    const full = quantity.times(decimal(line.unitPrice) ?? 0)
    const kept = new D(100)
      .minus(line.discount ?? 0)
      .times(new D(100).minus(whole))
      .div(10_000)
    const amount = full.times(kept).toDecimalPlaces(digits)
    const rate = line.taxRate === null || line.taxRate === undefined ? null : new D(line.taxRate)
    const one = decimal(line.cost)
    const parts = split(amount, rate ?? new D(0), taxIncluded, digits)
    const cost = one && one.times(quantity).toDecimalPlaces(digits)
    const off = full.toDecimalPlaces(digits).minus(amount)
    return { ...parts, amount, rate, cost, off, optional: line.optional === true }
  })
  const inTotal = counted.filter((line) => !line.optional)
  const taxes = [...Map.groupBy(inTotal, (line) => line.rate?.toString() ?? null)].map(([rate, of]) => ({
    rate,
    ...(rounding === 'line'
      ? {
          net: sum(of.map((l) => l.net)),
          tax: sum(of.map((l) => l.tax)),
          gross: sum(of.map((l) => l.gross)),
        }
      : split(sum(of.map((l) => l.amount)), new D(rate ?? 0), taxIncluded, digits)),
  }))
  const fixed = (d: D) => d.toFixed(digits)
  const net = sum(taxes.map((t) => t.net))
  const known = inTotal.every((line) => line.cost !== null)
  const cost = known ? sum(inTotal.map((line) => line.cost!)) : null
  const margin = cost && net.minus(cost)
  return {
    lines: counted.map((line) => ({
      amount: fixed(line.amount),
      net: fixed(line.net),
      tax: fixed(line.tax),
      gross: fixed(line.gross),
      discount: fixed(line.off),
      cost: line.cost && fixed(line.cost),
      margin: line.cost && fixed(line.net.minus(line.cost)),
    })),
    totals: {
      net: fixed(net),
      tax: fixed(sum(taxes.map((t) => t.tax))),
      gross: fixed(sum(taxes.map((t) => t.gross))),
      discount: fixed(sum(inTotal.map((line) => line.off))),
      cost: cost && fixed(cost),
      margin: margin && fixed(margin),
      marginPercent: margin && (net.isZero() ? null : margin.times(100).div(net).toFixed(2)),
      taxes: taxes
        .toSorted((a, b) => Number(b.rate ?? -1) - Number(a.rate ?? -1))
        .map((t) => ({ rate: t.rate, net: fixed(t.net), tax: fixed(t.tax), gross: fixed(t.gross) })),
    },
  }
}
