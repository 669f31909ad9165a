import { Decimal } from 'decimal.js'
import sql, { join, type Sql } from 'sql-template-tag'
import { sees, type CardAsked, type CardLine, type CardPart } from '#core/card.ts'
import type { Money } from '#core/kinds/index.ts'
import { addedUp, ratesNow } from './credit.ts'

type Sum = { key: string; currency: string | null; n: string; amount: string | null; day: string | null }

const closed = ['done', 'cancelled', 'returned']
// Below this share of his limit nobody need think of it.
const near = 0.8

/** What may be asked of this client: of each the sums by currency, of the records that the reader sees. */
function questions(asked: CardAsked): Sql[] {
  const { id, today } = asked
  const of = sql`account_id = ${id}::uuid and deleted_at is null`
  const may = (entity: string, fields: string[], query: Sql) =>
    sees(asked, entity, ['account', ...fields]) ? [query] : []
  const owed = sql`from invoices where ${of} and status in ('open', 'part') and kind <> 'proforma'`
  const sold = sql`from orders where ${of} and status in ('confirmed', 'done')`
  return [
    ...may(
      'invoice',
      ['status', 'kind', 'due', 'dueDate'],
      sql`select 'owed' as key, due_currency as currency, count(*) as n, sum(due)::text as amount, null::date as day ${owed} group by 2
        union all select 'overdue', due_currency, count(*), sum(due)::text, min(due_date) ${owed} and due_date < ${today}::date group by 2`,
    ),
    ...may(
      'order',
      ['status', 'state', 'total', 'invoicedAmount', 'date'],
      sql`select 'open', total_currency, count(*), sum(total)::text, null::date from orders where ${of}
          and status in ('draft', 'confirmed') and state <> all(${closed}::text[]) group by 2
        union all select 'toInvoice', total_currency, count(*), sum(greatest(total - coalesce(invoiced_amount, 0), 0))::text, null::date
          from orders where ${of} and status = 'confirmed' and invoiced <> 'all' group by 2
        union all select case when date >= date_trunc('year', ${today}::date) then 'sold' else 'soldBefore' end, total_currency, count(*),
          sum(total)::text, null::date ${sold} group by 1, 2`,
    ),
    ...may(
      'payment',
      ['amount', 'date'],
      sql`select case when date >= date_trunc('year', ${today}::date) then 'paid' else 'paidBefore' end, amount_currency, count(*),
        sum(amount)::text, null::date from payments where ${of} group by 1, 2`,
    ),
    ...(sees(asked, 'account', ['creditLimit'])
      ? [
          sql`select 'limit', credit_limit_currency, 1, credit_limit::text, null::date from accounts where id = ${id}::uuid
            and credit_limit is not null`,
        ]
      : []),
  ]
}

/** What a client owes, since when, how near he is to his limit, what is on its way to him, what he bought and paid. */
const money: CardPart = {
  on: 'account',
  async read(asked) {
    const all = questions(asked)
    if (all.length === 0) return []
    const rows = await asked.tx.rows<Sum>(sql`${join(all, ' union all ')}`)
    return [...debt(rows, asked), ...(await limit(rows, asked)), ...open(rows, asked), ...worth(rows)]
  },
}

const moneyOf = (rows: readonly Sum[], key: string): { money: Money }[] =>
  rows
    .filter((r) => r.key === key && r.currency && Number(r.amount) !== 0)
    .map((r) => ({ money: { amount: new Decimal(r.amount!).toFixed(2), currency: r.currency! } }))

function debt(rows: readonly Sum[], { id, today, actor }: CardAsked): CardLine[] {
  const filter = (more: unknown[] = []) => ({
    and: [['account', 'is', id], ['status', 'in', ['open', 'part']], ...more],
  })
  const [owed, overdue] = [moneyOf(rows, 'owed'), moneyOf(rows, 'overdue')]
  const since = rows.flatMap((r) => (r.key === 'overdue' && r.day ? [r.day] : [])).toSorted()[0]
  const late: CardLine[] =
    overdue.length && since
      ? [
          {
            key: 'overdue',
            label: { en: 'Overdue', uk: 'Прострочено' },
            place: 'warning',
            tone: 'danger',
            values: [...overdue, { text: daysOf(since, today, actor.locale) }],
            to: { entity: 'invoice', filter: filter([['dueDate', 'lt', today]]) },
          },
        ]
      : []
  // Where all of it is overdue, that has been said.
  if (owed.length === 0 || JSON.stringify(owed) === JSON.stringify(overdue)) return late
  const line: CardLine = {
    key: 'owed',
    label: { en: 'Owes', uk: 'Винен' },
    place: 'open',
    values: owed,
    to: { entity: 'invoice', filter: filter() },
  }
  return [...late, line]
}

const words = { one: 'день', few: 'дні', many: 'днів', other: 'днів' }
function daysOf(since: string, today: string, locale: 'en' | 'uk'): string {
  const n = Math.round((Date.parse(today) - Date.parse(since)) / 86_400_000)
  if (locale === 'en') return n === 1 ? '1 day' : `${n} days`
  return `${n} ${words[new Intl.PluralRules('uk').select(n) as keyof typeof words]}`
}

/** As the check before an order counts it: what he owes and what is confirmed and not yet invoiced, at today's rates. */
async function limit(rows: readonly Sum[], asked: CardAsked): Promise<CardLine[]> {
  const [most] = moneyOf(rows, 'limit')
  if (!most) return []
  const { amount, currency } = most.money
  const used = [...moneyOf(rows, 'owed'), ...moneyOf(rows, 'toInvoice')].map((m) => m.money)
  const rates = await ratesNow(asked, new Set([currency, ...used.map((m) => m.currency)]))
  // What has no rate is told where an order is checked.
  const share = new Decimal(addedUp(used, currency, rates).amount).div(amount)
  if (share.lt(near)) return []
  return [
    {
      key: 'credit',
      label: { en: 'Of the credit limit', uk: 'Кредитний ліміт вибрано на' },
      place: 'warning',
      tone: share.gt(1) ? 'danger' : 'warning',
      values: [{ text: `${share.times(100).round().toFixed()} %` }, most],
    },
  ]
}

function open(rows: readonly Sum[], { id }: CardAsked): CardLine[] {
  const count = rows.filter((r) => r.key === 'open').reduce((n, r) => n + Number(r.n), 0)
  if (count === 0) return []
  const filter = {
    and: [
      ['account', 'is', id],
      ['status', 'in', ['draft', 'confirmed']],
      ['state', 'notIn', closed],
    ],
  }
  return [
    {
      key: 'openOrders',
      label: { en: 'Open orders', uk: 'Відкриті замовлення' },
      place: 'open',
      values: [{ count }, ...moneyOf(rows, 'open')],
      to: { entity: 'order', filter },
    },
  ]
}

/** This year, or before where this year nothing came. Where there are orders, deals that were won say no more of it. */
function worth(rows: readonly Sum[]): CardLine[] {
  const line = (key: string, now: CardLine['label'], before: CardLine['label']): CardLine[] => {
    const year = moneyOf(rows, key)
    const values = year.length ? year : moneyOf(rows, `${key}Before`)
    if (values.length === 0) return []
    return [{ key, label: year.length ? now : before, place: 'worth', values, instead: ['won', 'wonBefore'] }]
  }
  return [
    ...line(
      'sold',
      { en: 'Ordered this year', uk: 'Замовлено цього року' },
      { en: 'Ordered before', uk: 'Замовлено раніше' },
    ),
    ...line(
      'paid',
      { en: 'Paid this year', uk: 'Сплачено цього року' },
      { en: 'Paid before', uk: 'Сплачено раніше' },
    ),
  ]
}

export const cards = [money]
