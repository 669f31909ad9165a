import { abcOf, quintiles, variation, xyzOf, type Abc, type Xyz } from './classes.ts'
import { plusMonths, stepFrom, type Period } from './period.ts'
import { exact } from './sales.ts'

export type One = {
  id: string
  /** In hundredths of a cent; null where there were none. */
  sales: number | null
  before: number | null
  orders: number
  last: string
  /** Sums of the whole months that have any. */
  months: number[]
}
/** Sums of a client or product in a month, in columns. */
export type Found = {
  isBefore: boolean
  key: (string | null)[]
  month: string[]
  value: (number | null)[]
  documents: number[]
  last: string[]
  unconverted: string
}

/** The first days of the months that lie in it from their first day to their last. */
export const wholeMonths = ({ from, to }: Period): string[] => {
  const months: string[] = []
  for (let month = `${from.slice(0, 8)}01`; month <= to; month = plusMonths(month, 1))
    if (month >= from && stepFrom(month, 'month').to <= to) months.push(month)
  return months
}

/** Each client or product, and what all sales come to, with those of nobody. */
export function gathered(found: readonly Found[], period: Period) {
  const whole = new Set(wholeMonths(period))
  const all = new Map<string, One>()
  const sums = { now: 0, before: 0 }
  for (const { isBefore, key, month, value, documents, last } of found)
    for (const [i, id] of key.entries()) {
      const sum = exact(value[i]!)
      sums[isBefore ? 'before' : 'now'] += sum
      if (id === null) continue
      const one = all.get(id) ?? { id, sales: null, before: null, orders: 0, last: '', months: [] }
      all.set(id, one)
      if (isBefore) one.before = (one.before ?? 0) + sum
      else {
        one.sales = (one.sales ?? 0) + sum
        one.orders += documents[i]!
        if (last[i]! > one.last) one.last = last[i]!
        if (whole.has(month[i]!)) one.months.push(sum)
      }
    }
  return { all: [...all.values()], total: sums.now, totalBefore: sums.before }
}

export type Classed = One & {
  abc: Abc
  abcBefore: Abc | null
  xyz: Xyz
  variation: number | null
  recency: number
  frequency: number
  money: number
}
export const classOf = (o: Classed) => `${o.abc}${o.xyz}`
export const rfmOf = (o: Classed) => `R${o.recency}F${o.frequency}`

export function classesOf(
  present: readonly One[],
  all: readonly One[],
  limits: { a: number; b: number; x: number; y: number },
  months: number,
): Classed[] {
  const wasThere = all.filter((o) => o.before !== null)
  const classesBefore = abcOf(
    wasThere.map((o) => o.before!),
    limits,
  )
  const abcBefore = new Map(wasThere.map((o, i) => [o.id, classesBefore[i]!]))
  const sales = present.map((o) => o.sales!)
  const abc = abcOf(sales, limits)
  const recency = quintiles(present.map((o) => Date.parse(o.last)))
  const frequency = quintiles(present.map((o) => o.orders))
  const byMoney = quintiles(sales)
  return present.map((o, i) => {
    const varies = variation(o.months, months)
    return {
      ...o,
      abc: abc[i]!,
      abcBefore: abcBefore.get(o.id) ?? null,
      variation: varies,
      xyz: xyzOf(varies, limits),
      recency: recency[i]!,
      frequency: frequency[i]!,
      money: byMoney[i]!,
    }
  })
}
