import { dayOf, type Purchases } from './purchases.ts'
import type { Period } from './period.ts'

export const buyers = ['new', 'repeat', 'returned'] as const
export type Buyers = (typeof buyers)[number]
/** Of one step: how many clients, and their sales in hundredths of a cent. */
export type Flow = Record<Buyers | 'lost', number> & { sales: Record<Buyers, number> }

/** Days of purchases of each client, in order, with what was bought on each. */
function daysOf(found: readonly Purchases[]): { day: number; value: number }[][] {
  const clients = new Map<string, { day: number; value: number }[]>()
  for (const { keys, at, day, value } of found) {
    const of = keys.map((key) => {
      if (key === null) return null
      const known = clients.get(key) ?? []
      clients.set(key, known)
      return known
    })
    for (let i = 0; i < at.length; i++) of[at[i]!]?.push({ day: day[i]!, value: value[i]! })
  }
  return [...clients.values()].map((days) => days.toSorted((a, b) => a.day - b.day))
}

/** Who of the clients bought in each step, the first time ever, again, or again after `lostAfter` days without a sale; and
 * who was lost in it: had none for so many days by its end. `active`: who was not lost before the first step. */
export function flowOf(
  found: readonly Purchases[],
  steps: readonly Period[],
  lostAfter: number,
): { active: number; steps: Flow[] } {
  const spans = steps.map(({ from, to }) => ({ from: dayOf(from), to: dayOf(to) }))
  const [first, last] = [spans[0]!.from, spans.at(-1)!.to]
  const stepAt = new Uint8Array(last - first + 1)
  for (const [i, { from, to }] of spans.entries()) stepAt.fill(i, from - first, to - first + 1)
  const flows = steps.map((): Flow => ({
    new: 0,
    repeat: 0,
    returned: 0,
    lost: 0,
    sales: { new: 0, repeat: 0, returned: 0 },
  }))
  let active = 0
  for (const days of daysOf(found)) {
    let isIn = -1
    let kind: Buyers = 'new'
    for (const [i, { day, value }] of days.entries()) {
      const next = days[i + 1]?.day ?? Infinity
      if (day >= first) {
        const step = stepAt[day - first]!
        if (step !== isIn) {
          // By the first purchase of the step.
          const before = days[i - 1]?.day
          kind = before === undefined ? 'new' : before < spans[step]!.from - lostAfter ? 'returned' : 'repeat'
          flows[step]![kind]++
          isIn = step
        }
        flows[step]!.sales[kind] += value
      } else if (day + lostAfter >= first && next >= first) active++
      const lostOn = day + lostAfter
      if (lostOn < first || lostOn > last) continue
      const step = stepAt[lostOn - first]!
      if (next > spans[step]!.to) flows[step]!.lost++
    }
  }
  return { active, steps: flows }
}
