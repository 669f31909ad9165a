import type { Totals } from './block.ts'
import type { Records } from './facts.ts'
import type { Sum } from './subject.ts'
import type { By, Sums } from './table.ts'

export const anchor = 'document'
export const factAt = (name: string) => `fact ${name}`
/** What a sum is made of. */
export const readsOf = ({ of, only }: Sum) => [of, only?.fact].flatMap((name) => (name ? [factAt(name)] : []))

/** The records of a span: of which days each is, and its places on the axes. */
export type Part = { records: Records; runs: Run[]; axes: Axis[] }
export type Run = { from: number; to: number; isBefore: boolean }
export type Axis = { values: (string | null)[]; at: Places }
type Places = Uint8Array | Uint16Array | Uint32Array

/** The place of each record; −1: it does not count. */
export function placesOf({ records, axes }: Part, by: By, scratch: Int32Array): Int32Array {
  const found = scratch.subarray(0, records.ends.at(-1) ?? 0).fill(0)
  for (const [axis, places] of by) {
    const { values, at } = axes[axis]!
    const to = Int32Array.from(values, (v) => places.get(v) ?? -1)
    const size = places.size
    for (let i = 0; i < found.length; i++) {
      const place = to[at[i]!]!
      found[i] = place < 0 || found[i]! < 0 ? -1 : found[i]! * size + place
    }
  }
  return found
}

/** Of which records this part of a sum is: those that fit, whose fact is known. */
export function countedOf(records: Records, { only, how, of }: Sum): Uint8Array | null {
  if (!only && (how !== 'count' || of === undefined)) return null
  const found = new Uint8Array(records.ends.at(-1) ?? 0).fill(1)
  const known = (name: string) => {
    const { numbers } = records.of[factAt(name)]!
    for (let i = 0; i < found.length; i++) if (!Number.isFinite(numbers![i]!)) found[i] = 0
  }
  if (how === 'count' && of !== undefined) known(of)
  if (only && only.is === undefined) known(only.fact)
  else if (only) {
    const { values, at } = records.of[factAt(only.fact)]!
    const place = values!.indexOf(only.is!)
    for (let i = 0; i < found.length; i++) if (at![i] !== place) found[i] = 0
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

  add({ records, runs }: Part, places: Int32Array, counted: Uint8Array | null): void {
    const { how, of } = this.sum
    for (const { from, to, isBefore } of runs) {
      const when = isBefore ? 'before' : 'now'
      const totals = this.sums[when]
      if (how === 'add')
        addNumbers(totals, this.at, places, counted, records.of[factAt(of!)]!.numbers!, from, to)
      else if (how === 'count') addCount(totals, this.at, places, counted, from, to)
      else if (how === 'distinct')
        addDistinct(
          totals,
          this.at,
          places,
          records.of[anchor]!.at!,
          this.documents,
          this.last![when],
          from,
          to,
        )
      else {
        const numbers = records.of[factAt(of!)]!.numbers!
        for (let i = from; i < to; i++)
          if (places[i]! >= 0 && counted![i] && Number.isFinite(numbers[i]!)) {
            const list = this.found[when].get(places[i]!)
            if (list) list.push(numbers[i]!)
            else this.found[when].set(places[i]!, [numbers[i]!])
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
  numbers: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const place = places[i]!
    const n = numbers[i]!
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
export function lostIn({ records, runs }: Part): number {
  const columns = Object.values(records.of).flatMap(({ numbers }) =>
    numbers?.includes(Number.POSITIVE_INFINITY) ? [numbers] : [],
  )
  let lost = 0
  if (columns.length)
    for (const { from, to, isBefore } of runs)
      for (let i = from; i < to && !isBefore; i++)
        if (columns.some((numbers) => numbers[i] === Number.POSITIVE_INFINITY)) lost++
  return lost
}

/** The sums of all cells at places of some axes. */
export function rolled(cells: Sums, values: readonly (string | null)[][], by: By, into: Sums): Sums {
  const ways = values.map((of, axis) => ({
    size: of.length,
    to: Int32Array.from(of, (v) => (by.has(axis) ? (by.get(axis)!.get(v) ?? -1) : 0)),
    step: by.get(axis)?.size ?? 1,
  }))
  const [one, two = { size: 1, to: Int32Array.of(0), step: 1 }] = ways as [
    (typeof ways)[0],
    (typeof ways)[0]?,
  ]
  for (const when of ['now', 'before'] as const) {
    const { isSeen, of, width } = cells[when]
    const totals = into[when]
    for (let cell = 0; cell < isSeen.length; cell++) {
      if (!isSeen[cell]) continue
      const [row, column] = [one.to[Math.floor(cell / two.size)]!, two.to[cell % two.size]!]
      if (row < 0 || column < 0) continue
      const place = row * two.step + column
      totals.isSeen[place] = 1
      for (let s = 0; s < width; s++) {
        const [n, at] = [of[cell * width + s]!, place * width + s]
        if (n === n) totals.of[at] = Number.isNaN(totals.of[at]!) ? n : totals.of[at]! + n
      }
    }
  }
  return into
}
