import type { Account } from './accounts.ts'
import { daysBetween } from './days.ts'
import { money } from './money.ts'
import { termsOf } from './order-lives.ts'
import type { SoldOrder } from './orders.ts'
import { makeRandom } from './random.ts'

const step = 50_000

/** What a client owes: unpaid invoices, and what is confirmed and not invoiced yet. */
export const owedBy = (orders: readonly SoldOrder[]): number =>
  orders
    .filter((o) => o.deal.amount.currency === 'UAH')
    .flatMap((o) => [
      ...o.invoices.map((i) => Number(i.due)),
      o.status === 'confirmed' && o.invoiced !== 'all'
        ? Number(o.total) - Number(o.invoicedAmount.amount)
        : 0,
    ])
    .reduce((a, b) => a + b, 0)

/** On what terms each buys. Whoever buys often has a limit, by a fifth of what he bought in a year; the four whose debts
 * grew the most among those who pay late are past theirs. */
export function withCredit(
  accounts: readonly Account[],
  orders: readonly SoldOrder[],
  today: string,
): Account[] {
  const by = Map.groupBy(orders, (o) => o.deal.account)
  const owed = new Map(accounts.map((a) => [a.key, owedBy(by.get(a.key) ?? [])]))
  const past = accounts
    .filter(
      (a) => a.kind === 'company' && owed.get(a.key)! > step && ['slow', 'bad'].includes(termsOf(a).habit),
    )
    .toSorted((a, b) => owed.get(b.key)! - owed.get(a.key)!)
    .slice(0, 4)
  return accounts.map((account) => {
    const own = by.get(account.key) ?? []
    if (account.kind === 'household' || own.length === 0) return account
    const random = makeRandom(`credit of ${account.code}`)
    const { habit, days } = termsOf(account)
    const year = own.filter((o) => daysBetween(o.date, today) < 365).reduce((a, o) => a + Number(o.total), 0)
    const wide = Math.max(year / 5, owed.get(account.key)! * 1.2)
    const tight = owed.get(account.key)! * 0.75
    const isPast = past.includes(account)
    const isTrusted = isPast || (own.length > 2 && habit !== 'before' && random.chance(0.6))
    const policies = ['warn', 'approve', 'stop'] as const
    return {
      ...account,
      paymentDays: days,
      ...(isTrusted && {
        creditLimit: money(isPast ? Math.floor(tight / 10_000) * 10_000 : Math.ceil(wide / step) * step),
        creditPolicy: isPast
          ? policies[(past.indexOf(account) + 2) % 3]!
          : random.weighted(policies, (p) => ({ warn: 6, approve: 3, stop: 1 })[p]),
        ...(random.chance(0.5) && { creditDays: random.pick([14, 30, 45]) }),
      }),
    }
  })
}
