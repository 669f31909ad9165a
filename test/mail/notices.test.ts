import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { escaped, linkTo, postNotices, type Notice } from '#modules/mail/index.ts'
import { until } from '../door-world.ts'
import { world, type World } from '../world/world.ts'
import { openPost, type Post } from './post.ts'

let w: World
let post: Post
let admin: Actor
let olena: Actor
let petro: Actor
let info: string

const boxOf = (address: string, more: object = {}) => ({
  ...post.box(address, 'Vodolii'),
  kind: 'shared',
  isForAll: true,
  ...more,
})
const make = async (by: Actor, item: object): Promise<string> =>
  (await w.kolo.call(by, 'mailbox.create', { items: [item] })).items[0].id

beforeAll(async () => {
  w = await world()
  w.kolo.address = 'https://kolo.vodolii.example'
  post = await openPost(w)
  admin = await w.asRole('administrator')
  olena = await w.asRole('sales', { name: 'Олена', locale: 'uk' })
  petro = await w.asRole('sales', { name: 'Петро' })
})
afterAll(async () => {
  await post.close()
  await w.close()
})
beforeEach(() => {
  post.sink.caught.length = 0
  delete post.sink.rules.refuse
})
afterEach(() => expect(post.faults.splice(0)).toEqual([]))

let number = 0
const letter = (to: Actor, more: Partial<Notice> = {}): Notice => ({
  to: to.user!,
  kind: 'digest',
  key: `test ${++number}`,
  locale: 'uk',
  subject: 'Ваш день',
  text: 'Сьогодні: <нічого>',
  html: `<h1>Сьогодні</h1><p>${escaped('<нічого>')}</p>`,
  why: { text: 'Вимкнути: Налаштування, Сповіщення', path: 'settings/profile' },
  ...more,
})
const put = (...all: Notice[]) => w.db.system((tx) => postNotices(tx, w.kolo, all))
const noticeOf = async (key: string) =>
  (await w.kolo.list(w.system, 'notice', { filter: ['key', 'is', key] })).items[0] as Record<string, any>
const ended = (key: string, state: string) => until(async () => (await noticeOf(key))?.['state'] === state)
const lying = async () => {
  const [row] = await w.db.system((tx) =>
    tx.rows<{
      letters: number
      files: number
    }>(sql`select (select count(*)::float from notice_letters) as letters,
      (select count(*)::float from files where carried_entity = 'notice') as files`),
  )
  return row
}
const overdue = (key: string) =>
  w.db.system((tx) =>
    tx.rows(sql`update notice_letters set next_at = now() - interval '1 minute'
      where notice_id = (select id from notices where key = ${key})`),
  )

test('one shared mailbox sends them, chosen by who may change every one; the next chosen takes its place', async () => {
  expect(await put(letter(olena))).toEqual([])
  const manager = await w.asRole('manager')
  const wrong = 'Only who may change every mailbox'
  await expect(make(manager, boxOf('a@vodolii.example', { sendsNotices: true }))).rejects.toThrow(wrong)
  await expect(make(admin, { ...post.box('b@vodolii.example', 'B'), sendsNotices: true })).rejects.toThrow(
    'Only a shared mailbox',
  )
  const first = await make(admin, boxOf('first@vodolii.example', { sendsNotices: true }))
  info = await make(admin, boxOf('info@vodolii.example', { sendsNotices: true }))
  expect([
    (await w.kolo.get(admin, 'mailbox', first))['sendsNotices'],
    (await w.kolo.get(admin, 'mailbox', info))['sendsNotices'],
  ]).toEqual([false, true])
  const both = [first, info].map((id) => ({ id, sendsNotices: true }))
  await expect(w.kolo.call(admin, 'mailbox.update', { items: both })).rejects.toThrow(
    'Another record has this value',
  )
})

test('it goes out once, says where it is switched off, and nothing of it stays but its line in the ledger', async () => {
  const files = [{ name: 'звіт.txt', type: 'text/plain', bytes: 'шість' }]
  const one = letter(olena, { files })
  const [a, b] = await Promise.all([put(one, one), put(one)])
  expect([...a, ...b]).toEqual([one.key])
  await ended(one.key, 'sent')
  expect(await put(one)).toEqual([])
  expect(post.sink.caught).toHaveLength(1)
  const { from, to, mail, raw } = post.sink.caught[0]!
  const row = await noticeOf(one.key)
  expect([from, to]).toEqual(['info@vodolii.example', [row['address']]])
  expect(mail).toMatchObject({ subject: 'Ваш день', messageId: row['messageId'] })
  expect(mail.text).toContain('Сьогодні: <нічого>')
  expect(mail.text).toContain(
    'Вимкнути: Налаштування, Сповіщення\nhttps://kolo.vodolii.example/settings/profile',
  )
  expect(mail.html).toContain('&lt;нічого&gt;')
  expect(mail.html).toContain('href="https://kolo.vodolii.example/settings/profile"')
  expect(raw.toString()).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(mail.attachments.map((f) => [f.filename, f.content.toString()])).toEqual([['звіт.txt', 'шість']])
  expect(row).toMatchObject({ owner: { id: olena.user }, trouble: null, sentAt: expect.any(String) })
  expect(await lying()).toEqual({ letters: 0, files: 0 })
  const { items } = await w.kolo.list(admin, 'mailThread', {})
  expect(items).toEqual([])
})

test('the ledger is its owner’s and the administrators’', async () => {
  const one = letter(olena)
  await put(one)
  const seen = async (by: Actor) =>
    (await w.kolo.list(by, 'notice', { filter: ['key', 'is', one.key] })).items.length
  expect([await seen(olena), await seen(petro), await seen(admin)]).toEqual([1, 0, 1])
  await ended(one.key, 'sent')
})

test('who is switched off or has no address gets nothing', async () => {
  const gone = await w.asRole('sales')
  await w.kolo.call(admin, 'user.update', { items: [{ id: gone.user, isActive: false }] })
  const nowhere = await w.asRole('sales')
  await w.kolo.call(admin, 'user.update', { items: [{ id: nowhere.user, email: null }] })
  expect(await put(letter(gone), letter(nowhere))).toEqual([])
})

test('a server that cannot now is asked again; one that will not ends it, with its words', async () => {
  post.sink.rules.refuse = () => ({ code: 451, text: 'Greylisted' })
  const [one, two] = [letter(olena), letter(petro)]
  await put(one, two)
  for (const { key } of [one, two]) await until(async () => (await noticeOf(key))['trouble'])
  expect(await noticeOf(one.key)).toMatchObject({
    state: 'waiting',
    trouble: expect.stringContaining('Greylisted'),
  })
  await overdue(one.key)
  await overdue(two.key)
  const lost = (await noticeOf(two.key))['address']
  post.sink.rules.refuse = (to) => (to === lost ? { code: 550, text: 'No such user' } : null)
  await post.jobs.send('mail-notices', [{}])
  await ended(one.key, 'sent')
  await ended(two.key, 'failed')
  expect(await noticeOf(two.key)).toMatchObject({
    trouble: expect.stringContaining('No such user'),
    sentAt: null,
  })
  expect((await noticeOf(one.key))['trouble']).toBeNull()
  expect(post.sink.caught.map((m) => m.mail.messageId)).toEqual([(await noticeOf(one.key))['messageId']])
  expect(await lying()).toEqual({ letters: 0, files: 0 })
})

test('one whose sender was killed half-way is sent by the next, under the same Message-ID', async () => {
  const one = letter(olena)
  // Claimed, and the process gone: nobody else may take it until it is overdue.
  await w.db.system(async (tx) => {
    await postNotices(tx, w.kolo, [one])
    await tx.rows(sql`update notice_letters set attempts = 1, next_at = now() + interval '5 minutes'`)
  })
  await new Promise((done) => setTimeout(done, 300))
  expect(post.sink.caught).toEqual([])
  await overdue(one.key)
  await post.jobs.send('mail-notices', [{}])
  await ended(one.key, 'sent')
  expect(post.sink.caught.map((m) => m.mail.messageId)).toEqual([(await noticeOf(one.key))['messageId']])
})

test('what would come too late is not sent', async () => {
  const one = letter(olena, { until: new Date(Date.now() - 1000) })
  await put(one)
  await ended(one.key, 'failed')
  expect([(await noticeOf(one.key))['trouble'], post.sink.caught]).toEqual([
    'It was too late to send it.',
    [],
  ])
})

test('without a mailbox nothing waits', async () => {
  await w.kolo.call(admin, 'mailbox.update', { items: [{ id: info, isActive: false }] })
  expect(await put(letter(olena))).toEqual([])
  await w.kolo.call(admin, 'mailbox.update', { items: [{ id: info, isActive: true }] })
})

test.each([
  ['https://crm.example.com', 'https://crm.example.com/deals/1'],
  ['https://example.com/crm/', 'https://example.com/crm/deals/1'],
  ['http://192.168.1.5:3000', 'http://192.168.1.5:3000/deals/1'],
  ['http://127.0.0.1:3000', null],
  ['http://localhost:3000', null],
  ['http://[::1]:3000', null],
  ['', null],
])('a link from %s', (address, link) => expect(linkTo({ address }, 'deals/1')).toBe(link))
