import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listedTable } from '#doors/export/listed.ts'
import { openSellingWorld, type SellingWorld } from '../selling-world.ts'
import { everyGroupOpens } from './portfolio-opens.ts'

let w: SellingWorld
let clients: { id: string }[]
const year = { from: '2025-01-01', to: '2025-12-31' }
const call = (name: string, input: object, who = w.admin) => w.kolo.call(who, name, { ...year, ...input })

// The same at every run.
let state = 5
const random = (below: number) => (state = (state * 48271) % 2147483647) % below
const some = <T>(list: readonly T[]): T => list[random(list.length)]!
const dayOf = (month: number) => new Date(Date.UTC(2024, month, 1 + random(28))).toISOString().slice(0, 10)

beforeAll(async () => {
  w = await openSellingWorld()
  const { make, admin, uah } = w
  const groups = await make(admin, 'productGroup', { name: 'Pumps' }, { name: 'Filters' })
  await w.kolo.call(admin, 'product.update', {
    items: [w.pump, w.filter].map((p, i) => ({ id: p.id, group: groups[i]!.id })),
  })
  await make(admin, 'exchangeRate', { currency: 'EUR', base: 'UAH', date: '2023-01-01', rate: 41.37 })
  clients = await make(w.olena, 'account', ...Array.from({ length: 12 }, (_, i) => ({ name: `Client ${i}` })))
  const orders = await make(
    admin,
    'order',
    ...Array.from({ length: 90 }, (_, i) => ({
      account: some(clients).id,
      date: dayOf(i % 24),
      currency: i % 7 ? 'UAH' : 'EUR',
      taxIncluded: i % 2 === 0,
      owner: (i % 3 ? w.olena : admin).user,
    })),
  )
  await make(
    admin,
    'orderLine',
    ...orders.flatMap((o, i) => [
      { order: o.id, product: w.pump.id, quantity: 1 + random(9), discount: random(30) },
      ...(i % 2 ? [{ order: o.id, product: w.filter.id, quantity: 1 + random(20) }] : []),
      ...(i % 5 === 0 && i % 7
        ? [{ order: o.id, description: 'Delivery', quantity: 1, unitPrice: uah('99.99') }]
        : []),
    ]),
  )
  // One by one they would be confirmed in a minute.
  await w.db.system((tx) =>
    tx.rows(
      sql`update orders set status = 'confirmed' where id = any(${orders.slice(4).map((o) => o.id)}::uuid[])`,
    ),
  )
}, 60_000)
afterAll(() => w.close())

const sales = async (period: object = year, who = w.admin) => {
  const { cells } = await call('order.volume', { rows: 'owner', measures: ['revenue'], ...period }, who)
  return cells.find((c: { row: number | null }) => c.row === null)?.now?.revenue ?? '0.00'
}
const sum = (values: string[]) => values.reduce((all, v) => all + Math.round(Number(v) * 100), 0)

test('sales are those of Sales volume, to the cent', async () => {
  const whole = await sales()
  for (const of of ['clients', 'products']) {
    const { indicators } = await call('order.portfolio', { of, comparison: 'previous' })
    const total = indicators.find((i: { key: string }) => i.key === 'total')
    expect(total).toMatchObject({ now: whole, before: await sales({ from: '2024-01-01', to: '2024-12-31' }) })
  }
  for (const rows of ['productGroup', 'owner', 'product']) {
    const { total } = await call('order.what_changed', { rows, comparison: 'previous' })
    expect(total).toMatchObject({ now: whole, before: await sales({ from: '2024-01-01', to: '2024-12-31' }) })
  }
  const { steps } = await call('order.client_flow', { step: 'month' })
  for (const { from, to, figures } of steps)
    expect([from, sum([figures.newSales, figures.repeatSales, figures.returnedSales])]).toEqual([
      from,
      sum([await sales({ from, to })]),
    ])
})

test('each client’s sales are those of Sales volume', async () => {
  const { rows } = await call('order.portfolio', { of: 'clients' })
  const volume = await call('order.volume', { rows: 'account', measures: ['revenue'] })
  expect(rows.length).toBeGreaterThan(8)
  for (const { value, figures } of rows) {
    const at = volume.rows.findIndex((r: { value: string }) => r.value === value)
    expect(volume.cells.find((c: { row: number }) => c.row === at).now.revenue).toBe(figures.sales)
  }
})

test('every figure opens as many records as it says, under everybody’s rights', async () => {
  for (const who of [w.admin, w.olena]) expect(await everyGroupOpens(w.kolo, who, year)).toBeGreaterThan(50)
})

test('the parts of a change are the change, of all and of each row', async () => {
  const answer = await call('order.what_changed', { rows: 'product', comparison: 'previous' })
  const keys = ['came', 'left', 'volume', 'price', 'mix']
  expect(answer.rows.map((r: { value: string | null }) => r.value)).toContain(null)
  for (const f of [answer.total, ...answer.rows.map((r: { figures: object }) => r.figures)])
    expect(sum([f.before, ...keys.map((key) => f[key])])).toBe(sum([f.now]))
  for (const key of keys) {
    const rows = answer.rows.map((r: { figures: Record<string, string> }) => r.figures[key])
    expect(Math.abs(sum(rows) - sum([answer.total[key]]))).toBeLessThanOrEqual(rows.length)
  }
})

test('a client in the bin is nobody, but what he bought was sold', async () => {
  const whole = await sales()
  const { rows } = await call('order.portfolio', { of: 'clients' })
  await w.db.system((tx) => tx.rows(sql`update accounts set deleted_at = now() where id = ${rows[0].value}`))
  const after = await call('order.portfolio', { of: 'clients' })
  expect(after.rows.map((r: { value: string }) => r.value)).toEqual(
    rows.slice(1).map((r: { value: string }) => r.value),
  )
  expect(after.indicators[0].now).toBe(whole)
  expect(await everyGroupOpens(w.kolo, w.admin, year)).toBeGreaterThan(50)
})

test('a question that does not hold says why', async () => {
  const wrong = (name: string, input: object) => expect(call(name, input)).rejects
  await wrong('order.portfolio', { of: 'clients', b: 50 }).toMatchObject({ problems: [{ path: 'b' }] })
  await wrong('order.portfolio', { of: 'clients', y: 10 }).toMatchObject({ problems: [{ path: 'y' }] })
  await wrong('order.portfolio', { of: 'clients', to: '2024-01-01' }).toMatchObject({
    problems: [{ path: 'to' }],
  })
  await wrong('order.client_flow', { lostAfter: 0 }).toThrow()
  await wrong('order.client_flow', { from: '1990-01-01' }).toMatchObject({ problems: [{ path: 'from' }] })
  await wrong('order.what_changed', { rows: 'weather' }).toThrow()
  await wrong('order.what_changed', { rows: 'owner', from: '2020-01-01', comparison: 'year' }).toMatchObject({
    problems: [{ path: 'comparison' }],
  })
})

test('it goes into a file, to whoever may export', async () => {
  const ask = { ...year, rows: 'product', comparison: 'previous' }
  const { columns, rows } = await listedTable(w.kolo, w.admin, 'order.what_changed', ask)
  const cells = rows.map((row) => columns.map((c) => c.cell(row)))
  expect(columns.map((c) => c.header)).toEqual(
    expect.arrayContaining(['Name', 'Clients gained', 'Volume', 'Price', 'Mix', 'Change']),
  )
  expect(cells.map(([name]) => name).toSorted()).toEqual(
    ['Total', 'Not given', 'Насос циркуляційний', 'Фільтр'].toSorted(),
  )
  const all = await listedTable(w.kolo, w.admin, 'order.portfolio', { ...year, of: 'clients', limit: 1 })
  expect(all.rows.length).toBeGreaterThan(8)
  await expect(listedTable(w.kolo, w.olena, 'order.portfolio', { ...year, of: 'clients' })).rejects.toThrow(
    'may not export',
  )
})

test('only sales that he may see count; a hidden field refuses', async () => {
  const { indicators } = await call('order.portfolio', { of: 'clients' }, w.olena)
  const [total] = indicators
  expect(total.now).toBe(await sales(year, w.olena))
  expect(Number(total.now)).toBeLessThan(Number(await sales()))
  const { items } = await w.kolo.list(w.admin, 'role', { filter: ['key', 'is', 'sales'] })
  const role = items[0]!
  const rights = role['rights'] as Record<string, object>
  const asked = {
    'order.portfolio': { of: 'clients' },
    'order.client_flow': {},
    'order.what_changed': { rows: 'owner' },
  }
  await w.kolo.call(w.admin, 'role.set_rights', {
    id: role.id,
    rights: { ...rights, orderLine: { ...rights['orderLine'], fields: { amount: 'none' } } },
  })
  await w.kolo.refresh()
  for (const [name, input] of Object.entries(asked))
    await expect(call(name, input, w.olena)).rejects.toMatchObject({ code: 'hidden' })
})
