import sql from 'sql-template-tag'
import { systemActor, todayOf } from '#core/actor.ts'
import type { Queue } from '#core/background.ts'
import { Invalid } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import { ref, type File } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { issuerOf, mainIssuer } from '#modules/documents/index.ts'
import { filled, noticeSender, sendMail } from '#modules/mail/index.ts'
import { saidOf, usualLetter } from './letter.ts'
import { plan, type Planned } from './plan.ts'
import { invoiceReminder, reminderStep, type ReminderStep } from './reminder-step.ts'

/** Invoices in one letter. */
const most = 25

/** Each as it stands now: its code asks for what is left. */
async function printed(c: Context, items: readonly Planned[]): Promise<File[]> {
  const files: File[] = []
  for (const { invoice, language } of items) {
    const { document } = (await c.kolo.runIn(c.tx, c.kolo.operation('invoice.print'), {
      id: invoice.id,
      language,
    })) as { document: string }
    const [paper] = await c.kolo.readIn(c.tx, 'document', [document], ['file'])
    files.push(paper!['file'] as File)
  }
  return files
}

async function letterOf(c: Context, step: ReminderStep, items: readonly Planned[]) {
  const [{ language, account, issuer }] = items as [Planned]
  const company = issuer ?? (await mainIssuer(c))
  const ours = company ? await issuerOf(c, company) : null
  const us = (language === 'en' ? ours?.englishName : null) ?? ours?.name ?? c.kolo.workspace.name
  const template = language === 'en' ? step.letterEn : step.letterUk
  if (!template) return usualLetter(items, Number(step.days) > 0, us, language)
  const [found] = await c.kolo.readIn(c.tx, 'mailTemplate', [template], ['subject', 'body'])
  const [client] = await c.kolo.readIn(c.tx, 'account', [account.id])
  const { lines, total } = saidOf(items, language)
  return filled(found as unknown as { subject: string; body: string }, {
    account: client,
    us,
    list: lines.join('; '),
    lines,
    total,
    numbers: items.map((i) => i.invoice.title).join(', '),
    today: c.today,
  })
}

async function mail(c: Context, step: ReminderStep, items: readonly Planned[]) {
  const [{ account, to }] = items as [Planned]
  const sender = await c.tx.elevated(() => noticeSender(c.tx))
  const sent = await sendMail(c, {
    mailbox: sender!.id,
    to: [{ address: to! }],
    ...(await letterOf(c, step, items)),
    files: await printed(c, items),
    account: account.id,
    key: `reminder ${step.id} ${items.map((i) => i.invoice.id).join(' ')}`,
  })
  return { way: 'mail', message: sent.id }
}

const taskWords = {
  uk: (who: string, what: string, sum: string) => `Нагадати про оплату: ${who}, ${what} — ${sum}`,
  en: (who: string, what: string, sum: string) => `Remind of payment: ${who}, ${what} — ${sum}`,
}

/** Where a letter cannot go, a person asks. */
async function task(c: Context, items: readonly Planned[]) {
  const [{ account, owner }] = items as [Planned]
  const { locale } = c.kolo.workspace
  const numbers = items.map((i) => i.invoice.title).join(', ')
  const { items: made } = (await c.kolo.runIn(c.tx, c.kolo.operation('activity.create'), {
    items: [
      {
        kind: 'task',
        subject: taskWords[locale](account.title, numbers, saidOf(items, locale).total).slice(0, 500),
        record: { entity: 'account', id: account.id },
        assignee: owner,
        dueAt: `${c.today}T15:00:00.000Z`,
      },
    ],
    returning: false,
  })) as { items: { id: string }[] }
  return { way: 'task', task: made[0]!.id }
}

/** The reminder of one client that is due today: one letter of all his invoices at this step, with their PDFs, or a task for
 * their owner. The ledger and the letter's place in the queue are one transaction, so each goes once. */
export const remindClient = operation({
  name: 'invoice.remind',
  summary: { en: 'Send the payment reminder that is due', uk: 'Надіслати належне нагадування про оплату' },
  effect: 'write',
  input: {
    account: ref('account', { required: true, label: { en: 'Company', uk: 'Компанія' } }),
    step: ref('reminderStep', { required: true, label: { en: 'Reminder', uk: 'Нагадування' } }),
  },
  needs: { reminderStep: 'update', invoice: 'update', invoiceReminder: 'read' },
  async run(c, { account, step: which }) {
    // Held to the end: a payment, or another server that reminds, waits or is waited for.
    await c.tx
      .rows(sql`select id from invoices where account_id = ${account}::uuid and status in ('open', 'part')
      and deleted_at is null order by id for update`)
    const step = await c.tx.lock(reminderStep, which)
    const items = (await plan(c, c.today, account))
      .filter((p) => p.step.id === which && p.hold === null)
      .slice(0, most)
    if (items.length === 0) return { reminded: 0 }
    const how = items[0]!.to
      ? await mail(c, step, items).catch((error: unknown) => {
          // A template that does not read must not keep the client from being asked.
          if (error instanceof Invalid) return task(c, items)
          throw error
        })
      : await task(c, items)
    // The ledger is written by nobody's hand.
    await c.tx.elevated(() =>
      c.tx.insertMany(
        invoiceReminder,
        items.map((p) => ({
          invoice: p.invoice.id,
          step: which,
          name: step.name,
          account,
          due: p.due,
          ...how,
        })),
      ),
    )
    return { reminded: items.length }
  },
})

/** Every morning of a workday; what a stopped server slept through goes when it wakes, within a week. */
export const reminding = (kolo: Kolo): Queue => ({
  name: 'payment-reminders',
  cron: '0 7 * * *',
  async run() {
    const system = systemActor('job')
    const { items } = await kolo.call<{ items: Planned[] }>(system, 'invoice.reminders', {})
    const today = items.filter((p) => p.hold === null && p.on <= todayOf(system))
    const groups = new Map(today.map((p) => [`${p.account.id} ${p.step.id}`, p]))
    for (const { account, step } of groups.values())
      await kolo
        .call(system, 'invoice.remind', { account: account.id, step: step.id })
        .catch((error: unknown) => console.error('payment reminder', account.id, error))
  },
})
