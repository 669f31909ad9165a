import sql from 'sql-template-tag'
import type { Way } from '#core/kinds/index.ts'
import { date, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { paperLanguages } from '#modules/documents/index.ts'
import { noticeSender } from '#modules/mail/index.ts'

export type Step = { id: string; name: string; days: number }
/** Why an invoice is left alone, or why a person must ask instead of a letter. */
export type Hold = 'off' | 'clientPaused' | 'invoicePaused' | 'disputed' | 'promised' | 'covered'
export type Planned = {
  on: string
  step: Step
  account: { id: string; title: string }
  invoice: { id: string; title: string }
  date: string
  dueDate: string
  due: { amount: string; currency: string }
  hold: Hold | null
  /** To whom the letter goes; null: a task for the owner, because there is no address or no mailbox. */
  to: string | null
  why: 'noAddress' | 'noMailbox' | null
  language: Locale
  owner: string | null
  issuer: string | null
}

/** A reminder whose day was missed by more than this is not sent any more: what is switched on today does not write to
 * everybody who ever was late. */
const late = 7
const most = 2000

const dayOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
const plus = (day: string, days: number) =>
  new Date(dayOf(day) + days * 86_400_000).toISOString().slice(0, 10)
/** Nobody is written to on Saturday and Sunday. */
export const onWorkday = (day: string) => plus(day, [1, 0, 0, 0, 0, 0, 2][new Date(dayOf(day)).getUTCDay()]!)

/** Which reminder of an invoice is next, and on what day; null: none any more. Of several whose day has come the last
 * only, and none before one that went. */
export function nextStep(
  dueDate: string,
  steps: readonly Step[],
  sent: readonly string[],
  today: string,
): { step: Step; on: string } | null {
  const last = Math.max(...steps.filter((s) => sent.includes(s.id)).map((s) => s.days), -Infinity)
  const left = steps
    .filter((s) => s.days > last && !sent.includes(s.id))
    .map((step) => ({ step, on: plus(dueDate, step.days) }))
    .filter(({ on }) => on >= plus(today, -late))
    .toSorted((a, b) => a.step.days - b.step.days)
  const come = left.findLast(({ on }) => on <= today)
  const next = come ? { ...come, on: today } : left[0]
  return next ? { step: next.step, on: onWorkday(next.on) } : null
}

type Found = {
  id: string
  number: string
  date: string
  dueDate: string
  due: string
  currency: string
  account: string
  accountName: string
  accountPaused: boolean | null
  paused: boolean | null
  dispute: string | null
  promisedOn: string | null
  owner: string | null
  issuer: string | null
  sent: string[]
  owed: string
  emails: Way[] | null
  contactEmails: Way[] | null
}

export const holdOf = (
  f: Pick<Found, 'accountPaused' | 'paused' | 'dispute' | 'promisedOn' | 'owed'>,
  today: string,
): Hold | null =>
  f.accountPaused
    ? 'clientPaused'
    : f.paused
      ? 'invoicePaused'
      : f.dispute
        ? 'disputed'
        : f.promisedOn && f.promisedOn >= today
          ? 'promised'
          : Number(f.owed) <= 0
            ? 'covered'
            : null

const addressOf = (ways: Way[] | null) => (ways?.find((w) => w.primary) ?? ways?.[0])?.value ?? null

/** The reminders that are next until a day, of invoices that the actor sees. */
export async function plan(c: Context, until: string, account: string | null = null): Promise<Planned[]> {
  const rules = await c.tx.rows<Step & { isOn: boolean | null }>(
    sql`select id, name, days::float as days, is_on as "isOn" from reminder_steps where deleted_at is null order by days`,
  )
  const on = rules.filter((r) => r.isOn)
  // Before any is switched on, one sees what they would do.
  const steps = on.length ? on : rules
  if (steps.length === 0) return []
  const found = await c.tx.rows<Found>(sql`
    select i.id, i.number, i.date::text as date, i.due_date::text as "dueDate", i.due::text as due, i.currency, a.id as account, a.name as "accountName",
      a.no_reminders as "accountPaused", i.no_reminders as paused, i.dispute, i.promised_on::text as "promisedOn",
      coalesce(i.owner_id, a.owner_id) as owner, i.issuer_id as issuer,
      array(select r.step_id from invoice_reminders r where r.invoice_id = i.id) as sent,
      ((select sum(x.due) from invoices x where x.account_id = i.account_id and x.currency = i.currency
          and x.status in ('open', 'part') and x.kind <> 'proforma' and x.deleted_at is null)
        - (select coalesce(sum(p.unallocated), 0) from payments p where p.account_id = i.account_id
          and p.amount_currency = i.currency and p.deleted_at is null))::text as owed,
      a.emails, (select k.emails from orders o join contacts k on k.id = o.contact_id and k.deleted_at is null
        where o.id = i.order_id) as "contactEmails"
    from invoices i join accounts a on a.id = i.account_id
    where i.kind = 'invoice' and i.status in ('open', 'part') and i.due > 0 and i.deleted_at is null
      and (${account}::uuid is null or i.account_id = ${account}::uuid)
      and i.due_date between ${plus(c.today, -(steps.at(-1)!.days + late))}::date and ${plus(until, -steps[0]!.days)}::date
    order by i.due_date, i.id limit ${most}`)
  const languages = await paperLanguages(
    c,
    found.map((f) => f.account),
  )
  // Which mailbox Kolo's letters leave from is nobody's secret; who may read mailboxes is another matter.
  const sender = await c.tx.elevated(() => noticeSender(c.tx))
  return found
    .flatMap((f, i): Planned[] => {
      const next = nextStep(f.dueDate, steps, f.sent, c.today)
      if (!next || next.on > until) return []
      const address = addressOf(f.emails) ?? addressOf(f.contactEmails)
      return [
        {
          on: next.on,
          step: { id: next.step.id, name: next.step.name, days: next.step.days },
          account: { id: f.account, title: f.accountName },
          invoice: { id: f.id, title: f.number },
          date: f.date,
          dueDate: f.dueDate,
          due: { amount: f.due, currency: f.currency },
          hold: on.length ? holdOf(f, c.today) : 'off',
          to: sender ? address : null,
          why: !sender ? 'noMailbox' : !address ? 'noAddress' : null,
          language: languages[i]!,
          owner: f.owner,
          issuer: f.issuer,
        },
      ]
    })
    .toSorted((a, b) => a.on.localeCompare(b.on) || a.account.title.localeCompare(b.account.title, 'uk'))
}

export const listReminders = operation({
  name: 'invoice.reminders',
  summary: { en: 'Payment reminders to come', uk: 'Найближчі нагадування про оплату' },
  about: {
    en: 'The next reminder of each unpaid invoice until a day (two weeks ahead when none is said): by letter or as a task, or why it is held back.',
    uk: 'Наступне нагадування за кожним несплаченим рахунком до дня (без нього — на два тижні): листом, завданням або чому його затримано.',
  },
  effect: 'read',
  input: {
    until: date({ label: { en: 'Until', uk: 'До' } }),
    account: ref('account', { label: { en: 'Company', uk: 'Компанія' } }),
  },
  needs: { invoice: 'read', account: 'read', reminderStep: 'read', invoiceReminder: 'read' },
  run: async (c, { until, account }) => ({ items: await plan(c, until ?? plus(c.today, 14), account) }),
})
