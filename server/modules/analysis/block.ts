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

export type Part = { block: Block; isBefore: boolean }

/** Totals at places: those of one place stand together. A place is seen when there was a cell of it, if only of NaN. */
export type Totals = { isSeen: Uint8Array; of: Float64Array; width: number }
export const totalsAt = (places: number, width: number): Totals => ({
  isSeen: new Uint8Array(places),
  of: new Float64Array(places * width).fill(Number.NaN),
  width,
})

/** Adds a cell of a block. */
export function add({ isSeen, of, width }: Totals, place: number, { sums }: Block, cell: number): void {
  isSeen[place] = 1
  for (let s = 0, at = place * width; s < width; s++, at++) {
    const more = sums[s]![cell]!
    if (!Number.isNaN(more)) of[at] = Number.isNaN(of[at]!) ? more : of[at]! + more
  }
}
