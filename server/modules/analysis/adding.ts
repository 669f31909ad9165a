import type { Totals } from './block.ts'
import type { Column, Places } from './columns.ts'
import type { Records, Run } from './facts.ts'
import type { Sum } from './subject.ts'
import type { By, Sums } from './table.ts'

export const anchor = 'document'
export const factAt = (name: string) => `fact ${name}`
/** What a sum is made of. */
export const readsOf = ({ of, only }: Sum) => [of, only?.fact].flatMap((name) => (name ? [factAt(name)] : []))

/** The records of a span: of which days each is, its values' places on the axes; which cell of all each stands in. */
export type Part = { records: Records; runs: Run[]; axes: Axis[]; cells?: Int32Array }
export type Axis = { places: Int32Array; at: Places }

/** How the places of records are found: by their axes, or where all cells have their places by their cells. */
export type Way =
  | { axis: number; to: Int32Array; size: number }[]
  | { sizes: readonly number[]; to: Int32Array }

export const wayOf = (by: By, values: readonly (readonly (string | null)[])[]) =>
  Array.from(by, ([axis, places]) => ({
    axis,
    size: places.size,
    to: Int32Array.from(values[axis]!, (v) => places.get(v) ?? -1),
  }))

/** The same by cells. */
export function cellWay(by: By, values: readonly (readonly (string | null)[])[]) {
  const sizes = values.map((of) => of.length)
  const ways = wayOf(by, values)
  const to = new Int32Array(sizes.reduce((n, size) => n * size, 1))
  const [, columns = 1] = sizes
  for (let cell = 0; cell < to.length; cell++) {
    let place = 0
    for (const way of ways) {
      const own = way.to[way.axis ? cell % columns : Math.floor(cell / columns)]!
      place = own < 0 || place < 0 ? -1 : place * way.size + own
    }
    to[cell] = place
  }
  return { sizes, to }
}

/** The place of each record; −1: it does not count. */
export function placesOf(part: Part, way: Way, scratch: Int32Array): Int32Array {
  const found = scratch.subarray(0, part.records.ends.at(-1) ?? 0)
  if (!Array.isArray(way)) {
    const cells = (part.cells ??= cellsOf(part, way.sizes))
    for (let i = 0; i < found.length; i++) found[i] = way.to[cells[i]!]!
    return found
  }
  found.fill(0)
  for (const { axis, to, size } of way) {
    const { places, at } = part.axes[axis]!
    const own = places.map((place) => to[place]!)
    for (let i = 0; i < found.length; i++) {
      const place = own[at[i]!]!
      found[i] = place < 0 || found[i]! < 0 ? -1 : found[i]! * size + place
    }
  }
  return found
}

function cellsOf({ records, axes }: Part, sizes: readonly number[]): Int32Array {
  const found = new Int32Array(records.ends.at(-1) ?? 0)
  for (const [axis, { places, at }] of axes.entries())
    for (let i = 0; i < found.length; i++) found[i] = found[i]! * sizes[axis]! + places[at[i]!]!
  return found
}

/** Of which records this part of a sum is: those that fit, whose fact is known. */
export function countedOf(records: Records, { only, how, of }: Sum): Uint8Array | null {
  if (!only && (how !== 'count' || of === undefined)) return null
  const found = new Uint8Array(records.ends.at(-1) ?? 0).fill(1)
  const known = (name: string) => {
    const { numbers, at } = records.of[factAt(name)]!
    const is = numbers!.map((n) => Number(Number.isFinite(n)))
    for (let i = 0; i < found.length; i++) if (is[at[i]!] === 0) found[i] = 0
  }
  if (how === 'count' && of !== undefined) known(of)
  if (only && only.is === undefined) known(only.fact)
  else if (only) {
    const { values, at } = records.of[factAt(only.fact)]!
    const place = values!.indexOf(only.is!)
    for (let i = 0; i < found.length; i++) if (at[i] !== place) found[i] = 0
  }
  return found
}

/** One sum at places of both periods, as parts come. */
export class Adding {
  private last: Record<'now' | 'before', Int32Array> | null
  private found = { now: new Map<number, number[]>(), before: new Map<number, number[]>() }
  private documents = 0
  private sums: Sums
  private sum: Sum
  private at: number
  constructor(sums: Sums, sum: Sum, at: number, places: number) {
    this.sums = sums
    this.sum = sum
    this.at = at
    this.last =
      sum.how === 'distinct'
        ? { now: new Int32Array(places).fill(-1), before: new Int32Array(places).fill(-1) }
        : null
  }

  add(records: Records, runs: readonly Run[], places: Int32Array, counted: Uint8Array | null): void {
    const { how, of } = this.sum
    for (const { from, to, isBefore } of runs) {
      const when = isBefore ? 'before' : 'now'
      const totals = this.sums[when]
      if (how === 'add') addNumbers(totals, this.at, places, counted, records.of[factAt(of!)]!, from, to)
      else if (how === 'count') addCount(totals, this.at, places, counted, from, to)
      else if (how === 'distinct')
        addDistinct(
          totals,
          this.at,
          places,
          records.of[anchor]!.at,
          this.documents,
          this.last![when],
          from,
          to,
        )
      else {
        const { numbers, at } = records.of[factAt(of!)]!
        for (let i = from; i < to; i++) {
          const n = numbers![at[i]!]!
          if (places[i]! < 0 || !counted![i] || !Number.isFinite(n)) continue
          const list = this.found[when].get(places[i]!)
          if (list) list.push(n)
          else this.found[when].set(places[i]!, [n])
        }
      }
    }
    this.documents += places.length
  }

  end(): void {
    const { how } = this.sum
    for (const when of ['now', 'before'] as const) {
      const { of, width, isSeen } = this.sums[when]
      if (how === 'count' || how === 'distinct') {
        for (let place = 0; place < isSeen.length; place++)
          if (isSeen[place] && Number.isNaN(of[place * width + this.at]!)) of[place * width + this.at] = 0
      } else if (how !== 'add')
        for (const [place, list] of this.found[when]) {
          // As PostgreSQL's percentile_cont: between the two nearest, in proportion.
          const sorted = Float64Array.from(list).toSorted()
          const at = how * (sorted.length - 1)
          const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
          of[place * width + this.at] = Math.round(low + (high - low) * (at - Math.floor(at)))
        }
    }
  }
}

function addNumbers(
  { of, width }: Totals,
  sum: number,
  places: Int32Array,
  counted: Uint8Array | null,
  { numbers, at: column }: Column,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const place = places[i]!
    const n = numbers![column[i]!]!
    // Neither unknown nor infinite.
    if (place < 0 || n - n !== 0 || (counted !== null && counted[i] === 0)) continue
    const at = place * width + sum
    const before = of[at]!
    of[at] = before === before ? before + n : n
  }
}

function addCount(
  { of, width }: Totals,
  sum: number,
  places: Int32Array,
  counted: Uint8Array | null,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const place = places[i]!
    if (place < 0 || (counted !== null && counted[i] === 0)) continue
    const at = place * width + sum
    const before = of[at]!
    of[at] = before === before ? before + 10_000 : 10_000
  }
}

/** Records of a document stand together. */
function addDistinct(
  { of, width }: Totals,
  sum: number,
  places: Int32Array,
  documents: Places,
  base: number,
  last: Int32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const place = places[i]!
    if (place < 0 || last[place] === base + documents[i]!) continue
    last[place] = base + documents[i]!
    const at = place * width + sum
    const before = of[at]!
    of[at] = before === before ? before + 10_000 : 10_000
  }
}

export function see({ now, before }: Sums, { runs }: Part, places: Int32Array): void {
  for (const { from, to, isBefore } of runs) {
    const { isSeen } = isBefore ? before : now
    for (let i = from; i < to; i++) if (places[i]! >= 0) isSeen[places[i]!] = 1
  }
}

/** Of this period: in no known rate's currency. */
export function lostIn(records: Records, runs: readonly Run[]): number {
  const columns = Object.values(records.of).flatMap(({ numbers, at }) => {
    const place = numbers?.indexOf(Number.POSITIVE_INFINITY) ?? -1
    return place < 0 ? [] : [{ at, place }]
  })
  let lost = 0
  if (columns.length)
    for (const { from, to, isBefore } of runs)
      for (let i = from; i < to && !isBefore; i++)
        if (columns.some(({ at, place }) => at[i] === place)) lost++
  return lost
}

/** The sums of all cells at their places. */
export function rolled(cells: Sums, to: Int32Array, into: Sums): void {
  for (const when of ['now', 'before'] as const) {
    const { isSeen, of, width } = cells[when]
    const totals = into[when]
    for (let cell = 0; cell < to.length; cell++) {
      const place = to[cell]!
      if (place < 0 || !isSeen[cell]) continue
      totals.isSeen[place] = 1
      for (let s = 0; s < width; s++) {
        const [n, at] = [of[cell * width + s]!, place * width + s]
        if (n === n) totals.of[at] = Number.isNaN(totals.of[at]!) ? n : totals.of[at]! + n
      }
    }
  }
}
