import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { openSellingWorld, type SellingWorld } from '../selling-world.ts'

let w: SellingWorld
beforeAll(async () => {
  w = await openSellingWorld()
  const [pipeline] = await w.make(w.admin, 'pipeline', { name: 'Продаж', isDefault: true })
  await w.make(
    w.admin,
    'stage',
    { name: 'Новий', pipeline: pipeline!.id, outcome: 'open', position: 1, probability: 10 },
    { name: 'Виграно', pipeline: pipeline!.id, outcome: 'won', position: 2, probability: 100 },
  )
})
afterAll(() => w.close())

const deal = async (more: object = {}) =>
  (
    await w.make(w.olena, 'deal', { name: 'Котельня', account: w.client.id, amount: w.uah('500'), ...more })
  )[0]!
const aDayAgo = (id: string) =>
  w.db.system((tx) =>
    tx.rows(sql`update deals set stage_since = now() - interval '2 days' where id = ${id}::uuid`),
  )
const change = (who: Actor, id: string, item: object) =>
  w.kolo.call(who, 'deal.update', { items: [{ id, ...item }] })

test('a deal that was closed a day ago counts as it was closed, for whoever writes only his own', async () => {
  const { id } = await deal()
  await w.act(w.olena, 'deal.win', { id })
  await change(w.olena, id, { amount: w.uah('600') })
  await aDayAgo(id)
  for (const item of [{ amount: w.uah('9999') }, { closeDate: '2026-01-02' }, { status: 'open' }])
    await expect(change(w.olena, id, item)).rejects.toMatchObject({ problems: [{ code: 'closed' }] })
  await expect(w.act(w.olena, 'deal.reopen', { id })).rejects.toMatchObject({ code: 'sealed' })
  const line = { deal: id, product: w.pump.id, quantity: 3 }
  await w.db.system((tx) => tx.rows(sql`update deals set amount_is_manual = false where id = ${id}::uuid`))
  await expect(w.make(w.olena, 'dealLine', line)).rejects.toMatchObject({ problems: [{ code: 'closed' }] })
  await change(w.olena, id, { description: 'що завгодно', amount: w.uah('600.00') })
})

test('an accepted quote wins its deal for what was accepted', async () => {
  const { id } = await deal()
  const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 2 }], { deal: id })
  await w.act(w.olena, 'quote.send', { id: q.id })
  await w.act(w.olena, 'quote.accept', { id: q.id })
  const after = await w.read(w.olena, 'deal', id)
  const { items } = await w.kolo.list(w.olena, 'order', { filter: ['deal', 'is', id], limit: 1 })
  expect(after).toMatchObject({ status: 'won', amount: items[0]!['total'] })
})

test('a line that takes money off needs an approval, and nothing is sold by less than something', async () => {
  const [o] = await w.make(w.olena, 'order', { account: w.client.id, currency: 'UAH' })
  await w.make(w.olena, 'orderLine', { order: o!.id, product: w.pump.id, quantity: 1 })
  const off = {
    order: o!.id,
    description: 'Знижка постійному клієнтові',
    quantity: 1,
    unitPrice: w.uah('-500'),
  }
  await expect(w.make(w.olena, 'orderLine', off)).rejects.toMatchObject({
    problems: [{ code: 'below_floor', path: 'items.0.unitPrice' }],
  })
  const { items } = await w.kolo.list(w.admin, 'floorBreach', { filter: ['outcome', 'is', 'refused'] })
  expect(items).toHaveLength(1)
  await w.make(w.olena, 'orderLine', { ...off, description: 'Доставка', unitPrice: w.uah('500') })
  await expect(
    w.make(w.olena, 'orderLine', { ...off, quantity: -1, unitPrice: w.uah('500') }),
  ).rejects.toThrow()
  // PostgreSQL itself, whatever path forgets to look.
  await expect(
    w.db.system((tx) =>
      tx.rows(
        sql`update order_lines set unit_price = -1 where order_id = ${o!.id}::uuid and product_id is null`,
      ),
    ),
  ).rejects.toThrow()
})

test('who sells reads the terms of a client, and does not set them', async () => {
  const set = (who: Actor, item: object) =>
    w.kolo.call(who, 'account.update', { items: [{ id: w.client.id, ...item }] })
  for (const item of [
    { creditPolicy: null },
    { creditLimit: w.uah('1') },
    { paymentDays: 90 },
    { group: null },
  ])
    await expect(set(w.olena, item)).rejects.toMatchObject({ problems: [{ code: 'unknown_field' }] })
  await set(w.admin, { paymentDays: 14 })
  expect((await w.read(w.olena, 'account', w.client.id))['paymentDays']).toBe(14)
})

test('a client’s own user does not read what the house thinks of him', async () => {
  const his: Actor = { ...w.olena, role: 'client', teams: [], account: w.client.id }
  const [mine] = (await w.kolo.list(his, 'deal', { limit: 1 })).items
  expect(mine).toMatchObject({ name: 'Котельня', status: 'won' })
  for (const hidden of ['probability', 'forecastCategory', 'lossReason', 'competitor', 'nextStep', 'owner'])
    expect(mine).not.toHaveProperty(hidden)
  const account = (await w.kolo.get(his, 'account', w.client.id)) as object
  for (const hidden of ['description', 'problems', 'creditPolicy', 'revenue', 'group'])
    expect(account).not.toHaveProperty(hidden)
  await expect(w.kolo.list(his, 'deal', { filter: ['probability', 'gt', 1] })).rejects.toThrow()
})
