import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { missingForEntry } from '#modules/sales/entry.ts'
import { missingForLoss } from '#modules/sales/loss.ts'
import { teamProblems } from '#modules/sales/set-team.ts'
import { world, type World } from '#test/world/world.ts'

const reason = { id: 'r', needsCompetitor: true, needsPriceGap: true, needsComment: false }

test.each([
  [{}, ['lossReason']],
  [{ lossReason: 'r' }, ['lostTo', 'priceGap']],
  [{ lossReason: { id: 'r' }, lostTo: 'a' }, ['priceGap']],
  [{ lossReason: 'r', lostTo: 'a', priceGap: { amount: '1', currency: 'UAH' } }, []],
  [{ lossReason: 'another' }, []],
])('a refusal %j lacks %j', (loss, wanted) => expect(missingForLoss(loss, [reason])).toEqual(wanted))

test.each([
  [{ amount: null }, ['amount', 'account'], [], 'open', { fields: ['amount', 'account'], items: [] }],
  [{ amount: 1, account: 'a' }, ['amount'], ['Visit'], 'open', { fields: [], items: ['Visit'] }],
  [{ checked: ['Visit'] }, [], ['Visit', 'Test'], 'open', { fields: [], items: ['Test'] }],
  [{ amount: null }, [], [], 'won', { fields: ['amount'], items: [] }],
] as const)('%j for a stage with %j, %j (%s)', (deal, requires, checklist, outcome, wanted) => {
  expect(missingForEntry(deal, { requires: [...requires], checklist: [...checklist], outcome })).toEqual(
    wanted,
  )
})

test.each([
  [[60, 40], []],
  [[33.33, 33.33, 33.34], []],
  [[null, null], []],
  [[60, 30], ['not_hundred']],
  [[100, 0.01], ['not_hundred']],
])('shares %j', (shares, codes) => {
  const members = shares.map((percent, i) => ({ user: String(i), percent }))
  expect(teamProblems(members).map((p) => p.code)).toEqual(codes)
})

describe('a deal', () => {
  let w: World
  let admin: Actor
  let sales: Actor
  let rival: string
  const stages: Record<string, string> = {}
  const reasons: Record<string, string> = {}
  const uah = (amount: string) => ({ amount, currency: 'UAH' })
  const one = async (name: string, item: object, by = admin) =>
    (await w.kolo.call(by, name, { items: [item] })).items[0] as { id: string }
  const make = (item: object = {}) =>
    one('deal.create', { name: 'Boilers', amount: uah('1000'), ...item }, sales)
  const change = (...items: object[]) => w.kolo.call(sales, 'deal.update', { items })
  const read = (id: string) => w.kolo.get(sales, 'deal', id)
  const refused = async (run: Promise<unknown>) => {
    const error = (await run.then(
      () => ({ problems: [] }),
      (e: unknown) => e,
    )) as { problems?: { path: string }[] }
    return (error.problems ?? []).map((p) => p.path.replace(/^items\.\d+\./, ''))
  }

  beforeAll(async () => {
    w = await world()
    admin = await w.asRole('administrator')
    sales = await w.asRole('sales')
    const pipeline = await one('pipeline.create', { name: 'Sales', isDefault: true })
    const rows = [
      { name: 'New', outcome: 'open' },
      { name: 'Offer', outcome: 'open', requires: ['closeDate'], checklist: ['Visit'] },
      { name: 'Won', outcome: 'won' },
      { name: 'Lost', outcome: 'lost' },
    ]
    for (const [position, row] of rows.entries())
      stages[row.name] = (await one('stage.create', { ...row, pipeline: pipeline.id, position })).id
    reasons['plain'] = (await one('lossReason.create', { name: 'No budget' })).id
    reasons['price'] = (
      await one('lossReason.create', { name: 'Price', needsCompetitor: true, needsPriceGap: true })
    ).id
    rival = (await one('competitor.create', { name: 'Rival' })).id
  })
  afterAll(() => w.close())

  test('steps of a stage are kept once, in their order, and ticked on the deal', async () => {
    const write = (steps: unknown) =>
      w.kolo.call(admin, 'stage.update', { items: [{ id: stages['New'], steps }] })
    for (const bad of ['Call', [{ text: ' ' }], [{ text: 'x'.repeat(101) }], [{ text: 'a', more: 1 }]])
      expect(await refused(write(bad))).toEqual(['steps'])
    const { items } = await write([{ text: 'Call ', guidance: 'Ask' }, { text: 'Meet' }, { text: 'Meet' }])
    expect(items[0].steps).toEqual([{ text: 'Call', guidance: 'Ask' }, { text: 'Meet' }])
    const { id } = await make()
    const tick = (item: string, isDone: boolean) => w.kolo.call(sales, 'deal.check', { id, item, isDone })
    await tick('Call', true)
    expect(await tick('Meet', true)).toMatchObject({ checked: ['Call', 'Meet'] })
    expect(await tick('Call', false)).toMatchObject({ checked: ['Meet'] })
  })

  test('is not lost without its reason, by whichever door', async () => {
    const [a, b] = [await make(), await make()]
    const lost = { stage: stages['Lost'] }
    expect(await refused(change({ id: a.id, ...lost }))).toEqual(['lossReason'])
    expect(await refused(change({ id: a.id, status: 'lost' }))).toEqual(['lossReason'])
    expect(await refused(make(lost))).toEqual(['lossReason'])
    expect(await refused(make({ status: 'lost' }))).toEqual(['lossReason'])
    expect(await refused(w.kolo.call(sales, 'deal.lose', { id: a.id }))).toEqual(['lossReason'])
    const price = { lossReason: reasons['price'] }
    expect(await refused(w.kolo.call(sales, 'deal.lose', { id: a.id, ...price }))).toEqual([
      'lostTo',
      'priceGap',
    ])
    // One that lacks it holds back the whole bulk.
    const plain = { ...lost, lossReason: reasons['plain'] }
    expect(await refused(change({ id: a.id, ...plain }, { id: b.id, ...lost }))).toEqual(['lossReason'])
    expect(await read(a.id)).toMatchObject({ status: 'open' })
    await change({ id: a.id, ...plain })
    expect(await refused(change({ id: a.id, lossReason: null }))).toEqual(['lossReason'])
    expect(await refused(change({ id: a.id, ...price }))).toEqual(['lostTo', 'priceGap'])
    await change({ id: a.id, ...price, lostTo: rival, priceGap: uah('50') })
    // What an import tells of the past comes as it is; what is open here is closed by the rules of here.
    const file = { ...sales, via: 'import' as const }
    const past = await one('deal.create', { name: 'Past', status: 'lost' }, file)
    expect(await read(past.id)).toMatchObject({ status: 'lost', lossReason: null })
    expect(
      await refused(w.kolo.call(file, 'deal.update', { items: [{ id: b.id, status: 'lost' }] })),
    ).toEqual(['lossReason'])
  })

  test('opened again, it has forgotten why it was lost', async () => {
    const { id } = await make()
    await w.kolo.call(sales, 'deal.lose', {
      id,
      lossReason: reasons['price'],
      lostTo: rival,
      priceGap: uah('9'),
    })
    await w.kolo.call(sales, 'deal.reopen', { id })
    expect(await read(id)).toMatchObject({ status: 'open', lossReason: null, lostTo: null, priceGap: null })
  })

  test('comes to a stage with what the stage asks for', async () => {
    const { id } = await make()
    const move = (more = {}) => change({ id, stage: stages['Offer'], ...more })
    expect(await refused(move())).toEqual(['closeDate', 'stage'])
    await w.kolo.call(sales, 'deal.check', { id, item: 'Visit', isDone: true })
    expect(await refused(move())).toEqual(['closeDate'])
    await move({ closeDate: '2027-01-01' })
    const poor = await make({ amount: null })
    expect(await refused(change({ id: poor.id, status: 'won' }))).toEqual(['amount'])
  })

  test('costs what its lines come to, until somebody says otherwise', async () => {
    const { id } = await make()
    const line = (item: object) => one('dealLine.create', { deal: id, ...item }, sales)
    const first = await line({
      description: 'Boiler',
      quantity: 2,
      unitPrice: uah('100'),
      theirPrice: uah('90'),
    })
    await line({ description: 'Pipes', quantity: 3, unitPrice: uah('10.50'), discount: 10 })
    const amount = async () => (await read(id))['amount']
    expect(await amount()).toMatchObject(uah('228.35'))
    await w.kolo.call(sales, 'dealLine.update', { items: [{ id: first.id, quantity: 1 }] })
    expect(await amount()).toMatchObject(uah('128.35'))
    expect(await refused(line({ unitPrice: { amount: '1', currency: 'EUR' } }))).toEqual(['unitPrice'])
    await change({ id, amount: uah('120') })
    expect(await read(id)).toMatchObject({ amount: uah('120'), amountIsManual: true })
    await w.kolo.call(sales, 'dealLine.delete', { ids: [first.id] })
    expect(await amount()).toMatchObject(uah('120'))
    await change({ id, amountIsManual: false })
    expect(await amount()).toMatchObject(uah('28.35'))
    await w.kolo.call(sales, 'dealLine.restore', { ids: [first.id] })
    expect(await amount()).toMatchObject(uah('128.35'))
    // By how much we were dearer, the lines say.
    await w.kolo.call(sales, 'deal.lose', { id, lossReason: reasons['price'], lostTo: rival })
    expect(await read(id)).toMatchObject({ priceGap: uah('10.00') })
  })

  test('a product without a price takes the one it has for this client', async () => {
    const product = await one('product.create', { name: 'Pump', price: uah('420'), unit: 'piece' })
    const { id } = await make({ amount: null })
    const { items } = await w.kolo.call(sales, 'dealLine.create', {
      items: [{ deal: id, product: product.id, quantity: 2 }],
    })
    expect(items[0]).toMatchObject({ unitPrice: uah('420'), unit: 'piece', position: 1 })
    expect((await read(id))['amount']).toMatchObject({ currency: 'UAH' })
  })

  test('its team is set at once', async () => {
    const { id } = await make()
    const set = (...members: object[]) => w.kolo.call(sales, 'deal.set_team', { id, members })
    await set({ user: sales.user, percent: 70, duty: 'Leads' }, { user: admin.user, percent: 30 })
    expect(await refused(set({ user: sales.user, percent: 70 }))).toEqual(['members'])
    await set({ user: admin.user, percent: 100 })
    const { items } = await w.kolo.list(sales, 'dealMember', { filter: ['deal', 'is', id] })
    expect(items).toMatchObject([{ user: { id: admin.user }, percent: 100 }])
    const stranger = await w.asRole('sales')
    await expect(w.kolo.call(stranger, 'deal.set_team', { id, members: [] })).rejects.toThrow('no such deal')
  })
})
