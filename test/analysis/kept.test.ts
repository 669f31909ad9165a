import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Invalid, Missing, Refused } from '#core/error.ts'
import { purgeBin } from '#doors/jobs/purge.ts'
import { keepColumns, keptOf, ready } from '#modules/analysis/index.ts'
import { until } from '../door-world.ts'
import { everything, openKeptWorld, random, some, type KeptWorld } from './kept-world.ts'

let w: KeptWorld
beforeAll(async () => void (w = await openKeptWorld()))
afterAll(() => w.close())

const period = { from: '2025-01-10', to: '2026-06-20' }
const questions = [
  ['order.volume', { rows: 'region', columns: 'quarter' }],
  ['order.volume', { rows: 'productGroup', columns: 'team', comparison: 'year', from: '2025-07-01' }],
  [
    'deal.volume',
    { rows: 'owner', columns: 'month', measures: ['wonValue', 'wonCount', 'winRate', 'wonAverage'] },
  ],
  // A whole year, and this month so far.
  ['order.volume', { rows: 'owner', from: '2025-01-01', to: '2026-11-26' }],
  // A broken month, and days before it that are shifted by days.
  [
    'order.volume',
    {
      rows: 'product',
      columns: 'owner',
      measures: ['revenue', 'lines'],
      comparison: 'previous',
      from: '2026-01-20',
      to: '2026-06-25',
    },
  ],
  ['order.portfolio', { of: 'clients', comparison: 'year', from: '2025-11-27', to: '2026-11-26' }],
  ['order.what_changed', { rows: 'productGroup', from: '2025-11-27', to: '2026-11-26', comparison: 'year' }],
  ['order.what_changed', { rows: 'region', from: '2026-01-20', to: '2026-11-26' }],
  ['deal.what_changed', { rows: 'owner', from: '2025-07-20', to: '2026-06-25' }],
  ['deal.portfolio', { of: 'clients' }],
  ['order.portfolio', { of: 'products', from: '2025-01-20', to: '2026-06-25' }],
  ['order.client_flow', { from: '2026-01-10', to: '2026-11-26', lostAfter: 200 }],
] as const
/** All but the records behind them. */
const answer = async (name: string, input: object) => {
  const found = await w.kolo.call(w.admin, name, { ...period, ...input })
  for (const list of [found.rows ?? [], found.classes ?? [], found.rfm ?? []])
    list.sort((a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return JSON.parse(
    JSON.stringify(found, (key, value) => (['filter', 'filters'].includes(key) ? undefined : value)),
  )
}
const cells = async (name: string, input: object) => {
  if (!name.endsWith('.volume')) return answer(name, input)
  const { rows, columns, cells: all, unconverted } = await w.kolo.call(w.admin, name, { ...period, ...input })
  const at = (axis: { value: string | null }[] | null, i: number | null) =>
    i === null ? 'all' : axis![i]!.value
  const figures = all.map((c: any) => [at(rows, c.row), at(columns, c.column), c.now, c.before])
  return {
    figures: figures.toSorted((a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    unconverted,
  }
}
test('what is kept of months equals what there is, whatever is edited, binned or brought back', async () => {
  const { admin, make, uah } = w
  const groups = await make(admin, 'productGroup', { name: 'Pumps' }, { name: 'Filters' })
  const days = ['2025-01-15', '2025-01-31', '2025-07-31', '2025-08-01', '2026-01-25', '2026-06-19']
  const [pipeline] = await make(admin, 'pipeline', { name: 'Sales', isDefault: true })
  const [won, lost] = await make(
    admin,
    'stage',
    { name: 'Won', pipeline: pipeline!.id, outcome: 'won', position: 2 },
    { name: 'Lost', pipeline: pipeline!.id, outcome: 'lost', position: 3 },
  )
  const [reason] = await make(admin, 'lossReason', { name: 'Price' })
  const [rate] = await make(admin, 'exchangeRate', {
    currency: 'EUR',
    base: 'UAH',
    date: '2025-01-01',
    rate: 40,
  })
  const teams = await make(admin, 'team', { name: 'East' }, { name: 'West' })
  // Whatever a text may hold.
  await make(admin, 'account', { name: 'Other', addresses: [{ city: 'A\u0002B\u0001' }] })
  const orders: string[] = []
  const lines: string[] = []
  const deals: string[] = []
  const patch = (entity: string, id: string, change: object) =>
    w.kolo.call(admin, `${entity}.update`, { items: [{ id, ...change }] })
  const edits: (() => Promise<unknown>)[] = [
    async () => {
      const [o] = await make(admin, 'order', {
        account: w.client.id,
        currency: 'UAH',
        date: some(days),
        owner: some([w.olena, w.admin]).user,
      })
      orders.push(o!.id)
      const made = await make(
        admin,
        'orderLine',
        ...[w.pump, w.filter].map((p) => ({ order: o!.id, product: p.id, quantity: 1 + random(9) })),
      )
      lines.push(...made.map((l) => l.id))
      if (random(5)) await w.kolo.call(admin, 'order.confirm', { id: o!.id })
    },
    async () => {
      const isWon = random(3) > 0
      const [d] = await make(admin, 'deal', {
        name: 'Deal',
        owner: some([w.olena, w.admin]).user,
        stage: (isWon ? won : lost)!.id,
        amount: { amount: String(random(1000)), currency: some(['UAH', 'EUR', 'PLN']) },
        closeDate: some(days),
        ...(isWon ? {} : { lossReason: reason!.id }),
      })
      deals.push(d!.id)
    },
    () => patch('deal', some(deals), { closeDate: some(days) }),
    () => patch('deal', some(deals), { amount: uah(String(random(1000))) }),
    () => patch('deal', some(deals), { owner: some([w.olena, w.admin]).user }),
    () => w.kolo.call(admin, 'deal.delete', { ids: [some(deals)] }),
    () => w.kolo.call(admin, 'deal.restore', { ids: [some(deals)] }),
    () => patch('order', some(orders), { date: some(days) }),
    () => patch('order', some(orders), { owner: some([w.olena, w.admin]).user }),
    () => w.kolo.call(admin, 'order.confirm', { id: some(orders) }),
    () => w.kolo.call(admin, 'order.cancel', { id: some(orders), reason: 'No' }),
    () => w.kolo.call(admin, 'order.delete', { ids: [some(orders)] }),
    () => w.kolo.call(admin, 'order.restore', { ids: [some(orders)] }),
    () => patch('orderLine', some(lines), { quantity: 1 + random(9) }),
    () => w.kolo.call(admin, 'orderLine.delete', { ids: [some(lines)] }),
    () => w.kolo.call(admin, 'orderLine.restore', { ids: [some(lines)] }),
    () => patch('product', some([w.pump, w.filter]).id, { group: some(groups).id }),
    () =>
      patch('account', w.client.id, {
        addresses: [{ country: 'UA', city: some(['Львів', '\u0001', 'Оде\u0002са']), primary: true }],
      }),
    () => patch('exchangeRate', rate!.id, { rate: 40 + random(5), date: some(['2025-01-01', '2025-07-15']) }),
    () => patch('user', w.olena.user, { team: some(teams).id }),
    () => purgeBin(w.kolo, 0),
  ]
  const tried = async (edit: () => Promise<unknown>) => {
    try {
      return (await edit(), true)
    } catch (error) {
      if (error instanceof Refused || error instanceof Invalid || error instanceof Missing) return false
      throw error
    }
  }
  for (let i = 0; i < 4; i++) await Promise.all([tried(edits[0]!), tried(edits[1]!)])
  for (const [name, input] of questions) await cells(name, input)
  await until(() => w.count())
  let done = 0
  let used = 0
  for (let i = 0; i < 60; i++) {
    if (await tried(some(edits))) done++
    // Half of the time before the relay has told of it.
    if (i % 2) await w.quiet()
    if (await w.count()) used++
    const [name, input] = questions[i % questions.length]!
    const [found, base] = await Promise.all([
      cells(name, input),
      cells(name, { ...input, filter: everything }),
    ])
    expect(found, `${name} after edit ${i}`).toEqual(base)
  }
  expect(done).toBeGreaterThan(12)
  expect(used).toBeGreaterThan(12)
  // What leaves the bin changes nothing that is kept.
  await make(admin, 'account', { name: 'Gone' }).then(([a]) =>
    w.kolo.call(admin, 'account.delete', { ids: [a!.id] }),
  )
  await w.quiet()
  await cells(...questions[0])
  await until(() => w.count())
  const before = await w.count()
  expect(await purgeBin(w.kolo, 0)).toBeGreaterThan(0)
  await w.quiet()
  expect(await w.count()).toBeGreaterThanOrEqual(before)
})

test('who does not see all is answered from the records alone', async () => {
  await cells(questions[0][0], questions[0][1])
  await until(() => w.count())
  const before = await w.count()
  await w.db.system((tx) => tx.rows(sql`update cross_months set block = ''`))
  const seen = await w.kolo.call(w.olena, 'order.volume', { ...period, rows: 'region' })
  const base = await w.kolo.call(w.olena, 'order.volume', { ...period, rows: 'region', filter: everything })
  expect(seen.cells).toEqual(base.cells)
  expect(before).toBeGreaterThan(0)
})

test('what is mended in a past order changes months that are kept', async () => {
  const { admin, make, uah } = w
  const date = '2019-02-03'
  const [o] = await make(admin, 'order', { account: w.client.id, currency: 'UAH', date, isPast: true })
  const [line] = await make(admin, 'orderLine', {
    order: o!.id,
    description: 'Old',
    quantity: 4,
    unitPrice: uah('100'),
  })
  const asked = { rows: 'month', from: '2019-01-01', to: '2019-12-31', measures: ['revenue'] }
  const sold = async () =>
    (await w.kolo.call(admin, 'order.volume', asked)).cells.find((c: { row: null }) => c.row === null).now
      .revenue
  const keeps = async () => (await sold()) && (await w.count(sql`since = '2019-02-01'`)) > 0
  await until(keeps)
  expect(await sold()).toBe('400.00')
  for (const [change, wanted] of [
    [{ unitPrice: uah('70') }, '280.00'],
    [{ discount: 50 }, '140.00'],
    [{ quantity: 2 }, '70.00'],
  ] as const) {
    await until(keeps)
    await w.act(admin, 'orderLine.update', { items: [{ id: line!.id, ...change }] })
    expect(await sold()).toBe(wanted)
  }
  // What comes back is not sold.
  await until(keeps)
  await w.act(admin, 'order.return', { id: o!.id, lines: [{ line: line!.id, quantity: 1 }], reason: 'Old' })
  expect(await sold()).toBe('35.00')
})

test('what was added up at night, a head finds in the morning', async () => {
  const today = new Date().toISOString().slice(0, 10)
  // Whole months, in January too.
  const asked = { from: `${Number(today.slice(0, 4)) - 1}-01-01`, to: today }
  await w.make(w.admin, 'order', {
    account: w.client.id,
    currency: 'UAH',
    date: '2019-05-05',
    isPast: true,
  })
  await w.quiet()
  await w.db.system((tx) => tx.rows(sql`delete from cross_months`))
  await ready(w.kolo)()
  // It is kept after it was answered.
  let before = -1
  await until(async () => {
    const last = before
    await new Promise((done) => setTimeout(done, 400))
    return last === (before = await w.count())
  })
  await w.quiet()
  await w.db.system((tx) => tx.rows(sql`update cross_months set block = ''`))
  for (const [name, more] of [
    ['order.what_changed', { rows: 'region' }],
    ['deal.what_changed', { rows: 'owner' }],
    ['order.portfolio', { of: 'clients' }],
    ['order.portfolio', { of: 'products' }],
  ] as const)
    await expect(cells(name, { ...asked, ...more }), name).rejects.toThrow()
  await w.db.system((tx) => tx.rows(sql`delete from cross_months`))
})

test('no cross-table of all records is the first to read them', async () => {
  await w.quiet()
  await w.db.system((tx) => tx.rows(sql`delete from cross_months`))
  await keepColumns(w.kolo)
  const settled = async () => {
    const before = await w.count()
    await new Promise((done) => setTimeout(done, 500))
    return before > 0 && before === (await w.count())
  }
  await until(settled)
  const before = await w.count()
  for (const [name, rows, columns] of [
    ['order.volume', 'account', 'source'],
    ['order.volume', 'productGroup', 'quarter'],
    ['deal.volume', 'lossReason', 'industry'],
  ]) {
    const input = { rows, columns, comparison: 'previous' }
    expect(await cells(name!, input)).toEqual(await cells(name!, { ...input, filter: everything }))
  }
  await until(settled)
  expect(await w.count()).toBe(before)
})

test('who asks what is being added up waits for it', async () => {
  await w.quiet()
  await w.db.system((tx) => tx.rows(sql`delete from cross_months`))
  let sums = 0
  const one = async (tx: { rows(q: unknown): Promise<unknown> }) => {
    sums++
    await tx.rows(sql`select pg_sleep(0.3)`)
    return sums
  }
  const question = { key: ['test'], subject: 'orderLine', fields: ['order.date'], one }
  const asks = Array.from({ length: 3 }, () =>
    w.db.as(w.admin, (tx) =>
      keptOf({ kolo: w.kolo, actor: w.admin, today: '2026-03-05', tx } as never, question as never, [
        { from: '2026-02-01', to: '2026-02-28' },
      ]),
    ),
  )
  expect((await Promise.all(asks)).map(([k]) => k!.block)).toEqual([1, 1, 1])
})

test('what the keeper has not come to yet is looked at by whoever asks, of months and of parts of them', async () => {
  const { admin, make, uah } = w
  const [o] = await make(admin, 'order', {
    account: w.client.id,
    currency: 'UAH',
    date: '2026-01-25',
    isPast: true,
  })
  const [line] = await make(admin, 'orderLine', {
    order: o!.id,
    description: 'Old',
    quantity: 4,
    unitPrice: uah('100'),
  })
  for (const from of ['2026-01-01', '2026-01-20']) {
    const asked = { rows: 'month', from, to: '2026-01-31', measures: ['revenue'] }
    const sold = (more = {}) => cells('order.volume', { ...asked, ...more })
    await w.quiet()
    await until(
      async () =>
        (await sold()) &&
        (await w.count(sql`since in ('2026-01-01', '2026-01-20') and reads @> '{orderLine:order.date}'`)),
    )
    await w.db.system(async (tx) => {
      await tx.rows(sql`select from relay_cursors where consumer = 'analysis' for update`)
      const before = await sold()
      await w.act(admin, 'orderLine.update', {
        items: [{ id: line!.id, quantity: from.endsWith('01') ? 5 : 6 }],
      })
      expect(await sold()).not.toEqual(before)
      expect(await sold()).toEqual(await sold({ filter: everything }))
    })
  }
})
