import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { until } from '../door-world.ts'
import { world, type World } from '../world/world.ts'
import { openPost, type Post } from './post.ts'

let w: World
let post: Post
let olena: Actor
let petro: Actor
let box: string

beforeAll(async () => {
  w = await world()
  post = await openPost(w)
  olena = await w.asRole('sales', { name: 'Олена' })
  petro = await w.asRole('sales', { name: 'Петро' })
  const items = [post.box('olena@vodolii.example', 'Олена Коваль')]
  box = (await w.kolo.call(olena, 'mailbox.create', { items })).items[0].id
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

const letter = { to: ['Клієнт <client@client.example>'], subject: 'Рахунок', html: '<p>Добрий день!</p>' }
const send = (more: object = {}, by = olena): Promise<{ id: string; thread: string }> =>
  w.kolo.call(by, 'mail.send', { ...letter, ...more })
const stateOf = async (id: string) => (await w.kolo.get(olena, 'mailMessage', id)) as Record<string, any>
const fileOf = (by: Actor, text: string) =>
  w.kolo.files.put({ name: 'рахунок.txt', type: 'text/plain', bytes: text, by: by.user })

test('a letter goes out as written, from its mailbox, filed to its deal, and says that it went', async () => {
  const account = (await w.kolo.call(olena, 'account.create', { items: [{ name: 'Клієнт' }] })).items[0].id
  const { id, thread } = await send({ account, cc: ['second@client.example'], bcc: ['third@client.example'] })
  await until(async () => (await stateOf(id))['state'] === 'sent')
  expect(post.sink.caught).toHaveLength(1)
  const { from, to, mail, raw } = post.sink.caught[0]!
  expect([from, to]).toEqual([
    'olena@vodolii.example',
    ['client@client.example', 'second@client.example', 'third@client.example'],
  ])
  expect(mail).toMatchObject({
    subject: 'Рахунок',
    text: 'Добрий день!',
    messageId: (await stateOf(id))['messageId'],
  })
  expect(raw.toString()).not.toContain('third@')
  expect(await w.kolo.get(olena, 'mailThread', thread)).toMatchObject({
    subject: 'Рахунок',
    account: { id: account },
    filedBy: 'sending',
    messages: 1,
    lastDirection: 'out',
  })
  const told = await w.db.system((tx) =>
    tx.rows<{ payload: object }>(
      sql`select payload from events where name = 'mailThread.sent' and record_id = ${thread}::uuid`,
    ),
  )
  expect(told).toEqual([{ payload: { message: id, account, contact: null, deal: null, lead: null } }])
})

test('the same key sends once', async () => {
  const [one, two] = await Promise.all([send({ key: 'quote 7' }), send({ key: 'quote 7' })])
  expect(two).toEqual(one)
  await until(async () => (await stateOf(one.id))['state'] === 'sent')
  expect(await send({ key: 'quote 7' })).toEqual(one)
  expect(post.sink.caught).toHaveLength(1)
})

test('a server that cannot now is asked again; one that will not ends it, with its words', async () => {
  post.sink.rules.refuse = () => ({ code: 451, text: 'Greylisted' })
  const { id } = await send()
  await until(async () => (await stateOf(id))['trouble'])
  expect(await stateOf(id)).toMatchObject({ state: 'queued', trouble: expect.stringContaining('Greylisted') })
  post.sink.rules.refuse = () => ({ code: 550, text: 'No such user' })
  await w.db.system((tx) =>
    tx.rows(
      sql`update mail_sendings set next_at = now() - interval '1 minute' where message_id = ${id}::uuid`,
    ),
  )
  await post.jobs.send('mail-send', [{}])
  await until(async () => (await stateOf(id))['state'] === 'failed')
  expect(await stateOf(id)).toMatchObject({ trouble: expect.stringContaining('No such user') })
  expect(post.sink.caught).toEqual([])
})

test('one of several refused is said, though the others have it', async () => {
  post.sink.rules.refuse = (to) => (to.startsWith('gone') ? { code: 550, text: 'Gone' } : null)
  const { id } = await send({ cc: ['gone@client.example'] })
  await until(async () => (await stateOf(id))['state'] === 'sent')
  expect((await stateOf(id))['trouble']).toBe('Refused: gone@client.example')
})

test('nobody sends from another’s mailbox, nor a file that is another’s', async () => {
  await expect(send({ mailbox: box }, petro)).rejects.toThrow('You may not send from this mailbox.')
  await expect(send({}, petro)).rejects.toThrow('Connect a mailbox that can send first.')
  await expect(send({ files: [await fileOf(petro, 'чуже')] })).rejects.toThrow('There is no such file')
  const { id } = await send({ files: [await fileOf(olena, 'моє')] })
  await until(async () => (await stateOf(id))['state'] === 'sent')
  const [attachment] = post.sink.caught[0]!.mail.attachments
  expect([attachment!.filename, attachment!.content.toString()]).toEqual(['рахунок.txt', 'моє'])
})

test('an answer stays in its thread; a letter filed to nothing is its writer’s alone', async () => {
  const first = await send()
  const second = await send({ subject: 'Re: Рахунок', answers: first.id })
  expect(second.thread).toBe(first.thread)
  await until(async () => (await stateOf(second.id))['state'] === 'sent')
  const sent = post.sink.caught.find((m) => m.mail.subject === 'Re: Рахунок')!.mail
  expect([sent.inReplyTo, sent.references]).toEqual(Array(2).fill((await stateOf(first.id))['messageId']))
  for (const by of [petro, await w.asRole('manager'), await w.asRole('administrator')])
    await expect(w.kolo.get(by, 'mailThread', first.thread)).rejects.toThrow('There is no mailThread')
})

test('what a mailbox signs in with lies sealed, and no answer tells it', async () => {
  const rows = await w.db.system((tx) => tx.rows(sql`select * from mail_secrets`))
  expect(JSON.stringify(rows)).not.toContain('right')
  expect(JSON.stringify(await w.kolo.get(olena, 'mailbox', box))).not.toContain('right')
  const told = await w.db.system((tx) =>
    tx.rows(sql`select changes, payload from events where entity = 'mailbox'`),
  )
  expect(JSON.stringify(told)).not.toContain('right')
})

test('a template is filled with the record, and cannot do more', async () => {
  const contact = (
    await w.kolo.call(olena, 'contact.create', { items: [{ name: { first: 'Ірина', last: '<b>Мельник' } }] })
  ).items[0].id
  const template = async (subject: string, body: string) =>
    w.kolo.call(olena, 'mailTemplate.fill', {
      id: (await w.kolo.call(olena, 'mailTemplate.create', { items: [{ name: 'T', subject, body }] }))
        .items[0].id,
      contact,
    })
  expect(
    await template(
      'Для {{ contact.name.first }}',
      '<p>Шановна {{ contact.name.last }}, це {{ me.name }}</p>',
    ),
  ).toEqual({
    subject: 'Для Ірина',
    html: '<p>Шановна &lt;b&gt;Мельник, це Олена</p>',
  })
  await expect(template('x', '{% for i in (1..100000000) %}x{% endfor %}')).rejects.toThrow(
    'The template does not read',
  )
  await expect(template('x', '{% include "/etc/passwd" %}')).rejects.toThrow('The template does not read')
})
