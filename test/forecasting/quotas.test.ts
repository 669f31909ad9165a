import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Filter } from '#core/filter.ts'
import { periodAt, shifted } from '#modules/forecasting/period.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let head: Actor
let ann: Actor
let bob: Actor
const today = new Date().toISOString().slice(0, 10)
const year = periodAt(today, 'year')
const month = periodAt(year.from, 'month')
const quarter = periodAt(year.from, 'quarter')
const uah = (amount: number | string) => ({ amount: String(amount), currency: 'UAH' })
const one = async (entity: string, item: object) =>
  (await w.kolo.call(w.system, `${entity}.create`, { items: [item] })).items[0].id as string
const ids: Record<string, string> = {}
type Item = {
  id: string
  measure: string
  got: string | null
  target: string | null
  pace: { gap: string; attained: number } | null
  filter: Filter
}
const attained = async (who: Actor, period = year.key): Promise<Map<string, Item>> =>
  new Map((await w.kolo.call(who, 'quota.attainment', { period })).items.map((i: Item) => [i.id, i] as const))

beforeAll(async () => {
  w = await world()
  const sales = await w.team('Sales')
  const north = await w.team('North', sales)
  head = await w.asRole('manager', { team: sales, name: 'Head' })
  ann = await w.asRole('sales', { team: north, name: 'Ann' })
  bob = await w.asRole('sales', { team: sales, name: 'Bob' })
  const pipeline = await one('pipeline', { name: 'P', isDefault: true })
  const open = await one('stage', { name: 'open', outcome: 'open', pipeline })
  const won = await one('stage', { name: 'won', outcome: 'won', pipeline })
  await one('exchangeRate', { currency: 'EUR', base: 'UAH', rate: 50, date: '2020-01-01' })
  const pumps = await one('productGroup', { name: 'Pumps' })
  const deep = await one('productGroup', { name: 'Deep pumps', parent: pumps })
  const other = await one('productGroup', { name: 'Other' })
  const pump = await one('product', { name: 'Pump', group: deep })
  const hose = await one('product', { name: 'Hose', group: other })
  const deal = (name: string, owner: Actor, more: object) =>
    one('deal', { name, owner: owner.user, stage: won, closeDate: month.from, ...more })
  // Of 1,200: two thirds the pump’s. Margin 800 / 1.2 − 2 × 200; the hose’s cost is not known.
  const lined = await deal('Lined', ann, { amount: uah(1) })
  await w.kolo.call(w.system, 'dealLine.create', {
    items: [
      { deal: lined, product: pump, quantity: 2, unitPrice: uah(400), taxRate: 20, cost: uah(200) },
      { deal: lined, product: hose, quantity: 4, unitPrice: uah(100), taxRate: null, cost: null },
    ],
  })
  await deal('Euro', ann, { amount: { amount: '10', currency: 'EUR' }, product: pump })
  await deal('Bob’s', bob, { amount: uah(7) })
  await deal('Later', ann, { amount: uah(1000), closeDate: shifted(quarter, 1).from })
  await deal('Open', ann, { amount: uah(5000), stage: open, product: pump })
  const quota = async (key: string, item: object) =>
    (ids[key] = await one('quota', { period: month.key, ...item }))
  await quota('value', { owner: ann.user, amount: uah(3400) })
  await quota('count', { owner: ann.user, measure: 'count', count: 4 })
  await quota('margin', { owner: ann.user, measure: 'margin', amount: { amount: '10', currency: 'EUR' } })
  await quota('pumps', { owner: ann.user, group: pumps, amount: uah(1300) })
  await quota('pumpCount', { owner: ann.user, group: pumps, measure: 'count', count: 2 })
  await quota('hoseMargin', { owner: ann.user, group: other, measure: 'margin', amount: uah(1) })
  await quota('team', { team: sales, amount: uah(1000) })
  await quota('quarter', { owner: ann.user, period: quarter.key, measure: 'count', count: 1 })
  await quota('year', { owner: ann.user, period: year.key, amount: uah(5400) })
}, 60_000)
afterAll(() => w.close())

test('each measure is met by what it counts, and opens the deals of it', async () => {
  const found = await attained(head)
  const said = Object.entries(ids).map(([key, id]) => {
    const { got, pace } = found.get(id)!
    return [key, Number(got), Number(pace!.gap), pace!.attained]
  })
  expect(said).toEqual([
    ['value', 1700, 1700, 50],
    ['count', 2, 2, 50],
    ['margin', 266.67, 233.33, 53.3],
    ['pumps', 1300, 0, 100],
    ['pumpCount', 2, 0, 100],
    ['hoseMargin', 0, 1, 0],
    ['team', 1707, -707, 170.7],
    ['quarter', 2, -1, 200],
    ['year', 2700, 2700, 50],
  ])
  const opened = async (key: string) =>
    (await w.kolo.list(head, 'deal', { filter: found.get(ids[key]!)!.filter, limit: 20 })).items
      .map((d) => d['name'])
      .toSorted()
  expect(await opened('value')).toEqual(['Euro', 'Lined'])
  expect(await opened('pumpCount')).toEqual(['Euro', 'Lined'])
  expect(await opened('hoseMargin')).toEqual(['Lined'])
  expect(await opened('team')).toEqual(['Bob’s', 'Euro', 'Lined'])
  expect(await opened('year')).toEqual(['Euro', 'Later', 'Lined'])
})

test('the quotas of a period and of its parts; of whom, and as far as, one may see', async () => {
  expect([...(await attained(head, month.key)).keys()]).not.toContain(ids['quarter'])
  expect([...(await attained(head, quarter.key)).keys()]).toContain(ids['value'])
  const own = await attained(ann)
  expect(own.get(ids['value']!)).toMatchObject({ got: '1700.00' })
  // A seller does not see costs: nor what is left after them.
  expect(own.get(ids['margin']!)).toMatchObject({ got: null, pace: null })
  expect([...(await attained(await w.asRole('sales'))).keys()]).toEqual([])
})
