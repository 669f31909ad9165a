import { expect, test } from 'vitest'
import { blockOf, merged, type Block } from '#modules/analysis/block.ts'
import { orderLines } from '#modules/analysis/order-lines.ts'
import { tableOf } from '#modules/analysis/table.ts'
import { less, yearsOf } from '#modules/analysis/period.ts'

// The same at every run.
let state = 11
const random = (below: number) => (state = (state * 48271) % 2147483647) % below

/** A month of these clients and products, of which some are nobody's, and sums are unknown now and then. */
function month(clients: number, products: number): Block {
  const cells = Array.from({ length: clients * products }, (_, i) => i).filter(() => random(4))
  return blockOf(
    {
      isBefore: false,
      unconverted: String(random(3)),
      level: cells.map(() => 0),
      k0: cells.map((i) => (i % clients ? `client ${i % clients}` : null)),
      k1: cells.map((i) => `product ${Math.floor(i / clients)}`),
      revenue_sum: cells.map(() => (random(9) ? random(10_000) / 100 : null)),
    },
    2,
    ['revenue_sum'],
  )
}

test('a year says what its months say', () => {
  const measures = [['revenue', orderLines.measures.revenue]] as const
  const axes = [{ isTime: false }, { isTime: false }]
  const table = (blocks: readonly Block[]) => {
    const { heads, cells, ...rest } = tableOf(
      blocks.map((block) => ({ block, isBefore: false })),
      axes,
      measures,
    )
    const at = (axis: number, i: number | null) => (i === null ? 'all' : heads[axis]![i])
    return { ...rest, cells: new Map(cells.map((c) => [`${at(0, c.row)} ${at(1, c.column)}`, c.now])) }
  }
  const months = Array.from({ length: 12 }, (_, i) => month(3 + (i % 5), 2 + (i % 4)))
  const year = merged(months)
  expect(year!.level.length).toBeLessThan(36)
  expect(table([year!])).toEqual(table(months))
  expect(table([year!, months[0]!])).toEqual(table([...months, months[0]!]))
})

test('months that hardly overlap are no year', () =>
  expect(merged([month(50, 50), month(50, 50)])).toBeNull())

test('a period without some of its days', () => {
  const year = { from: '2025-01-01', to: '2025-12-31' }
  const days = (from: string, to: string) => ({ from, to })
  expect(less(year, [])).toEqual([year])
  expect(less(year, [year])).toEqual([])
  expect(less(year, [days('2025-03-01', '2025-03-31'), days('2024-12-01', '2025-01-31')])).toEqual([
    days('2025-02-01', '2025-02-28'),
    days('2025-04-01', '2025-12-31'),
  ])
})

test('a year is one only with all its months', () => {
  const of = Array.from({ length: 12 }, (_, i) => {
    const last = new Date(Date.UTC(2024, i + 1, 0)).toISOString().slice(0, 10)
    return { from: `${last.slice(0, 8)}01`, to: last }
  })
  expect(yearsOf(of).map((y) => y.days)).toEqual([{ from: '2024-01-01', to: '2024-12-31' }])
  expect(yearsOf([...of.slice(0, 11), { from: '2024-12-01', to: '2024-12-30' }])).toEqual([])
})
