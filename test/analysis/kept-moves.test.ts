import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cellsOf } from '#modules/forecasting/cells.ts'
import { until } from '../door-world.ts'
import { everything, openKeptWorld, random, some, type KeptWorld } from './kept-world.ts'

let w: KeptWorld
beforeAll(async () => void (w = await openKeptWorld()))
afterAll(() => w.close())

test('the statistical forecast says the same of months that were kept', async () => {
  const { admin, make, uah } = w
  const [pipeline] = await make(admin, 'pipeline', { name: 'Export' })
  const stages = await make(
    admin,
    'stage',
    ...['New', 'Offer'].map((name, position) => ({ name, position, pipeline: pipeline!.id })),
    { name: 'Won', pipeline: pipeline!.id, outcome: 'won', position: 2 },
  )
  const days = ['2025-03-05', '2025-03-20', '2025-09-01', '2026-10-31']
  const deals = await make(
    admin,
    'deal',
    ...Array.from({ length: 12 }, (_, i) => ({
      name: `Deal ${i}`,
      openedOn: '2025-01-02',
      closeDate: some(days),
      stage: stages[i % 3]!.id,
      amount: uah(String(100 + i)),
      owner: some([w.olena, w.admin]).user,
      ...(i % 4 ? { product: w.pump.id } : {}),
    })),
  )
  let reopened = 0
  const patch = (change: object) =>
    w.kolo.call(admin, 'deal.update', { items: [{ id: some(deals).id, ...change }] })
  const edits = [
    // A won one is open again.
    () =>
      w.kolo.call(admin, 'deal.update', {
        items: [{ id: deals[2 + 3 * reopened++]!.id, stage: stages[0]!.id }],
      }),
    () => patch({ stage: stages[2]!.id, closeDate: some(days) }),
    () => patch({ closeDate: some(days) }),
    () => patch({ amount: { amount: String(random(1000)), currency: some(['UAH', 'EUR']) } }),
    () => patch({ owner: some([w.olena, w.admin]).user }),
    () => patch({ openedOn: some(['2025-02-11', '2024-12-30']) }),
    () => patch({ product: some([w.pump, w.filter]).id }),
  ]
  // Who does not see all is answered from the records alone.
  const seeingLess = Object.assign(Object.create(w.kolo), { rightsOf: () => ({}) }) as typeof w.kolo
  const told = async (person?: string, kolo = w.kolo) => {
    const context = { kolo, actor: admin, today: '2026-11-26' }
    const cells = await w.kolo.db.as(admin, (tx) =>
      cellsOf({ ...context, tx } as never, person ? { person } : {}),
    )
    const sums = new Map<string, number[]>()
    for (const { count, valued, sum, squares, final, finalSquares, ...alike } of cells) {
      const key = JSON.stringify(Object.entries(alike).toSorted())
      const before = sums.get(key) ?? [0, 0, 0, 0, 0, 0]
      sums.set(
        key,
        [count, valued, sum, squares, final, finalSquares].map((n, i) => before[i]! + n),
      )
    }
    return Object.fromEntries([...sums].map(([key, all]) => [key, all.map((n) => n.toFixed(4))]))
  }
  const isForecast = sql`reads @> '{deal:stageChange.at}'`
  // All months from the first day to the last.
  const whole = () =>
    until(async () => {
      await told()
      await told(w.olena.user!)
      return (await w.count(isForecast)) >= 2 * 20
    })
  for (let i = 0; i < 14; i++) {
    await whole()
    await edits[i % edits.length]!()
    if (i % 2) await w.quiet()
    const kept = [await told(), await told(w.olena.user!)]
    expect(kept, `after edit ${i}`).toEqual([
      await told(undefined, seeingLess),
      await told(w.olena.user!, seeingLess),
    ])
  }
})

test('the sales cycle says the same of months that were kept', async () => {
  const { admin, make, uah } = w
  const [pipeline] = await make(admin, 'pipeline', { name: 'Cycle' })
  const stages = await make(
    admin,
    'stage',
    ...['New', 'Offer', 'Contract'].map((name, position) => ({ name, position, pipeline: pipeline!.id })),
    { name: 'Won', pipeline: pipeline!.id, outcome: 'won', position: 3 },
  )
  const opened = ['2025-08-31', '2025-12-15', '2026-03-01']
  const deals = await make(
    admin,
    'deal',
    ...Array.from({ length: 15 }, (_, i) => ({
      name: `Deal ${i}`,
      openedOn: opened[i % 3]!,
      closeDate: '2026-10-31',
      stage: stages[0]!.id,
      amount: uah('100'),
    })),
  )
  const move = (id: string, to: number) =>
    w.kolo.call(admin, 'deal.update', { items: [{ id, stage: stages[to]!.id }] })
  for (const { id } of deals.slice(0, 12)) await move(id, 1)
  for (const { id } of deals.slice(0, 6)) await move(id, 3)
  // As if it had happened long ago.
  await w.db.system((tx) =>
    tx.rows(sql`with m as (select id, row_number() over (order by from_stage_id, deal_id) as n from stage_changes
      where deal_id = any(${deals.map((d) => d.id)}::uuid[]) and from_stage_id is not null)
      update stage_changes s set at = timestamptz '2026-03-31 22:30Z' + m.n * interval '9 days', seconds = 100000 * m.n from m where m.id = s.id`),
  )
  const edits = [
    () => move(deals[0]!.id, 2),
    () => move(deals[13]!.id, 2),
    () => w.kolo.call(admin, 'deal.delete', { ids: [deals[1]!.id] }),
    () => move(deals[7]!.id, 3),
    () => w.kolo.call(admin, 'deal.restore', { ids: [deals[1]!.id] }),
    () => w.kolo.call(admin, 'deal.delete', { ids: [deals[9]!.id] }),
    // A won one is open again.
    () => move(deals[3]!.id, 0),
    () => w.kolo.call(admin, 'deal.restore', { ids: [deals[9]!.id] }),
  ]
  const told = async (filter?: unknown) => {
    const found = await w.kolo.call({ ...admin, timeZone: 'Europe/Kyiv' }, 'deal.cycle', {
      from: '2025-08-15',
      to: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      pipeline: pipeline!.id,
      filter,
    })
    const { filter: _, stages: all, cohorts, ...rest } = found
    return {
      entered: rest.entered,
      won: rest.won,
      stages: all.map(({ openFilter, slowFilter, reachedFilter, ...s }: Record<string, unknown>) => s),
      cohorts: cohorts.map(({ filter: __, ...s }: Record<string, unknown>) => s),
    }
  }
  const months = sql`reads @> '{stageChange:stageChange.at}'`
  for (const [i, edit] of edits.entries()) {
    await until(async () => (await told()) && (await w.count(months)) >= 15)
    await edit()
    if (i % 2) await w.quiet()
    expect(await told(), `after edit ${i}`).toEqual(await told(everything))
  }
  expect((await told()).stages.map((s: { left: number }) => s.left)).toEqual([13, 7, 0])
})
