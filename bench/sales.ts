import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openPostgres } from '#database/launcher.ts'
import { median, percentile, timed, type Times } from './measure.ts'
import { salesData } from './sales-data.ts'
import { serveFrom, type Serving } from './serving.ts'

/** `first`: when nothing of it was kept yet. `worst`: of many, the slowest by name. */
export type Found = { what: string; first: number | null; kolo: Times; bare: Times | null; worst?: string }

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const period = { from: day(1089), to: day(0) }
const year = { from: day(364), to: day(0) }

const ask = (serving: Serving, name: string, input: object) => async () => {
  const { status, body } = await serving.ask('POST', `/api/operations/${name}`, input)
  if (status !== 200) throw new Error(`${name}: ${status} ${body}`)
}
const get = (serving: Serving, path: string) => async () => {
  const { status, body } = await serving.ask('GET', path)
  if (status !== 200) throw new Error(`${path}: ${status} ${body}`)
}

const money = (
  amount: string,
  currency: string,
  date: string,
) => `sum(case when ${currency} = 'UAH' then ${amount} else ${amount} *
  (select rate from kolo.exchange_rates x where x.currency = 'EUR' and x.date = least(${date}, current_date) limit 1) end)`
const dealsBy = (
  keys: string,
  joins = '',
) => `select ${keys}, ${money('d.amount', 'd.amount_currency', 'd.close_date')}
  from kolo.deals d ${joins} where d.deleted_at is null and d.status = 'won' and d.close_date between '${period.from}' and '${period.to}'
  group by cube (1, 2)`
const linesBy = (keys: string, joins = '') => `select ${keys},
    ${money(`(l.amount * case when l.tax_included then 100 / (100 + l.tax_rate) else 1 end)`, 'l.amount_currency', 'o.date')}
  from kolo.order_lines l join kolo.orders o on o.id = l.order_id ${joins} where l.deleted_at is null and o.status in ('confirmed', 'done')
    and o.date between '${period.from}' and '${period.to}' group by cube (1, 2)`

/** What a head of sales asks: through Kolo with rights, and by SQL alone. */
const questions = (serving: Serving): [what: string, kolo: () => Promise<void>, bare: string | null][] => [
  [
    'deals: manager × quarter',
    ask(serving, 'deal.volume', { ...period, rows: 'owner', columns: 'quarter', measures: ['wonValue'] }),
    dealsBy(`d.owner_id, date_trunc('quarter', d.close_date)`),
  ],
  [
    'deals: product group × region',
    ask(serving, 'deal.volume', {
      ...period,
      rows: 'productGroup',
      columns: 'region',
      measures: ['wonValue'],
    }),
    dealsBy(
      `p.group_id, a.region`,
      'left join kolo.products p on p.id = d.product_id left join kolo.accounts a on a.id = d.account_id',
    ),
  ],
  [
    'deals: every figure by manager',
    ask(serving, 'deal.volume', { ...year, rows: 'owner', comparison: 'previous' }),
    null,
  ],
  [
    'order lines: product group × month',
    ask(serving, 'order.volume', {
      ...period,
      rows: 'productGroup',
      columns: 'month',
      measures: ['revenue'],
    }),
    linesBy(`p.group_id, date_trunc('month', o.date)`, 'left join kolo.products p on p.id = l.product_id'),
  ],
  [
    'order lines: manager × region',
    ask(serving, 'order.volume', { ...period, rows: 'owner', columns: 'region', measures: ['revenue'] }),
    linesBy(`o.owner_id, a.region`, 'left join kolo.accounts a on a.id = o.account_id'),
  ],
  [
    'order lines: every figure by manager × region',
    ask(serving, 'order.volume', { ...period, rows: 'owner', columns: 'region' }),
    null,
  ],
  [
    'order lines: product × manager',
    ask(serving, 'order.volume', { ...period, rows: 'product', columns: 'owner', measures: ['revenue'] }),
    linesBy(`l.product_id, o.owner_id`),
  ],
  ['clients', ask(serving, 'order.portfolio', { ...year, of: 'clients', comparison: 'previous' }), null],
  ['products', ask(serving, 'order.portfolio', { ...year, of: 'products', comparison: 'previous' }), null],
  ['the flow of clients', ask(serving, 'order.client_flow', year), null],
  [
    'what changed sales, by product group',
    ask(serving, 'order.what_changed', { ...year, rows: 'productGroup', comparison: 'previous' }),
    null,
  ],
  [
    'what changed sales, by manager',
    ask(serving, 'order.what_changed', { ...year, rows: 'owner', comparison: 'previous' }),
    null,
  ],
  ['the sales cycle of a year', ask(serving, 'deal.cycle', year), null],
  [
    'forecast of a quarter',
    ask(serving, 'forecast.read', {}),
    `select d.team_id, d.owner_id, d.status, d.forecast_category, ${money('d.amount', 'd.amount_currency', 'current_date')}, count(*)
      from kolo.deals d where d.deleted_at is null and d.status in ('open', 'won')
      and d.close_date >= date_trunc('quarter', current_date) and d.close_date < date_trunc('quarter', current_date) + interval '3 months' group by 1, 2, 3, 4`,
  ],
  ['statistical forecast', ask(serving, 'forecast.expect', {}), null],
  ['my numbers', ask(serving, 'deal.numbers', { whose: 'mine' }), null],
  ['my team’s numbers', ask(serving, 'deal.numbers', { whose: 'team' }), null],
  [
    'the board',
    get(
      serving,
      `/api/deals/summary?group=stage&sum=amount&filter=${encodeURIComponent('["status","is","open"]')}`,
    ),
    `select stage_id, count(*), sum(amount), amount_currency from kolo.deals where deleted_at is null and status = 'open' group by 1, 4`,
  ],
]

/** So many times; fewer when it takes long. */
async function several(run: () => Promise<unknown>, times: number, least: number): Promise<Times> {
  const found: number[] = []
  const until = performance.now() + 5000
  while (found.length < least || (found.length < times && performance.now() < until))
    found.push(await timed(run))
  return found.toSorted((a, b) => a - b)
}

/** Waits until the server has kept what was asked for: until no more has come for a second. */
async function kept(pool: pg.Pool) {
  const count = async () => (await pool.query('select count(*) from kolo.cross_months')).rows[0].count
  for (let before = null, now = await count(); before !== now; now = await count()) {
    before = now
    await sleep(1000)
  }
}

/** Each pair of all that records can be split by, asked once: a pair that nobody has asked for before. */
async function pairs(serving: Serving, pool: pg.Pool, name: string, figure: string): Promise<Found> {
  const { body } = await serving.ask('POST', `/api/operations/${name}`, {
    ...year,
    rows: 'owner',
    measures: [figure],
  })
  const keys = (JSON.parse(body).dimensions as { key: string }[]).map((d) => d.key)
  for (const rows of keys) await ask(serving, name, { ...period, rows, measures: [figure] })()
  await kept(pool)
  const found: [what: string, ms: number][] = []
  for (const [i, rows] of keys.entries())
    for (const columns of keys.slice(i + 1))
      found.push([
        `${rows} × ${columns}`,
        await timed(ask(serving, name, { ...period, rows, columns, measures: [figure] })),
      ])
  const sorted = found.toSorted(([, a], [, b]) => a - b)
  const [worst, ms] = sorted.at(-1)!
  return {
    what: `${name}: all ${found.length} pairs, each once`,
    first: null,
    kolo: sorted.map(([, one]) => one),
    bare: null,
    worst: `${worst} ${ms.toFixed(0)} ms`,
  }
}

/** With 300,000 deals and 3,000,000 order lines. */
export async function sales(times: number, say: (text: string) => void): Promise<Found[]> {
  const folder = await salesData(say)
  const serving = await serveFrom(folder)
  const postgres = await openPostgres({ dataDir: folder })
  // As much memory for sorting as Kolo takes for such questions.
  const pool = new pg.Pool({ ...postgres.config, max: 4, options: '-c work_mem=64MB' })
  const found: Found[] = []
  const add = (one: Found) => {
    found.push(one)
    say(`    ${salesLine(one)[2]}; the server has ${serving.memory().toFixed(0)} MB`)
  }
  try {
    // What it does by itself after a start has ended.
    await sleep(3000)
    await kept(pool)
    await pool.query('delete from kolo.cross_months')
    for (const [what, kolo, bare] of questions(serving)) {
      say(`  ${what}`)
      const first = await timed(kolo)
      await kept(pool)
      add({
        what,
        first,
        kolo: await several(kolo, times, 3),
        bare: bare === null ? null : await several(() => pool.query(bare), 1, 1),
      })
    }
    for (const [name, figure] of [
      ['order.volume', 'revenue'],
      ['deal.volume', 'wonValue'],
    ] as const) {
      say(`  ${name}`)
      add(await pairs(serving, pool, name, figure))
    }
    return found
  } finally {
    await pool.end()
    await serving.stop()
    await postgres.stop()
  }
}

export const salesLine = ({ what, first, kolo, bare, worst }: Found) => {
  const p95 = percentile(kolo, 95)
  const more = [
    ...(first === null ? [] : [`first ${first.toFixed(0)} ms`]),
    `p50 ${median(kolo).toFixed(0)} ms`,
    ...(worst ? [`worst ${worst}`] : []),
    ...(bare
      ? [`${(median(kolo) / median(bare)).toFixed(2)} × the bare SQL's ${median(bare).toFixed(0)} ms`]
      : []),
  ]
  return [what, 'p95 < 1 s', `${p95.toFixed(0)} ms (${more.join(', ')})`, p95 < 1000] as const
}
