import sql, { raw, type Sql } from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor, type Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import type { Context } from '#core/operation.ts'
import { storeOf } from '#core/store.ts'
import { Files } from '#core/files.ts'
import { Kolo } from '#core/kolo.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import { makeCatalogue } from '#modules/index.ts'
import { newDatabase } from '#test/world/database.ts'
import { scratchPlace } from '#test/world/scratch.ts'
import { loadCompany, type LoadedSignIn } from '../server/sample/index.ts'
import { settle } from '#modules/orders/settle.ts'
import { everyFigureOpens, everyReportOpens } from './analysis/opens.ts'
import { everyGroupOpens } from './analysis/portfolio-opens.ts'
import { company } from './sample-world.ts'

// What is sent runs out, and what is due becomes late: the company of another day would not be as it was made.
const today = new Date().toISOString().slice(0, 10)
const period = { from: new Date(Date.parse(today) - 365 * 86_400_000).toISOString().slice(0, 10), to: today }
const c = company(today)
const system = systemActor()
const seen: { done: number; total: number }[] = []
let own: Awaited<ReturnType<typeof newDatabase>>
let db: Database
let kolo: Kolo
let signIns: LoadedSignIn[]

beforeAll(async () => {
  own = await newDatabase()
  db = new Database({ config: own.config })
  kolo = new Kolo(makeCatalogue(), db)
  kolo.files = new Files(db, scratchPlace())
  await kolo.refresh()
  ;({ signIns } = await loadCompany(kolo, system, c, (state) => void seen.push(state)))
})
afterAll(async () => {
  await db.close()
  await own.drop()
})

const count = async (actor: Actor, entity: string, filter?: unknown) =>
  (
    await kolo.list(actor, entity, {
      limit: 1,
      count: true,
      ...(filter ? { filter: filter as never } : {}),
    })
  ).count!.value
const actor = async (email: string): Promise<Actor> =>
  (await db.system((tx) => actorOfUser(tx, signIns.find((s) => s.email.startsWith(`${email}@`))!.id)))!

it('is written whole', async () => {
  expect(seen.at(-1)!.done).toBe(seen.at(-1)!.total)
  expect(await count(system, 'account')).toBe(c.accounts.length)
  expect(await count(system, 'contact')).toBe(c.contacts.length)
  expect(await count(system, 'user')).toBe(61)
  expect(await count(system, 'product')).toBe(c.products.length)
  for (const outcome of ['won', 'lost']) {
    const ends = c.deals.filter((d) => d.stage.endsWith(`-${outcome}`)).length
    expect(await count(system, 'deal', ['status', 'is', outcome])).toBe(ends)
  }
})

it('has quotes in every state', async () => {
  for (const { key } of kolo.entity('quote').fields['status']!.options!)
    expect([key, (await count(system, 'quote', ['status', 'is', key])) > 0]).toEqual([key, true])
})

it('brings files that are what they say', async () => {
  expect(await count(system, 'attachment')).toBe(c.files.length)
  for (const [category, type] of Object.entries({
    drawing: 'application/pdf',
    photo: 'image/png',
    specification: 'text/csv',
  }))
    expect(
      await count(system, 'attachment', {
        and: [
          ['category', 'is', category],
          ['type', 'is', type],
        ],
      }),
    ).toBe(c.files.filter((f) => f.category === category).length)
})

it('keeps the days on which deals were opened and closed', async () => {
  const [deal] = (
    await kolo.list(system, 'deal', {
      filter: ['code', 'is', c.deals[0]!.code],
      fields: ['openedOn', 'closeDate', 'amount'],
    })
  ).items
  const { openedOn, closeDate, amount } = c.deals[0]!
  expect(deal).toMatchObject({ openedOn, closeDate, amount })
})

it('shows each who signs in what is his', async () => {
  expect(signIns.length).toBe(14)
  const all = c.deals.length
  expect(await count(await actor('director'), 'deal')).toBe(all)
  const odesa = await count(await actor('odesa.sales'), 'deal')
  expect(odesa > 0 && odesa < all / 4).toBe(true)
  const client = await count(await actor('client'), 'deal')
  expect(client).toBe(c.deals.filter((d) => d.account === c.stories.grower).length)
})

it('is found by its words in either alphabet', async () => {
  for (const words of ['тиса терм', 'tysa']) {
    const { items } = await kolo.search(await actor('director'), words, 20, ['account'])
    expect(items.length).toBe(2)
  }
})

it.each(['director', 'kyiv.sales'])(
  'every figure of the analysis is the number of records that it opens, for %s',
  async (who) => {
    expect(await everyFigureOpens(kolo, await actor(who), period)).toBeGreaterThan(60)
  },
)

it('every number in a report of any kind of record is the number of records that it opens', async () => {
  expect(await everyReportOpens(kolo, await actor('kyiv'))).toBeGreaterThan(200)
})

it.each(['order', 'deal'] as const)(
  'every group of clients and products is the number of records that it opens, by %ss',
  async (base) => {
    expect(await everyGroupOpens(kolo, await actor('kyiv.sales'), period, base)).toBeGreaterThan(40)
  },
)

const rows = <T = Record<string, unknown>>(text: Sql) => db.system((tx) => tx.rows<T & object>(text))

it('ties every order to its won deal: its client, person, seller and lines', async () => {
  expect(await count(system, 'order')).toBe(c.deals.filter((d) => d.stage.endsWith('-won')).length)
  expect(
    await rows(sql`select o.number from orders o left join deals d on d.id = o.deal_id and d.status = 'won'
      and d.account_id = o.account_id and d.contact_id is not distinct from o.contact_id and d.owner_id = o.owner_id
      and d.team_id = o.team_id and d.amount = o.total and d.amount_currency = o.total_currency where d.id is null`),
  ).toEqual([])
  const line = sql`position, product_id, description, quantity, unit, unit_price, discount, tax_rate, cost, list_price, amount`
  expect(
    await rows(sql`select (select deal_id from orders where id = order_id), ${line} from order_lines
      except all select deal_id, ${line} from deal_lines`),
  ).toEqual([])
})

it('adds up: orders, shipments, invoices and payments come to what their parts do', async () => {
  for (const wrong of [
    sql`select o.number from orders o where o.total <> (select sum(amount) from order_lines where order_id = o.id)
      or o.net + o.tax <> o.total`,
    sql`select i.number from invoices i where i.total <> (select sum(amount) from invoice_lines where invoice_id = i.id)
      or i.net + i.tax <> i.total or i.total <> i.paid + i.due
      or i.paid <> (select coalesce(sum(amount), 0) from allocations where invoice_id = i.id)
      or i.status <> case when i.due = 0 then 'paid' when i.paid = 0 then 'open' else 'part' end`,
    sql`select p.number from payments p where p.amount <> p.unallocated + (select coalesce(sum(amount), 0) from allocations where payment_id = p.id)`,
    sql`select l.id from order_lines l where
      l.shipped_quantity - l.returned_quantity <> (select coalesce(sum(quantity), 0) from shipment_lines where order_line_id = l.id)
      or l.invoiced_quantity <> (select coalesce(sum(quantity), 0) from invoice_lines where order_line_id = l.id and quantity > 0)`,
    sql`select i.number from invoices i join orders o on o.id = i.order_id where i.kind = 'invoice' and i.due_date <> i.date + o.payment_days::int`,
    sql`select id from stock_levels where quantity < 0`,
    sql`select product_id from reservations where deleted_at is null group by 1
      having sum(quantity) > (select coalesce(sum(quantity), 0) from stock_levels s where s.product_id = reservations.product_id)`,
  ])
    expect(await rows(wrong)).toEqual([])
  // What the operations would say of each order is what it says: nothing is left to write.
  const told = sql`select count(*)::int as events from events`
  const [before] = await rows(told)
  const house = { rights: kolo.rightsOf(system), entityOf: kolo.entityOf, allEntities: kolo.allEntities }
  const orders = await rows<{ id: string }>(sql`select id from orders`)
  const ids = orders.map((o) => o.id)
  await db.as(system, (tx) =>
    settle({ tx: storeOf(tx, house, 'test'), kolo, actor: system, today } as Context, ids),
  )
  expect(await rows(told)).toEqual([before])
})

it('sold nothing below the floor of its day, and without one nothing that has a price', async () => {
  for (const table of ['quote_lines', 'order_lines', 'shipment_lines', 'invoice_lines'])
    expect(
      await rows(sql`select id from ${raw(table)} where product_id is not null
        and (binding is not true and ${raw(table === 'quote_lines' ? 'false' : 'true')} or floor is null or floor <= 0 or net_price < floor and approval_id is null and binding)`),
    ).toEqual([])
})

it('counts the sales of orders, less what came back, as SQL does', async () => {
  const { rows: owners, cells } = await kolo.call<{
    rows: { title: string }[]
    cells: { row: number | null; now: { revenue: string; orders: number } }[]
  }>(await actor('director'), 'order.volume', {
    rows: 'owner',
    ...period,
    measures: ['revenue', 'orders'],
  })
  const asked = await rows<{ name: string; revenue: string; orders: number }>(sql`
    select u.name, sum(l.amount * (1 - l.returned_quantity / l.quantity) * 100 / 120 * coalesce(r.rate, 1))::text as revenue, count(distinct o.id)::int as orders
    from orders o join order_lines l on l.order_id = o.id join users u on u.id = o.owner_id
    left join lateral (select rate from exchange_rates where currency = o.currency and base = 'UAH' and date <= o.date
      order by date desc limit 1) r on true
    where o.status in ('confirmed', 'done') and o.date between ${period.from} and ${period.to} group by u.id, u.name order by u.name`)
  const told = cells
    .flatMap((x) => (x.row === null ? [] : [{ name: owners[x.row]!.title, ...x.now }]))
    .toSorted((x, y) => (x.name < y.name ? -1 : 1))
  const plain = (list: typeof asked) =>
    list
      .map((x) => [x.name, Number(x.revenue).toFixed(0), Number(x.orders)])
      .toSorted((x, y) => (x[0]! < y[0]! ? -1 : 1))
  expect(plain(told)).toEqual(plain(asked))
  expect(asked.length).toBeGreaterThan(15)
})

it('tells of orders on the days on which it happened, and numbers them by those', async () => {
  expect(
    await rows(sql`select o.number from orders o join events e on e.record_id = o.id and e.name = 'order.created'
      where e.at::date <> o.date or o.created_at <> e.at`),
  ).toEqual([])
  expect(await rows(sql`select id from events where at > now() + interval '1 minute'`)).toEqual([])
  for (const [table, kind] of [
    ['orders', sql`''`],
    ['invoices', sql`kind`],
    ['shipments', sql`kind`],
    ['payments', sql`''`],
  ] as const)
    expect(
      await rows(sql`select number from (select number, date, lag(date) over w as before, row_number() over w as nth
          from ${raw(table)} window w as (partition by ${kind}, extract(year from date) order by number)) x
        where before > date or right(number, 4)::int <> nth`),
    ).toEqual([])
  const [newest] = await rows<{ date: string }>(sql`select max(date)::text as date from orders`)
  const [next] = (
    await kolo.call<{ items: { id: string }[] }>(system, 'order.create', {
      items: [{ account: (await kolo.list(system, 'account', { limit: 1 })).items[0]!.id, ...newest }],
    })
  ).items
  const { number } = await kolo.get(system, 'order', next!.id)
  const [last] = await rows<{ last: string }>(
    sql`select max(number) as last from orders where id <> ${next!.id}::uuid`,
  )
  expect(number).toBe(
    `${last!.last.slice(0, -4)}${String(Number(last!.last.slice(-4)) + 1).padStart(4, '0')}`,
  )
  await kolo.call(system, 'order.delete', { ids: [next!.id] })
})

it('has clients who get nothing more on credit', async () => {
  const [debtor] = await rows<{ id: string }>(sql`select a.id from accounts a where a.credit_policy = 'stop'
    and a.credit_limit < (select sum(due) from invoices i where i.account_id = a.id and i.status in ('open', 'part'))`)
  const make = async (entity: string, item: object) =>
    (await kolo.call<{ items: { id: string }[] }>(system, `${entity}.create`, { items: [item] })).items[0]!.id
  const order = await make('order', { account: debtor!.id })
  await make('orderLine', {
    order,
    description: 'Вентилі',
    quantity: 1,
    unitPrice: { amount: '500', currency: 'UAH' },
  })
  await expect(kolo.call(system, 'order.confirm', { id: order })).rejects.toMatchObject({
    code: 'credit_stop',
  })
  await kolo.call(system, 'order.delete', { ids: [order] })
})
