export type Edges = { a: Uint32Array; b: Uint32Array; probability: Float32Array; length: number }
/** The probability that two records are one client; null where too little is known of one of them to tell. */
export type Weigh = (a: number, b: number) => number | null

const looks = 24

/** Groups of records that are one client: likely pairs are joined from the likeliest down, two groups only when their
 * records are alike on average (of at most 24 pairs across, those that can tell), so that a chain of coincidences makes
 * no giant. */
export function groupsOf(edges: Edges, size: number, weigh: Weigh, threshold: number): number[][] {
  const order = Uint32Array.from({ length: edges.length }, (_, i) => i).sort(
    (i, j) =>
      edges.probability[j]! - edges.probability[i]! || edges.a[i]! - edges.a[j]! || edges.b[i]! - edges.b[j]!,
  )
  const group = new Map<number, number[]>()
  const of = (r: number) => group.get(r) ?? [r]
  for (const i of order) {
    const [mine, theirs] = [of(edges.a[i]!), of(edges.b[i]!)]
    if (mine === theirs) continue
    if (mine.length * theirs.length > 1 && average(mine, theirs, weigh) < threshold) continue
    const [large, small] = mine.length >= theirs.length ? [mine, theirs] : [theirs, mine]
    large.push(...small)
    for (const r of large.length === small.length + 1 ? large : small) group.set(r, large)
  }
  return [...new Set(group.values())]
    .map((g) => g.toSorted((x, y) => x - y))
    .toSorted((x, y) => x[0]! - y[0]!)
}

function average(mine: number[], theirs: number[], weigh: Weigh): number {
  const pairs = mine.length * theirs.length
  const step = Math.max(1, pairs / looks)
  let [sum, taken] = [0, 0]
  for (let k = 0; k < pairs; k += step) {
    const at = Math.floor(k)
    const probability = weigh(mine[at % mine.length]!, theirs[Math.floor(at / mine.length)]!)
    if (probability === null) continue
    sum += probability
    taken++
  }
  return taken === 0 ? 1 : sum / taken
}
