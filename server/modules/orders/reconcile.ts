import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { Invalid, Missing } from '#core/error.ts'
import { choice, date, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { mainIssuer } from '#modules/documents/index.ts'
import { currencies } from '#modules/quoting/index.ts'

/** What an invoice, a credit note (minus) or a payment (minus) adds to what the client owes. */
export type Entry = { date: string; kind: 'invoice' | 'credit' | 'payment'; number: string; amount: string }
export type Row = Omit<Entry, 'amount'> & { debit: string | null; credit: string | null }
export type Reconciliation = {
  account: string
  issuer: string | null
  currency: string
  from: string
  to: string
  /** Above zero: the client owes; below: we do. */
  opening: string
  rows: Row[]
  debit: string
  credit: string
  closing: string
  /** What is left of his invoices now, as the debts say, and what of his payments lies on no invoice yet. */
  owed: string
  unallocated: string
}

const most = 5000
const cents = (d: Decimal) => d.toFixed(2)

/** The two columns of one side, and what they come to. */
export function columns(opening: string, entries: readonly Entry[]) {
  const rows = entries.map(({ amount, ...e }): Row => {
    const sum = new Decimal(amount)
    return { ...e, debit: sum.gt(0) ? cents(sum) : null, credit: sum.gt(0) ? null : cents(sum.neg()) }
  })
  const total = (of: 'debit' | 'credit') => rows.reduce((all, r) => all.plus(r[of] ?? 0), new Decimal(0))
  const [debit, credit] = [total('debit'), total('credit')]
  return {
    opening: cents(new Decimal(opening)),
    rows,
    debit: cents(debit),
    credit: cents(credit),
    closing: cents(new Decimal(opening).plus(debit).minus(credit)),
  }
}

type Asked = { account: string; issuer: string | null; currency: string; from: string; to: string }

/** What the debts count: invoices and credit notes that are not void. A payment belongs to the company whose invoices it
 * pays; what lies on none yet, to the only one he has invoices of, else to the main one. */
const read = async (c: Context, { account, issuer, currency, from, to }: Asked, main: string | null) => {
  const rows = await c.tx.rows<Entry & { what: 'entry' | 'opening' | 'owed' | 'unallocated' }>(sql`
    with inv as (select id, date, number, kind, total, due, coalesce(issuer_id, ${main}::uuid) as issuer from invoices
        where account_id = ${account}::uuid and currency = ${currency} and kind <> 'proforma' and status <> 'void'
          and deleted_at is null),
      only_one as (select case when count(distinct issuer) = 1 then min(issuer::text)::uuid else ${main}::uuid end as issuer
        from inv),
      paid as (select p.date, p.number, case when o.issuer is not distinct from ${issuer}::uuid then coalesce(p.unallocated, 0) else 0 end as rest,
          coalesce((select sum(a.amount) from allocations a join inv on inv.id = a.invoice_id where a.payment_id = p.id
            and a.deleted_at is null and inv.issuer is not distinct from ${issuer}::uuid), 0) as laid
        from payments p, only_one o
        where p.account_id = ${account}::uuid and p.amount_currency = ${currency} and p.deleted_at is null),
      entries as (select date, kind, number, total as amount from inv where issuer is not distinct from ${issuer}::uuid
        union all select date, 'payment', number, -(laid + rest) from paid where laid + rest <> 0)
    select 'opening' as what, null as date, null as kind, null as number, coalesce(sum(amount), 0)::text as amount
      from entries where date < ${from}::date
    union all select 'owed', null, null, null, coalesce(sum(due), 0)::text from inv
      where issuer is not distinct from ${issuer}::uuid
    union all select 'unallocated', null, null, null, coalesce(sum(rest), 0)::text from paid
    union all (select 'entry', date::text, kind, number, amount::text from entries
      where date between ${from}::date and ${to}::date order by date, kind, number limit ${most + 1})`)
  const sum = (what: string) => rows.find((r) => r.what === what)!.amount
  return {
    ...columns(
      sum('opening'),
      rows.filter((r) => r.what === 'entry').map(({ what: _, ...entry }) => entry),
    ),
    owed: cents(new Decimal(sum('owed'))),
    unallocated: cents(new Decimal(sum('unallocated'))),
  }
}

export const refusals = {
  hidden: {
    en: 'Some invoices or payments of this client are not yours to see: ask somebody who sees them all.',
    uk: 'Частини рахунків чи оплат цього клієнта ви не бачите: зверніться до того, хто бачить усі.',
  },
  too_many: {
    en: `There are more than ${most} documents in this period: take a shorter one.`,
    uk: `За цей період понад ${most} документів: візьміть коротший.`,
  },
}

export const input = {
  id: ref('account', { required: true, label: { en: 'Company', uk: 'Компанія' } }),
  issuer: ref('issuer', {
    label: { en: 'Our company', uk: 'Наша компанія' },
    hint: { en: 'Empty: that of his last invoice', uk: 'Порожньо: та, від якої останній рахунок' },
  }),
  currency: choice({
    options: currencies,
    label: { uk: 'Валюта' },
    hint: { en: 'Empty: that of his last invoice', uk: 'Порожньо: валюта останнього рахунка' },
  }),
  from: date({
    label: { en: 'From', uk: 'Від' },
    hint: { en: 'Empty: the first of January', uk: 'Порожньо: 1 січня' },
  }),
  to: date({ label: { en: 'To', uk: 'До' }, hint: { en: 'Empty: today', uk: 'Порожньо: сьогодні' } }),
}
type Given = {
  id: string
  issuer: string | null
  currency: string | null
  from: string | null
  to: string | null
}

/** The state of account of one client with one of our companies. Half of it would be taken for the whole: who does not see
 * all the documents gets none. */
export async function reconcile(c: Context, given: Given): Promise<Reconciliation> {
  const { id } = given
  if ((await c.kolo.readIn(c.tx, 'account', [id], [])).length === 0) throw new Missing('account', id)
  const main = await mainIssuer(c)
  const last = await c.tx.one<{ issuer: string | null; currency: string }>(
    sql`select coalesce(issuer_id, ${main}::uuid) as issuer, currency from invoices where account_id = ${id}::uuid
      and kind <> 'proforma' and status <> 'void' and deleted_at is null
      and (${given.issuer}::uuid is null or coalesce(issuer_id, ${main}::uuid) = ${given.issuer}::uuid)
      and (${given.currency}::text is null or currency = ${given.currency}) order by date desc, id desc limit 1`,
  )
  const to = given.to ?? c.today
  const from = given.from ?? `${to.slice(0, 4)}-01-01`
  if (from > to)
    throw new Invalid([{ path: 'to', message: 'The last day is before the first one.', code: 'before' }])
  const asked: Asked = {
    account: id,
    issuer: given.issuer ?? last?.issuer ?? main,
    currency: given.currency ?? last?.currency ?? c.kolo.workspace.currency,
    from,
    to,
  }
  const seen = await read(c, asked, main)
  const all = await c.tx.elevated(() => read(c, asked, main))
  if (JSON.stringify(seen) !== JSON.stringify(all)) c.refuse('hidden')
  if (seen.rows.length > most) c.refuse('too_many')
  return { ...asked, ...seen }
}

export const needs = { account: 'read', invoice: 'read', payment: 'read', allocation: 'read' } as const

export const readReconciliation = operation({
  name: 'account.reconciliation',
  summary: { en: 'How accounts stand with a client', uk: 'Стан взаєморозрахунків із клієнтом' },
  about: {
    en: 'Debit: invoices. Credit: credit notes and payments. The closing balance today is what the debts say less payments not yet allocated.',
    uk: 'Дебет — рахунки. Кредит — кредит-ноти й оплати. Сальдо на сьогодні — це борг за рахунками мінус нерозподілені оплати.',
  },
  effect: 'read',
  input,
  needs,
  refusals,
  run: (c, given): Promise<Reconciliation> => reconcile(c, given),
})
