import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Filter } from '#core/filter.ts'
import { importFile } from '#doors/import/import-file.ts'
import { world, type World } from '#test/world/world.ts'

const folder = `${import.meta.dirname}/../../../shared/data/crm-maven`

type Line = Record<string, string>
function linesOf(file: string): Line[] {
  const [head, ...rows] = readFileSync(`${folder}/${file}`, 'utf8').trim().split(/\r?\n/)
  const names = head!.split(',')
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i]!, cell])))
}

type Closed = {
  agent: string
  product: string
  office: string
  sector: string
  isWon: boolean
  value: number
  days: number
}
function closedOf(): Closed[] {
  const offices = new Map(linesOf('sales_teams.csv').map((l) => [l['sales_agent']!, l['regional_office']!]))
  const sectors = new Map(linesOf('accounts.csv').map((l) => [l['account']!, l['sector']!]))
  return linesOf('sales_pipeline.csv')
    .filter((l) => l['deal_stage'] === 'Won' || l['deal_stage'] === 'Lost')
    .map((l) => ({
      agent: l['sales_agent']!,
      product: l['product'] === 'GTXPro' ? 'GTX Pro' : l['product']!,
      office: offices.get(l['sales_agent']!)!,
      sector: sectors.get(l['account']!) ?? '',
      isWon: l['deal_stage'] === 'Won',
      // In hryvnias, by the rate of the day.
      value: Number(l['close_value']) * (l['close_date']! < '2017-07-01' ? 26 : 28),
      days: (Date.parse(l['close_date']!) - Date.parse(l['engage_date']!)) / 86_400_000,
    }))
}

/** Between the two nearest of the sorted values, as spreadsheets do it. */
function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)]!
  return low + (sorted[Math.ceil(at)]! - low) * (at % 1)
}
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

function figuresOf(deals: Closed[]) {
  const won = deals.filter((d) => d.isWon)
  const days = won.map((d) => d.days)
  return {
    wonCount: won.length,
    lostCount: deals.length - won.length,
    wonValue: sum(won.map((d) => d.value)),
    winRate: (100 * won.length) / deals.length,
    wonAverage: sum(won.map((d) => d.value)) / won.length,
    daysAverage: sum(days) / won.length,
    daysMedian: percentile(days, 0.5),
    daysP90: percentile(days, 0.9),
  }
}

const year = { from: '2016-01-01', to: '2018-12-31' }

describe.skipIf(!existsSync(folder))('crm-maven', () => {
  let w: World
  let admin: Actor
  let closed: Closed[]
  const volume = (input: object) => w.kolo.call(admin, 'deal.volume', { ...year, ...input })

  beforeAll(async () => {
    closed = closedOf()
    w = await world()
    admin = await w.asRole('administrator')
    const make = (entity: string, items: object[]) => w.kolo.call(admin, `${entity}.create`, { items })
    const pipeline = (await make('pipeline', [{ name: 'Sales', isDefault: true }])).items[0]
    await make('stage', [
      { name: 'New', pipeline: pipeline.id, outcome: 'open', position: 1 },
      { name: 'Won', pipeline: pipeline.id, outcome: 'won', position: 2 },
      { name: 'Lost', pipeline: pipeline.id, outcome: 'lost', position: 3 },
    ])
    const take = (file: string, entity: string, more: object = {}) =>
      importFile(w.kolo, admin, { file: `${folder}/${file}`, entity, createMissing: true, ...more })
    await take('accounts.csv', 'account')
    await take('products.csv', 'product')
    await take('sales_teams.csv', 'user', { set: { role: 'reader' } })
    await take('sales_pipeline.csv', 'deal', {
      createMissing: ['stage'],
      acceptMendings: true,
      columns: [
        { column: 'sales_agent', field: 'owner' },
        { column: 'close_value', field: 'amount', format: { currency: 'USD' } },
        { column: null, field: 'name', template: '{opportunity_id}' },
      ],
    })
    const rate = (date: string, rate: number) => ({ date, rate, currency: 'USD', base: 'UAH' })
    await make('exchangeRate', [rate('2016-01-01', 26), rate('2017-07-01', 28)])
  })
  afterAll(() => w.close())

  it.each([
    ['owner', 'agent'],
    ['product', 'product'],
    ['industry', 'sector'],
    ['team', 'office'],
  ] as const)('win rate, average deal and duration by %s are those of the files', async (dimension, key) => {
    const answer = await volume({ rows: dimension })
    const expected = Map.groupBy(closed, (d) => (key === 'sector' ? d.sector.toLowerCase() : d[key]))
    expect(answer.rows).toHaveLength(expected.size)
    for (const cell of answer.cells) {
      const row = cell.row === null ? null : answer.rows[cell.row]
      // What the import took as an industry of its own is called as in the file.
      const those = row
        ? expected.get(key === 'sector' ? (row.title ?? '').toLowerCase() : (row.title ?? ''))
        : closed
      if (!those) throw new Error(`There is no ${row.title} in the file.`)
      for (const [name, value] of Object.entries(figuresOf(those)))
        expect([row?.title, name, Math.abs(Number(cell.now[name]) - value) < 0.0051]).toEqual([
          row?.title,
          name,
          true,
        ])
    }
  })

  it('a cell of two crossed is the number of records that it opens', async () => {
    const answer = await volume({ rows: 'team', columns: 'quarter', measures: ['wonCount', 'winRate'] })
    expect(answer.cells).toHaveLength((answer.rows.length + 1) * (answer.columns.length + 1))
    const filterOf = (m: string) => answer.measures.find((x: { key: string }) => x.key === m).filter as Filter
    for (const cell of answer.cells) {
      const those = [
        answer.filter,
        filterOf('wonCount'),
        ...(cell.row === null ? [] : [answer.rows[cell.row].filter]),
        ...(cell.column === null ? [] : [answer.columns[cell.column].filter]),
      ]
      const { count } = await w.kolo.list(admin, 'deal', { filter: { and: those }, limit: 1, count: true })
      expect(Number(cell.now.wonCount)).toBe(count!.value)
    }
  })
})
