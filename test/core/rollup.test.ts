import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let admin: Actor
let seller: Actor
let service: Actor
let client: string
const make = async (entity: string, item: object, who = admin) =>
  (await w.kolo.call(who, `${entity}.create`, { items: [item] })).items[0]
const own = async (key: string, rollup: object, more: object = {}) => {
  await make('customField', { entity: 'account', key, label: key, kind: 'rollup', rollup, ...more })
  await w.kolo.refresh()
}
const wrong = (run: Promise<unknown>) =>
  run.then(
    () => [],
    (e: { problems?: { path: string }[] }) => e.problems?.map((p) => p.path) ?? ['refused'],
  )
const of = async (who: Actor) => (await w.kolo.get(who, 'account', client))['custom']

beforeAll(async () => {
  w = await world()
  admin = await w.asRole('administrator')
  seller = await w.asRole('sales', { team: await w.team() })
  service = await w.asRole('service', { team: await w.team() })
  const pipeline = await make('pipeline', { name: 'P', isDefault: true })
  const stage = async (name: string, outcome: string, position: number) =>
    (await make('stage', { name, outcome, position, pipeline: pipeline.id })).id
  const [open, won] = [await stage('New', 'open', 1), await stage('Won', 'won', 2)]
  client = (await make('account', { name: 'Client', owner: seller.user })).id
  await make('account', { name: 'Without deals', owner: seller.user })
  const deal = (owner: Actor, stage: string, amount: string, currency: string, closeDate: string) =>
    make('deal', {
      name: 'D',
      owner: owner.user,
      account: client,
      stage,
      closeDate,
      amount: { amount, currency },
    })
  await deal(seller, won, '100', 'UAH', '2026-02-01')
  await deal(seller, open, '10', 'UAH', '2026-04-01')
  await deal(admin, won, '5', 'EUR', '2026-03-01')
  await make('exchangeRate', { currency: 'EUR', base: 'UAH', date: '2026-01-01', rate: 40 })
  const wonOnly = { filter: ['status', 'is', 'won'] }
  await own('deals', { of: 'deal.account', how: 'count' })
  await own('won', { of: 'deal.account', how: 'sum', what: 'amount', ...wonOnly })
  await own('last', { of: 'deal.account', how: 'most', what: 'closeDate', ...wonOnly })
  await own('longest', { of: 'deal.account', how: 'average', what: 'daysInStage' })
  await make('customField', {
    entity: 'account',
    key: 'twice',
    label: 'Twice',
    kind: 'formula',
    formula: 'deals * 2',
  })
  await w.kolo.refresh()
})
afterAll(() => w.close())

test('related records are added up at once, each reader’s own', async () => {
  const amount = { amount: '300.00', currency: 'UAH' }
  expect(await of(admin)).toEqual({
    deals: 3,
    won: amount,
    last: '2026-03-01',
    longest: expect.any(Number),
    twice: 6,
  })
  // A seller sees his team's deals only: of others nothing is in his figure.
  expect(await of(seller)).toMatchObject({
    deals: 2,
    won: { amount: '100.00' },
    last: '2026-02-01',
    twice: 4,
  })
  const list = (query: object, who = admin) => w.kolo.list(who, 'account', query)
  const names = async (query: object, who = admin) => (await list(query, who)).items.map((a) => a['name'])
  expect(await names({ filter: ['custom.won', 'gte', '200'] })).toEqual(['Client'])
  expect(await names({ filter: ['custom.won', 'gte', '200'] }, seller)).toEqual([])
  expect(await names({ filter: ['custom.last', 'gte', '2026-02-15'] })).toEqual(['Client'])
  expect(await names({ sort: 'custom.deals', fields: ['name'] })).toEqual(['Without deals', 'Client'])
  expect(await names({ sort: '-custom.twice', limit: 1 })).toEqual(['Client'])
  // From the records that refer to it, too.
  const deals = await w.kolo.list(admin, 'deal', {
    filter: ['account.custom.deals', 'gt', 2],
    fields: ['name'],
  })
  expect(deals.items.length).toBe(3)
  const report = await w.kolo.call(admin, 'report.read', {
    of: 'account',
    rows: 'owner',
    measures: ['sum:custom.deals'],
  })
  expect(report.cells.find((c: any) => c.row === null).now['sum:custom.deals']).toBe('3.00')
  // What is summed without a rate is not told by halves.
  await make('deal', { name: 'PLN', account: client, amount: { amount: '1', currency: 'PLN' } })
  await own('all', { of: 'deal.account', how: 'sum', what: 'amount' })
  expect((await of(admin)) as object).not.toHaveProperty('all.amount')
})

test('is hidden from whom what it is made of is hidden', async () => {
  await own('margins', { of: 'quote.account', how: 'sum', what: 'margin' })
  await own('stillDue', { of: 'deal.account', how: 'count', filter: ['account.phones', 'notEmpty'] })
  const seen = async (who: Actor) => Object.keys((await of(who)) as object)
  expect(await seen(admin)).toContain('margins')
  // Only administrators and managers see margins.
  for (const who of [seller, service]) expect(await seen(who)).not.toContain('margins')
  expect(await wrong(w.kolo.list(seller, 'account', { filter: ['custom.margins', 'gt', '0'] }))).not.toEqual(
    [],
  )
  expect(await wrong(w.kolo.list(seller, 'account', { sort: 'custom.margins' }))).not.toEqual([])
})

test.each([
  [{ of: 'contact.name', how: 'count' }],
  [{ of: 'nothing.account', how: 'count' }],
  [{ of: 'deal.account', how: 'all' }],
  [{ of: 'deal.account', how: 'sum', what: 'name' }],
  [{ of: 'deal.account', how: 'sum', what: 'closeDate' }],
  [{ of: 'deal.account', how: 'sum' }],
  [{ of: 'deal.account', how: 'count', filter: ['nothing', 'is', 1] }],
  [{ of: 'account.parent', how: 'sum', what: 'custom.deals' }],
  [{ of: 'account.parent', how: 'sum', what: 'custom.twice' }],
  [null],
])('%j adds nothing up', async (rollup) =>
  expect(
    await wrong(make('customField', { entity: 'account', key: 'bad', label: 'Bad', kind: 'rollup', rollup })),
  ).toEqual(['items.0.rollup']),
)

test('is never written, and goes when what it is made of goes', async () => {
  expect(await wrong(make('account', { name: 'X', custom: { deals: 5 } }))).not.toEqual([])
  const points = await make('customField', { entity: 'deal', key: 'points', label: 'Points', kind: 'number' })
  await w.kolo.refresh()
  await own('points', { of: 'deal.account', how: 'sum', what: 'custom.points' })
  expect(await of(admin)).toHaveProperty('points', 0)
  await w.kolo.call(admin, 'customField.delete', { ids: [points.id] })
  await w.kolo.refresh()
  expect(await of(admin)).not.toHaveProperty('points')
})
