import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { Invalid, Missing } from '#core/error.ts'
import { newId } from '#core/id.ts'
import { file, nameText, ref, type PersonName, type Way } from '#core/kinds/index.ts'
import type { File } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { written } from '#modules/documents/index.ts'
import {
  escaped,
  fillTemplate,
  letterInput,
  people,
  peopleOf,
  sendMail,
  type Person,
} from '#modules/mail/index.ts'
import { priceListRecipient } from '#modules/pricing/index.ts'

/** Letters at a time. */
const most = 100

const id = ref('issuedPriceList', { required: true, label: { uk: 'Прайс' } })

const words = {
  uk: {
    subject: (name: string, n: string) => `${name} (${n})`,
    hello: 'Добрий день!',
    sends: (name: string, day: string) => `Надсилаємо прайс «${name}», ціни на ${day}.`,
    read: 'Він також за цим посиланням:',
    page: 'Переглянути його можна тут:',
  },
  en: {
    subject: (name: string, n: string) => `${name} (${n})`,
    hello: 'Good day,',
    sends: (name: string, day: string) => `please find our price list “${name}” with the prices of ${day}.`,
    read: 'It is also at this address:',
    page: 'You can see it at this address:',
  },
}

type Issued = {
  id: string
  name: string
  number: string
  locale: Locale
  format: string
  onDay: string
  openUntil: string | null
  token: string
  file: File
  account: { id: string } | null
}

async function issuedOf(c: Context, id: string): Promise<Issued> {
  const [list] = await c.kolo.readIn(c.tx, 'issuedPriceList', [id])
  if (!list) throw new Missing('issuedPriceList', id)
  return list as unknown as Issued
}

/** The people and the addresses of the client it was made for, as far as the sender sees them. */
async function recipients(c: Context, account: string | undefined): Promise<Person[]> {
  if (!account) return []
  const his = await c.tx.rows<{ id: string }>(
    sql`select id from contacts where account_id = ${account}::uuid and deleted_at is null order by id limit 20`,
  )
  const contacts = await c.kolo.readIn(
    c.tx,
    'contact',
    his.map((r) => r.id),
    ['name', 'emails'],
  )
  const accounts = await c.kolo.readIn(c.tx, 'account', [account], ['name', 'emails'])
  return [...accounts, ...contacts].flatMap((r) =>
    ((r['emails'] as Way[] | null) ?? []).map(({ value }) => {
      const name = r['name'] as PersonName | string | null
      return { address: value, name: typeof name === 'string' ? name : nameText(name ?? {}) }
    }),
  )
}

/** What a letter with a price list begins with, by a template or without. */
export const priceListLetter = operation({
  name: 'issuedPriceList.letter',
  summary: { en: 'Begin a letter with the price list', uk: 'Почати лист із прайсом' },
  effect: 'read',
  input: { id, template: ref('mailTemplate', { label: { uk: 'Шаблон' } }) },
  needs: { issuedPriceList: 'read', contact: 'read', account: 'read' },
  async run(c, { id, template }) {
    const list = await issuedOf(c, id)
    const to = await recipients(c, list.account?.id)
    if (template) {
      const about = list.account ? { account: list.account.id } : {}
      const filled = await c.kolo.runIn(c.tx, fillTemplate, { id: template, ...about })
      return { to, ...(filled as { subject: string; html: string }) }
    }
    const w = words[list.locale]
    const lines = [w.hello, w.sends(list.name, written(list.locale).longDate(list.onDay)), c.actor.name]
    return {
      to,
      subject: w.subject(list.name, list.number),
      html: lines.map((l) => `<p>${escaped(l)}</p>`).join(''),
    }
  },
})

/** The same key, list and address have the same place in the ledger, however often it is asked. */
const placeOf = (list: string, address: string, key: string | null, user: string | null) => {
  if (!key) return newId()
  const h = createHash('sha256').update(`${user} ${key} ${list} ${address}`).digest('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`
}

/** A file goes out by whoever brought it: a list that a colleague made is sent as one's own. */
async function attachment(c: Context, list: Issued): Promise<File[]> {
  if (list.format === 'link') return []
  const bytes = await c.kolo.files.bytes(list.file)
  return [await c.kolo.files.put({ ...list.file, bytes, by: c.actor.user }, c.tx)]
}

/** A price list that was given out goes by mail: to each a letter of his own, with the file and a link of his, so that
 * none sees who else has it and the ledger says who opened it. */
export const mailPriceList = operation({
  name: 'issuedPriceList.mail',
  summary: { en: 'Send by mail', uk: 'Надіслати поштою' },
  effect: 'write',
  input: {
    id,
    ...letterInput,
    cc: people('Copy of the first', 'Копія першого'),
    bcc: people('Blind copy of the first', 'Прихована копія першого'),
    files: file({ many: true, label: { uk: 'Файли' } }),
  },
  needs: { issuedPriceList: 'read', mailThread: 'read' },
  refusals: {
    run_out: {
      en: 'The link of this price list has run out: give it a later day first.',
      uk: 'Посилання на цей прайс уже не діє: спершу подовжте його.',
    },
  },
  async run(c, { id, mailbox, to, cc, bcc, subject, html, files, key }) {
    const list = await issuedOf(c, id)
    if (list.openUntil && list.openUntil < c.today) c.refuse('run_out')
    const whom = [...new Map(peopleOf('to', to).map((p) => [p.address, p])).values()]
    const wrong = (message: string) => new Invalid([{ path: 'to', message, code: 'bad_address' }])
    if (whom.length === 0) throw wrong('Name somebody to send it to.')
    if (whom.length > most) throw wrong(`At most ${most} people.`)
    const places = whom.map((p) => placeOf(id, p.address, key, c.actor.user))
    const known = await c.tx.elevated(() =>
      c.tx.rows<{ id: string }>(sql`select id from price_list_recipients where id = any(${places}::uuid[])`),
    )
    const sent = new Set(known.map((k) => k.id))
    const enclosed = [...(await attachment(c, list)), ...(files ?? [])]
    const w = words[list.locale]
    const of = list.account
      ? (await c.kolo.readIn(c.tx, 'account', [list.account.id], [])).map((a) => a.id)
      : []
    for (const [i, person] of whom.entries()) {
      if (sent.has(places[i]!)) continue
      const link = `${c.kolo.address}/pl/${list.token}/${places[i]}`
      await sendMail(c, {
        mailbox,
        to: [person],
        ...(i === 0 ? { cc: peopleOf('cc', cc), bcc: peopleOf('bcc', bcc) } : {}),
        subject,
        html: `${html ?? ''}<p>${list.format === 'link' ? w.page : w.read}<br><a href="${link}">${link}</a></p>`,
        files: enclosed,
        ...(of[0] ? { account: of[0] } : {}),
      })
    }
    const sentAt = new Date().toISOString()
    const rows = whom.flatMap((p, i) =>
      sent.has(places[i]!)
        ? []
        : [{ id: places[i], issuedPriceList: id, recipient: p.address, via: 'mail', sentAt, opens: 0 }],
    )
    await c.tx.elevated(() => c.tx.insertMany(priceListRecipient, rows))
    return { id, recipients: whom.length }
  },
})
