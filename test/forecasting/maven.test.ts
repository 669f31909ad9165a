import { existsSync, readFileSync } from 'node:fs'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#core/id.ts'
import { backTest, type BackTest } from '#modules/forecasting/back-test.ts'
import type { Cell } from '#modules/forecasting/expect.ts'
import { periodOf } from '#modules/forecasting/period.ts'
import { cellsOf } from '#modules/forecasting/cells.ts'
import { world, type World } from '#test/world/world.ts'

const folder = `${import.meta.dirname}/../../../shared/data/crm-maven`
const rows = (file: string) => {
  const [head, ...lines] = readFileSync(`${folder}/${file}`, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  return lines.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i] ?? ''])))
}
const usd = (amount: string | undefined) => (amount ? { amount, currency: 'UAH' } : null)

// Its 8,800 deals: engaged from October 2016, decided from March to December 2017. The amounts are taken as they are.
describe.skipIf(!existsSync(folder))('crm-maven', () => {
  let w: World
  let cells: Cell[]

  beforeAll(async () => {
    w = await world()
    const importing = { ...w.system, via: 'import' as const }
    const create = async (entity: string, items: object[]) =>
      (await w.kolo.call(importing, `${entity}.create`, { items, returning: false })).items as {
        id: string
      }[]
    const [pipeline] = await create('pipeline', [{ name: 'Sales', isDefault: true }])
    const names = ['Prospecting', 'Engaging', 'Won', 'Lost']
    const outcome = (name: string) => (['Won', 'Lost'].includes(name) ? name.toLowerCase() : 'open')
    const stages = await create(
      'stage',
      names.map((name, position) => ({ name, position, pipeline: pipeline!.id, outcome: outcome(name) })),
    )
    const products = rows('products.csv')
    const ids = await create(
      'product',
      products.map((p) => ({ name: p['product'], price: usd(p['sales_price']) })),
    )
    const productOf = new Map(products.map((p, i) => [p['product']!.replaceAll(' ', ''), ids[i]!.id]))
    const deals = rows('sales_pipeline.csv').map((d) => ({
      id: newId(),
      name: d['opportunity_id'],
      product_id: productOf.get(d['product']!.replaceAll(' ', '')),
      pipeline_id: pipeline!.id,
      stage_id: stages[names.indexOf(d['deal_stage']!)]!.id,
      status: outcome(d['deal_stage']!),
      opened_on: d['engage_date'] || null,
      close_date: d['close_date'] || null,
      amount: d['deal_stage'] === 'Won' ? d['close_value'] : null,
      amount_currency: 'UAH',
      created_at: '2018-01-01',
      updated_at: '2018-01-01',
      revision: 1,
      custom: {},
    }))
    await w.db.system((tx) =>
      tx.rows(sql`insert into deals (id, name, product_id, pipeline_id, stage_id, status, opened_on, close_date, amount, amount_currency, created_at, updated_at, revision, custom)
        select id, name, product_id, pipeline_id, stage_id, status, opened_on, close_date, amount, amount_currency, created_at, updated_at, revision, custom from jsonb_populate_recordset(null::deals, ${JSON.stringify(deals)}::jsonb) d`),
    )
    cells = await w.kolo.db.system((tx) =>
      cellsOf({ tx: tx as never, kolo: w.kolo, actor: w.system, today: '2018-01-01' } as never),
    )
  }, 120_000)
  afterAll(() => w.close())

  const told = (title: string, { trials, covered, foretold, plain }: BackTest) => {
    const whole = (x: number | null) => (x === null ? '—' : Math.round(x).toLocaleString('en'))
    const lines = trials.map(
      (t) =>
        `${t.period}: came ${whole(t.came)}; foretold ${whole(t.foretold.mean)} (${whole(t.foretold.p10)}–${whole(t.foretold.p90)}); mean of the last four ${whole(t.plain.average)}, last ${whole(t.plain.last)}`,
    )
    const error = (e: { wape: number | null; periods: number }) => `${e.wape} % over ${e.periods}`
    console.log(
      [
        title,
        ...lines,
        `WAPE: foretold ${error(foretold)}, mean of the last four ${error(plain.average)}, last ${error(plain.last)}; in the range ${covered} of ${trials.length}`,
      ].join('\n  '),
    )
  }

  it('adds up to what the file says', () => {
    const lives = cells.filter((c) => c.stage === null)
    expect(lives.reduce((n, c) => n + c.count, 0)).toBe(8800)
    expect(lives.filter((c) => c.outcome === 'won').reduce((n, c) => n + c.count, 0)).toBe(4238)
    expect(Math.round(lives.reduce((n, c) => n + c.final, 0))).toBe(10_005_534)
  })

  it('by quarters', () => {
    const found = backTest(cells, periodOf('2018-Q1')!)
    told('crm-maven by quarters', found)
    expect(found.trials.map((t) => t.period)).toEqual(['2017-Q2', '2017-Q3', '2017-Q4'])
    expect(found.foretold.wape!).toBeLessThan(found.plain.average.wape!)
    expect(found.foretold.wape!).toBeLessThan(found.plain.last.wape!)
    expect(found.covered).toBe(3)
  })

  it('by months', () => {
    const found = backTest(cells, periodOf('2018-01')!, 12)
    told('crm-maven by months', found)
    // The range should hold eight of ten; the last month of each quarter brings more than the others, which this does not
    // know: it holds six of nine.
    expect([found.trials.length, found.covered]).toEqual([9, 6])
    expect(found.foretold.wape!).toBeLessThan(found.plain.average.wape!)
    expect(found.foretold.wape!).toBeLessThan(found.plain.last.wape!)
  })
})
