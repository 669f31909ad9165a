import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicDoor } from '#doors/public/index.ts'
import { until } from '../door-world.ts'
import { openSellingWorld, type SellingWorld } from '../selling-world.ts'
import { pdfText } from '../world/pdf-text.ts'
import { openPost, type Post } from './post.ts'

let w: SellingWorld
let post: Post
let contact: string
let deal: string

beforeAll(async () => {
  w = await openSellingWorld()
  w.kolo.address = 'https://kolo.vodolii.example'
  post = await openPost(w)
  const emails = (value: string) => ({ emails: [{ value }] })
  ;[{ id: contact }] = (await w.make(w.olena, 'contact', {
    name: { first: 'Іван', last: 'Бойко' },
    account: w.client.id,
    ...emails('ivan@aqua.example'),
  })) as [{ id: string; revision: number }]
  const [pipeline] = await w.make(w.admin, 'pipeline', { name: 'Продажі' })
  await w.make(w.admin, 'stage', { name: 'Нова', pipeline: pipeline!.id, position: 1, probability: 10 })
  ;[{ id: deal }] = (await w.make(w.olena, 'deal', {
    name: 'Насоси',
    account: w.client.id,
    contact,
  })) as [{ id: string; revision: number }]
  await w.make(w.olena, 'mailbox', post.box('olena@vodolii.example', 'Олена'))
})
afterAll(async () => {
  await post.close()
  await w.close()
})

const letterOf = (id: string) =>
  w.act<{ to: { address: string; name?: string }[]; subject: string; html: string }>(
    w.olena,
    'quote.letter',
    { id },
  )
const mail = (id: string, more: Record<string, unknown> = {}) =>
  w.act<{ message: string; thread: string }>(w.olena, 'quote.mail', {
    id,
    to: ['Іван Бойко <ivan@aqua.example>'],
    subject: 'Насоси',
    html: '<p>Добрий день!</p>',
    ...more,
  })

test('the letter is begun for the contact, with the sum and the day, in the quote’s language', async () => {
  const more = { contact, deal, validUntil: '2031-05-09' }
  const uk = await letterOf((await w.quote(w.olena, [{ product: w.pump.id, quantity: 2 }], more)).id)
  expect(uk.to).toEqual([{ address: 'ivan@aqua.example', name: 'Бойко Іван' }])
  expect(uk.subject).toMatch(/^Комерційна пропозиція № КП-/)
  expect(uk.html.replaceAll(/[\u00a0\u202f]/g, ' ')).toMatch(
    /Добрий день, Іван!.*на суму 2 880,00 ₴.*до 9 травня 2031/s,
  )
  const en = await w.quote(w.olena, [{ product: w.pump.id, quantity: 2 }], { ...more, language: 'en' })
  const { subject, html } = await letterOf(en.id)
  expect(subject).toMatch(/^Quote No\. /)
  expect(html).toMatch(/Dear Іван,.*It is valid until 9 May 2031/s)
})

test('a quote goes out by mail: its PDF, the link to its page, its thread; and the client’s look shows', async () => {
  const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 2 }], { contact, deal })
  const { thread } = await mail(q.id)
  await until(() => post.sink.caught.length > 0)
  const { to, mail: letter } = post.sink.caught.at(-1)!
  expect(to).toEqual(['ivan@aqua.example'])
  expect(letter.subject).toBe('Насоси')
  expect(letter.attachments.map((a) => [a.filename, a.contentType])).toEqual([
    [expect.stringContaining('.pdf'), 'application/pdf'],
  ])
  expect(await pdfText(letter.attachments[0]!.content)).toMatch(/Насос циркуляційний.*2[\s\u00a0]880,00/s)
  expect(await w.read(w.olena, 'mailThread', thread)).toMatchObject({
    deal: { id: deal },
    contact: { id: contact },
    account: { id: w.client.id },
  })
  expect(await w.read(w.olena, 'quote', q.id)).toMatchObject({ status: 'sent', openedAt: null })
  const paper = async () =>
    (await w.kolo.list(w.olena, 'document', { filter: ['record', 'is', q.id] })).items[0]!
  expect(await paper()).toMatchObject({ sentTo: 'ivan@aqua.example', openedAt: null })

  const link = /https:\/\/kolo\.vodolii\.example(\/q\/[\w-]{27})/.exec(String(letter.html))!
  const app = new Hono().route(
    '/q',
    publicDoor(w.kolo, { onFault: (e) => void post.faults.push(e) }) as never,
  )
  const page = await (await app.request(link[1]!)).text()
  expect(page).toContain(q['number'])
  await until(async () => (await w.read(w.olena, 'quote', q.id))['openedAt'])
  expect((await paper())['openedAt']).not.toBeNull()
  expect(post.faults).toEqual([])
})

test('sent again it stays the same quote, the same key sends once, and an answered one stays at home', async () => {
  const before = post.sink.caught.length
  const q = await w.quote(w.olena, [{ product: w.filter.id, quantity: 1 }], { contact })
  await mail(q.id, { key: 'first' })
  await mail(q.id, { key: 'first' })
  await mail(q.id, { key: 'again', cc: ['boss@aqua.example'] })
  await until(() => post.sink.caught.length >= before + 2)
  const letters = post.sink.caught.slice(before)
  // The queue keeps no order between two letters of one moment.
  expect(letters.map((l) => l.to.toSorted().join()).toSorted()).toEqual([
    'boss@aqua.example,ivan@aqua.example',
    'ivan@aqua.example',
  ])
  const links = letters.map((l) => /\/q\/[\w-]{27}/.exec(String(l.mail.html))?.[0])
  expect(links).toEqual([expect.any(String), expect.any(String)])
  const papers = (await w.kolo.list(w.olena, 'document', { filter: ['record', 'is', q.id] })).items
  expect(papers.map((p) => p['sentTo'])).toEqual(papers.map(() => 'ivan@aqua.example'))
  await w.act(w.olena, 'quote.decline', { id: q.id, reason: 'Дорого' })
  await expect(mail(q.id)).rejects.toMatchObject({ code: 'not_open' })
})

test('nothing is sent of a quote that may not go out', async () => {
  const [empty] = await w.make(w.olena, 'quote', { account: w.client.id })
  await expect(mail(empty!.id)).rejects.toMatchObject({ code: 'no_lines' })
  const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1 }])
  await expect(mail(q.id, { to: ['not an address'] })).rejects.toMatchObject({
    problems: [{ path: 'to', code: 'bad_address' }],
  })
  expect(await w.read(w.olena, 'quote', q.id)).toMatchObject({ status: 'draft' })
})

test('a price list goes to each by himself, with a link of his own, and into its ledger', async () => {
  const before = post.sink.caught.length
  const [list] = await w.make(w.admin, 'priceList', { name: 'Роздріб', currency: 'UAH' })
  const price = { amount: '1500', currency: 'UAH' }
  await w.make(w.admin, 'priceListItem', { priceList: list!.id, product: w.pump.id, price })
  const given = { id: list!.id, account: w.client.id, format: 'csv' }
  const { issued } = await w.act<{ issued: string }>(w.olena, 'priceList.issue', given)
  const boss = w.admin
  await w.make(boss, 'mailbox', post.box('boss@vodolii.example', 'Шеф'))
  const letter = await w.act<{ to: { address: string }[]; subject: string }>(boss, 'issuedPriceList.letter', {
    id: issued,
  })
  expect(letter.to.map((p) => p.address)).toEqual(['ivan@aqua.example'])
  // Made by another: it goes out all the same.
  const send = (to: string[]) =>
    w.act(boss, 'issuedPriceList.mail', { id: issued, to, subject: letter.subject, key: 'once' })
  await send(['ivan@aqua.example', 'Бух <buh@aqua.example>'])
  await send(['ivan@aqua.example', 'third@aqua.example'])
  await until(() => post.sink.caught.length >= before + 3)
  const letters = post.sink.caught.slice(before)
  expect(letters.map((l) => l.to.join()).toSorted()).toEqual([
    'buh@aqua.example',
    'ivan@aqua.example',
    'third@aqua.example',
  ])
  const filter = ['issuedPriceList', 'is', issued] as const
  const ledger = (await w.kolo.list(boss, 'priceListRecipient', { filter })).items
  expect(ledger.map((r) => r['via'])).toEqual(['mail', 'mail', 'mail'])
  const links = letters.map((l) => /\/pl\/[\w-]+\/([\w-]{36})/.exec(String(l.mail.html))?.[1]).toSorted()
  expect(links).toEqual(ledger.map((r) => r.id).toSorted())
  expect(letters[0]!.mail.attachments).toHaveLength(1)
  await expect(send([])).rejects.toMatchObject({ problems: [{ path: 'to' }] })
})
