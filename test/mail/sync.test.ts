import type { ImapFlow } from 'imapflow'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test as always } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { newId } from '#core/id.ts'
import { startReader } from '#modules/mail/reader.ts'
import { until } from '../door-world.ts'
import { world, type World } from '../world/world.ts'
import { openDovecot, whyNoDovecot } from './dovecot.ts'

const why = whyNoDovecot()
const test = (name: string, run: () => Promise<void>) =>
  always.skipIf(why)(why ? `${name} (${why})` : name, run)

let w: World
let dovecot: Awaited<ReturnType<typeof openDovecot>>
let imap: ImapFlow
let olena: Actor
let other: Actor
let box: string
let reader: ReturnType<typeof startReader> | undefined
let account: string
let contact: string
let deal: string

const make = async (by: Actor, entity: string, item: object): Promise<string> =>
  (await w.kolo.call(by, `${entity}.create`, { items: [item] })).items[0].id

beforeAll(async () => {
  if (why) return
  w = await world()
  dovecot = await openDovecot()
  imap = await dovecot.client()
  olena = await w.asRole('sales', { name: 'Олена' })
  other = await w.asRole('sales', { name: 'Петро', team: olena.teams[0]! })
  await make(w.system, 'pipeline', { name: 'Продажі', isDefault: true })
  const [pipeline] = (await w.kolo.list(w.system, 'pipeline', {})).items
  await make(w.system, 'stage', { name: 'Новий', pipeline: pipeline!.id, outcome: 'open' })
  account = await make(olena, 'account', { name: 'Клієнт' })
  contact = await make(olena, 'contact', {
    name: { first: 'Ірина' },
    account,
    emails: ['iryna@client.example'],
  })
  deal = await make(olena, 'deal', { name: 'Насос', account, contact })
  box = await make(olena, 'mailbox', {
    name: 'Олена',
    address: 'olena@vodolii.example',
    imapHost: '127.0.0.1',
    imapPort: dovecot.port,
    imapSecurity: 'none',
    imapUser: 'olena',
    password: 'right',
    privateAddresses: ['doctor@clinic.example'],
  })
})
afterAll(async () => {
  await reader?.stop()
  await dovecot?.close()
  await w?.close()
})

type Letter = {
  n: number
  from?: string
  to?: string
  subject?: string
  text?: string
  answers?: number
  id?: string
}
const letter = ({
  n,
  from = 'iryna@client.example',
  to = 'olena@vodolii.example',
  subject,
  text,
  answers,
  id,
}: Letter) =>
  [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject ?? `Letter ${n}`}`,
    `Message-ID: ${id ?? `<${n}@test>`}`,
    ...(answers ? [`In-Reply-To: <${answers}@test>`, `References: <${answers}@test>`] : []),
    `Date: ${new Date(Date.UTC(2026, 0, 1) + n * 60_000).toUTCString()}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text ?? `Text ${n}`,
  ].join('\r\n')
const put = (l: Letter, folder = 'INBOX', flags: string[] = []) => imap.append(folder, letter(l), flags)

const ledger = async () =>
  (await w.kolo.call(olena, 'mailbox.ledger', { id: box })).folders as {
    path: string
    onServer: number
    stored: number
    failed: number
    isRed: boolean
  }[]
const inbox = async () => (await ledger()).find((f) => f.path === 'INBOX')!
const letters = async () =>
  (await w.kolo.list(olena, 'mailMessage', { limit: 500, sort: 'at', filter: ['mailbox', 'is', box] }))
    .items as Record<string, any>[]
const threadOf = async (subject: string) =>
  (await w.kolo.list(olena, 'mailThread', { filter: ['subject', 'is', subject] })).items[0] as Record<
    string,
    any
  >
const read = (count: number) => until(async () => (await letters()).length === count, 20_000)
const upToDate = () => until(async () => (await w.kolo.get(olena, 'mailbox', box))['status'] === 'ok', 30_000)

test('what is there is read, killed in the middle and read on: nothing lost, nothing twice', async () => {
  for (let n = 1; n <= 300; n++) await put({ n })
  reader = startReader(w.kolo, box, console.error)
  await until(async () => (await letters()).length >= 50, 30_000)
  await reader.stop()
  const half = (await letters()).length
  reader = startReader(w.kolo, box, console.error)
  await read(300)
  await upToDate()
  expect(half).toBeLessThan(300)
  expect(await inbox()).toMatchObject({ onServer: 300, stored: 300, failed: 0, isRed: false })
  expect(new Set((await letters()).map((m) => m['messageId'])).size).toBe(300)
})

test('what comes is told at once, filed by its address, and an answer joins its thread', async () => {
  await put({ n: 400, subject: 'Ціна насоса' })
  await read(301)
  await put({
    n: 401,
    subject: 'Re: Ціна насоса',
    from: 'boss@client.example',
    answers: 400,
    text: 'Так.\n\nOn Monday, Iryna wrote:\n> Скільки?',
  })
  await read(302)
  const thread = await threadOf('Ціна насоса')
  expect(thread).toMatchObject({
    messages: 2,
    contact: { id: contact },
    account: { id: account },
    deal: { id: deal },
    filedBy: 'address',
  })
  expect((await letters()).at(-1)).toMatchObject({
    text: 'Так.',
    quoted: expect.stringContaining('Скільки?'),
  })
  expect(await w.kolo.get(other, 'mailThread', thread['id'])).toMatchObject({ subject: 'Ціна насоса' })
})

test('what is private, or nobody’s, only its keeper sees; what he files, his team does too', async () => {
  await put({ n: 410, from: 'doctor@clinic.example', subject: 'Аналізи' })
  await put({ n: 411, from: 'stranger@else.example', subject: 'Невідомий' })
  await read(304)
  for (const subject of ['Аналізи', 'Невідомий']) {
    const { id } = await threadOf(subject)
    for (const by of [other, await w.asRole('administrator')])
      await expect(w.kolo.get(by, 'mailThread', id)).rejects.toThrow('There is no mailThread')
  }
  const { id } = await threadOf('Невідомий')
  await expect(w.kolo.call(olena, 'mailThread.file', { id })).rejects.toThrow('Choose a company')
  await w.kolo.call(olena, 'mailThread.file', { id, deal })
  expect(await w.kolo.get(other, 'mailThread', id)).toMatchObject({ deal: { id: deal }, filedBy: 'hand' })
  await put({ n: 412, from: 'stranger@else.example', subject: 'Re: Невідомий', answers: 411 })
  await read(305)
  expect(await threadOf('Невідомий')).toMatchObject({ messages: 2, deal: { id: deal }, filedBy: 'hand' })
  await w.kolo.call(olena, 'mailThread.set_private', { id, isPrivate: true })
  await expect(w.kolo.get(other, 'mailThread', id)).rejects.toThrow('There is no mailThread')
  await expect(w.kolo.list(other, 'mailMessage', { filter: ['thread', 'is', id] })).resolves.toMatchObject({
    items: [],
  })
})

test('what is read or unread here is so on the server, also when it was marked while nobody read the mailbox', async () => {
  const seen = async (subject: string) => {
    const lock = await imap.getMailboxLock('INBOX', { readOnly: true })
    try {
      const one = await imap.fetchOne(
        String(((await imap.search({ header: { subject } }, { uid: true })) as number[])[0]),
        { flags: true },
        { uid: true },
      )
      return one && one.flags!.has('\\Seen')
    } finally {
      lock.release()
    }
  }
  const mark = async (subject: string, isSeen: boolean) =>
    w.kolo.call(olena, 'mailThread.mark', { ids: [(await threadOf(subject))['id']], isSeen })
  expect(await seen('Letter 5')).toBe(false)
  await mark('Letter 5', true)
  await until(() => seen('Letter 5'), 20_000)
  await mark('Letter 5', false)
  await until(async () => !(await seen('Letter 5')), 20_000)
  await reader!.stop()
  await mark('Letter 6', true)
  // The server does not say otherwise before it was told.
  expect((await letters()).find((m) => m['subject'] === 'Letter 6')).toMatchObject({ isSeen: true })
  reader = startReader(w.kolo, box, console.error)
  await until(() => seen('Letter 6'), 20_000)
  await upToDate()
  expect((await letters()).find((m) => m['subject'] === 'Letter 6')).toMatchObject({ isSeen: true })
  const left = await w.db.system((tx) => tx.rows(sql`select 1 from mail_marks`))
  expect(left).toEqual([])
})

test('sent elsewhere, moved, read elsewhere, thrown away: it follows', async () => {
  await put(
    { n: 420, from: 'olena@vodolii.example', to: 'iryna@client.example', subject: 'Відповідь' },
    'Sent',
    ['\\Seen'],
  )
  reader!.wake()
  await read(306)
  expect(await threadOf('Відповідь')).toMatchObject({ lastDirection: 'out', contact: { id: contact } })
  const lock = await imap.getMailboxLock('INBOX')
  try {
    const uids = async (subject: string) =>
      (await imap.search({ header: { subject } }, { uid: true })) as number[]
    await imap.messageFlagsAdd('1:*', ['\\Seen'])
    await imap.messageMove(await uids('Letter 7'), 'Archive', { uid: true })
    await imap.messageDelete(await uids('Letter 300'), { uid: true })
  } finally {
    lock.release()
  }
  await until(
    async () => (await inbox()).onServer === (await inbox()).stored && (await inbox()).stored < 304,
    30_000,
  )
  await until(async () => (await ledger()).find((f) => f.path === 'Archive')!.stored > 0, 30_000)
  await until(async () => (await letters()).every((m) => m['isSeen'] || m['folder'] === null), 30_000)
  const folderOf = async (subject: string) =>
    (await letters()).find((m) => m['subject'] === subject)!['folder']
  // Filed to a client: it stays, though it is gone from the server.
  await until(async () => (await folderOf('Letter 300')) === null, 30_000)
  // Compared again once the last of them is in.
  await expect.poll(async () => (await ledger()).filter((f) => f.isRed), { timeout: 15_000 }).toEqual([])
  expect(await folderOf('Letter 7')).toBe('Archive')
})

test('two different letters under one Message-ID are both kept; the same in two folders is one', async () => {
  await put({ n: 430, id: '<same@test>', subject: 'Перший' })
  await put({ n: 431, id: '<same@test>', subject: 'Другий' })
  await put({ n: 430, id: '<same@test>', subject: 'Перший' }, 'Archive')
  await read(308)
  reader!.wake()
  await upToDate()
  const rows = await w.db.system((tx) =>
    tx.rows(
      sql`select from mail_items i join mail_messages m on m.id = i.message_id where m.message_id = '<same@test>'`,
    ),
  )
  await until(async () => rows.length >= 2)
  expect((await letters()).length).toBe(308)
})

test('letters from Kolo that come back are not taken for mail; a report says that one did not arrive', async () => {
  const messageId = '<0199@vodolii.example>'
  await w.db.system((tx) =>
    tx.rows(sql`insert into notices (id, subject, kind, state, key, message_id, owner_id, created_at, updated_at, revision)
      values (${newId()}::uuid, 'Ваш день', 'digest', 'sent', 'digest 1', ${messageId}, ${olena.user}::uuid, now(), now(), 1)`),
  )
  const copy = { n: 440, id: messageId, from: 'info@vodolii.example', subject: 'Ваш день' }
  await put(copy)
  await put(copy, 'Sent')
  const bounce = [
    'From: MAILER-DAEMON@vodolii.example',
    'To: info@vodolii.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <bounce@vodolii.example>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx',
    '',
    'Final-Recipient: rfc822; olena@vodolii.example',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    'Subject: day',
    '',
    '--b--',
    '',
  ]
  await imap.append('INBOX', bounce.join('\r\n'))
  await put({ n: 441, subject: 'Після' })
  await read(309)
  await upToDate()
  const skipped = () =>
    w.db.system((tx) =>
      tx.rows<{ path: string }>(sql`select f.path from mail_items i join mail_folders f on f.id = i.folder_id
        where i.state = 'skipped' and i.reason = 'notice' order by f.path`),
    )
  await until(async () => (await skipped()).length === 3, 20_000)
  expect((await skipped()).map((s) => s.path)).toEqual(['INBOX', 'INBOX', 'Sent'])
  expect(await threadOf('Ваш день')).toBeUndefined()
  expect(await threadOf('Undelivered Mail Returned to Sender')).toBeUndefined()
  expect((await w.kolo.list(olena, 'notice', {})).items).toMatchObject([
    { state: 'failed', trouble: 'unknown_user 5.1.1' },
  ])
  await put({ n: 442, subject: 'Re: Ваш день', text: 'Дякую' })
  await read(310)
})

test('a wrong password is said, and nothing is lost by it', async () => {
  await w.kolo.call(olena, 'mailbox.update', { items: [{ id: box, imapPort: 1 }] })
  expect(await w.kolo.call(olena, 'mailbox.check', { id: box })).toMatchObject({
    checks: [{ server: 'IMAP', ok: false, message: 'IMAP: nobody answers at this port.' }],
  })
  await w.kolo.call(olena, 'mailbox.update', {
    items: [{ id: box, imapPort: dovecot.port, password: 'wrong' }],
  })
  const { checks } = await w.kolo.call(olena, 'mailbox.check', { id: box })
  expect(checks[0].message).toContain('refuses the user or password')
  await w.kolo.call(olena, 'mailbox.update', { items: [{ id: box, password: 'right' }] })
  expect((await w.kolo.call(olena, 'mailbox.check', { id: box })).checks[0]).toMatchObject({
    ok: true,
    sent: 'Sent',
  })
})
