import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { openSellingWorld, type SellingWorld } from './selling-world.ts'

let w: SellingWorld
let head: Actor
beforeAll(async () => {
  w = await openSellingWorld()
  head = await w.person('Голова', 'manager', { id: w.olena.teams[0]! })
})
afterAll(() => w.close())

const order = async (who: Actor, more: object, ...lines: object[]) => {
  const [o] = await w.make(who, 'order', {
    account: w.client.id,
    currency: 'UAH',
    taxIncluded: false,
    ...more,
  })
  if (lines.length) await w.make(who, 'orderLine', ...lines.map((l) => ({ ...l, order: o!.id })))
  return w.read(who, 'order', o!.id)
}
const seen = async (id: string) => w.read(w.system, 'order', id)
const invoices = async (id: string) =>
  (await w.kolo.list(w.system, 'invoice', { filter: ['order', 'is', id], limit: 10 })).items

describe('sums that are not rounded', () => {
  const line = (unitPrice: string) => ({ description: 'Дріт', quantity: 3, unitPrice: w.uah(unitPrice) })

  test('lines and totals keep four digits, in the API too', async () => {
    const o = await order(w.olena, { isExact: true }, line('0.335'), line('0.335'))
    expect(o).toMatchObject({ net: w.uah('2.0100'), tax: w.uah('0.0000'), total: w.uah('2.0100') })
    const { items } = await w.kolo.list(w.olena, 'orderLine', { filter: ['order', 'is', o.id] })
    expect(items.map((l) => l['amount'])).toEqual([w.uah('1.0050'), w.uah('1.0050')])
    const rounded = await order(w.olena, {}, line('0.335'), line('0.335'))
    expect(rounded).toMatchObject({ total: w.uah('2.02') })
  })

  // Rounded up and down, in one invoice and in two: whatever the invoices come to, paying them is paying the order.
  test.each([
    ['less than the order', ['0.3349'], 1, ['1.00']],
    ['more than the order', ['0.335', '0.335'], 1, ['2.02']],
    ['less than the order in cents', ['0.3347', '0.3347'], 1, ['2.00']],
    ['in parts', ['0.335', '0.335'], 2, ['0.68', '1.34']],
  ])('an invoice is in cents: %s', async (_, prices, parts, totals) => {
    const o = await order(w.olena, { isExact: true }, ...prices.map(line))
    await w.act(w.olena, 'order.confirm', { id: o.id })
    await w.act(w.olena, 'order.ship', { id: o.id })
    const { items: lines } = await w.kolo.list(w.olena, 'orderLine', { filter: ['order', 'is', o.id] })
    if (parts > 1)
      await w.act(w.olena, 'order.invoice', {
        id: o.id,
        lines: lines.map((l) => ({ line: l.id, quantity: 1 })),
      })
    await w.act(w.olena, 'order.invoice', { id: o.id })
    expect(await seen(o.id)).toMatchObject({ invoiced: 'all', paid: 'none' })
    const made = await invoices(o.id)
    expect(made.map((i) => (i['total'] as { amount: string }).amount).toSorted()).toEqual(totals)
    for (const i of made)
      if ((await w.read(w.olena, 'invoice', i.id))['status'] !== 'paid')
        await w.act(w.olena, 'invoice.pay', { id: i.id })
    expect((await invoices(o.id)).map((i) => [i['status'], i['due']])).toEqual(
      made.map(() => ['paid', w.uah('0.00')]),
    )
    expect(await seen(o.id)).toMatchObject({ status: 'done', state: 'done', paid: 'all' })
  })

  test('nobody pays parts of a cent', () =>
    expect(
      w.make(w.olena, 'payment', { account: w.client.id, amount: w.uah('1.005') }),
    ).rejects.toMatchObject({ problems: [{ path: 'items.0.amount' }] }))

  test('an order that has lines keeps how they are rounded', async () => {
    const o = await order(w.olena, {}, line('1'))
    await expect(
      w.act(w.olena, 'order.update', { items: [{ id: o.id, isExact: true }] }),
    ).rejects.toMatchObject({ code: 'has_lines' })
  })
})

describe('past orders', () => {
  const past = { date: '2020-03-05', isPast: true }
  const line = (unitPrice: string, quantity = 4) => ({
    product: w.filter.id,
    quantity,
    unitPrice: w.uah(unitPrice),
    taxRate: null,
  })
  const ledger = async () =>
    (await w.kolo.list(w.admin, 'floorBreach', { filter: ['outcome', 'is', 'past'], limit: 50 })).items
  beforeAll(async () => {
    await w.make(w.admin, 'floorRule', { kind: 'discount', value: 10 })
  })

  test('come in whole at the prices of then, and the ledger tells which were below the floor', async () => {
    const o = await order(head, past, line('50'), line('100'))
    expect(o).toMatchObject({
      status: 'done',
      state: 'done',
      shipped: 'all',
      invoiced: 'all',
      paid: 'all',
      total: w.uah('600.00'),
    })
    expect(await ledger()).toMatchObject([
      { document: o.id, outcome: 'past', loss: { amount: '161.80' }, quantity: 4, owner: { id: head.user } },
    ])
  })

  test('nothing more is sold by one', async () => {
    const o = await order(head, past, line('50'))
    for (const [name, input] of [
      ['order.confirm', {}],
      ['order.ship', {}],
      ['order.invoice', {}],
      ['order.reserve', {}],
      ['order.cancel', { reason: 'Так' }],
    ] as const)
      await expect(w.act(head, name, { id: o.id, ...input }), name).rejects.toThrow()
    expect(await invoices(o.id)).toEqual([])
  })

  test('what was sold then may come back', async () => {
    const o = await order(head, past, line('50'))
    const { items } = await w.kolo.list(head, 'orderLine', { filter: ['order', 'is', o.id] })
    const some = [{ line: items[0]!.id, quantity: 1 }]
    await w.act(head, 'order.return', { id: o.id, lines: some, reason: 'Брак' })
    expect(await seen(o.id)).toMatchObject({ status: 'done', state: 'done', paid: 'all' })
    await w.act(head, 'order.return', { id: o.id, reason: 'Брак' })
    expect(await seen(o.id)).toMatchObject({ state: 'returned' })
  })

  test.each(['web', 'api', 'import', 'mcp'] as const)(
    'are no way below the floor for who may not change it (%s)',
    async (via) => {
      const seller = { ...w.olena, via } as Actor
      await expect(order(seller, past)).rejects.toMatchObject({ problems: [{ path: 'items.0.isPast' }] })
      const o = await order(head, { ...past, owner: w.olena.user }, line('100'))
      await expect(w.make(seller, 'orderLine', { ...line('50'), order: o.id })).rejects.toMatchObject({
        problems: [{ path: 'order' }],
      })
      const { items } = await w.kolo.list(head, 'orderLine', { filter: ['order', 'is', o.id] })
      await expect(
        w.act(seller, 'orderLine.update', { items: [{ id: items[0]!.id, unitPrice: w.uah('50') }] }),
      ).rejects.toMatchObject({ problems: [{ path: 'order' }] })
    },
  )

  test('are of the past, and stay past', async () => {
    const today = new Date().toISOString().slice(0, 10)
    await expect(order(head, { ...past, date: today })).rejects.toMatchObject({
      problems: [{ path: 'items.0.isPast' }],
    })
    const o = await order(head, past)
    await expect(w.act(head, 'order.update', { items: [{ id: o.id, isPast: false }] })).rejects.toThrow()
    await expect(w.act(head, 'order.update', { items: [{ id: o.id, date: today }] })).rejects.toMatchObject({
      code: 'confirmed',
    })
  })
})
