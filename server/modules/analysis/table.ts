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

export type Places = ReadonlyMap<string | null, number>
const placesOf = (values: Iterable<string | null>): Places =>
  new Map(Array.from(new Set(values), (v, i) => [v, i]))

/** By which axes, and the places of the values of each that count. */
export type By = ReadonlyMap<number, Places>
export type Sums = { now: Totals; before: Totals }
/** What a table is made of: the values of its axes, and the sums of both periods at places of them; `only` those of the
 * first measure are asked for to find the greatest. */
export type Source = {
  values: readonly (readonly (string | null)[])[]
  sums(by: readonly By[], only?: 'first'): Promise<Sums[]>
  unconverted(): number
}

/** The places of two axes are one after another. */
export const placeCount = (by: By) => [...by.values()].reduce((n, places) => n * places.size, 1)

/** Of what PostgreSQL has added up. */
export function sourceOf(parts: readonly Part[], axes: number, measures: readonly Measure[]): Source {
  const width = sumsOf(measures).length
  const isSum = addUp(measures)
  // One bit for each axis, the last one lowest: set where the figures are of all its values.
  const levelOf = (by: By) =>
    isSum
      ? 0
      : Array.from({ length: axes }, (_, i) => i).reduce((level, i) => level * 2 + (by.has(i) ? 0 : 1), 0)
  return {
    values: Array.from({ length: axes }, (_, i) => parts.flatMap(({ block }) => block.values[i]!)),
    sums: async (all) => all.map((by) => added(parts, width, levelOf(by), by)),
    unconverted: () =>
      parts.reduce((sum, { block, isBefore }) => sum + (isBefore ? 0 : block.unconverted), 0),
  }
}

function added(parts: readonly Part[], width: number, level: number, by: By): Sums {
  const count = placeCount(by)
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

/** The values of its axes, the greatest first or in time, and its cells. Of more than a screen can hold the smallest are
 * left out; the totals hold them. */
export async function tableOf(source: Source, axes: readonly { isTime: boolean }[], measures: Measures) {
  const figures = figuresOf(measures)
  const [[first = ''] = []] = measures
  const places = source.values.map(placesOf)
  const sizes = await source.sums(
    places.map((of, i) => new Map([[i, of]])),
    'first',
  )
  const heads = axes.map((axis, i) => {
    const total = sizes[i]!
    // Where figures are of all values of an axis, that has none.
    const sized = Array.from(places[i]!, ([value, place]) => ({
      value,
      size: total.now.isSeen[place] ? Number(figures(total.now, place)![first] ?? 0) : -1,
      isSeen: total.now.isSeen[place] || total.before.isSeen[place],
    })).filter((one) => one.isSeen)
    const sorted = axis.isTime
      ? sized.toSorted((a, b) => ((a.value ?? '9') < (b.value ?? '9') ? -1 : 1))
      : sized.toSorted((a, b) => b.size - a.size)
    return {
      size: sized.length,
      shown: placesOf(sorted.slice(0, i ? mostColumns : mostRows).map((s) => s.value)),
    }
  })
  const shown = heads.map((h) => h.shown)
  const [all, rows, columns, inner] = await source.sums([
    new Map(),
    ...shown.map((of, i) => new Map([[i, of]])),
    ...(shown.length > 1 ? [new Map(shown.entries())] : []),
  ])
  const cell = (row: number | null, column: number | null, of: Sums, place = 0): Cell => ({
    row,
    column,
    now: figures(of.now, place),
    before: figures(of.before, place),
  })
  const count = (axis: number) => Array.from({ length: shown[axis]?.size ?? 0 }, (_, i) => i)
  return {
    heads: shown.map((of) => [...of.keys()]),
    cells: [
      cell(null, null, all!),
      ...count(0).map((row) => cell(row, null, rows!, row)),
      ...count(1).map((column) => cell(null, column, columns!, column)),
      ...(inner
        ? count(0).flatMap((row) =>
            count(1).map((column) => cell(row, column, inner, row * shown[1]!.size + column)),
          )
        : []),
    ].filter((c) => c.now ?? c.before),
    leftOut: heads.reduce((sum, h) => sum + h.size - h.shown.size, 0),
    unconverted: source.unconverted(),
  }
}
