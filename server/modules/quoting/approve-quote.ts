import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { longText, ref, type Money } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { askApproval, voidApprovals } from '#modules/approvals/index.ts'
import { askForPrices } from '#modules/pricing/index.ts'
import { quote, type Quote } from './quote.ts'
import { sealOf } from './seal.ts'

const id = ref('quote', { required: true, label: { uk: 'Пропозиція' } })
type Need = { kind: 'discount' | 'document'; amount: Money }
type Rule = { kind: string; from: string | null; currency: string | null }

/** Of what a quote comes to and gives away, what the rules want approved. */
export const neededBy = (rules: readonly Rule[], whole: Money, givenAway: Money): Need[] =>
  (
    [
      { kind: 'discount', amount: givenAway },
      { kind: 'document', amount: whole },
    ] as const
  ).filter(
    ({ kind, amount }) =>
      new Decimal(amount.amount).gt(0) &&
      rules.some(
        (r) =>
          r.kind === kind &&
          (r.from === null || (r.currency === amount.currency && new Decimal(amount.amount).gte(r.from))),
      ),
  )

/** What is still to be approved before it may be sent: by its total, or by its discount against the price lists. An
 * approval holds for exactly this version. */
export async function needed(c: Context, q: Quote): Promise<Need[]> {
  const seal = await sealOf(c.tx, q.id)
  const { rules, away, approved } = await c.tx.elevated(async () => ({
    rules: await c.tx.rows<Rule>(sql`select kind, from_amount::text as from, from_amount_currency as currency
      from approval_rules where is_active and deleted_at is null and kind in ('discount', 'document')`),
    away: (await c.tx.one<{
      sum: string
    }>(sql`select coalesce(sum(greatest(round(quantity * coalesce(list_price, unit_price), 2) - amount, 0)), 0)::text as sum
      from quote_lines where quote_id = ${q.id}::uuid and deleted_at is null`))!.sum,
    approved: await c.tx.rows<{
      kind: string
    }>(sql`select kind from approvals where entity = 'quote' and record = ${q.id}
      and status = 'approved' and deleted_at is null and content->>'seal' = ${seal}`),
  }))
  const whole = q.total ?? { amount: '0', currency: q.currency }
  const all = neededBy(rules, whole, { amount: away, currency: q.currency })
  return all.filter((n) => !approved.some((a) => a.kind === n.kind))
}

export const whyNotAsk = (q: Pick<Quote, 'status'>) => (q.status === 'draft' ? null : 'not_draft')
export const whyNotReopen = (q: Pick<Quote, 'status'>) =>
  q.status === 'awaiting' || q.status === 'approved' ? null : 'not_asked'

export const askQuote = operation({
  name: 'quote.ask',
  summary: { en: 'Ask for approval', uk: 'Запитати погодження' },
  effect: 'write',
  on: 'quote',
  whyNot: whyNotAsk,
  input: { id, reason: longText({ label: { en: 'Why', uk: 'Чому' } }) },
  needs: { quote: 'update' },
  refusals: {
    not_draft: { en: 'Only a draft is approved.', uk: 'Погоджують лише чернетку.' },
    not_needed: {
      en: 'Nothing in it needs approval: it may be sent.',
      uk: 'Погодження не потрібне: можна надсилати.',
    },
  },
  async run(c, { id, reason }) {
    const q = await c.tx.lock(quote, id)
    const why = whyNotAsk(q)
    if (why) c.refuse(why)
    const title = [q.number, q.subject].filter(Boolean).join(' · ')
    const prices = await askForPrices(c, { entity: 'quote', record: id, title, reason: reason ?? null })
    const needs = await needed(c, q)
    if (!prices && needs.length === 0) c.refuse('not_needed')
    const seal = await sealOf(c.tx, id)
    for (const { kind, amount } of needs)
      await askApproval(c, {
        kind,
        entity: 'quote',
        record: id,
        title,
        reason: reason ?? null,
        amount,
        content: { seal, total: q.total, discount: q.discount },
      })
    return c.tx.save(quote, q, { status: 'awaiting' })
  },
})

export const reopenQuote = operation({
  name: 'quote.reopen',
  summary: { en: 'Back to the draft', uk: 'Повернути в чернетку' },
  effect: 'write',
  on: 'quote',
  whyNot: whyNotReopen,
  input: { id },
  needs: { quote: 'update' },
  refusals: { not_asked: { en: 'It is not being approved.', uk: 'Її зараз не погоджують.' } },
  async run(c, { id }) {
    const q = await c.tx.lock(quote, id)
    const why = whyNotReopen(q)
    if (why) c.refuse(why)
    await voidApprovals(c, 'quote', [id], { only: 'pending' })
    return c.tx.save(quote, q, { status: 'draft' })
  },
})

/** When everything asked for a quote is decided, it goes on: approved, or back to its draft. */
export const decideQuote = operation({
  name: 'quote.decided',
  summary: { en: 'Go on after an approval', uk: 'Продовжити після погодження' },
  effect: 'write',
  input: { id },
  needs: { quote: 'update' },
  async run(c, { id }) {
    const q = await c.tx.lock(quote, id)
    if (q.status !== 'awaiting') return { status: q.status }
    const open = await c.tx.elevated(() =>
      c.tx.rows<{
        status: string
      }>(sql`select distinct on (kind) status from approvals where entity = 'quote' and record = ${id}
        and status <> 'void' and deleted_at is null order by kind, created_at desc`),
    )
    const status = open.some((a) => a.status === 'declined')
      ? ('draft' as const)
      : open.some((a) => a.status === 'pending')
        ? null
        : ('approved' as const)
    if (status) await c.tx.save(quote, q, { status })
    return { status: status ?? q.status }
  },
})
