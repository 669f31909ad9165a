import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { formsDoor, stampOf } from '#doors/forms/index.ts'
import { startRelay } from '#doors/relay/index.ts'
import { activities } from '#modules/activities/index.ts'
import { distribute, takeBack } from '#modules/leads/index.ts'
import { until } from '#test/door-world.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let admin: Actor
let [anna, bohdan] = [] as unknown as [Actor, Actor]
const one = async (name: string, item: object, by = admin) =>
  (await w.kolo.call(by, name, { items: [item] })).items[0] as { id: string }
const read = (id: string) => w.kolo.get(admin, 'lead', id)
const ownerOf = async (id: string) => ((await read(id))['owner'] as { id: string } | null)?.id ?? null
const ledger = async (id: string) =>
  (await w.kolo.list(admin, 'leadAssignment', { filter: ['lead', 'is', id], sort: 'at' })).items.map((a) => [
    (a['user'] as { id: string }).id,
    a['outcome'],
  ])
const person = (n: number) => ({ last: `Surname${'abcdefgh'[n]}`, first: 'Olena' })

beforeAll(async () => {
  w = await world()
  admin = await w.asRole('administrator')
  const team = await w.team('Sales')
  anna = await w.asRole('sales', { team })
  bohdan = await w.asRole('sales', { team })
  for (const who of [anna, bohdan]) await one('leadTaker.create', { user: who.user, atOnce: 3 })
  await one('leadRule.create', { name: 'All', method: 'turn', reactMinutes: 30, team })
  const pipeline = await one('pipeline.create', { name: 'Sales', isDefault: true })
  await one('stage.create', { name: 'New', outcome: 'open', pipeline: pipeline.id })
})
afterAll(() => w.close())

test('goes round, each in his turn, and no further than they bear', async () => {
  const made = []
  for (let n = 0; n < 8; n++) made.push(await one('lead.create', { person: person(n) }))
  const shown = await distribute(w.kolo, { dryRun: true })
  expect(await ownerOf(made[0]!.id)).toBeNull()
  // Twice at the same time gives each lead once.
  await Promise.all([distribute(w.kolo), distribute(w.kolo)])
  const owners = await Promise.all(made.map((m) => ownerOf(m.id)))
  expect(owners.slice(0, 6)).toEqual(shown.slice(0, 6).map((g) => g.choice.taker?.user))
  expect(owners.filter((o) => o === anna.user)).toHaveLength(3)
  expect(owners.filter((o) => o === bohdan.user)).toHaveLength(3)
  expect(owners.slice(6)).toEqual([null, null])
  expect(await ledger(made[0]!.id)).toEqual([[owners[0], 'waiting']])
  // Why is kept as what it was, for each reader's language.
  const [why] = (await w.kolo.list(admin, 'leadAssignment', { filter: ['lead', 'is', made[0]!.id] })).items
  expect(why).toMatchObject({ why: 'turn', open: null })
  await w.kolo.call(admin, 'lead.delete', { ids: made.map((m) => m.id) })
})

test('made by a seller without an owner is his, where he would not see it otherwise', async () => {
  const own = await one('lead.create', { company: 'Mine Ltd' }, anna)
  expect(await ownerOf(own.id)).toBe(anna.user)
  expect(await w.kolo.get(anna, 'lead', own.id)).toMatchObject({ title: 'Mine Ltd' })
  const given = await one('lead.create', { company: 'His Ltd', owner: bohdan.user }, anna)
  expect(await ownerOf(given.id)).toBe(bohdan.user)
  expect(await ownerOf((await one('lead.create', { company: 'Free Ltd' })).id)).toBeNull()
  const made = await w.kolo.list(admin, 'lead', { filter: ['company', 'notEmpty'], limit: 10 })
  await w.kolo.call(admin, 'lead.delete', { ids: made.items.map((l) => l.id) })
})

test('is taken back from who does not react, and given to the other; who reacts keeps it', async () => {
  const lead = await one('lead.create', { company: 'Slow Ltd' })
  await distribute(w.kolo)
  const first = (await ownerOf(lead.id)) === anna.user ? anna : bohdan
  const second = first === anna ? bohdan : anna
  expect(await takeBack(w.kolo)).toBe(0)
  const later = new Date(Date.now() + 31 * 60_000)
  expect(await takeBack(w.kolo, later)).toBe(1)
  expect(await ownerOf(lead.id)).toBeNull()
  await distribute(w.kolo)
  expect(await ownerOf(lead.id)).toBe(second.user)
  await w.kolo.call(second, 'lead.work', { id: lead.id })
  expect(await takeBack(w.kolo, later)).toBe(0)
  expect(await ledger(lead.id)).toEqual([
    [first.user, 'takenBack'],
    [second.user, 'reacted'],
  ])
})

test('whoever has called a lead keeps it', async () => {
  const lead = await one('lead.create', { company: 'Called Ltd' })
  await distribute(w.kolo)
  const owner = (await ownerOf(lead.id)) === anna.user ? anna : bohdan
  const relay = await startRelay(w.kolo, activities.background!(w.kolo).consumers!, { idle: 20 })
  await one(
    'activity.create',
    { kind: 'call', subject: 'First call', status: 'done', record: { entity: 'lead', id: lead.id } },
    owner,
  )
  await until(async () => (await read(lead.id))['reactedAt'])
  await relay.stop()
  expect(await takeBack(w.kolo, new Date(Date.now() + 31 * 60_000))).toBe(0)
  expect(await ledger(lead.id)).toEqual([[owner.user, 'reacted']])
})

test('is called by its person and company, or by a way to reach them', async () => {
  for (const [item, wanted] of [
    [{ person: { last: 'Koval', first: 'Ivan' }, company: 'Forge' }, 'Koval Ivan, Forge'],
    [{ emails: ['a@example.com'] }, 'a@example.com'],
    [{}, '—'],
  ] as const)
    expect(await read((await one('lead.create', item)).id)).toMatchObject({ title: wanted })
})

test('becomes an account, a contact and a deal at once, and back', async () => {
  const lead = await one(
    'lead.create',
    {
      person: { last: 'Shevchuk', first: 'Maria' },
      company: 'Warm House',
      phones: ['+380671234567'],
      source: 'mail',
      channel: 'shop',
      interest: 'Two boilers',
      value: { amount: '90000', currency: 'UAH' },
      owner: anna.user,
    },
    anna,
  )
  const done = await w.kolo.call(anna, 'lead.convert', { id: lead.id })
  expect(done).toMatchObject({ status: 'qualified', source: 'mail', firstTouch: 'mail' })
  const deal = await w.kolo.get(anna, 'deal', done.deal.id)
  expect(deal).toMatchObject({
    name: 'Two boilers — Warm House',
    amount: { amount: '90000' },
    account: { id: done.account.id },
    contact: { id: done.contact.id },
    source: 'mail',
    channel: 'shop',
  })
  await w.kolo.call(anna, 'lead.unconvert', { id: lead.id })
  expect(await read(lead.id)).toMatchObject({
    status: 'working',
    deal: null,
    source: 'mail',
    firstTouch: 'mail',
  })
  expect((await w.kolo.list(anna, 'account', { filter: ['name', 'is', 'Warm House'] })).items).toEqual([])
  // What somebody has worked on stays.
  const again = await w.kolo.call(anna, 'lead.convert', { id: lead.id })
  await w.kolo.call(anna, 'deal.update', { items: [{ id: again.deal.id, nextStep: 'Call' }] })
  await expect(w.kolo.call(anna, 'lead.unconvert', { id: lead.id })).rejects.toMatchObject({
    code: 'worked_on',
  })
  // The same person asks again: he is known.
  const twin = await one(
    'lead.create',
    { person: { last: 'Shevchuk', first: 'Maria' }, phones: ['+380671234567'], owner: anna.user },
    anna,
  )
  await expect(w.kolo.call(anna, 'lead.convert', { id: twin.id })).rejects.toMatchObject({ code: 'known' })
  const joined = await w.kolo.call(anna, 'lead.convert', { id: twin.id, contact: again.contact.id })
  expect(joined).toMatchObject({ account: { id: again.account.id }, contact: { id: again.contact.id } })
})

test('of a client goes to whoever keeps him, though it is not his turn', async () => {
  for (const keeper of [anna, bohdan, anna]) {
    const phone = keeper === anna ? '+380671000001' : '+380671000002'
    await one('contact.create', { name: { last: 'Kept' }, phones: [phone], owner: keeper.user })
    const { id } = await one('lead.create', { company: 'Known', phones: [phone] })
    await distribute(w.kolo, { ids: [id] })
    expect(await ownerOf(id)).toBe(keeper.user)
    const { items } = await w.kolo.list(admin, 'leadAssignment', {
      filter: ['lead', 'is', id],
      fields: ['why'],
    })
    expect(items).toMatchObject([{ why: 'client' }])
  }
})

test('of the same person goes to one, however they come', async () => {
  const emails = ['again@client.example']
  const ask = () => one('lead.create', { company: 'Again', emails }).then(({ id }) => id)
  const ids = await Promise.all([ask(), ask()])
  await Promise.all([distribute(w.kolo, { ids }), distribute(w.kolo, { ids })])
  const [first, second] = [await ownerOf(ids[0]!), await ownerOf(ids[1]!)]
  expect(first).not.toBeNull()
  expect(second).toBe(first)
  const third = await ask()
  await distribute(w.kolo, { ids: [third] })
  expect(await ownerOf(third)).toBe(first)
  const { items } = await w.kolo.list(admin, 'leadAssignment', { filter: ['lead', 'is', third] })
  expect(items).toMatchObject([{ why: 'again' }])
  await w.kolo.call(admin, 'lead.delete', { ids: [...ids, third] })
})

test('comes by a public form, unless a machine sends it', async () => {
  const marketing = await w.asRole('marketing')
  await one(
    'webForm.create',
    {
      name: 'Boilers',
      slug: 'boilers',
      locale: 'en',
      asks: ['name', 'phone'],
      requires: ['phone'],
      consent: 'I agree',
    },
    marketing,
  )
  const app = new Hono().route('/f', formsDoor(w.kolo, 'secret') as never)
  const page = await app.request('/f/boilers')
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('name="phone"')
  const stamp = stampOf('secret').make('boilers', Date.now() - 10_000)
  const send = (sent: Record<string, string>) =>
    app.request('/f/boilers', { method: 'POST', body: new URLSearchParams({ stamp, ...sent }) })
  const bad = await send({ name: 'Petro <b>', phone: 'no number' })
  expect([bad.status, (await bad.text()).includes('&lt;b&gt;')]).toEqual([400, true])
  const count = async () => (await w.kolo.list(admin, 'lead', { count: true, limit: 1 })).count!.value
  const before = await count()
  expect((await send({ name: 'Bot', phone: '+380671112233', consent: '1', website2: 'x' })).status).toBe(200)
  expect(await count()).toBe(before)
  expect((await send({ name: 'Petro Bondar', phone: '+380671112233', consent: '1' })).status).toBe(200)
  const asJson = (consent: unknown) =>
    app.request('/f/boilers', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stamp, name: 'Json', phone: '+380671112299', consent }),
    })
  expect((await asJson(true)).status).toBe(201)
  const none = await app.request('/f/none')
  expect([none.status, none.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8'])
  const { items } = await w.kolo.list(admin, 'lead', { filter: ['title', 'contains', 'Bondar'] })
  expect(items).toMatchObject([{ source: 'site', form: { title: 'Boilers' }, consent: 'I agree' }])
  // The same person again, and thrice at once: he waits once, and what he said stands with what he said before.
  const again = { name: 'P. Bondar', phone: '067 111 22 33', consent: '1', interest: 'Pumps too' }
  for (const answer of await Promise.all([send(again), send(again), send(again)]))
    expect(answer.status).toBe(200)
  expect(await count()).toBe(before + 2)
  const { items: now } = await w.kolo.list(admin, 'lead', { filter: ['title', 'contains', 'Bondar'] })
  expect(now[0]!['interest']).toMatch(/Boilers: Pumps too[^]*Boilers: Pumps too/)
  expect(await w.db.system((tx) => tx.one(sql`select received::int, refused::int from web_forms`))).toEqual({
    received: 5,
    refused: 1,
  })
})

test('what is ticked in a form stands in the ledger of consents, in the words that were read', async () => {
  const news = {
    name: 'News',
    text: 'Згоден на новини',
    textEn: 'I agree to news',
    channels: ['email', 'sms', 'letter'],
    asksInForms: true,
  }
  const purpose = await one('consentPurpose.create', news)
  await one('consentPurpose.create', { ...news, name: 'Contract', basis: 'contract' })
  const page = { name: 'News', slug: 'news', locale: 'en', asks: ['name', 'phone'], consent: 'I agree' }
  await one('webForm.create', page)
  const app = new Hono().route('/f', formsDoor(w.kolo, 'secret') as never)
  const { agreements, stamp: fresh } = (await (await app.request('/f/news?json')).json()) as {
    agreements: unknown[]
    stamp: string
  }
  expect(agreements).toEqual([{ purpose: purpose.id, version: 1, text: 'I agree to news' }])
  expect(await (await app.request('/f/news')).text()).toContain(`name="purpose:${purpose.id}"`)
  expect(fresh).toBeTruthy()
  // While the page lay open the words were changed.
  await w.kolo.call(admin, 'consentPurpose.update', {
    items: [{ id: purpose.id, textEn: 'I agree to news and more' }],
  })
  const stamp = stampOf('secret').make('news', Date.now() - 10_000)
  const send = (sent: Record<string, string>) =>
    app.request('/f/news', {
      method: 'POST',
      headers: { 'user-agent': 'Browser 1' },
      body: new URLSearchParams({ stamp, consent: '1', ...sent }),
    })
  const ticked = { [`purpose:${purpose.id}`]: '1', 'purpose:0193': '1' }
  expect((await send({ name: 'Olha Tick', phone: '+380501112233', ...ticked })).status).toBe(200)
  expect((await send({ name: 'Olha Notick', phone: '+380501112244' })).status).toBe(200)
  expect(
    (await send({ name: 'Olha Made', phone: '+380501112255', [`purpose:${purpose.id}`]: '99' })).status,
  ).toBe(200)
  const lines = (await w.kolo.list(admin, 'consent', { limit: 10 })).items
  expect(lines).toMatchObject([
    {
      record: { entity: 'lead', title: 'Tick Olha' },
      channel: 'sms',
      state: 'given',
      version: 1,
      text: 'I agree to news',
      source: 'form',
      proof: expect.stringMatching(/^\/f\/news · .*Browser 1$/),
    },
  ])
})

test('a request goes to another department and comes back with an answer', async () => {
  const stock = await w.asRole('service')
  const asked = { subject: 'Is it there?', kind: 'stock' }
  await expect(one('internalRequest.create', asked, anna)).rejects.toThrow(/department/)
  const { id } = await one('internalRequest.create', { ...asked, department: stock.teams[0] }, anna)
  await w.kolo.call(stock, 'internalRequest.take', { id })
  await w.kolo.call(stock, 'internalRequest.answer', { id, answer: 'Yes' })
  expect(await w.kolo.get(anna, 'internalRequest', id)).toMatchObject({
    status: 'answered',
    answer: 'Yes',
    answeredBy: { id: stock.user },
  })
  await expect(w.kolo.call(stock, 'internalRequest.answer', { id, answer: 'No' })).rejects.toMatchObject({
    code: 'wrong_state',
  })
})
