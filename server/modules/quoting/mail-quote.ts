import sql from 'sql-template-tag'
import { file, nameText, ref, type PersonName, type Way } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { markSent, written } from '#modules/documents/index.ts'
import { fillTemplate, letterInput, peopleOf, sendMail, type Person } from '#modules/mail/index.ts'
import { printQuote } from './print-quote.ts'
import { quote, type Quote } from './quote.ts'
import { goOut, linkOf, sendRefusals, whyNotSend } from './send-quote.ts'

const id = ref('quote', { required: true, label: { uk: 'Пропозиція' } })

const words = {
  uk: {
    subject: (n: string) => `Комерційна пропозиція № ${n}`,
    hello: (name: string | null) => (name ? `Добрий день, ${name}!` : 'Добрий день!'),
    offer: (n: string, sum: string) => `Надсилаємо комерційну пропозицію № ${n} на суму ${sum}.`,
    // The day ends in «р.», which ends the sentence too.
    valid: (day: string) => `Вона дійсна до ${day}`,
    read: 'Переглянути, запитати й прийняти пропозицію можна на її сторінці:',
  },
  en: {
    subject: (n: string) => `Quote No. ${n}`,
    hello: (name: string | null) => (name ? `Dear ${name},` : 'Good day,'),
    offer: (n: string, sum: string) => `please find our quote No. ${n} for ${sum}.`,
    valid: (day: string) => `It is valid until ${day}.`,
    read: 'You can read it, ask about it and accept it on its page:',
  },
}
const wordsOf = (q: Pick<Quote, 'language'>) => words[q.language as Locale]
const escaped = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const idOf = (v: unknown) => (v as { id: string } | null)?.id ?? null

/** Whom it may go to: the quote's contact first, then those who decide about the deal, then the company's addresses. */
async function recipients(c: Context, q: Record<string, unknown>) {
  const deal = idOf(q['deal'])
  const deciding = deal
    ? await c.tx.rows<{
        id: string
      }>(sql`select contact_id as id from deals where id = ${deal}::uuid and contact_id is not null
        union all select contact_id from deal_contacts where deal_id = ${deal}::uuid and deleted_at is null`)
    : []
  const ids = [...new Set([idOf(q['contact']), ...deciding.map((d) => d.id)].filter((x) => x !== null))]
  const contacts = await c.kolo.readIn(c.tx, 'contact', ids, ['name', 'emails'])
  const accounts = await c.kolo.readIn(c.tx, 'account', [idOf(q['account'])!], ['name', 'emails'])
  const to = [...contacts, ...accounts].flatMap((r) =>
    ((r['emails'] as Way[] | null) ?? []).map(({ value }): Person => {
      const name = r['name'] as PersonName | string | null
      return { address: value, name: typeof name === 'string' ? name : nameText(name ?? {}) }
    }),
  )
  const first = contacts.find((r) => r.id === ids[0])?.['name'] as PersonName | null | undefined
  return { to, first: first?.first ?? null }
}

/** What a letter with the quote begins with, by a template or without. */
export const quoteLetter = operation({
  name: 'quote.letter',
  summary: { en: 'Begin a letter with the quote', uk: 'Почати лист із пропозицією' },
  effect: 'read',
  input: { id, template: ref('mailTemplate', { label: { uk: 'Шаблон' } }) },
  needs: { quote: 'read', contact: 'read', account: 'read' },
  async run(c, { id, template }) {
    const [q] = await c.kolo.readIn(c.tx, 'quote', [id])
    if (!q) return { to: [], subject: '', html: '' }
    const { to, first } = await recipients(c, q)
    if (template) {
      const about = { deal: idOf(q['deal']), contact: idOf(q['contact']), account: idOf(q['account']) }
      const given = Object.fromEntries(Object.entries(about).filter(([, v]) => v))
      return {
        to,
        ...((await c.kolo.runIn(c.tx, fillTemplate, { id: template, ...given })) as {
          subject: string
          html: string
        }),
      }
    }
    const { number, language, total, validUntil } = q as unknown as Quote
    const w = wordsOf({ language })
    const f = written(language as Locale)
    const said = [w.offer(number, total ? f.money(total) : ''), validUntil && w.valid(f.longDate(validUntil))]
    const lines = [w.hello(first), said.filter(Boolean).join(' '), c.actor.name]
    return { to, subject: w.subject(number), html: lines.map((l) => `<p>${escaped(l)}</p>`).join('') }
  },
})

/** The quote goes out by mail: its PDF, and the address of its page under what was written. */
export const mailQuote = operation({
  name: 'quote.mail',
  summary: { en: 'Send by mail', uk: 'Надіслати поштою' },
  effect: 'write',
  input: {
    id,
    ...letterInput,
    files: file({ many: true, label: { uk: 'Файли' } }),
  },
  needs: { quote: 'update', mailThread: 'read' },
  refusals: {
    ...sendRefusals,
    not_open: {
      en: 'Only a quote that is open is sent: make its next version.',
      uk: 'Надсилають лише чинну пропозицію: створіть наступну версію.',
    },
  },
  async run(c, { id, mailbox, to, cc, bcc, subject, html, files, key }) {
    const before = await c.tx.lock(quote, id)
    const whom = peopleOf('to', to)
    const names = whom.map((p) => p.address).join(', ')
    if (before.status === 'sent') await markSent(c, (await printQuote(c, before)).id, names)
    else if (whyNotSend(before)) c.refuse(before.isTemplate ? 'template' : 'not_open')
    else await goOut(c, before, names)
    const paper = await lastPaper(c, id)
    const link = `${c.kolo.address}${await linkOf(c, id)}`
    const sent = await sendMail(c, {
      mailbox,
      to: whom,
      cc: peopleOf('cc', cc),
      bcc: peopleOf('bcc', bcc),
      subject,
      html: `${html ?? ''}<p>${wordsOf(before).read}<br><a href="${link}">${link}</a></p>`,
      files: [paper, ...(files ?? [])],
      ...(await filed(c, before)),
      key,
    })
    return { id, message: sent.id, thread: sent.thread }
  },
})

const lastPaper = async (c: Context, id: string) =>
  (await c.tx.elevated(() =>
    c.tx.one<{
      file: { id: string; name: string; size: number; type: string }
    }>(sql`select file from documents where entity = 'quote' and record = ${id} and deleted_at is null
      order by created_at desc, id desc limit 1`),
  ))!.file

/** What the letter is filed to, of what its writer may see. */
async function filed(c: Context, q: Quote) {
  const out: Record<string, string> = {}
  for (const entity of ['deal', 'contact', 'account'] as const)
    if (q[entity] && (await c.kolo.readIn(c.tx, entity, [q[entity]], [])).length) out[entity] = q[entity]
  return out
}
