/** Draws that are the same for the same seed. */
export type Random = {
  uniform(): number
  normal(): number
  gamma(shape: number): number
  binomial(n: number, p: number): number
}

/** mulberry32 (T. Ettinger); normal: Box and Muller 1958; gamma: Marsaglia and Tsang 2000; binomial: one by one where few,
 * by waiting times (Devroye 1986, X.4.3) where rare, else by the normal, which is near enough for that many. */
export function randomOf(seed: number): Random {
  let state = seed | 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }
  const binomial = (n: number, p: number): number => {
    if (p <= 0 || n <= 0) return 0
    if (p >= 1) return n
    if (p > 0.5) return n - binomial(n, 1 - p)
    if (n * p > 20) {
      const drawn = Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normal())
      return Math.min(n, Math.max(0, drawn))
    }
    let won = 0
    for (let at = 0; ; won++) {
      at += Math.floor(Math.log(uniform()) / Math.log1p(-p)) + 1
      if (at > n) return won
    }
  }
  return { uniform, normal, gamma, binomial }
}
