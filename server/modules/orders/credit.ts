import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { ref, type Money } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'

export type Credit = {
  limit: Money | null
  /** What is owed and what is confirmed but not invoiced, in the limit's currency. */
  debt: string
  adding: string
  /** Days that the oldest unpaid invoice is overdue. */
  overdue: number
  allowed: number | null
  policy: string | null
}
export type Verdict = { go: 'yes' | 'warn' | 'approve' | 'stop'; why: 'limit' | 'overdue' | null }

/** Whether a client may have more before he pays. Without a limit or a number of days nothing is checked. */
export function creditVerdict({ limit, debt, adding, overdue, allowed, policy }: Credit): Verdict {
  const why =
    allowed !== null && overdue > allowed
      ? ('overdue' as const)
      : limit && new Decimal(debt).plus(adding).gt(limit.amount)
        ? ('limit' as const)
        : null
  return why ? { go: (policy ?? 'warn') as Verdict['go'], why } : { go: 'yes', why }
}

type Row = {
  limit: string | null
  limitCurrency: string | null
  allowed: number | null
  policy: string | null
  debt: string
  overdue: number | null
  isApproved: boolean
}

/** Looks at what the account owes, whoever asks: the check may not depend on what he sees. An approval of kind `credit` of
 * the order lets it pass. */
export async function checkCredit(
  c: Context,
  { account, order, adding }: { account: string; order: string | null; adding: Money },
): Promise<Verdict> {
  const row = (await c.tx.elevated(() =>
    c.tx
      .one<Row>(sql`select a.credit_limit::text as limit, a.credit_limit_currency as "limitCurrency", a.credit_days::float as allowed,
        a.credit_policy as policy,
        (coalesce((select sum(i.due) from invoices i where i.account_id = a.id and i.status in ('open', 'part') and i.kind <> 'proforma'
            and i.due_currency = a.credit_limit_currency and i.deleted_at is null), 0)
          + coalesce((select sum(greatest(o.total - coalesce(o.invoiced_amount, 0), 0)) from orders o where o.account_id = a.id
            and o.status = 'confirmed' and o.invoiced <> 'all' and o.id is distinct from ${order}::uuid and o.total_currency = a.credit_limit_currency and o.deleted_at is null), 0))::text as debt,
        (select ${c.today}::date - min(i.due_date) from invoices i where i.account_id = a.id and i.status in ('open', 'part')
            and i.kind = 'invoice' and i.deleted_at is null) as overdue,
        exists (select 1 from approvals p where p.entity = 'order' and p.record = ${order} and p.kind = 'credit' and p.status = 'approved'
            and p.deleted_at is null) as "isApproved"
      from accounts a where a.id = ${account}::uuid`),
  ))!
  if (row.isApproved) return { go: 'yes', why: null }
  const limit =
    row.limit === null || row.limitCurrency !== adding.currency
      ? null
      : { amount: row.limit, currency: row.limitCurrency }
  return creditVerdict({
    limit,
    debt: row.debt,
    adding: adding.amount,
    overdue: row.overdue ?? 0,
    allowed: row.allowed,
    policy: row.policy,
  })
}

export const creditRefusals = {
  credit_stop: {
    en: 'The client owes more, or longer, than he may.',
    uk: 'Клієнт винен більше або довше, ніж дозволено.',
  },
  credit_approve: {
    en: 'The client owes more, or longer, than he may: ask for approval of the credit.',
    uk: 'Клієнт винен більше або довше, ніж дозволено: запитайте погодження кредиту.',
  },
}

/** Said while there is still something to choose: whether the order of a quote would be held up. */
export const quoteCredit = operation({
  name: 'quote.credit',
  summary: { en: 'Whether the client may owe that much', uk: 'Чи вистачить клієнтові кредиту' },
  effect: 'read',
  input: { id: ref('quote', { required: true, label: { uk: 'Пропозиція' } }) },
  needs: { quote: 'read' },
  async run(c, { id }): Promise<Verdict> {
    const [q] = await c.kolo.readIn(c.tx, 'quote', [id], ['account', 'total', 'status'])
    const { account, total, status } = (q ?? {}) as {
      account?: { id: string }
      total?: Money
      status?: string
    }
    if (!account || !total || !openQuote.has(status!)) return { go: 'yes', why: null }
    return checkCredit(c, { account: account.id, order: null, adding: total })
  },
})
const openQuote = new Set(['draft', 'awaiting', 'approved', 'sent', 'expired'])

/** Ends the operation where the credit says so. */
export async function guardCredit(c: Context, asked: Parameters<typeof checkCredit>[1]): Promise<void> {
  const { go } = await checkCredit(c, asked)
  if (go === 'stop') c.refuse('credit_stop')
  if (go === 'approve') c.refuse('credit_approve')
}
