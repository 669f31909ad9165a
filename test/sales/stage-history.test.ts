import { readFileSync } from 'node:fs'
import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { arrivedAt, staleOn, standing } from '#modules/sales/moves.ts'
import { world, type World } from '#test/world/world.ts'

const place = (given: object) => ({
  id: 's',
  pipeline: 'p',
  outcome: 'open' as const,
  isDefault: true,
  position: 1,
  probability: 20,
  maxDays: 3,
  name: 'Stage',
  requires: [],
  checklist: [],
  forecastCategory: null,
  ...given,
})

test.each([
  ['2026-03-01T23:30:00Z', 3, 'open', '2026-03-05'],
  ['2026-03-01T09:00:00Z', 0, 'open', '2026-03-02'],
  ['2026-03-01T09:00:00Z', null, 'open', null],
  ['2026-03-01T09:00:00Z', 3, 'won', null],
] as const)('since %s, at most %s days, %s: stale from %s', (since, maxDays, outcome, wanted) => {
  expect(staleOn(since, { outcome, maxDays })).toBe(wanted)
})

test.each([
  ['open', '2026-01-05', '2026-09-01', '2026-01-05T12:00:00.000Z', true],
  ['won', '2026-01-05', '2026-02-01', '2026-02-01T12:00:00.000Z', true],
  ['open', '2026-03-01', null, 'now', false],
  ['open', null, null, 'now', false],
  ['lost', '2026-01-05', '2026-03-01', 'now', false],
  ['open', '2026-05-01', null, 'now', false],
] as const)('%s, opened %s, closed %s: came at %s', (status, openedOn, closeDate, at, isEstimated) => {
  expect(arrivedAt({ status, openedOn, closeDate }, '2026-03-01', 'now')).toEqual({ at, isEstimated })
})

test.each([
  [place({}), place({ probability: 60 }), 'pipeline', 'bestCase'],
  [place({}), place({ probability: 60 }), 'commit', 'commit'],
  [place({}), place({ probability: 60, forecastCategory: 'omitted' }), 'pipeline', 'omitted'],
  [place({}), place({ outcome: 'won' }), 'omitted', 'commit'],
  [place({ outcome: 'lost' }), place({ probability: 80 }), 'omitted', 'commit'],
] as const)('where a deal stands in the forecast after a move', (from, to, category, wanted) => {
  expect(standing(to, '2026-03-01T09:00:00Z', { stage: from, category })).toMatchObject({
    forecastCategory: wanted,
  })
})

describe('every change of stage is kept', () => {
  let w: World
  let admin: Actor
  let sales: Actor
  const stages: Record<string, string> = {}
  const amount = { amount: '10', currency: 'UAH' }
  const history = async (deal: string) => {
    const { items } = await w.kolo.list(admin, 'stageChange', {
      filter: ['deal', 'is', deal],
      sort: 'at,createdAt',
      limit: 50,
    })
    return items.map((i) => [titleOf(i['fromStage']), titleOf(i['toStage']), i['outcome']])
  }
  const titleOf = (v: unknown) => (v as { title: string } | null)?.title ?? null
  const make = async (item: object, by = sales) =>
    (await w.kolo.call(by, 'deal.create', { items: [{ name: 'Pumps', ...item }] })).items[0] as { id: string }
  const change = (items: object[], by = sales) => w.kolo.call(by, 'deal.update', { items })

  beforeAll(async () => {
    w = await world()
    admin = await w.asRole('administrator')
    sales = await w.asRole('sales')
    const pipeline = (
      await w.kolo.call(admin, 'pipeline.create', { items: [{ name: 'Sales', isDefault: true }] })
    ).items[0]
    const names = ['New', 'Offer', 'Won', 'Lost']
    const made = await w.kolo.call(admin, 'stage.create', {
      items: names.map((name, i) => ({
        name,
        pipeline: pipeline.id,
        position: i,
        outcome: name === 'Won' ? 'won' : name === 'Lost' ? 'lost' : 'open',
        ...(i < 2 ? { probability: [20, 60][i], maxDays: 7 } : {}),
      })),
    })
    names.forEach((name, i) => (stages[name] = made.items[i].id))
  })
  afterAll(() => w.close())

  test('made, moved, won, opened again, lost', async () => {
    const { id } = await make({ amount })
    await change([{ id, stage: stages['Offer'] }])
    await w.kolo.call(sales, 'deal.win', { id })
    await w.kolo.call(sales, 'deal.reopen', { id })
    const reason = (await w.kolo.call(admin, 'lossReason.create', { items: [{ name: 'Price' }] })).items[0]
    await w.kolo.call(sales, 'deal.lose', { id, lossReason: reason.id })
    expect(await history(id)).toEqual([
      [null, 'New', 'open'],
      ['New', 'Offer', 'open'],
      ['Offer', 'Won', 'won'],
      ['Won', 'New', 'open'],
      ['New', 'Lost', 'lost'],
    ])
    const rows = await w.db.system((tx) =>
      tx.rows<{
        by: string
        whole: boolean
      }>(sql`select by_id as by, amount = 10 and owner_id = ${sales.user}::uuid
        and seconds is not distinct from round(extract(epoch from at - lag(at) over (order by at))) as whole
        from stage_changes where deal_id = ${id}::uuid`),
    )
    expect(rows).toEqual(rows.map(() => ({ by: sales.user, whole: true })))
  })

  test('many at a time; a change that moves nothing keeps nothing', async () => {
    const deals = await Promise.all([make({}), make({}), make({ stage: stages['Offer'] })])
    await change(deals.map(({ id }) => ({ id, stage: stages['Offer'] })))
    await change(deals.map(({ id }) => ({ id, nextStep: 'Call' })))
    expect((await Promise.all(deals.map(({ id }) => history(id)))).map((h) => h.length)).toEqual([2, 2, 1])
  })

  test('a deal decided elsewhere came when its own dates say', async () => {
    const { id } = await make({
      openedOn: '2024-01-01',
      closeDate: '2024-02-01',
      stage: stages['Won'],
      amount,
    })
    const deal = await w.kolo.get(sales, 'deal', id)
    expect(deal).toMatchObject({ stageSince: '2024-02-01T12:00:00.000Z', isStale: null, probability: 100 })
    const old = await make({ openedOn: '2024-01-01' })
    expect(await w.kolo.get(sales, 'deal', old.id)).toMatchObject({
      isStale: true,
      forecastCategory: 'pipeline',
    })
    const { items } = await w.kolo.list(sales, 'deal', { filter: ['isStale', 'is', true] })
    expect(items.map((i) => i.id)).toEqual([old.id])
  })

  test('another probability than the stage’s says why, and ends with the stage', async () => {
    const { id } = await make({})
    await expect(change([{ id, probability: 90 }])).rejects.toMatchObject({
      problems: [{ path: 'items.0.probabilityReason', code: 'no_reason' }],
    })
    await change([{ id, probability: 90, probabilityReason: 'Signed letter' }])
    // The stage's own number passes over those that somebody set.
    const other = await make({})
    await w.kolo.call(admin, 'stage.update', { items: [{ id: stages['New'], probability: 25 }] })
    const read = async (one: string) => (await w.kolo.get(sales, 'deal', one))['probability']
    expect([await read(id), await read(other.id)]).toEqual([90, 25])
    await change([{ id, stage: stages['Offer'] }])
    expect(await w.kolo.get(sales, 'deal', id)).toMatchObject({ probability: 60, probabilityReason: null })
  })

  test('nobody writes the history himself', async () => {
    for (const actor of [admin, sales])
      await expect(
        w.kolo.call(actor, 'stageChange.create', { items: [{ deal: crypto.randomUUID() }] }),
      ).rejects.toThrow('may not')
  })

  test('the migration finds in the events what the operations kept', async () => {
    const text = readFileSync(`${import.meta.dirname}/../../migrations/0150-stage-changes.sql`, 'utf8')
    const fill = /^with moves as[^;]*;/m.exec(text)![0]
    const all = () =>
      w.db.system((tx) =>
        tx.rows(sql`select deal_id, from_stage_id, to_stage_id, outcome, by_id, is_estimated, amount, round(seconds / 60) as minutes
          from stage_changes order by deal_id, at, from_stage_id nulls first`),
      )
    const kept = await all()
    await w.db.system((tx) => tx.rows(sql`delete from stage_changes`))
    await w.db.system((tx) => tx.rows(raw(fill) as never))
    const found = await all()
    expect(found.length).toBeGreaterThan(10)
    expect(found).toEqual(kept)
  })
})
