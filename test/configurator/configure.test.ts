import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { Invalid, Refused } from '#core/error.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let boss: Actor
let seller: Actor
let model: string
const ids: Record<string, string> = {}
const make = async (actor: Actor, entity: string, items: object[]) =>
  (await w.kolo.call<{ items: { id: string }[] }>(actor, `${entity}.create`, { items })).items.map(
    (i) => i.id,
  )
const uah = (amount: string) => ({ amount, currency: 'UAH' })

beforeAll(async () => {
  w = await world()
  boss = await w.asRole('manager')
  seller = await w.asRole('sales')
  const names = ['pump', 'motor', 'basket']
  const made = await make(
    boss,
    'product',
    names.map((name, i) => ({ name, price: uah(String(100 * (i + 1))), vatRate: '20' })),
  )
  names.forEach((name, i) => (ids[name] = made[i]!))
  ;[model] = (await make(boss, 'optionModel', [{ name: 'Pump', product: ids['pump'], currency: 'UAH' }])) as [
    string,
  ]
  await make(boss, 'modelOption', [
    { model, key: 'all', name: 'Pump set' },
    { model, key: 'motor', name: 'Strong motor', parent: 'all', product: ids['motor'] },
    { model, key: 'basket', name: 'Basket', parent: 'all', product: ids['basket'], max: 4 },
    { model, key: 'paint', name: 'Paint', parent: 'all', pricePercent: 10 },
  ])
  await make(boss, 'optionRule', [
    { model, says: 'motor implies not basket', reason: 'A strong motor breaks the basket.' },
  ])
})
afterAll(() => w.close())

const save = (choices: object, more: object = {}) =>
  make(seller, 'configuration', [{ name: 'For the plant', model, choices, ...more }])

test('a draft is checked, and released only when it has no faults', async () => {
  await expect(save({ all: 1 })).rejects.toThrow(Invalid)
  const [bad] = await make(boss, 'optionRule', [{ model, says: 'motor implies wings' }])
  const found = await w.kolo.call(boss, 'optionModel.check', { id: model })
  expect(found.problems).toMatchObject([{ rule: bad, text: { uk: 'Немає опції «wings».' } }])
  await expect(w.kolo.call(boss, 'optionModel.release', { id: model })).rejects.toThrow(Refused)
  await w.kolo.call(boss, 'optionRule.delete', { ids: [bad] })
  expect(await w.kolo.call(boss, 'optionModel.check', { id: model })).toMatchObject({
    problems: [],
    configurations: '6',
    always: ['all'],
    never: [],
  })
  await w.kolo.call(boss, 'optionModel.release', { id: model })
})

test('a released model stands still; its next version is changed instead', async () => {
  await expect(make(boss, 'modelOption', [{ model, key: 'x', name: 'X', parent: 'all' }])).rejects.toThrow(
    Refused,
  )
  const next = await w.kolo.call(boss, 'optionModel.revise', { id: model })
  const { items } = await w.kolo.list(boss, 'modelOption', { filter: ['model', 'is', next.id] })
  expect(items.map((i) => i['key']).toSorted()).toEqual(['all', 'basket', 'motor', 'paint'])
  await make(boss, 'modelOption', [{ model: next.id, key: 'x', name: 'X', parent: 'all' }])
})

test('what is impossible cannot be chosen, is explained, and cannot be saved by any way', async () => {
  const at = await w.kolo.call(seller, 'configurator.evaluate', { model, choices: { motor: 1 } })
  expect(at).toMatchObject({ isPossible: true, isWhole: true, price: { total: '360.00', currency: 'UAH' } })
  expect(at.options).toMatchObject({
    basket: { state: 'cannot' },
    paint: { state: 'may' },
    all: { state: 'must' },
  })
  const why = await w.kolo.call(seller, 'configurator.explain', {
    model,
    choices: { motor: 1 },
    option: 'basket',
  })
  expect(why.reasons).toEqual([
    { kind: 'choice', option: 'motor', text: 'Strong motor' },
    { kind: 'rule', text: 'A strong motor breaks the basket.' },
  ])
  await expect(save({ motor: 1, basket: 1 })).rejects.toThrow('A strong motor breaks the basket.')
  await expect(save({ basket: 9 })).rejects.toThrow(Invalid)
  await expect(save({ nothing: 1 })).rejects.toThrow(Invalid)
  const [id] = await save({ motor: 1 })
  await expect(
    w.kolo.call(seller, 'configuration.update', { items: [{ id, choices: { motor: 1, basket: 2 } }] }),
  ).rejects.toThrow(Invalid)
})

test('a configuration keeps what it came to, and becomes lines of a deal', async () => {
  const [id] = await save({ basket: 3, paint: 1 })
  const kept = await w.kolo.get(seller, 'configuration', id!)
  expect(kept).toMatchObject({ price: uah('1212.00'), choices: { all: 1, basket: 3, paint: 1 } })
  const next = await w.kolo.call(seller, 'configuration.revise', { id })
  expect(next).toMatchObject({ version: 2, revisionOf: { id } })
  const [account] = await make(seller, 'account', [{ name: 'Aqua' }])
  const [pipeline] = await make(boss, 'pipeline', [{ name: 'Sales' }])
  await make(boss, 'stage', [{ name: 'New', pipeline, position: 1, probability: 10 }])
  const [deal] = await make(seller, 'deal', [{ name: 'Pumps', account }])
  const put = async (entity: string, to: string) => {
    await w.kolo.call(seller, 'configuration.add_to', { id, to: { entity, id: to } })
    return (await w.kolo.get(seller, entity, to)) as Record<string, unknown>
  }
  expect(await put('deal', deal!)).toMatchObject({ amount: uah('1212') })
  // With VAT it comes to the same everywhere, and without VAT to as much less.
  const { quote } = await w.kolo.call(seller, 'deal.quote', { id: deal })
  expect(await w.kolo.get(seller, 'quote', quote)).toMatchObject({
    total: uah('1212.00'),
    net: uah('1010.00'),
  })
  const [plain] = await make(seller, 'quote', [{ account, taxIncluded: false }])
  expect(await put('quote', plain!)).toMatchObject({ total: uah('1212.00'), net: uah('1010.00') })
})

test('a model too hard to check is refused in five seconds, and holds up nobody meanwhile', async () => {
  // Eleven pigeons do not fit into ten holes: to prove that takes MiniSat hours.
  const [pigeons, holes] = [11, 10].map((n) => [...Array(n).keys()])
  const [hard] = await make(boss, 'optionModel', [{ name: 'Pigeons', currency: 'UAH' }])
  await make(boss, 'modelOption', [
    { model: hard, key: 'all', name: 'All' },
    ...pigeons!.flatMap((p) =>
      holes!.map((h) => ({ model: hard, key: `p${p}h${h}`, name: `${p} in ${h}`, parent: 'all' })),
    ),
  ])
  await make(boss, 'optionRule', [
    ...pigeons!.map((p) => ({ model: hard, says: holes!.map((h) => `p${p}h${h}`).join(' or ') })),
    ...holes!.flatMap((h) =>
      pigeons!.flatMap((p) =>
        pigeons!.slice(p + 1).map((q) => ({ model: hard, says: `not (p${p}h${h} and p${q}h${h})` })),
      ),
    ),
  ])
  let isOver = false
  const check = w.kolo
    .call(boss, 'optionModel.check', { id: hard })
    .catch((error: unknown) => error)
    .finally(() => (isOver = true))
  await w.kolo.list(seller, 'product')
  expect(isOver).toBe(false)
  expect(await check).toMatchObject({ code: 'too_hard' })
  expect(await w.kolo.call(seller, 'configurator.evaluate', { model, choices: {} })).toMatchObject({
    isPossible: true,
  })
})
