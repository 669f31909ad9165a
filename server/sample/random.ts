/** Chance that is always the same: everything drawn follows from the seed. */
export type Random = ReturnType<typeof makeRandom>

// FNV-1a spreads similar seeds apart; mulberry32 walks on from there.
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** Give every part of the company its own seed, so that one part can grow without shuffling the others. */
export function makeRandom(seed: string) {
  let state = hash(seed)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('Nothing to pick from.')
    return list[int(0, list.length - 1)] as T
  }
  const chance = (p: number) => next() < p

  /** One of the list, each as often as its weight says. */
  function weighted<T>(list: readonly T[], weight: (one: T) => number): T {
    const weights = list.map(weight)
    let left = next() * weights.reduce((a, b) => a + b, 0)
    const at = weights.findIndex((w) => (left -= w) < 0)
    return (at < 0 ? pick(list) : list[at]) as T
  }

  /** Box–Muller; `1 - next()` is never zero. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const logNormal = (median: number, sigma: number) => median * Math.exp(sigma * normal())

  /** Knuth's method: fine for the small means of a day's work. */
  function poisson(mean: number): number {
    const limit = Math.exp(-mean)
    let k = 0
    for (let p = next(); p > limit; p *= next()) k++
    return k
  }
  const shuffle = <T>(list: readonly T[]): T[] => {
    const out = [...list]
    for (let i = out.length - 1; i > 0; i--) {
      const j = int(0, i)
      ;[out[i], out[j]] = [out[j] as T, out[i] as T]
    }
    return out
  }
  return { next, int, pick, chance, weighted, normal, logNormal, poisson, shuffle }
}
