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

/** What blocks of the same axes come to together; null where that is not much less than they are apart. */
export function merged(blocks: readonly Block[]): Block | null {
  const [first] = blocks
  if (!first) return null
  const most = Math.max(1000, blocks.reduce((n, { level }) => n + level.length, 0) / 2)
  const sized = (sizes: readonly number[]) => sizes.reduce((n, size) => n * size, 1)
  const axes = first.values.map((_, i) => i)
  if (sized(axes.map((i) => Math.max(...blocks.map((b) => b.values[i]!.length)))) > most) return null
  const values = axes.map((i) => [...new Set(blocks.flatMap((b) => b.values[i]!))])
  const places = values.map((of) => new Map(of.map((value, place) => [value, place])))
  const size = sized(values.map((of) => of.length))
  if (size > most) return null
  const totals = totalsAt(size << axes.length, first.sums.length)
  for (const block of blocks) {
    const to = axes.map((i) => Int32Array.from(block.values[i]!, (v) => places[i]!.get(v)!))
    for (let cell = 0; cell < block.level.length; cell++) {
      let place = block.level[cell]!
      for (const i of axes) place = place * values[i]!.length + to[i]![block.at[i]![cell]!]!
      add(totals, place, block, cell)
    }
  }
  const seen = Uint32Array.from(totals.isSeen.keys().filter((place) => totals.isSeen[place]))
  let below = 1
  const at = axes.toReversed().map((i) => {
    const [step, of] = [below, values[i]!.length]
    below *= of
    const found = seen.map((place) => Math.floor(place / step) % of)
    return of < 2 ** 16 ? Uint16Array.from(found) : found
  })
  return {
    values,
    at: at.toReversed(),
    unconverted: blocks.reduce((n, block) => n + block.unconverted, 0),
    level: Uint8Array.from(seen, (place) => Math.floor(place / size)),
    sums: first.sums.map((_, s) => Float64Array.from(seen, (place) => totals.of[place * totals.width + s]!)),
  }
}
