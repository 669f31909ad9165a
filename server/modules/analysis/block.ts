import type { Columns } from './statement.ts'

/** What records come to, in columns: the values of each axis, and for every cell its level (of `Columns`), the places of its
 * values among them, and its sums in ten-thousandths, NaN where there is none. As whole numbers they add up exactly, and
 * a month of 70,000 cells is one megabyte that is read in no time. */
export type Block = {
  values: (string | null)[][]
  level: Uint8Array
  at: (Uint16Array | Uint32Array)[]
  sums: Float64Array[]
  /** Records in no known rate's currency. */
  unconverted: number
}

const whole = (n: number | null) => (n === null ? Number.NaN : Math.round(n * 10_000))

/** Of no columns: of no records. */
export function blockOf(columns: Columns | undefined, axes: number, sums: readonly string[]): Block {
  const values: Block['values'] = []
  const at = Array.from({ length: axes }, (_, i) => {
    const known = new Map<string | null, number>()
    const places = Uint32Array.from(columns?.[`k${i}`] ?? [], (value) => {
      let place = known.get(value)
      if (place === undefined) known.set(value, (place = known.size))
      return place
    })
    values.push([...known.keys()])
    return known.size < 2 ** 16 ? Uint16Array.from(places) : places
  })
  return {
    values,
    at,
    unconverted: Number(columns?.unconverted ?? 0),
    level: Uint8Array.from(columns?.level ?? []),
    sums: sums.map((name) => Float64Array.from((columns?.[name] ?? []) as (number | null)[], whole)),
  }
}

/** Sums of one cell, of both periods. */
export type Pair = { now: Float64Array | null; before: Float64Array | null }
export type Part = { block: Block; isBefore: boolean }

/** Adds the sums of row `r`. */
export function add(to: Pair, { block, isBefore }: Part, r: number): void {
  const side = isBefore ? 'before' : 'now'
  const sums = (to[side] ??= new Float64Array(block.sums.length).fill(Number.NaN))
  for (let s = 0; s < sums.length; s++) {
    const more = block.sums[s]![r]!
    if (!Number.isNaN(more)) sums[s] = Number.isNaN(sums[s]) ? more : sums[s]! + more
  }
}
