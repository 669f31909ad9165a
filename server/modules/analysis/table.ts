import { add, totalsAt, type Part, type Totals } from './block.ts'
import { addUp, type FigureKind, type Measure } from './subject.ts'
import { ownOf, sumsOf } from './statement.ts'

export type Figures = Record<string, string | null>
/** Where no row is named the figures are of all rows; likewise of columns. */
export type Cell = { row: number | null; column: number | null; now: Figures | null; before: Figures | null }
type Measures = readonly (readonly [key: string, measure: Measure])[]

const mostRows = 500
const mostColumns = 60
const digits: Record<FigureKind, number> = { count: 0, number: 2, money: 2, days: 2, hours: 2, percent: 2 }

/** Ten-thousandths, rounded half away from zero. */
const decimal = (n: number, places: number) =>
  ((Math.sign(n) * Math.round(Math.abs(n) / 10 ** (4 - places))) / 10 ** places).toFixed(places)

/** Each measure of a place, in its kind's digits. */
function figuresOf(measures: Measures) {
  const placeOf = new Map(sumsOf(measures.map(([, m]) => m)).map(([name], i) => [name, i]))
  const valuesOf = measures.map(([key, m], i) => {
    const names = 'sums' in m ? Object.keys(m.sums) : [ownOf(i)]
    const at = names.map((name) => placeOf.get(name)!)
    const of = 'sums' in m ? m.of : undefined
    const value = (sum: (place: number) => number | null): number | null => {
      if (!of) return sum(at[0]!)
      const found = of(
        Object.fromEntries(
          names.map((name, n) => {
            const known = sum(at[n]!)
            return [name, known === null ? null : known / 10_000]
          }),
        ),
      )
      // What floating point adds at the end is not a digit.
      return found === null ? null : Number((found * 10_000).toPrecision(15))
    }
    return [key, digits[m.kind], value] as const
  })
  return ({ isSeen, of, width }: Totals, place: number): Figures | null => {
    if (!isSeen[place]) return null
    const sum = (at: number) => {
      const n = of[place * width + at]!
      return Number.isNaN(n) ? null : n
    }
    return Object.fromEntries(
      valuesOf.map(([key, places, valueOf]) => {
        const value = valueOf(sum)
        return [key, value === null ? null : decimal(value, places)]
      }),
    )
  }
}

type Places = ReadonlyMap<string | null, number>
const placesOf = (values: Iterable<string | null>): Places =>
  new Map(Array.from(new Set(values), (v, i) => [v, i]))

type Sums = { now: Totals; before: Totals }

/** The sums of both periods at the places of these axes' values, of the cells of a level. */
function added(parts: readonly Part[], width: number, level: number, by: ReadonlyMap<number, Places>): Sums {
  const count = [...by.values()].reduce((n, places) => n * places.size, 1)
  const found = { now: totalsAt(count, width), before: totalsAt(count, width) }
  for (const { block, isBefore } of parts) {
    const [one, two] = Array.from(by, ([axis, places]) => ({
      at: block.at[axis]!,
      places: Int32Array.from(block.values[axis]!, (v) => places.get(v) ?? -1),
      size: places.size,
    }))
    const to = isBefore ? found.before : found.now
    for (let cell = 0; cell < block.level.length; cell++) {
      if (block.level[cell] !== level) continue
      const first = one ? one.places[one.at[cell]!]! : 0
      const second = two ? two.places[two.at[cell]!]! : 0
      if (first >= 0 && second >= 0) add(to, two ? first * two.size + second : first, block, cell)
    }
  }
  return found
}

/** The table of these parts: the values of its axes, the greatest first or in time, and its cells. Of more than a screen
 * can hold the smallest are left out; the totals hold them. */
export function tableOf(parts: readonly Part[], axes: readonly { isTime: boolean }[], measures: Measures) {
  const figures = figuresOf(measures)
  const width = sumsOf(measures.map(([, m]) => m)).length
  const isSum = addUp(measures.map(([, m]) => m))
  // One bit for each axis, the last one lowest: set where the figures are of all its values.
  const levelOf = (by: ReadonlyMap<number, Places>) =>
    isSum ? 0 : axes.reduce((level, _, i) => level * 2 + (by.has(i) ? 0 : 1), 0)
  const sums = (by: ReadonlyMap<number, Places>) => added(parts, width, levelOf(by), by)
  const [[first = ''] = []] = measures
  const totals = axes.map((axis, i) => {
    const places = placesOf(parts.flatMap(({ block }) => block.values[i]!))
    const total = sums(new Map([[i, places]]))
    // Where figures are of all values of an axis, that has none.
    const sized = Array.from(places, ([value, place]) => ({
      value,
      place,
      size: total.now.isSeen[place] ? Number(figures(total.now, place)![first] ?? 0) : -1,
    })).filter(({ place }) => total.now.isSeen[place] || total.before.isSeen[place])
    const sorted = axis.isTime
      ? sized.toSorted((a, b) => ((a.value ?? '9') < (b.value ?? '9') ? -1 : 1))
      : sized.toSorted((a, b) => b.size - a.size)
    return { total, size: sized.length, shown: sorted.slice(0, i ? mostColumns : mostRows) }
  })
  const heads = totals.map(({ shown }) => shown.map((s) => s.value))
  const cell = (row: number | null, column: number | null, of: Sums, place = 0): Cell => ({
    row,
    column,
    now: figures(of.now, place),
    before: figures(of.before, place),
  })
  const inner = axes.length > 1 ? sums(new Map(heads.map((values, i) => [i, placesOf(values)]))) : null
  const [rows, columns] = totals
  return {
    heads,
    cells: [
      cell(null, null, sums(new Map())),
      ...rows!.shown.map((s, row) => cell(row, null, rows!.total, s.place)),
      ...(columns?.shown.map((s, column) => cell(null, column, columns.total, s.place)) ?? []),
      ...(inner
        ? rows!.shown.flatMap((_, row) =>
            columns!.shown.map((__, column) =>
              cell(row, column, inner, row * columns!.shown.length + column),
            ),
          )
        : []),
    ].filter((c) => c.now ?? c.before),
    leftOut: totals.reduce((sum, { size, shown }) => sum + size - shown.length, 0),
    unconverted: parts.reduce((sum, { block, isBefore }) => sum + (isBefore ? 0 : block.unconverted), 0),
  }
}
