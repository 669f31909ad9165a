import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { choice, date, money, ref, text, type Money } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { create } from '#core/stock.ts'
import { numbersOf } from '#modules/quoting/index.ts'
import { methods } from './choices.ts'
import { allocation, invoice, payment, type Invoice, type Payment } from './invoice.ts'
import { settle } from './settle.ts'

export type Owed = { id: string; due: string }

/** How a sum is laid on what is owed: the first first, each at most what is left of it. A debt with a minus (a credit
 * note) gives what it has before anything is paid. */
export function shares(sum: string, owed: readonly Owed[]): { id: string; amount: string }[] {
  let left = new Decimal(sum)
  const out: { id: string; amount: string }[] = []
  for (const { id, due } of [
    ...owed.filter((o) => Number(o.due) < 0),
    ...owed.filter((o) => Number(o.due) > 0),
  ]) {
    const share = Decimal.min(left, due)
    if (share.isZero()) continue
    out.push({ id, amount: share.toFixed() })
    left = left.minus(share)
  }
  return out
}

const numbers = (c: Context, days: readonly string[]) => numbersOf(c, 'payment', { en: 'P', uk: 'ОП' }, days)

function inCents({ amount }: Money, path: string): void {
  const sum = new Decimal(amount)
  if (sum.lte(0)) throw new Invalid([{ path, message: 'Give an amount above zero.' }])
  if (sum.decimalPlaces() > 2) throw new Invalid([{ path, message: 'Pay in whole cents.' }])
}

export const createPayment = create(payment, {
  extra: { number: text({ max: 50 }) },
  async prepare(c, items) {
    items.forEach((item, i) => {
      inCents(item['amount'] as Money, `items.${i}.amount`)
    })
    const days = items.map((item) => (item['date'] as string | undefined) ?? c.today)
    const unnumbered = items.flatMap((item, i) => (item['number'] ? [] : [i]))
    const next = await numbers(
      c,
      unnumbered.map((i) => days[i]!),
    )
    return items.map((item, i) => ({
      ...item,
      date: days[i],
      number: item['number'] ?? next[unnumbered.indexOf(i)],
      unallocated: item['amount'],
    }))
  },
})

/** Lays what is left of a payment on invoices, held in one order so that two payments never wait for each other. */
async function allocate(c: Context, p: Payment, ids: readonly string[]): Promise<Payment> {
  const held = (await c.tx.elevated(() => c.tx.lockMany(invoice, ids.toSorted()))) as Invoice[]
  const byId = new Map(held.map((i) => [i.id, i]))
  const owed = ids.map((id) => ({ id, due: byId.get(id)!.due?.amount ?? '0' }))
  const laid = shares(p.unallocated?.amount ?? '0', owed)
  if (laid.length === 0) return p
  const money = (amount: string): Money => ({ amount, currency: p.amount.currency })
  const sum = laid.reduce((all, l) => all.plus(l.amount), new Decimal(0))
  return c.tx.elevated(async () => {
    await c.tx.insertMany(
      allocation,
      laid.map((l) => ({ payment: p.id, invoice: l.id, amount: money(l.amount) })),
    )
    const pairs = laid.map((l) => {
      const i = byId.get(l.id)!
      const paid = new Decimal(i.paid?.amount ?? 0).plus(l.amount)
      const due = new Decimal(i.total!.amount).minus(paid)
      const status = due.isZero() ? 'paid' : paid.isZero() ? 'open' : 'part'
      return [i as never, { paid: money(paid.toFixed(2)), due: money(due.toFixed(2)), status }] as const
    })
    await c.tx.saveMany(invoice, pairs)
    const left = new Decimal(p.unallocated!.amount).minus(sum)
    await c.tx.saveMany(payment, [[p as never, { unallocated: money(left.toFixed(2)) }] as const])
    const orders = [...new Set(laid.map((l) => byId.get(l.id)!.order).filter((o) => o !== null))]
    await settle(c, orders.toSorted())
    for (const l of laid)
      if (new Decimal(byId.get(l.id)!.due!.amount).eq(l.amount))
        c.emit('invoice.paid', { id: l.id }, { payment: p.id })
    return { ...p, unallocated: money(left.toFixed(2)) }
  })
}

/** What the account owes in this currency, the oldest first. */
const openInvoices = async (c: Context, account: string, currency: string) =>
  (
    await c.tx.elevated(() =>
      c.tx.rows<{
        id: string
      }>(sql`select id from invoices where account_id = ${account}::uuid and status in ('open', 'part')
        and kind <> 'proforma' and currency = ${currency} and deleted_at is null order by due_date nulls first, date, id`),
    )
  ).map((i) => i.id)

export const allocatePayment = operation({
  name: 'payment.allocate',
  summary: { en: 'Lay it on what is owed', uk: 'Розподілити на борги' },
  effect: 'write',
  on: 'payment',
  whyNot: (p: Pick<Payment, 'unallocated'>) => (Number(p.unallocated?.amount ?? 0) === 0 ? 'nothing' : null),
  input: { id: ref('payment', { required: true, label: { uk: 'Оплата' } }) },
  needs: { payment: 'update', invoice: 'read' },
  refusals: { nothing: { en: 'All of it is allocated.', uk: 'Усю суму вже розподілено.' } },
  async run(c, { id }) {
    const p = await c.tx.lock(payment, id)
    await allocate(c, p, await openInvoices(c, p.account, p.amount.currency))
    return { id, revision: p.revision + 1 }
  },
})

export const whyNotPay = (i: Pick<Invoice, 'status' | 'kind'>) =>
  i.status === 'void' ? 'void' : i.status === 'paid' ? 'paid' : i.kind === 'credit' ? 'credit' : null

/** A payment for one invoice; what is over is laid on the account's other debts, and the rest stays its own. */
export const payInvoice = operation({
  name: 'invoice.pay',
  summary: { en: 'Note a payment', uk: 'Внести оплату' },
  effect: 'write',
  on: 'invoice',
  whyNot: whyNotPay,
  input: {
    id: ref('invoice', { required: true, label: { uk: 'Рахунок' } }),
    amount: money({
      label: { uk: 'Сума' },
      hint: { en: 'Empty: all that is left', uk: 'Порожньо: увесь залишок' },
    }),
    date: date({ latest: 1, label: { uk: 'Дата' } }),
    method: choice({ options: methods, label: { uk: 'Спосіб' } }),
    reference: text({ max: 300, label: { en: 'Purpose', uk: 'Призначення' } }),
  },
  needs: { invoice: 'update', payment: 'create' },
  refusals: {
    void: { en: 'The invoice is void.', uk: 'Рахунок анульовано.' },
    paid: { en: 'The invoice is paid.', uk: 'Рахунок уже сплачено.' },
    credit: { en: 'A credit note is not paid.', uk: 'Кредит-ноту не сплачують.' },
    currency: { en: 'Pay in the currency of the invoice.', uk: 'Сплатіть у валюті рахунка.' },
  },
  async run(c, { id, amount, date, method, reference }) {
    const i = await c.tx.lock(invoice, id)
    const reason = whyNotPay(i)
    if (reason) c.refuse(reason)
    if (amount && amount.currency !== i.currency) c.refuse('currency')
    const sum = amount ?? i.due!
    inCents(sum, 'amount')
    const day = date ?? c.today
    const [number] = await numbers(c, [day])
    const [made] = await c.tx.insertMany(payment, [
      {
        number,
        account: i.account,
        date: day,
        amount: sum,
        unallocated: sum,
        method: method ?? 'bank',
        reference: reference ?? null,
        owner: i.owner,
        team: i.team,
      },
    ])
    const first = i.kind === 'proforma' ? [] : [id]
    const others = (await openInvoices(c, i.account, i.currency)).filter((other) => other !== id)
    await allocate(c, made as unknown as Payment, [...first, ...others])
    return { id, revision: i.revision + 1 }
  },
})
