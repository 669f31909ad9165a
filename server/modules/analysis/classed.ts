import { abcOf, quintiles, variation, xyzOf, type Abc, type Xyz } from './classes.ts'
import { monthOf, plusMonths, stepFrom, type Period } from './period.ts'
import { dateOf, dayOf, type Purchases } from './purchases.ts'

export type One = {
  id: string
  /** In hundredths of a cent; null where there were none. */
  sales: number | null
  before: number | null
  orders: number
  /** Of the last purchase, since 1970. */
  last: number
  /** Sums of the period's whole months. */
  months: number[]
}
/** The first days of the months that lie in it from their first day to their last. */
export const wholeMonths = ({ from, to }: Period): string[] => {
  const months: string[] = []
  for (let month = `${from.slice(0, 8)}01`; month <= to; month = plusMonths(month, 1))
    if (month >= from && stepFrom(month, 'month').to <= to) months.push(month)
  return months
}

/** Each client or product, and what all sales come to, with those of nobody. */
export function gathered(found: Record<'now' | 'before', readonly Purchases[]>, period: Period) {
  const whole = wholeMonths(period)
  const [first, end] = whole.length ? [dayOf(whole[0]!), dayOf(plusMonths(whole.at(-1)!, 1))] : [0, 0]
  const monthAt = Uint16Array.from({ length: end - first }, (_, i) =>
    whole.indexOf(monthOf(dateOf(first + i))),
  )
  const all = new Map<string, One>()
  const sums = { now: 0, before: 0 }
  const ones = (keys: Purchases['keys']) =>
    keys.map((id) => {
      if (id === null) return null
      const one = all.get(id) ?? {
        id,
        sales: null,
        before: null,
        orders: 0,
        last: 0,
        months: whole.map(() => 0),
      }
      all.set(id, one)
      return one
    })
  for (const { keys, at, value } of found.before) {
    const of = ones(keys)
    for (let i = 0; i < at.length; i++) {
      const one = of[at[i]!]
      sums.before += value[i]!
      if (one) one.before = (one.before ?? 0) + value[i]!
    }
  }
  for (const { keys, at, day, value, documents } of found.now) {
    const of = ones(keys)
    for (let i = 0; i < at.length; i++) {
      const one = of[at[i]!]
      sums.now += value[i]!
      if (!one) continue
      one.sales = (one.sales ?? 0) + value[i]!
      one.orders += documents[i]!
      one.last = Math.max(one.last, day[i]!)
      if (day[i]! < first || day[i]! >= end) continue
      one.months[monthAt[day[i]! - first]!]! += value[i]!
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
  const recency = quintiles(present.map((o) => o.last))
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
