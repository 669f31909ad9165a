import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { openSellingWorld, type SellingWorld } from './selling-world.ts'

let w: SellingWorld
let account: string
beforeAll(async () => {
  w = await openSellingWorld()
  account = w.client.id
})
afterAll(() => w.close())

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const said = async (who: Actor) => {
  const { lines } = await w.kolo.card(who, 'account', account)
  return Object.fromEntries(lines.map((l) => [l.key, l.values]))
}

/** How many statements it sends. */
async function counted(run: () => Promise<unknown>): Promise<number> {
  const { pool } = w.db
  const connect = pool.connect.bind(pool)
  let sent = 0
  pool.connect = (async () => {
    const client = await connect()
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    client.query = ((...args: unknown[]) => (sent++, query(...args))) as typeof client.query
    const release = client.release.bind(client)
    client.release = (error) => {
      client.query = query as typeof client.query
      client.release = release
      release(error)
    }
    return client
  }) as typeof pool.connect
  await run()
  pool.connect = connect
  return sent
}

/** 1,200 UAH and the VAT, invoiced so many days ago and due a fortnight later. */
async function sold(ago: number): Promise<string> {
  const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1 }], { paymentDays: 14 })
  await w.act(w.olena, 'quote.send', { id: q.id })
  await w.act(w.olena, 'quote.accept', { id: q.id, comment: 'Yes' })
  const order = (await w.kolo.list(w.olena, 'order', { filter: ['quote', 'is', q.id] })).items[0]!.id
  await w.act(w.olena, 'order.confirm', { id: order })
  return (await w.act<{ invoice: string }>(w.olena, 'order.invoice', { id: order, date: daysAgo(ago) }))
    .invoice
}

test('the card of a client says what he owes and since when, how near his limit is, what waits and what he bought', async () => {
  const [late] = [await sold(100), await sold(1)]
  const { total } = (await w.read(w.olena, 'invoice', late)) as unknown as { total: { amount: string } }
  const price = Number(total.amount)
  const uah = (n: number) => ({ money: { amount: n.toFixed(2), currency: 'UAH' } })
  await w.act(w.olena, 'invoice.pay', { id: late, amount: w.uah('100') })
  const waiting = await w.quote(w.olena, [{ product: w.filter.id, quantity: 1 }])
  await w.act(w.olena, 'quote.send', { id: waiting.id })
  await w.make(w.olena, 'internalRequest', {
    subject: 'When?',
    kind: 'stock',
    account,
    department: w.olena.teams[0],
  })
  await w.kolo.call(w.admin, 'account.update', {
    items: [{ id: account, creditLimit: w.uah((price * 2).toFixed(2)) }],
  })
  // What was won says no more where there are orders.
  const [pipeline] = await w.make(w.admin, 'pipeline', { name: 'Sales', position: 1, isDefault: true })
  for (const [i, outcome] of ['open', 'won', 'lost'].entries())
    await w.make(w.admin, 'stage', { name: outcome, pipeline: pipeline!.id, position: i, outcome })
  const [deal] = await w.make(w.olena, 'deal', { name: 'Won', account, amount: w.uah('5') })
  await w.act(w.olena, 'deal.win', { id: deal!.id })

  const lines = await said(w.olena)
  expect(lines).toMatchObject({
    overdue: [uah(price - 100), { text: '86 days' }],
    owed: [uah(price * 2 - 100)],
    credit: [{ text: `${Math.round(100 - 5000 / price)} %` }, uah(price * 2)],
    openOrders: [{ count: 2 }, uah(price * 2)],
    openQuotes: [{ count: 1 }, expect.anything()],
    openRequests: [{ count: 1 }],
    sold: [uah(price * 2)],
    paid: [uah(100)],
  })
  expect(lines).not.toHaveProperty('won')
  expect((await said({ ...w.olena, locale: 'uk' }))['overdue']![1]).toEqual({ text: '86 днів' })

  // Who sees no papers is told nothing of them, and of the deals instead.
  const other = await said(await w.person('Мар’яна', 'marketing'))
  expect(
    Object.keys(other).filter((key) =>
      ['overdue', 'owed', 'sold', 'paid', 'openOrders', 'openQuotes'].includes(key),
    ),
  ).toEqual([])
  expect(other['won']).toEqual([uah(5)])
  expect(await counted(() => w.kolo.card(w.olena, 'account', account))).toBeLessThanOrEqual(18)

  // A limit in another currency is used up by the same debts, at today's rate.
  await w.make(w.admin, 'exchangeRate', { currency: 'EUR', base: 'UAH', rate: 50, date: daysAgo(1) })
  const inEuro = { amount: ((price * 2) / 50).toFixed(2), currency: 'EUR' }
  await w.kolo.call(w.admin, 'account.update', { items: [{ id: account, creditLimit: inEuro }] })
  expect((await said(w.olena))['credit']).toEqual([lines['credit']![0], { money: inEuro }])
})

test('the last contact is the later of a talk and a letter', async () => {
  const { olena } = w
  const doneAt = `${daysAgo(5)}T10:00:00Z`
  await w.act(olena, 'activity.log', {
    kind: 'call',
    subject: 'Talked',
    record: { entity: 'account', id: account },
    doneAt,
  })
  const last = async () =>
    (await w.kolo.card(olena, 'account', account)).lines
      .filter((l) => l.place === 'contact')
      .map((l) => l.values)
  expect(await last()).toEqual([[{ date: daysAgo(5) }, { text: 'Talked' }]])
  const [box] = await w.make(w.admin, 'mailbox', {
    name: 'Sales',
    address: 'sales@kolo.example',
    kind: 'shared',
    isForAll: true,
  })
  const thread = async (subject: string, at: string) =>
    w.db.system((tx) =>
      tx.client.query(
        `insert into mail_threads (id, subject, mailbox_id, account_id, last_at, is_open, owner_id, created_at, updated_at, revision)
          values (gen_random_uuid(), $1, $2, $3, $4, true, $5, now(), now(), 1)`,
        [subject, box!.id, account, at, olena.user],
      ),
    )
  await thread('Older', `${daysAgo(9)}T10:00:00Z`)
  expect(await last()).toEqual([[{ date: daysAgo(5) }, { text: 'Talked' }]])
  await thread('Newer', `${daysAgo(2)}T10:00:00Z`)
  expect(await last()).toEqual([[{ date: daysAgo(2) }, { text: 'Newer' }]])
})

test('what one may only read offers no change, and says so without an id', async () => {
  const [lead] = await w.make(w.admin, 'lead', { company: 'Hers', owner: w.olena.user })
  const colleague = await w.person('Колега', 'sales', { id: w.olena.teams[0]! })
  const names = async (who: Actor) =>
    (await w.kolo.operationsOn(who, 'lead', lead!.id)).items.map((o) => o.name)
  expect(await names(w.olena)).toContain('lead.convert')
  expect(await names(colleague)).not.toContain('lead.convert')
  expect(await w.kolo.operationsOn(colleague, 'lead', lead!.id)).toMatchObject({
    update: false,
    delete: false,
  })
  expect(await w.kolo.operationsOn(w.olena, 'lead', lead!.id)).toMatchObject({ update: true })
  const told = (locale: 'en' | 'uk') =>
    w.kolo
      .call({ ...colleague, locale }, 'lead.convert', { id: lead!.id })
      .then(String, (e: Error) => e.message)
  expect(await told('uk')).toMatch(/^Немає такого запису \(лід\)/)
  expect(await told('en')).toMatch(/^There is no such lead/)
  expect(await told('uk')).not.toContain(lead!.id)
  const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1 }])
  for (const [entity, id] of [
    ['quote', q.id],
    ['account', account],
  ] as const) {
    const { update, items } = await w.kolo.operationsOn(
      await w.person('Ще', 'sales', { id: w.olena.teams[0]! }),
      entity,
      id,
    )
    expect([entity, update]).toEqual([entity, false])
    expect(items.map((o) => o.name)).not.toContain('quote.send')
  }
})
