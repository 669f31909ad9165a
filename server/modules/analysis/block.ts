import type { Row } from './statement.ts'

/** What records come to, in columns: the values of each axis, and for every cell its level (of `Row`), the places of its
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

/** Ten-thousandths of a decimal string that has no more digits. */
const whole = (text: string | null | undefined) =>
  text === null || text === undefined ? Number.NaN : Math.round(Number(text) * 10_000)

export function blockOf(rows: readonly Row[], axes: number, sums: readonly string[]): Block {
  const values: Block['values'] = []
  const at = Array.from({ length: axes }, (_, i) => {
    const known = new Map<string | null, number>()
    const places = Uint32Array.from(rows, (r) => {
      const value = r[`k${i}`] ?? null
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
    unconverted: Number(rows.find((r) => r.level === (1 << axes) - 1)?.unconverted ?? 0),
    level: Uint8Array.from(rows, (r) => r.level),
    sums: sums.map((name) => Float64Array.from(rows, (r) => whole(r[name]))),
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
