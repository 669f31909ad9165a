import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '#core/operation.ts'
import { storeOf } from '#core/store.ts'
import { availableOf, release, reserve } from '#modules/stock/index.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
const id: Record<string, string> = {}
const make = async (entity: string, item: object) =>
  (await w.kolo.call(w.system, `${entity}.create`, { items: [item] })).items[0].id as string
beforeAll(async () => {
  w = await world()
  id.pump = await make('product', { name: 'Pump', unit: 'piece' })
  id.advice = await make('product', { name: 'Advice', kind: 'service' })
  id.kyiv = await make('warehouse', { name: 'Kyiv' })
  id.lviv = await make('warehouse', { name: 'Lviv' })
  await make('stockLevel', { product: id.pump, warehouse: id.kyiv, quantity: 6 })
  await make('stockLevel', { product: id.pump, warehouse: id.lviv, quantity: 4 })
})
afterAll(() => w.close())

const run = <T>(what: (c: Context) => Promise<T>) =>
  w.db.as(w.system, (tx) => {
    const house = {
      rights: w.kolo.rightsOf(w.system),
      entityOf: w.kolo.entityOf,
      allEntities: w.kolo.allEntities,
    }
    return what({ tx: storeOf(tx, house, 'test'), kolo: w.kolo, actor: w.system } as Context)
  })
const order = (record: string) => ({ entity: 'order', record })
const free = async () =>
  Object.fromEntries(
    (await run((c) => availableOf(c.tx, [id.pump!]))).map((a) => [a.name, Number(a.available)]),
  )

test('promised to one is not free for another; asked again it is promised anew, not twice; released it is free', async () => {
  expect(
    await run((c) => reserve(c, order('a'), [{ product: id.pump!, quantity: 5, warehouse: id.kyiv! }])),
  ).toEqual([])
  expect(await free()).toEqual({ Kyiv: 1, Lviv: 4 })
  expect(
    await run((c) => reserve(c, order('b'), [{ product: id.pump!, quantity: 2, warehouse: id.kyiv! }])),
  ).toEqual([{ product: id.pump, wanted: '2', available: '1' }])
  expect(
    await run((c) => reserve(c, order('a'), [{ product: id.pump!, quantity: 6, warehouse: id.kyiv! }])),
  ).toEqual([])
  expect(await free()).toEqual({ Kyiv: 0, Lviv: 4 })
  await run((c) => release(c, 'order', ['a']))
  expect(await free()).toEqual({ Kyiv: 6, Lviv: 4 })
})

test('what nobody counts is never short; lines of one product are counted together', async () => {
  expect(await run((c) => reserve(c, order('c'), [{ product: id.advice!, quantity: 99 }]))).toEqual([])
  const twice = [
    { product: id.pump!, quantity: 6 },
    { product: id.pump!, quantity: 5 },
  ]
  expect(await run((c) => reserve(c, order('c'), twice))).toEqual([
    { product: id.pump, wanted: '11', available: '10' },
  ])
})

test('many at once never promise more than there is', async () => {
  const asked = Array.from({ length: 12 }, (_, i) =>
    run((c) => reserve(c, order(`m${i}`), [{ product: id.pump!, quantity: 1 }])),
  )
  const short = (await Promise.all(asked)).filter((s) => s.length > 0)
  expect(short).toHaveLength(2)
})
