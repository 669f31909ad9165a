import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { Refused } from '#core/error.ts'
import { ref, type Money } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { written } from '#modules/documents/index.ts'
import { conversion, ratesOn, type Rate } from '#modules/pricing/index.ts'

export type Credit = {
  limit: Money | null
  /** What is owed and what is confirmed but not invoiced, in the limit's currency. */
  debt: string
  adding: string
  /** Days that the oldest unpaid invoice is overdue. */
  overdue: number
  allowed: number | null
  policy: string | null
  /** Currencies of what he owes or would owe that have no rate into the limit's. */
  missing?: readonly string[]
}
export type Verdict = {
  go: 'yes' | 'warn' | 'approve' | 'stop'
  why: 'limit' | 'overdue' | 'noRate' | null
  /** Where the limit or a rate is why: the limit, and what was to be added in its own currency and in the limit's. What he
   * owes besides is not said: not everybody who sells to him sees it. */
  sums?: { limit: Money; adding: Money; inLimits: Money; missing: readonly string[] }
}

/** Whether a client may have more before he pays. Without a limit or a number of days nothing is checked. */
export function creditVerdict({
  limit,
  debt,
  adding,
  overdue,
  allowed,
  policy,
  missing = [],
}: Credit): Verdict {
  const why =
    allowed !== null && overdue > allowed
      ? ('overdue' as const)
      : limit && missing.length
        ? ('noRate' as const)
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
  debts: Money[] | null
  overdue: number | null
  isApproved: boolean
}

/** Sums as one in another currency. What has no rate is named, not left out. */
export function addedUp(sums: readonly Money[], to: string, rates: readonly Rate[]) {
  const own = sums.filter((s) => !new Decimal(s.amount).isZero())
  const rateOf = new Map(own.map((s) => [s.currency, conversion(rates, s.currency, to)?.rate]))
  const amount = own.reduce(
    (all, s) => all.plus(rateOf.get(s.currency)?.times(s.amount).toString() ?? 0),
    new Decimal(0),
  )
  return { amount: amount.toFixed(2), missing: [...rateOf.keys()].filter((from) => !rateOf.get(from)) }
}

/** The last rates known today; they are the house's, and no secret. */
export async function ratesNow(
  { tx, today }: { tx: Tx; today: string },
  currencies: Iterable<string>,
): Promise<Rate[]> {
  const different = new Set(currencies)
  if (different.size < 2) return []
  return (await tx.elevated(() => ratesOn(tx, different, [today]))).get(today) ?? []
}

/** Looks at what the account owes, in whatever currencies, whoever asks: the check may not depend on what he sees. An
 * approval of kind `credit` of the order lets it pass. */
export async function checkCredit(
  c: Context,
  { account, order, adding }: { account: string; order: string | null; adding: Money },
): Promise<Verdict> {
  const row = (await c.tx.elevated(() =>
    c.tx
      .one<Row>(sql`select a.credit_limit::text as limit, a.credit_limit_currency as "limitCurrency", a.credit_days::float as allowed,
        a.credit_policy as policy,
        (select jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount::text)) from (
          select due_currency as currency, sum(i.due) as amount from invoices i where i.account_id = a.id and i.status in ('open', 'part')
            and i.kind <> 'proforma' and i.deleted_at is null group by 1
          union all select o.total_currency, sum(greatest(o.total - coalesce(o.invoiced_amount, 0), 0)) from orders o
            where o.account_id = a.id and o.status = 'confirmed' and o.invoiced <> 'all' and o.id is distinct from ${order}::uuid
            and o.deleted_at is null and o.total is not null group by 1) x where currency is not null) as debts,
        (select ${c.today}::date - min(i.due_date) from invoices i where i.account_id = a.id and i.status in ('open', 'part')
            and i.kind = 'invoice' and i.deleted_at is null) as overdue,
        exists (select 1 from approvals p where p.entity = 'order' and p.record = ${order} and p.kind = 'credit' and p.status = 'approved'
            and p.deleted_at is null) as "isApproved"
      from accounts a where a.id = ${account}::uuid`),
  ))!
  if (row.isApproved) return { go: 'yes', why: null }
  const { overdue, allowed, policy } = row
  const given = { overdue: overdue ?? 0, allowed, policy }
  if (row.limit === null) return creditVerdict({ ...given, limit: null, debt: '0', adding: '0' })
  const limit = { amount: row.limit, currency: row.limitCurrency! }
  const sums = [...(row.debts ?? []), adding]
  const rates = await ratesNow(c, [limit.currency, ...sums.map((s) => s.currency)])
  const { amount, missing } = addedUp(sums, limit.currency, rates)
  const verdict = creditVerdict({ ...given, limit, debt: '0', adding: amount, missing })
  if (verdict.why !== 'limit' && verdict.why !== 'noRate') return verdict
  const inLimits = { amount: addedUp([adding], limit.currency, rates).amount, currency: limit.currency }
  return { ...verdict, sums: { limit, adding, inLimits, missing } }
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
  credit_no_rate: {
    en: 'There is no rate into the currency of the client’s credit limit.',
    uk: 'Немає курсу у валюту кредитного ліміту клієнта.',
  },
}

const said = {
  en: {
    limit: (limit: string, adding: string) => `The credit limit is ${limit}, the order ${adding}.`,
    rated: (limit: string, adding: string, inLimits: string) =>
      `The credit limit is ${limit}, the order ${adding}, which is ${inLimits} at today’s rate.`,
    noRate: (limit: string, adding: string, missing: string) =>
      `The credit limit is ${limit}, the order ${adding}: there is no rate for ${missing}. Add it in Exchange rates.`,
  },
  uk: {
    limit: (limit: string, adding: string) => `Кредитний ліміт ${limit}, замовлення ${adding}.`,
    rated: (limit: string, adding: string, inLimits: string) =>
      `Кредитний ліміт ${limit}, замовлення ${adding}, тобто ${inLimits} за сьогоднішнім курсом.`,
    noRate: (limit: string, adding: string, missing: string) =>
      `Кредитний ліміт ${limit}, замовлення ${adding}: немає курсу для ${missing}. Додайте його в «Курсах валют».`,
  },
}

/** The sums that were compared, in words. */
function sayOf({ why, sums }: Verdict, locale: 'en' | 'uk'): string {
  if (!sums) return ''
  const [w, { money }] = [said[locale], written(locale)]
  const [limit, adding] = [money(sums.limit), money(sums.adding)]
  if (why === 'noRate') return w.noRate(limit, adding, sums.missing.join(', '))
  return sums.adding.currency === sums.limit.currency
    ? w.limit(limit, adding)
    : w.rated(limit, adding, money(sums.inLimits))
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
  const verdict = await checkCredit(c, asked)
  if (verdict.go !== 'stop' && verdict.go !== 'approve') return
  const { locale } = c.actor
  const code = verdict.go === 'stop' && verdict.why === 'noRate' ? 'credit_no_rate' : `credit_${verdict.go}`
  const general = creditRefusals[code as keyof typeof creditRefusals][locale]
  throw new Refused(code, [general, sayOf(verdict, locale)].filter(Boolean).join(' '))
}
