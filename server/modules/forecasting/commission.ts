import { Decimal } from 'decimal.js'
import type { Terms } from './commission-plan.ts'

/** What is credited to a person of one deal, or of one day's payments of an order: his share of what it has in one product
 * group. */
export type Credit = {
  /** The deal; the order where the commission is of payments. */
  deal: string
  of?: 'deals' | 'orders'
  name: string
  /** The day it was won, or paid. */
  closedOn: string
  group: string | null
  groupName: string | null
  /** All of the group in the deal, in the company's currency, and the percent of it that is his. */
  value: string
  share: number
  /** What came back since and is not in the value any more; of payments, what credit notes took off. */
  returned?: string | null
}
/** One step of the arithmetic: credited × rate × factor = pay. A deal that crosses a tier has a step on each side. */
export type Step = Credit & { credited: string; rate: number; factor: number; pay: string }

const round = (x: Decimal) => x.toDecimalPlaces(2, Decimal.ROUND_HALF_UP)

/** The arithmetic of what was won, in the order it was won. `quota`: the plan that it counts towards (null: none, no
 * accelerator ever holds); `before`: what was credited in the plan's period already. A tier holds for what is credited
 * past its part of the plan, not for what came before: no deal makes an earlier one dearer. */
export function stepsOf(
  credits: readonly Credit[],
  terms: Terms,
  quota: string | null,
  before: string,
): Step[] {
  const tiers = quota === null || new Decimal(quota).lte(0) ? [] : terms.tiers
  const marks = tiers
    .map((t) => ({ at: new Decimal(quota!).times(t.from).div(100), factor: t.factor }))
    .toSorted((a, b) => a.at.cmp(b.at))
  const factorAt = (sum: Decimal) => marks.findLast((m) => m.at.lte(sum))?.factor ?? 1
  let sum = new Decimal(before)
  return credits.flatMap((credit) => {
    const rate = terms.rates.find((r) => r.group === credit.group)?.percent ?? terms.percent
    const whole = round(new Decimal(credit.value).times(credit.share).div(100))
    const steps: Step[] = []
    let left = whole
    do {
      const next = whole.gt(0) ? marks.find((m) => m.at.gt(sum)) : undefined
      const part = next ? Decimal.min(left, next.at.minus(sum)) : left
      const factor = factorAt(sum)
      const pay = round(part.times(rate).div(100).times(factor))
      steps.push({ ...credit, credited: part.toFixed(), rate, factor, pay: pay.toFixed() })
      sum = sum.plus(part)
      left = left.minus(part)
    } while (left.gt(0))
    return steps
  })
}

export type Correction = {
  month: string
  deal: string
  of?: 'deals' | 'orders'
  name: string
  paid: string
  owed: string
  pay: string
  /** Goods have come back since it was paid. */
  isReturned?: boolean
}

type Part = Pick<Credit, 'deal' | 'of' | 'name' | 'returned'> & { pay: string }

/** What came back of a deal: each part of it said once, however many steps it has. */
const returnsOf = (parts: readonly Part[], deal: string) =>
  [...new Set(parts.filter((s) => s.deal === deal && s.returned).map((s) => s.returned))].join(' ')

/** What a closed month would come to by what is known now, deal by deal, against what was paid for it. */
export function correctionsOf(month: string, owed: readonly Part[], paid: readonly Part[]): Correction[] {
  const sum = (of: readonly { deal: string; pay: string }[], deal: string) =>
    of.reduce((a, s) => (s.deal === deal ? a.plus(s.pay) : a), new Decimal(0))
  return [...new Set([...paid, ...owed].map((s) => s.deal))].flatMap((deal) => {
    const difference = sum(owed, deal).minus(sum(paid, deal))
    if (difference.isZero()) return []
    const { name, of } = [...owed, ...paid].find((s) => s.deal === deal)!
    return [
      {
        month,
        deal,
        ...(of ? { of } : {}),
        name,
        paid: sum(paid, deal).toFixed(),
        owed: sum(owed, deal).toFixed(),
        pay: difference.toFixed(),
        ...(returnsOf(owed, deal) !== returnsOf(paid, deal) ? { isReturned: true } : {}),
      },
    ]
  })
}

export const totalOf = (list: readonly { pay: string }[]) =>
  list.reduce((a, s) => a.plus(s.pay), new Decimal(0)).toFixed()
