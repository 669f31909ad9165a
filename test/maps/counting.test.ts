import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { world, type World } from '#test/world/world.ts'
import { keepPlaces } from '../../server/modules/maps/placed.ts'

let w: World
let boss: Actor
let seller: Actor
type OnMap = { places: { point: string; name: string; count: number }[]; without: number; beyond: number }
const map = (who: Actor, input: object): Promise<OnMap> => w.kolo.call(who, 'map.places', input)
const counts = ({ places }: OnMap) => places.map((p) => [p.name, p.count])
const listed = async (who: Actor, entity: string, filter: unknown) =>
  (await w.kolo.list(who, entity, { filter, count: true, limit: 1 })).count!.value

beforeAll(async () => {
  w = await world()
  boss = await w.asRole('administrator', { locale: 'uk' })
  seller = await w.asRole('sales')
  const address = (more: object) => ({ addresses: [{ city: 'Ніде' }, { ...more, primary: true }] })
  const make = async (entity: string, items: object[]) =>
    (await w.kolo.call(boss, `${entity}.create`, { items })).items as { id: string }[]
  const [own] = await make('account', [
    { name: 'A', owner: seller.user, ...address({ city: 'Київ', country: 'UA' }) },
    { name: 'B', owner: seller.user, ...address({ city: 'м. Київ', postcode: '01001' }) },
    { name: 'C', owner: seller.user, ...address({ latitude: 50.4501, longitude: 30.5234, city: 'Київ' }) },
    { name: 'D', owner: seller.user, ...address({ city: 'Хтозна-де' }) },
    { name: 'E', owner: seller.user },
    { name: 'F', owner: boss.user, ...address({ city: 'Kyiv', country: 'Ukraine' }) },
    { name: 'G', owner: boss.user, ...address({ city: 'Варшава', country: 'Польща' }) },
  ])
  const pipeline = (await make('pipeline', [{ name: 'P', isDefault: true }]))[0]!.id
  await make('stage', [{ name: 'New', outcome: 'open', position: 1, pipeline }])
  const closeDate = '2026-05-01'
  await make('deal', [
    { name: 'At A', account: own!.id, owner: seller.user, closeDate },
    { name: 'Of nobody', owner: seller.user, closeDate },
  ])
})
afterAll(() => w.close())

test('spellings of one town are one place, and what is nowhere is told', async () => {
  const all = await map(boss, { entity: 'account' })
  expect(counts(all)).toEqual([
    ['Київ', 3],
    ['50.45,30.52', 1],
    ['Варшава', 1],
  ])
  expect([all.without, all.beyond]).toEqual([2, 0])
})

test.each(['administrator', 'sales'])(
  '%s: each place counts what its filter finds, no more',
  async (role) => {
    const who = role === 'sales' ? seller : boss
    const filter = ['name', 'isNot', 'B']
    const found = await map(who, { entity: 'account', filter })
    expect(found.places.length).toBeGreaterThan(0)
    for (const { point, name, count } of found.places)
      expect([
        name,
        await listed(who, 'account', { and: [filter, ['place', 'at', [`${point} ${name}`]]] }),
      ]).toEqual([name, count])
    expect(await listed(who, 'account', { and: [filter, ['place', 'empty']] })).toBe(found.without)
    const there = found.places.reduce((sum, p) => sum + p.count, 0)
    expect(await listed(who, 'account', { and: [filter, ['place', 'notEmpty']] })).toBe(there)
    expect(await listed(who, 'account', filter)).toBe(there + found.without)
  },
)

test('a seller’s map has his own only, and deals stand where their accounts do', async () => {
  expect(counts(await map(seller, { entity: 'account', q: '' }))).toEqual([
    ['Kyiv', 2],
    ['50.45,30.52', 1],
  ])
  const deals = await map(seller, { entity: 'deal', by: 'account.place' })
  expect([counts(deals), deals.without]).toEqual([[['Kyiv', 1]], 1])
  expect(await listed(seller, 'deal', ['account.place', 'at', [deals.places[0]!.point]])).toBe(1)
})

test('a contact without a place of his own stands at his account’s, under the rights of the account', async () => {
  const { items } = await w.kolo.list(boss, 'account', { fields: ['name'], limit: 20 })
  const account = (name: string) => items.find((a) => a['name'] === name)!.id
  const contact = (last: string, more: object) => ({ name: { last }, owner: seller.user, ...more })
  await w.kolo.call(boss, 'contact.create', {
    items: [
      contact('Own', { account: account('A'), addresses: [{ city: 'Львів', country: 'UA' }] }),
      contact('Lost', { account: account('A'), addresses: [{ city: 'Хтозна-де' }] }),
      contact('Bare', { account: account('B') }),
      contact('Strange', { account: account('G') }),
      contact('Alone', {}),
    ],
  })
  const ask = { entity: 'contact', by: 'place', otherwise: 'account.place' }
  const at = (point: string) => ({
    or: [
      ['place', 'at', [point]],
      {
        and: [
          ['place', 'empty'],
          ['account.place', 'at', [point]],
        ],
      },
    ],
  })
  for (const [who, expected, without] of [
    [boss, { Київ: 2, Львів: 1, Варшава: 1 }, 1],
    [seller, { Kyiv: 2, Lviv: 1 }, 2],
  ] as const) {
    const found = await map(who, ask)
    expect([Object.fromEntries(counts(found)), found.without]).toEqual([expected, without])
    for (const { point, count } of found.places) expect(await listed(who, 'contact', at(point))).toBe(count)
    const nowhere = {
      and: [
        ['place', 'empty'],
        ['account.place', 'empty'],
      ],
    }
    expect(await listed(who, 'contact', nowhere)).toBe(found.without)
  }
})

test('an address is found by its town, and what is nowhere is not', async () => {
  const find = (address: object) => w.kolo.call(seller, 'map.find', { address })
  expect(await find({ city: 'м. Київ' })).toEqual({
    place: { latitude: expect.closeTo(50.45, 1), longitude: expect.closeTo(30.52, 1) },
  })
  expect(await find({ city: 'Хтозна-де' })).toEqual({ place: null })
  expect(await find({ street: 'Хрещатик, 1' })).toEqual({ place: null })
})

test('what is no place is refused by name', async () => {
  for (const input of [
    { entity: 'account', by: 'name' },
    { entity: 'account', otherwise: 'name' },
    { entity: 'nothing' },
    { entity: 'account', filter: ['place', 'at', ['Київ']] },
    { entity: 'account', filter: ['place', 'at', []] },
  ])
    await expect(map(boss, input)).rejects.toMatchObject({
      problems: [expect.objectContaining({ path: expect.any(String) })],
    })
})

test('every night new spellings are found, and those of nobody are forgotten', async () => {
  const kyiv = (await map(seller, { entity: 'account' })).places[0]!.point
  const before = await listed(boss, 'account', ['place', 'at', [kyiv]])
  const { items } = await w.kolo.list(boss, 'account', { filter: ['name', 'is', 'D'], fields: ['name'] })
  await w.kolo.call(boss, 'account.update', {
    items: [{ id: items[0]!.id, addresses: [{ city: 'місто Київ' }] }],
  })
  expect(await listed(boss, 'account', ['place', 'at', [kyiv]])).toBe(before)
  await keepPlaces(w.kolo)()
  expect(await listed(boss, 'account', ['place', 'at', [kyiv]])).toBe(before + 1)
  const kept = await w.db.system((tx) => tx.rows<{ key: string }>(sql`select key from placed`))
  expect(kept.map(({ key }) => key.split('|')[2]).toSorted()).toEqual(
    [undefined, 'Kyiv', 'Львів', 'Хтозна-де', 'Варшава', 'Київ', 'м. Київ', 'місто Київ'].toSorted(),
  )
})
