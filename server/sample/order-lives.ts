import type { Text } from '#core/text.ts'
import type { Account } from './accounts.ts'
import { daysBetween, nextWorkday, plus } from './days.ts'
import { makeRandom, type Random } from './random.ts'
import { tags as tagWords } from './words/notes.ts'
import { cancelReasons, returnReasons } from './words/orders.ts'

/** How a client pays: before he gets anything, on the day, about it, weeks late, months late. */
export type Habit = 'before' | 'prompt' | 'usual' | 'slow' | 'bad'
export type Terms = { habit: Habit; days: number }

const slowWords = Object.values(tagWords.slow)

export function termsOf(account: Account): Terms {
  const random = makeRandom(`terms of ${account.code}`)
  const days = random.weighted([7, 14, 21, 30, 45], (d) => ({ 7: 2, 14: 5, 21: 2, 30: 3, 45: 1 })[d]!)
  if (account.kind === 'household') return { habit: 'before', days: 7 }
  if (account.tags?.some((t) => slowWords.includes(t)))
    return { habit: random.chance(0.3) ? 'bad' : 'slow', days }
  const habits: [Habit, number][] = [
    ['before', 14],
    ['prompt', 40],
    ['usual', 31],
    ['slow', 12],
    ['bad', 3],
  ]
  return { habit: random.weighted(habits, ([, share]) => share)[0], days }
}

/** Days after the invoice is due. */
const lateBy: Record<Exclude<Habit, 'before'>, [number, number]> = {
  prompt: [-4, 1],
  usual: [0, 10],
  slow: [12, 48],
  bad: [35, 115],
}

/** How many of each line, by its place. */
type Parts = number[]
export type Happening = { on: string } & (
  | { kind: 'confirm' }
  | { kind: 'ship'; parts: Parts }
  | { kind: 'return'; parts: Parts; reason: Text }
  | { kind: 'invoice'; parts: Parts }
  /** Of what came back, on an invoice by its place. */
  | { kind: 'credit'; parts: Parts; of: number }
  /** That much of the invoice; 1: all that is left of it. */
  | { kind: 'pay'; of: number; share: number }
  | { kind: 'cancel'; reason: Text }
)

export type Sold = {
  won: string
  /** What was ordered, of each line. */
  parts: Parts
  /** In hryvnias. */
  worth: number
  isService: boolean
  isQuoted: boolean
  /** They do not pay for this one, for months. */
  isDisputed: boolean
  /** Too much is told of it elsewhere to be called off. */
  isStory: boolean
  terms: Terms
}
export type Life = { ordered: string; paymentDays: number; happenings: Happening[] }

const workday = (day: string, days: number) => nextWorkday(plus(day, days))
const later = (a: string, b: string) => (a > b ? a : b)

/** Half of every line rounded up, or the first line whole; null: it goes in one. */
function firstPart(random: Random, { parts, isService, isDisputed, worth }: Sold): Parts | null {
  if (isService || isDisputed || !random.chance(worth > 400_000 ? 0.4 : 0.14)) return null
  if ((parts[0] ?? 0) >= 4) return parts.map((q, i) => (i === 0 ? Math.ceil(q / 2) : 0))
  return parts.length > 1 ? parts.map((q, i) => (i === 0 ? q : 0)) : null
}

/** What becomes of an order, from its first day to the last payment, whether or not that has come yet. */
export function lifeOf(random: Random, sold: Sold, today: string): Life {
  const { won, worth, terms, isService } = sold
  const wait = random.weighted([0, 1, 2, 3], (d) => [4, 3, 2, 1][d]!)
  const due = sold.isQuoted ? won : workday(won, wait)
  const ordered = due > today ? today : due
  const confirmed = workday(due, random.chance(0.75) ? 0 : random.int(1, 2))
  const confirm: Happening = { kind: 'confirm', on: confirmed }
  if (!sold.isStory && random.chance(0.022)) {
    const on = workday(confirmed, random.int(2, 14))
    return {
      ordered,
      paymentDays: terms.days,
      happenings: [confirm, { kind: 'cancel', on, reason: random.pick(cancelReasons) }],
    }
  }
  const lead = Math.min(70, Math.round(random.logNormal(isService ? 6 : worth > 400_000 ? 16 : 5, 0.6)))
  const isHalf = terms.habit !== 'before' && !sold.isDisputed && worth > 300_000 && random.chance(0.65)
  const paymentDays = isHalf ? Math.max(30, terms.days) : terms.days
  const late = () =>
    (terms.habit === 'before' ? random.int(-6, 0) : random.int(...lateBy[terms.habit])) +
    (sold.isDisputed ? (sold.isStory ? 700 : random.int(100, 190)) : 0)
  const happenings =
    terms.habit === 'before'
      ? paidBefore(random, sold, confirmed, lead)
      : isHalf
        ? paidInHalves(random, sold, { confirmed, lead, paymentDays, late: late() })
        : paidAfter(random, sold, { confirmed, lead, paymentDays, late })
  return { ordered, paymentDays, happenings: [confirm, ...happenings] }
}

function shipped(random: Random, sold: Sold, on: string): Happening[] {
  const first = firstPart(random, sold)
  if (!first) return [{ kind: 'ship', on, parts: sold.parts }]
  const rest = sold.parts.map((q, i) => q - first[i]!)
  return [
    { kind: 'ship', on, parts: first },
    { kind: 'ship', on: workday(on, random.int(6, 30)), parts: rest },
  ]
}

function paidBefore(random: Random, sold: Sold, confirmed: string, lead: number): Happening[] {
  const paid = workday(confirmed, random.int(0, 5))
  return [
    { kind: 'invoice', on: confirmed, parts: sold.parts },
    { kind: 'pay', on: paid, of: 0, share: 1 },
    ...shipped(random, sold, workday(paid, lead)),
  ]
}

type Plan<Late> = { confirmed: string; lead: number; paymentDays: number; late: Late }

function paidInHalves(random: Random, sold: Sold, plan: Plan<number>): Happening[] {
  const paid = workday(plan.confirmed, random.int(1, 6))
  const goes = shipped(random, sold, workday(paid, plan.lead))
  const rest = workday(plan.confirmed, plan.paymentDays + plan.late)
  return [
    { kind: 'invoice', on: plan.confirmed, parts: sold.parts },
    { kind: 'pay', on: paid, of: 0, share: 0.5 },
    ...goes,
    { kind: 'pay', on: later(rest, workday(goes.at(-1)!.on, 1)), of: 0, share: 1 },
  ]
}

/** The goods first: each shipment has its invoice, each invoice is paid when the client is used to. */
function paidAfter(random: Random, sold: Sold, plan: Plan<() => number>): Happening[] {
  const goes = shipped(random, sold, workday(plan.confirmed, plan.lead))
  const back = sold.isService || sold.isDisputed || sold.isStory ? null : returned(random, goes)
  if (back && !back.invoiced) return [goes[0]!, back.happening]
  const bills = goes.map((g) => ({ kind: 'invoice' as const, on: g.on, parts: partsOf(g) }))
  const credit = back && {
    kind: 'credit' as const,
    on: workday(back.happening.on, 1),
    of: 0,
    parts: back.parts,
  }
  const pays = bills.flatMap((b, of): Happening[] => {
    const on = workday(b.on, plan.paymentDays + plan.late())
    const whole = credit && of === 0 ? later(on, workday(credit.on, 1)) : on
    if (credit || sold.terms.habit !== 'bad' || !random.chance(0.4))
      return [{ kind: 'pay', on: whole, of, share: 1 }]
    return [
      { kind: 'pay', on: whole, of, share: 0.4 },
      { kind: 'pay', on: workday(whole, random.int(15, 40)), of, share: 1 },
    ]
  })
  return [...goes, ...bills, ...(back && credit ? [back.happening, credit] : []), ...pays]
}

const partsOf = (h: Happening): Parts => ('parts' in h ? h.parts : [])

/** One of some came back; seldom all of it, before there was an invoice. */
function returned(random: Random, goes: readonly Happening[]) {
  const first = partsOf(goes[0]!)
  const is = (chance: number) => random.chance(chance)
  const reason = random.pick(returnReasons)
  const on = workday(goes[0]!.on, random.int(2, 7))
  const some = first.map((q, i) => (i === 0 ? Math.min(random.int(1, 2), q - 1) : 0))
  if (is(0.014) && goes.length === 1)
    return { invoiced: false, parts: first, happening: { kind: 'return' as const, on, parts: first, reason } }
  if (!is(0.045) || some[0]! < 1) return null
  return { invoiced: true, parts: some, happening: { kind: 'return' as const, on, parts: some, reason } }
}

/** In their order; what is yet to come is left out. */
export const happened = (life: Life, today: string) =>
  life.happenings.filter((h) => h.on <= today).toSorted((a, b) => daysBetween(b.on, a.on))
