/** Classes of clients and products by what they bring. Money is in whole hundredths of a cent; answers stand in the order
 * of what was asked. */

export type Abc = 'A' | 'B' | 'C'
export type Xyz = 'X' | 'Y' | 'Z'

/** By the share of all sales that the greater ones have together: A while it is below `a` percent, then B while below `b`,
 * then C. So whoever passes the limit is still of the better class, and the greatest is always A. Equals are of one
 * class, that of the first of them. Who brought nothing, or gave back more than he took, is C and no part of the whole. */
export function abcOf(sales: readonly number[], { a, b }: { a: number; b: number }): Abc[] {
  const sorted = ascending(sales)
  const whole = sorted.reduce((sum, n) => sum + n, 0)
  // The least that is still A, and still B.
  const least = { A: Infinity, B: Infinity }
  let sum = 0
  let before = 0
  let last: number | null = null
  for (let i = sorted.length - 1; i >= 0 && before * 100 < whole * b; i--) {
    const n = sorted[i]!
    if (n !== last) before = sum
    if (before * 100 < whole * a) least.A = n
    if (before * 100 < whole * b) least.B = n
    sum += n
    last = n
  }
  return sales.map((n) => (n <= 0 ? 'C' : n >= least.A ? 'A' : n >= least.B ? 'B' : 'C'))
}

/** What is more than nothing, the least first. */
const ascending = (sales: readonly number[]) => Float64Array.from(sales.filter((n) => n > 0)).sort()

/** How far months differ: the coefficient of variation, in percent, which is the standard deviation of the months (of all of
 * them, not of a sample) divided by their mean (K. Pearson, 1896). `months` of them there were; those not in `sums` are
 * nothing. Unknown of fewer than three months, or where the mean is not above nothing. */
export function variation(sums: readonly number[], months: number): number | null {
  const mean = sums.reduce((sum, n) => sum + n, 0) / months
  if (months < 3 || mean <= 0) return null
  const squares = sums.reduce((sum, n) => sum + (n - mean) ** 2, (months - sums.length) * mean ** 2)
  return (100 * Math.sqrt(squares / months)) / mean
}

/** X: steady, up to `x` percent; Y: up to `y`; Z: the others, and those of whom it is not known. */
export const xyzOf = (variation: number | null, { x, y }: { x: number; y: number }): Xyz =>
  variation === null || variation > y ? 'Z' : variation > x ? 'Y' : 'X'

/** From 1, the least fifth, to 5, the greatest. Equals share the middle of their places, so all of the same are 3. */
export function quintiles(values: readonly number[]): number[] {
  const places = new Map<number, { first: number; count: number }>()
  for (const [at, v] of Float64Array.from(values).sort().entries()) {
    const place = places.get(v)
    if (place) place.count++
    else places.set(v, { first: at, count: 1 })
  }
  return values.map((v) => {
    const { first, count } = places.get(v)!
    return Math.min(5, 1 + Math.floor((5 * (first + count / 2)) / values.length))
  })
}

/** The shares, in percent, of the so many greatest among those who brought something. */
export function sharesOfGreatest(sales: readonly number[], counts: readonly number[]): (number | null)[] {
  const sorted = ascending(sales)
  const sum = (of: Float64Array) => of.reduce((all, n) => all + n, 0)
  const whole = sum(sorted)
  return counts.map((count) => (sorted.length ? (100 * sum(sorted.subarray(-count))) / whole : null))
}

/** The Herfindahl–Hirschman index: the sum of the squares of the shares in percent, from almost 0 to 10,000 for a single one.
 * 10,000 divided by it is how many equal ones would be as concentrated. */
export function concentration(sales: readonly number[]): number | null {
  const whole = sales.reduce((sum, n) => sum + Math.max(n, 0), 0)
  return whole > 0 ? sales.reduce((sum, n) => sum + ((100 * Math.max(n, 0)) / whole) ** 2, 0) : null
}
