import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { email, ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { markSent } from '#modules/documents/index.ts'
import { printQuote } from './print-quote.ts'
import { quote, type Quote } from './quote.ts'
import { quoteLine } from './quote-line.ts'
import { sealOf } from './seal.ts'
import { repriceLines } from '#modules/pricing/index.ts'
import { needed } from './approve-quote.ts'
import { documentOf } from './fill-lines.ts'
import { headingOf } from './write-quote.ts'

const id = ref('quote', { required: true, label: { uk: 'Пропозиція' } })
/** What his owner is told of what the client did. */
export const tellOwner = (
  c: Pick<Context, 'actor'>,
  q: Pick<Quote, 'owner' | 'number'>,
  reason: 'answered' | 'commented' | 'changed',
  text: string,
) =>
  q.owner && q.owner !== c.actor.user
    ? { notify: [{ to: q.owner, reason, text: `${q.number} · ${text}` }] }
    : {}

type State = Pick<Quote, 'status' | 'isTemplate'>

export const whyNotSend = (q: State) =>
  q.isTemplate ? 'template' : q.status === 'draft' || q.status === 'approved' ? null : 'not_draft'
export const whyNotDecline = (q: State) => (q.status === 'sent' ? null : 'not_sent')

const notSent = { en: 'The quote has not been sent.', uk: 'Пропозицію ще не надсилали.' }

/** The address of the client's page: whoever has it may read and answer. */
export const linkOf = (c: Pick<Context, 'tx'>, q: string): Promise<string> =>
  c.tx.elevated(async () => {
    const token = randomBytes(20).toString('base64url')
    const row = await c.tx.one<{
      token: string
    }>(sql`insert into quote_links (token, quote_id) values (${token}, ${q}::uuid)
      on conflict (quote_id) do update set quote_id = excluded.quote_id returning token`)
    return `/q/${row!.token}`
  })

export const sendRefusals = {
  template: { en: 'A template is not sent: copy it.', uk: 'Шаблон не надсилають: скопіюйте його.' },
  not_draft: { en: 'It has been sent already.', uk: 'Її вже надіслано.' },
  expired: {
    en: 'The last day of this quote is over: give it a later one first.',
    uk: 'Строк дії цієї пропозиції минув: спершу вкажіть пізніший.',
  },
  no_lines: { en: 'The quote has no lines yet.', uk: 'У пропозиції ще немає рядків.' },
  no_issuer: {
    en: 'Give the details of your company in the settings first.',
    uk: 'Спершу вкажіть реквізити вашої компанії в налаштуваннях.',
  },
  needs_approval: {
    en: 'By the rules this quote needs approval: ask for it first.',
    uk: 'За правилами ця пропозиція потребує погодження: спершу запитайте його.',
  },
}

export const sendQuote = operation({
  name: 'quote.send',
  summary: { en: 'Mark as sent', uk: 'Позначити надісланою' },
  effect: 'write',
  on: 'quote',
  whyNot: whyNotSend,
  input: { id, to: email({ personal: true, label: { en: 'Sent to', uk: 'Кому' } }) },
  needs: { quote: 'update' },
  refusals: sendRefusals,
  run: async (c, { id, to }) => goOut(c, await c.tx.lock(quote, id), to ?? null),
})

/** From here on it binds us. It is sealed, printed, and has its page. */
export async function goOut(c: Context, before: Quote, to: string | null): Promise<Quote> {
  const { id } = before
  const reason = whyNotSend(before)
  if (reason) c.refuse(reason)
  if (before.validUntil && before.validUntil < c.today) c.refuse('expired')
  if (!before.issuer) c.refuse('no_issuer')
  // A price below its floor stands only by an approval of exactly this line.
  const of = documentOf('quote', new Map([[id, headingOf(before, true)]]))
  if ((await repriceLines(c, quoteLine, of, [id])).length === 0) c.refuse('no_lines')
  if ((await needed(c, before)).length) c.refuse('needs_approval')
  const after = await c.tx.save(quote, before, {
    status: 'sent',
    sentAt: new Date().toISOString(),
    hash: await sealOf(c.tx, id),
  })
  await linkOf(c, id)
  await markSent(c, (await printQuote(c, after)).id, to)
  c.emit('quote.sent', after)
  return after
}

export const quoteLink = operation({
  name: 'quote.link',
  summary: { en: 'The client’s page', uk: 'Сторінка клієнта' },
  effect: 'read',
  input: { id },
  needs: { quote: 'read' },
  refusals: { not_sent: notSent },
  async run(c, { id }) {
    const q = (await c.kolo.readIn(c.tx, 'quote', [id], ['status']))[0]
    if (!q || ['draft', 'awaiting', 'approved'].includes(String(q['status']))) c.refuse('not_sent')
    return { path: await linkOf(c, id) }
  },
})

export const declineQuote = operation({
  name: 'quote.decline',
  summary: { en: 'Note as declined', uk: 'Позначити відхиленою' },
  effect: 'write',
  on: 'quote',
  whyNot: whyNotDecline,
  input: { id, reason: text({ max: 1000, required: true, label: { en: 'Why', uk: 'Чому' } }) },
  needs: { quote: 'update' },
  refusals: { not_sent: notSent },
  async run(c, { id, reason }) {
    const before = await c.tx.lock(quote, id)
    const why = whyNotDecline(before)
    if (why) c.refuse(why)
    const after = await c.tx.save(quote, before, {
      status: 'declined',
      declineReason: reason,
      decidedAt: new Date().toISOString(),
    })
    c.emit('quote.declined', after, tellOwner(c, before, 'answered', reason))
    return after
  },
})
