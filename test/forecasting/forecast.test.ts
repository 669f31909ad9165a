import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Filter } from '#core/filter.ts'
import { freeze } from '#modules/forecasting/index.ts'
import { periodAt, plusDays, shifted } from '#modules/forecasting/period.ts'
import { world, type World } from '#test/world/world.ts'

const today = new Date().toISOString().slice(0, 10)
const quarter = periodAt(today, 'quarter')
const next = shifted(quarter, 1)
const inside = today
const outside = plusDays(next.from, 5)
const uah = (amount: number | string) => ({ amount: String(amount), currency: 'UAH' })

let w: World
let head: Actor
let ann: Actor
let bob: Actor
let north: string
let sales: string
const stages: Record<string, string> = {}

const make = async (owner: Actor, item: object) =>
  (
    await w.kolo.call(w.system, 'deal.create', {
      items: [{ name: 'Deal', stage: stages['talk'], closeDate: inside, owner: owner.user, ...item }],
    })
  ).items[0] as { id: string }
const change = (id: string, item: object) =>
  w.kolo.call(w.system, 'deal.update', { items: [{ id, ...item }] })
const forecast = (actor: Actor, input: object = {}) => w.kolo.call(actor, 'forecast.read', input)
const line = (answer: { lines: { id: string | null }[] }, id: string | null) =>
  answer.lines.find((l) => l.id === id)
/** The deals that a figure opens. */
const opened = async (filter: Filter) =>
  (await w.kolo.list(head, 'deal', { filter, limit: 100, fields: ['name', 'amount', 'probability'] })).items

beforeAll(async () => {
  w = await world()
  sales = await w.team('Sales')
  north = await w.team('North', sales)
  head = await w.asRole('manager', { team: sales, name: 'Head' })
  ann = await w.asRole('sales', { team: north, name: 'Ann' })
  bob = await w.asRole('sales', { team: sales, name: 'Bob' })
  const pipeline = (
    await w.kolo.call(w.system, 'pipeline.create', { items: [{ name: 'P', isDefault: true }] })
  ).items[0]
  for (const [name, outcome, probability] of [
    ['talk', 'open', 20],
    ['offer', 'open', 50],
    ['deal', 'open', 80],
    ['won', 'won', 100],
    ['lost', 'lost', 0],
  ])
    stages[name as string] = (
      await w.kolo.call(w.system, 'stage.create', {
        items: [{ name, outcome, probability, pipeline: pipeline.id, position: Object.keys(stages).length }],
      })
    ).items[0].id
  await w.kolo.call(w.system, 'lossReason.create', { items: [{ name: 'Price' }] })
  await w.kolo.call(w.system, 'exchangeRate.create', {
    items: [{ currency: 'EUR', base: 'UAH', rate: 50, date: '2020-01-01' }],
  })
}, 60_000)
afterAll(() => w.close())

describe('the forecast', () => {
  beforeAll(async () => {
    await make(ann, { amount: uah('100.50') })
    await make(ann, { amount: { amount: '10', currency: 'EUR' }, stage: stages['deal'] })
    await make(bob, { amount: uah(7), stage: stages['offer'] })
    await make(bob, { amount: uah(1000), stage: stages['won'], closeDate: inside })
    await make(bob, { amount: uah(9), forecastCategory: 'omitted' })
    await make(bob, { amount: uah(5000), closeDate: outside })
    await make(bob, { amount: { amount: '1', currency: 'JPY' } })
  })

  test('adds up by person and team, in the company’s currency', async () => {
    const answer = await forecast(head)
    expect(line(answer, ann.user)).toMatchObject({ pipeline: '100.5', commit: '500', weighted: '420.1' })
    expect(line(answer, bob.user)).toMatchObject({ won: '1000', bestCase: '7', omitted: '9', pipeline: '0' })
    expect(line(answer, sales)).toMatchObject({
      won: '1000',
      commit: '500',
      bestCase: '7',
      pipeline: '100.5',
      teams: [sales, north],
    })
    expect(answer).toMatchObject({ currency: 'UAH', withoutRate: 1, total: { won: '1000', count: 6 } })
  })

  test('shows each what he may see', async () => {
    const answer = await forecast(ann)
    expect(answer.lines.map((l: { id: string }) => l.id)).not.toContain(bob.user)
    expect(answer.total).toMatchObject({ won: '0', commit: '500' })
  })

  test('an amount that is hidden is said to be', async () => {
    await w.db.system((tx) =>
      tx.rows(
        sql`update roles set rights = jsonb_set(rights, '{deal,fields}', '{"amount":"none"}') where key = 'reader'`,
      ),
    )
    await w.db.system((tx) => tx.rows(sql`update meta set version = version + 1`))
    await w.kolo.refresh()
    const reader = await w.asRole('reader')
    await expect(forecast(reader)).rejects.toThrow('This role may not read Amount.')
    for (const name of ['forecast.by_product', 'forecast.changes', 'forecast.accuracy'])
      await expect(w.kolo.call(reader, name, {})).rejects.toThrow('may not read')
  })

  test('a period that does not read is named', async () => {
    await expect(forecast(head, { period: '2026-Q7' })).rejects.toMatchObject({
      problems: [{ path: 'period' }],
    })
  })

  test('by product, a deal is split as its lines are', async () => {
    const [a, b] = (await w.kolo.call(w.system, 'product.create', { items: [{ name: 'A' }, { name: 'B' }] }))
      .items
    const d = await make(ann, { name: 'Lined', closeDate: inside, stage: stages['deal'] })
    await w.kolo.call(w.system, 'dealLine.create', {
      items: [
        { deal: d.id, product: a.id, quantity: 1, unitPrice: uah(100) },
        { deal: d.id, product: b.id, quantity: 2, unitPrice: uah(100) },
      ],
    })
    const answer = await w.kolo.call(head, 'forecast.by_product', { by: 'product' })
    const of = (id: string) => answer.items.find((i: { id: string }) => i.id === id)
    expect([of(a.id).commit, of(b.id).commit]).toEqual(['100', '200'])
    expect(answer.total.commit).toBe((await forecast(head)).total.commit)
    expect((await w.kolo.call(head, 'forecast.by_product', {})).total.commit).toBe(answer.total.commit)
  })

  const figures = ['won', 'commit', 'bestCase', 'pipeline', 'omitted', 'weighted'] as const
  type Figured = Record<(typeof figures)[number], string> & { title: string | null; filter: Filter }
  const rates: Record<string, number> = { UAH: 1, EUR: 50, JPY: 0 }

  test('every figure opens the deals that it is made of, and no other', async () => {
    const answer = await forecast(head)
    let looked = 0
    for (const one of [...answer.lines, { ...answer.total, title: 'all', filter: { and: [] } }] as Figured[])
      for (const key of figures) {
        const sums = (await opened({ and: [answer.filters[key], one.filter] })).map((d) => {
          const { amount, currency } = (d['amount'] ?? uah(0)) as { amount: string; currency: string }
          const share = key === 'weighted' ? Number(d['probability']) / 100 : 1
          return new Decimal(amount).times(rates[currency]!).times(share)
        })
        expect([one.title, key, Decimal.sum(0, ...sums).toFixed()]).toEqual([one.title, key, one[key]])
        looked += sums.length
      }
    expect(looked).toBeGreaterThan(30)
  })

  test('by product too: of lines and, without them, of the deal itself', async () => {
    const [group] = (await w.kolo.call(w.system, 'productGroup.create', { items: [{ name: 'G' }] })).items
    const [a] = (await w.kolo.list(head, 'product', { filter: ['name', 'is', 'A'], limit: 1 })).items
    await w.kolo.call(w.system, 'product.update', { items: [{ id: a!.id, group: group.id }] })
    const own = await make(bob, { name: 'Own', amount: uah(40), product: a!.id, stage: stages['deal'] })
    const empty = await make(ann, { name: 'Empty', amount: uah(3), product: a!.id, stage: stages['deal'] })
    await w.kolo.call(w.system, 'dealLine.create', { items: [{ deal: empty.id, description: '?' }] })
    // What its lines are of counts, not what it says itself.
    const [b] = (await w.kolo.list(head, 'product', { filter: ['name', 'is', 'B'], limit: 1 })).items
    const lined = await make(bob, { name: 'Of B', product: a!.id, stage: stages['offer'] })
    await w.kolo.call(w.system, 'dealLine.create', {
      items: [{ deal: lined.id, product: b!.id, quantity: 1, unitPrice: uah(5) }],
    })
    await change(lined.id, { forecastCategory: 'commit' })
    const commit = async (input: object, id: string | null) => {
      const answer = await w.kolo.call(head, 'forecast.by_product', input)
      const item = answer.items.find((i: { id: string | null }) => i.id === id)
      const deals = await opened({ and: [answer.filters.commit, item.filter] })
      return [item.commit, deals.map((d) => d['name']).toSorted()]
    }
    expect(await commit({ by: 'product' }, a!.id)).toEqual(['143', ['Empty', 'Lined', 'Own']])
    expect(await commit({ by: 'group' }, group.id)).toEqual(['143', ['Empty', 'Lined', 'Own']])
    expect(await commit({ by: 'product', person: bob.user }, a!.id)).toEqual(['40', ['Own']])
    expect(await commit({ by: 'product', team: north }, a!.id)).toEqual(['103', ['Empty', 'Lined']])
    expect(await commit({ by: 'group', team: north }, null)).toEqual(['700', ['Deal', 'Lined']])
    await w.kolo.call(w.system, 'deal.delete', { ids: [own.id, empty.id, lined.id] })
  })
})

describe('a correction', () => {
  const say = (actor: Actor, input: object) =>
    w.kolo.call(actor, 'forecast.override', {
      period: quarter.key,
      amount: uah(800),
      reason: 'The bank said yes',
      ...input,
    })

  test('is a head’s, for whom he answers, with its reason, and all are kept', async () => {
    await say(head, { person: ann.user })
    await say(head, { person: ann.user, amount: uah(900), reason: 'And the board' })
    await say(head, { team: north, amount: uah(1200) })
    const answer = await forecast(head)
    expect(line(answer, ann.user)).toMatchObject({
      overrides: [{ amount: '900', by: 'Head' }, { amount: '800' }],
    })
    expect(line(answer, north)).toMatchObject({ overrides: [{ amount: '1200' }] })
  })
  test('is nobody else’s', async () => {
    await expect(say(ann, { person: ann.user })).rejects.toThrow('Only their head')
    const stranger = await w.asRole('manager')
    await expect(say(stranger, { person: ann.user })).rejects.toThrow('Only their head')
    await expect(say(head, { person: ann.user, team: north })).rejects.toMatchObject({
      problems: [{ path: 'person' }],
    })
    await expect(say(head, { person: ann.user, reason: '' })).rejects.toMatchObject({
      problems: [{ path: 'reason' }],
    })
  })
  test('is not changed or taken back afterwards, by anybody', async () => {
    const admin = await w.asRole('administrator')
    const { items } = await w.kolo.list(admin, 'forecastOverride', { limit: 1 })
    await expect(
      w.kolo.call(admin, 'forecastOverride.update', { items: [{ id: items[0]!.id, reason: 'No' }] }),
    ).rejects.toThrow('may not')
    await expect(w.kolo.call(admin, 'forecastOverride.delete', { ids: [items[0]!.id] })).rejects.toThrow(
      'may not',
    )
  })
})

test('a quota shows what is missing', async () => {
  await w.kolo.call(head, 'quota.create', {
    items: [{ period: quarter.key, owner: bob.user, amount: uah(4000) }],
  })
  const answer = await forecast(head)
  expect(line(answer, bob.user)).toMatchObject({ plan: { quota: '4000', gap: '3000', attained: 25 } })
  expect(line(answer, sales)).toMatchObject({ plan: { quota: '4000' } })
  await expect(
    w.kolo.call(head, 'quota.create', { items: [{ period: quarter.key, owner: bob.user, amount: uah(1) }] }),
  ).rejects.toMatchObject({ problems: [{ code: 'not_unique' }] })
})

describe('frozen weeks', () => {
  test('two servers at the same time freeze a week once, and it stays', async () => {
    const written = await Promise.all([freeze(w.kolo, today), freeze(w.kolo, today), freeze(w.kolo, today)])
    expect(written.filter((n) => n > 0)).toHaveLength(1)
    const admin = await w.asRole('administrator')
    const { items } = await w.kolo.list(admin, 'forecastSnapshot', { limit: 1 })
    await expect(w.kolo.call(admin, 'forecastSnapshot.delete', { ids: [items[0]!.id] })).rejects.toThrow(
      'may not',
    )
  })

  /** The same sequence of numbers for the same seed (mulberry32). */
  const random = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  test('whatever happens since, the steps lead from what was frozen to what is', async () => {
    const reason = (await w.kolo.list(w.system, 'lossReason', {})).items[0]!.id
    for (const seed of [1, 2, 3]) {
      const next = random(seed)
      const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
      const amount = () =>
        pick([
          uah(Math.floor(next() * 1e5) / 100),
          { amount: String(Math.floor(next() * 1e4) / 100), currency: 'EUR' },
          null,
        ])
      await w.db.system(async (tx) => {
        await tx.rows(sql`delete from forecast_snapshots`)
      })
      const deals: { id: string }[] = []
      for (let i = 0; i < 25; i++)
        deals.push(
          await make(pick([ann, bob]), {
            amount: amount() ?? uah(1),
            closeDate: pick([inside, outside, null]),
            stage: stages[pick(['talk', 'offer', 'won'])],
          }),
        )
      await freeze(w.kolo, today)
      await w.db.system((tx) =>
        tx.rows(sql`update exchange_rates set rate = rate + 0.37 where currency = 'EUR'`),
      )
      const acts = [
        (id: string) => change(id, { amount: amount() }),
        (id: string) => change(id, { closeDate: pick([inside, outside, null]) }),
        (id: string) => change(id, { stage: stages['won'] }),
        (id: string) => change(id, { stage: stages['lost'], lossReason: reason }),
        (id: string) => change(id, { forecastCategory: pick(['omitted', 'commit', 'pipeline']) }),
        (id: string) => change(id, { owner: pick([ann, bob]).user }),
        (id: string) => w.kolo.call(w.system, 'deal.delete', { ids: [id] }),
        (id: string) => change(id, { stage: stages['offer'] }),
      ]
      for (let i = 0; i < 30; i++) {
        if (next() < 0.2)
          deals.push(
            await make(pick([ann, bob]), {
              amount: amount() ?? uah(2),
              stage: stages[pick(['talk', 'won', 'offer'])],
            }),
          )
        else
          await pick(acts)(pick(deals).id).catch((e: Error) =>
            expect(e.message).toMatch(/no such deal|needs this/),
          )
      }
      for (const input of [
        {},
        { person: ann.user },
        { team: north },
        { team: sales },
        { period: shifted(quarter, 1).key },
      ]) {
        const { start, end, changes } = await w.kolo.call(head, 'forecast.changes', input)
        const steps = changes.reduce(
          (sum: Decimal, c: { value: string }) => sum.plus(c.value),
          new Decimal(start),
        )
        expect([seed, input, steps.toFixed()]).toEqual([seed, input, new Decimal(end).toFixed()])
      }
    }
  }, 120_000)

  test('says what became of each', async () => {
    await w.db.system(async (tx) => {
      await tx.rows(sql`delete from forecast_snapshots`)
      await tx.rows(sql`update deals set deleted_at = now() where deleted_at is null`)
    })
    const [grown, won, lost, out, given, gone] = await Promise.all(
      [10, 20, 30, 40, 50, 60].map((n) => make(ann, { amount: uah(n) })),
    )
    const back = await make(ann, { amount: uah(70), closeDate: outside })
    await freeze(w.kolo, today)
    const reason = (await w.kolo.list(w.system, 'lossReason', {})).items[0]!.id
    await change(grown!.id, { amount: uah(15) })
    await change(won!.id, { amount: uah(18), stage: stages['won'] })
    await change(lost!.id, { stage: stages['lost'], lossReason: reason })
    await change(out!.id, { closeDate: outside })
    await change(given!.id, { owner: bob.user })
    await change(gone!.id, { forecastCategory: 'omitted' })
    await change(back.id, { closeDate: inside })
    await make(ann, { amount: uah(5) })
    await make(ann, { amount: uah(3), stage: stages['won'] })
    const { changes } = await w.kolo.call(head, 'forecast.changes', { person: ann.user })
    expect(
      Object.fromEntries(changes.map((c: { kind: string; value: string }) => [c.kind, Number(c.value)])),
    ).toEqual({
      new: 8,
      movedIn: 70,
      grown: 5,
      shrunk: -2,
      won: -21,
      lost: -30,
      movedOut: -40,
      given: -50,
      gone: -60,
    })
    await w.kolo.call(w.system, 'deal.delete', { ids: [gone!.id] })
    const answer = await w.kolo.call(head, 'forecast.changes', { person: ann.user })
    const names = async (filter: Filter) => (await opened(filter)).map((d) => d['id']).toSorted()
    for (const { kind, count, standing, deals, filter } of answer.changes) {
      const left = deals.map((d: { id: string }) => d.id).filter((id: string) => id !== gone!.id)
      expect([kind, standing, await names(filter)]).toEqual([kind, left.length, left.toSorted()])
      expect([kind, count - standing]).toEqual([kind, kind === 'gone' ? 1 : 0])
    }
    const frozen = await w.kolo.list(head, 'forecastSnapshot', { filter: answer.startFilter, limit: 50 })
    const sum = (rows: readonly Record<string, unknown>[], key: string) =>
      Decimal.sum(0, ...rows.map((r) => (r[key] as { amount: string }).amount)).toFixed()
    expect([sum(frozen.items, 'value'), sum(await opened(answer.endFilter), 'amount')]).toEqual([
      new Decimal(answer.start).toFixed(),
      new Decimal(answer.end).toFixed(),
    ])
    // He who may not see the others' deals finds his own only, whatever he asks about.
    const [, , asked] = answer.changes.find((c: { kind: string }) => c.kind === 'given').filter
    const own = await w.kolo.list(ann, 'deal', { filter: ['id', 'found', asked], limit: 10 })
    expect(own.items).toEqual([])
    for (const bad of ['forecast-won', 'forecast-won:2026-Q9 2026-01-05', 'forecast-sold:2026 2026-01-05'])
      await expect(opened(['id', 'found', bad])).rejects.toMatchObject({ problems: [{ path: 'filter' }] })
  })

  test('past forecasts stand beside what came', async () => {
    const before = shifted(quarter, -1)
    const week = await w.db.system((tx) =>
      tx.one<{ week: string }>(
        sql`select date_trunc('week', ${before.until}::date - 28)::date::text as week`,
      ),
    )
    await make(ann, { amount: uah(200), stage: stages['won'], closeDate: plusDays(before.until, -3) })
    await w.db.system((tx) =>
      tx.rows(sql`insert into forecast_snapshots (id, week, deal, status, category, probability, close_date, value, value_currency, owner_id, team_id, created_at, updated_at, revision)
      select gen_random_uuid(), ${week!.week}::date, g::text, case when g = 1 then 'won' else 'open' end, 'commit', 50, ${plusDays(before.until, -3)}::date, 100 * g, 'UAH', ${ann.user}::uuid, ${north}::uuid, now(), now(), 1
      from generate_series(1, 2) g`),
    )
    const { items } = await w.kolo.call(head, 'forecast.accuracy', { weeks: 4 })
    expect(items).toEqual([
      expect.objectContaining({
        period: before.key,
        promised: '300',
        weighted: '200',
        came: '200',
        miss: 50,
        weightedMiss: 0,
      }),
    ])
    const page = await w.kolo.list(head, 'deal', { filter: items[0].filter, limit: 10 })
    expect(page.items.map((d) => d['amount'])).toEqual([uah(200)])
    for (const [figure, count] of [
      ['promised', 2],
      ['hoped', 2],
      ['weighted', 2],
    ] as const) {
      const { items: rows } = await w.kolo.list(head, 'forecastSnapshot', { filter: items[0].frozen[figure] })
      expect([figure, rows.length]).toEqual([figure, count])
    }
    const own = await w.kolo.call(head, 'forecast.accuracy', { weeks: 4, person: ann.user })
    expect(own.items[0].filter.and).toContainEqual(['owner', 'is', ann.user])
  })
})
