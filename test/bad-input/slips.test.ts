import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { Invalid } from '#core/error.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let boss: Actor
const uah = (amount: string) => ({ amount, currency: 'UAH' })
const make = async (entity: string, ...items: object[]) =>
  (await w.kolo.call<{ items: { id: string }[] }>(boss, `${entity}.create`, { items })).items.map((i) => i.id)
const change = (entity: string, ...items: object[]) => w.kolo.call(boss, `${entity}.update`, { items })
const wrong = (run: Promise<unknown>) =>
  run.then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof Invalid)) throw error
      return error.problems.map((p) => p.path)
    },
  )
const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  w = await world()
  boss = await w.asRole('administrator')
})
afterAll(() => w.close())

test.each([
  ['account', { name: 'N' }, 'parent'],
  ['productGroup', { name: 'N' }, 'parent'],
  ['team', { name: 'N' }, 'parent'],
  ['product', { name: 'N' }, 'variantOf'],
])('no ring of %s: not by itself, not through others, not of two at once', async (entity, item, key) => {
  const [a, b, c] = (await make(entity, item, item, item)) as [string, string, string]
  expect(await wrong(change(entity, { id: a, [key]: a }))).toEqual([`items.0.${key}`])
  await change(entity, { id: b, [key]: a }, { id: c, [key]: b })
  expect(await wrong(change(entity, { id: b, name: 'M' }, { id: a, [key]: c }))).toEqual([`items.1.${key}`])
  await change(entity, { id: b, [key]: null }, { id: c, [key]: null })
  const both = await Promise.all([
    wrong(change(entity, { id: a, [key]: b })),
    wrong(change(entity, { id: b, [key]: a })),
  ])
  expect(both.toSorted()).toEqual([[], [`items.0.${key}`]])
})

test('nobody is the manager of his own manager', async () => {
  const [one, other] = [await w.asRole('sales'), await w.asRole('manager')]
  await change('user', { id: one.user, manager: other.user })
  expect(await wrong(change('user', { id: other.user, manager: one.user }))).toEqual(['items.0.manager'])
})

test('no kit is a part of itself, however deep, also not out of the bin', async () => {
  const [a, b, c] = (await make('product', { name: 'A' }, { name: 'B' }, { name: 'C' })) as string[]
  expect(await wrong(make('kitPart', { kit: a, product: a }))).toEqual(['items.0.product'])
  const [first] = await make('kitPart', { kit: a, product: b }, { kit: b, product: c })
  expect(await wrong(make('kitPart', { kit: c, product: a }))).toEqual(['items.0.product'])
  await w.kolo.call(boss, 'kitPart.delete', { ids: [first] })
  await make('kitPart', { kit: c, product: a })
  expect(await wrong(w.kolo.call(boss, 'kitPart.restore', { ids: [first] }))).toEqual(['ids.0'])
})

test.each<[string, object, string]>([
  ['deal', { name: 'D', amount: uah('-5') }, 'amount.amount'],
  ['deal', { name: 'D', closeDate: '1066-01-01' }, 'closeDate'],
  ['contact', { name: { last: 'L' }, birthday: soon(3) }, 'birthday'],
  ['priceList', { name: 'P', currency: 'UAH', validFrom: '2026-12-01', validTo: '2026-01-01' }, 'validTo'],
  ['quota', { period: '2026-11', amount: uah('-1') }, 'amount.amount'],
  ['payment', { amount: uah('1'), date: soon(3) }, 'date'],
  ['dealLine', { quantity: 0 }, 'quantity'],
  ['orderLine', { quantity: -1 }, 'quantity'],
  ['quoteLine', { quantity: 0 }, 'quantity'],
  ['relation', { since: '2026-02-01', until: '2026-01-01', kind: 'parent' }, 'until'],
])('what can only be a slip is not taken: %s %j', async (entity, item, path) => {
  const [account] = await make('account', { name: 'A' })
  const [other] = await make('account', { name: 'B' })
  const beside: Record<string, object> = {
    quota: { owner: boss.user },
    payment: { account },
    relation: { record: { entity: 'account', id: account }, other: { entity: 'account', id: other } },
  }
  expect(await wrong(make(entity, { ...beside[entity], ...item }))).toContain(`items.0.${path}`)
})

test('an old mistake does not block another field, and its mending is taken', async () => {
  const [list] = await make('priceList', { name: 'Old', currency: 'UAH', validFrom: '2026-01-01' })
  expect(await wrong(change('priceList', { id: list, validTo: '2025-01-01' }))).toEqual(['items.0.validTo'])
  await change('priceList', { id: list, validTo: '2026-06-01' })
  expect(await wrong(change('priceList', { id: list, validFrom: '2026-07-01' }))).toEqual(['items.0.validTo'])
  await change('priceList', { id: list, validFrom: '2026-07-01', validTo: null })
})

test('a formula stands only in a field that is one', async () => {
  const field = { entity: 'deal', key: 'f', label: 'F', kind: 'number', formula: 'amount ^ 999999' }
  expect(await wrong(make('customField', field))).toEqual(['items.0.formula'])
})

test('a value that another record has names the field, and the record to who may see it', async () => {
  const [first] = await make('account', { name: 'First', code: 'X-1' })
  const told = (run: Promise<unknown>) => run.catch((error: Invalid) => error.problems)
  const record = { entity: 'account', id: first, title: 'First' }
  expect(await told(make('account', { name: 'B', code: 'X-2' }, { name: 'C', code: 'X-1' }))).toMatchObject([
    { path: 'items.1.code', code: 'not_unique', record },
  ])
  expect(await told(make('account', { name: 'B', code: 'X-3' }, { name: 'C', code: 'X-3' }))).toEqual([
    { path: 'items.1.code', code: 'not_unique', message: expect.any(String) },
  ])
  const [gone] = await make('account', { name: 'Gone', code: 'X-4' })
  await w.kolo.call(boss, 'account.delete', { ids: [gone] })
  await change('account', { id: first, code: 'X-4' })
  expect(await told(w.kolo.call(boss, 'account.restore', { ids: [gone] }))).toMatchObject([
    { path: 'code', record },
  ])
  const seller = await w.asRole('sales')
  const his = w.kolo.call(seller, 'account.create', { items: [{ name: 'D', code: 'X-4' }] })
  expect(await told(his)).toEqual([{ path: 'items.0.code', code: 'not_unique', message: expect.any(String) }])
})

test('a share that cannot be says what is allowed', async () => {
  const members = [{ user: boss.user, percent: -20 }]
  await expect(w.kolo.call(boss, 'deal.set_team', { id: boss.user, members })).rejects.toMatchObject({
    problems: [{ path: 'members.0.percent', message: 'At least 0.' }],
  })
})
