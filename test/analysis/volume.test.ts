import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { crossedTable } from '#doors/export/crossed.ts'
import { exportDoor } from '#doors/export/index.ts'
import type { Env } from '#doors/http/environment.ts'
import { conversion, ratesOn } from '#modules/pricing/index.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let admin: Actor
let seller: Actor
let other: Actor
const make = async (entity: string, ...items: object[]): Promise<{ id: string }[]> =>
  (await w.kolo.call(admin, `${entity}.create`, { items })).items
const uah = (amount: string) => ({ amount, currency: 'UAH' })
const ask = (who: Actor, input: object) =>
  w.kolo.call(who, 'deal.volume', { rows: 'owner', from: '2026-01-01', to: '2026-12-31', ...input })
const total = (answer: { cells: { row: number | null; column: number | null }[] }): any =>
  answer.cells.find((c) => c.row === null && c.column === null)

beforeAll(async () => {
  w = await world()
  admin = await w.asRole('administrator')
  seller = await w.asRole('sales')
  other = await w.asRole('sales')
  const [pipeline] = await make('pipeline', { name: 'Sales', isDefault: true })
  const stages = await make(
    'stage',
    { name: 'New', pipeline: pipeline!.id, outcome: 'open', position: 1 },
    { name: 'Won', pipeline: pipeline!.id, outcome: 'won', position: 2 },
    { name: 'Lost', pipeline: pipeline!.id, outcome: 'lost', position: 3 },
  )
  const [reason] = await make('lossReason', { name: 'Price' })
  const deal = (owner: Actor, won: boolean, amount: object, closeDate: string) => ({
    name: 'Deal',
    owner: owner.user,
    stage: stages[won ? 1 : 2]!.id,
    amount,
    closeDate,
    openedOn: '2025-01-01',
    ...(won ? {} : { lossReason: reason!.id }),
  })
  await make(
    'deal',
    deal(seller, true, uah('100'), '2026-02-10'),
    deal(seller, false, uah('300'), '2026-02-11'),
    deal(other, true, uah('1000'), '2026-03-10'),
    deal(seller, true, uah('50'), '2025-02-10'),
    deal(seller, true, { amount: '10', currency: 'EUR' }, '2026-05-10'),
    deal(seller, true, { amount: '7', currency: 'PLN' }, '2026-05-11'),
  )
  const rate = (currency: string, base: string, date: string, rate: number) => ({
    currency,
    base,
    date,
    rate,
  })
  await make(
    'exchangeRate',
    rate('EUR', 'UAH', '2026-05-01', 40),
    rate('EUR', 'UAH', '2026-05-20', 50),
    rate('USD', 'EUR', '2026-05-01', 0.9),
    rate('EUR', 'PLN', '2026-05-12', 4.3),
    rate('PLN', 'UAH', '2026-05-21', 11),
  )
})
afterAll(() => w.close())

test('money is in the company’s currency by the rate of the day; what has no rate is told, not guessed', async () => {
  const answer = await ask(admin, {})
  expect(total(answer).now).toMatchObject({
    wonValue: '1500.00',
    wonCount: '4',
    lostValue: '300.00',
    winRate: '80.00',
  })
  expect(answer.unconverted).toBe(1)
})

test('only records that he may see count', async () => {
  const answer = await ask(seller, { rows: 'team' })
  expect(total(answer).now).toMatchObject({ wonCount: '3', wonValue: '500.00' })
  expect(answer.rows).toHaveLength(1)
})

test('a year before stands beside, month by month', async () => {
  const answer = await ask(admin, { rows: 'month', comparison: 'year', measures: ['wonValue'] })
  const february = answer.rows.findIndex((r: { value: string }) => r.value === '2026-02-01')
  expect(answer.cells.find((c: { row: number }) => c.row === february)).toMatchObject({
    now: { wonValue: '100.00' },
    before: { wonValue: '50.00' },
  })
  expect(answer.rows[february].filter).toEqual(['closeDate', 'between', ['2026-02-01', '2026-02-28']])
})

test('a question that does not hold says why', async () => {
  const wrong = (input: object) => expect(ask(admin, input)).rejects
  await wrong({ rows: 'weather' }).toThrow()
  await wrong({ to: '2025-01-01' }).toMatchObject({ problems: [{ path: 'to' }] })
  await wrong({ from: '2024-01-01', comparison: 'year' }).toMatchObject({
    problems: [{ path: 'comparison' }],
  })
  await wrong({ filter: ['nothing', 'is', 1] }).toThrow()
})

test('PostgreSQL finds the rates that prices are found by', async () => {
  const all = ['UAH', 'EUR', 'USD', 'PLN']
  const days = ['2026-04-30', '2026-05-01', '2026-05-12', '2026-05-21']
  await w.db.system(async (tx) => {
    const known = await ratesOn(tx, all, days)
    for (const day of days)
      for (const from of all)
        for (const to of all) {
          const expected = conversion(known.get(day) ?? [], from, to)?.rate.toNumber() ?? null
          const found = await tx.one<{ rate: string | null }>(
            sql`select exchange_rate_on(${from}, ${to}, ${day}::date)::text as rate`,
          )
          const rate = found!.rate === null ? null : Number(found!.rate)
          expect([day, from, to, rate?.toPrecision(9)]).toEqual([day, from, to, expected?.toPrecision(9)])
        }
  })
})

test('it goes into a file that a spreadsheet may open, to whoever may export', async () => {
  await w.kolo.call(admin, 'user.update', { items: [{ id: other.user, name: '=1+1' }] })
  const input = { rows: 'owner', from: '2026-01-01', to: '2026-12-31', measures: ['wonCount', 'winRate'] }
  const app = new Hono<Env>()
  app.use((c, next) => {
    c.set('actor', admin)
    return next()
  })
  app.route('/', exportDoor(w.kolo))
  const answer = await app.request(
    `/analysis/deal.volume/export?input=${encodeURIComponent(JSON.stringify(input))}`,
  )
  const lines = (await answer.text()).replace('\ufeff', '').trim().split('\r\n')
  expect(lines[0]).toBe('Manager,Deals won,Win rate')
  expect(lines).toContain('Total,4,80')
  expect(lines).toContain("'=1+1,1,100")
  await expect(crossedTable(w.kolo, seller, 'deal.volume', input)).rejects.toThrow('may not export')
})

test('a hidden field gives no figures and no split', async () => {
  const { items } = await w.kolo.list(admin, 'role', { filter: ['key', 'is', 'sales'] })
  const role = items[0]!
  const rights = role['rights'] as Record<string, { fields: object }>
  const change = async (right: object) => {
    await w.kolo.call(admin, 'role.set_rights', {
      id: role.id,
      rights: { ...rights, deal: { ...rights['deal'], ...right } },
    })
    await w.kolo.refresh()
  }
  await change({ fields: { amount: 'none', owner: 'none' } })
  const answer = await ask(seller, { rows: 'team' })
  expect(Object.keys(total(answer).now)).toEqual(
    expect.arrayContaining(['wonCount', 'winRate', 'daysMedian']),
  )
  expect(answer.measures.map((m: { key: string }) => m.key)).not.toContain('wonValue')
  expect(answer.dimensions.map((d: { key: string }) => d.key)).not.toContain('owner')
  await expect(ask(seller, { rows: 'owner' })).rejects.toMatchObject({ problems: [{ path: 'rows' }] })
  await expect(ask(seller, { rows: 'team', measures: ['wonValue'] })).rejects.toMatchObject({
    problems: [{ path: 'measures' }],
  })
  await expect(ask(seller, { rows: 'team', filter: ['amount', 'gt', '1'] })).rejects.toThrow('amount')
  await change({ fields: { closeDate: 'none' } })
  await expect(ask(seller, { rows: 'team' })).rejects.toThrow('closeDate')
})

test('against competitors: what was won and lost where each took part, and their prices', async () => {
  const [rival, idle] = await make('competitor', { name: 'Rival' }, { name: 'Idle' })
  const deals = (await w.kolo.list(admin, 'deal', { filter: ['closeDate', 'is', '2026-02-10'] })).items
  const lost = (await w.kolo.list(admin, 'deal', { filter: ['closeDate', 'is', '2026-02-11'] })).items
  const met = { competitor: rival!.id }
  await make(
    'dealCompetitor',
    { deal: deals[0]!.id, ...met, price: uah('90') },
    { deal: lost[0]!.id, ...met, price: uah('270') },
    { deal: lost[0]!.id, competitor: idle!.id, price: { amount: '1', currency: 'EUR' } },
  )
  const asked = { rows: 'competitor', from: '2026-01-01', to: '2026-12-31' }
  const answer = await w.kolo.call(admin, 'dealCompetitor.volume', asked)
  const of = (name: string) => {
    const row = answer.rows.findIndex((r: { title: string }) => r.title === name)
    return answer.cells.find((c: { row: number | null }) => c.row === row).now
  }
  expect(of('Rival')).toMatchObject({
    met: '2',
    won: '1',
    lost: '1',
    wonValue: '100.00',
    lostValue: '300.00',
  })
  expect([Number(of('Rival').winRate), Number(of('Rival').theirPrice)]).toEqual([50, -10])
  // In another currency than the deal, a price says nothing beside it.
  expect(of('Idle')).toMatchObject({ met: '1', won: '0', theirPrice: null })
})
