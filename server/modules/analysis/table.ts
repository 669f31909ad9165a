import { add, type Pair, type Part } from './block.ts'
import type { FigureKind, Measure } from './subject.ts'
import { ownOf, sumsOf } from './statement.ts'

export type Figures = Record<string, string | null>
/** Where no row is named the figures are of all rows; likewise of columns. */
export type Cell = { row: number | null; column: number | null; now: Figures | null; before: Figures | null }
type Measures = readonly (readonly [key: string, measure: Measure])[]

const mostRows = 500
const mostColumns = 60
const digits: Record<FigureKind, number> = { count: 0, money: 2, days: 2, hours: 2, percent: 2 }

/** Ten-thousandths, rounded half away from zero. */
const decimal = (n: number, places: number) =>
  ((Math.sign(n) * Math.round(Math.abs(n) / 10 ** (4 - places))) / 10 ** places).toFixed(places)

/** Each measure of a cell, in its kind's digits. */
function figuresOf(measures: Measures) {
  const placeOf = new Map(sumsOf(measures.map(([, m]) => m)).map(([name], i) => [name, i]))
  const known = (n: number | undefined) => (n === undefined || Number.isNaN(n) ? null : n)
  const valueOf = (m: Measure, i: number, sums: Float64Array): number | null => {
    const [first = ownOf(i)] = 'sums' in m ? Object.keys(m.sums) : []
    if (!('sums' in m) || !m.of) return known(sums[placeOf.get(first)!])
    const found = m.of(
      Object.fromEntries(
        Object.keys(m.sums).map((name) => {
          const sum = known(sums[placeOf.get(name)!])
          return [name, sum === null ? null : sum / 10_000]
        }),
      ),
    )
    // What floating point adds at the end is not a digit.
    return found === null ? null : Number((found * 10_000).toPrecision(15))
  }
  return (sums: Float64Array | null): Figures | null =>
    sums &&
    Object.fromEntries(
      measures.map(([key, m], i) => {
        const value = valueOf(m, i, sums)
        return [key, value === null ? null : decimal(value, digits[m.kind])]
      }),
    )
}

const nobody = (): Pair => ({ now: null, before: null })
function pairOf<K>(map: Map<K, Pair>, key: K): Pair {
  const found = map.get(key) ?? nobody()
  map.set(key, found)
  return found
}

/** The table of these parts: the values of its axes, the greatest first or in time, and its cells. Of more than a screen
 * can hold the smallest are left out; the totals hold them. */
export function tableOf(parts: readonly Part[], axes: readonly { isTime: boolean }[], measures: Measures) {
  const figures = figuresOf(measures)
  // By level: the axis of whose values a total is; null: of everything; -1: no total.
  const axisAt = axes.length > 1 ? [-1, 0, 1, null] : [0, null]
  const totals = axes.map(() => new Map<string | null, Pair>())
  const whole = nobody()
  for (const part of parts) {
    const { level, at, values } = part.block
    for (let r = 0; r < level.length; r++) {
      const axis = axisAt[level[r]!]!
      if (axis === null) add(whole, part, r)
      else if (axis >= 0) add(pairOf(totals[axis]!, values[axis]![at[axis]![r]!]!), part, r)
    }
  }
  const [[first = ''] = []] = measures
  const size = ({ now }: Pair) => (now ? Number(figures(now)![first] ?? 0) : -1)
  const heads = totals.map((of, i) => {
    const sized = [...of].map(([value, pair]) => ({ value, size: size(pair) }))
    const sorted = axes[i]!.isTime
      ? sized.toSorted((a, b) => ((a.value ?? '9') < (b.value ?? '9') ? -1 : 1))
      : sized.toSorted((a, b) => b.size - a.size)
    return sorted.slice(0, i ? mostColumns : mostRows).map((v) => v.value)
  })
  const cell = (row: number | null, column: number | null, pair: Pair): Cell => ({
    row,
    column,
    now: figures(pair.now),
    before: figures(pair.before),
  })
  return {
    heads,
    cells: [
      cell(null, null, whole),
      ...heads[0]!.map((value, row) => cell(row, null, totals[0]!.get(value)!)),
      ...(heads[1] ?? []).map((value, column) => cell(null, column, totals[1]!.get(value)!)),
      ...(heads.length > 1 ? inner(parts, heads).map(([row, column, pair]) => cell(row, column, pair)) : []),
    ].filter((c) => c.now ?? c.before),
    leftOut: totals.reduce((sum, of, i) => sum + of.size - heads[i]!.length, 0),
    unconverted: parts.reduce((sum, { block, isBefore }) => sum + (isBefore ? 0 : block.unconverted), 0),
  }
}

/** Cells of these rows and columns. */
function inner(parts: readonly Part[], heads: readonly (string | null)[][]): [number, number, Pair][] {
  const places = heads.map((values) => new Map(values.map((v, i) => [v, i])))
  const found = Array.from<Pair | undefined>({ length: heads[0]!.length * mostColumns })
  for (const part of parts) {
    const { level, at, values } = part.block
    const [rows, columns] = values.map((of, i) => of.map((v) => places[i]!.get(v) ?? -1))
    for (let r = 0; r < level.length; r++) {
      if (level[r] !== 0) continue
      const row = rows![at[0]![r]!]!
      const column = columns![at[1]![r]!]!
      if (row >= 0 && column >= 0) add((found[row * mostColumns + column] ??= nobody()), part, r)
    }
  }
  return found.flatMap((pair, key) =>
    pair ? [[Math.floor(key / mostColumns), key % mostColumns, pair]] : [],
  )
}
