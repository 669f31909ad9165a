import { mix } from './dictionary.ts'

export type Random = { below(n: number): number }

/** The same numbers for the same seed, so that a search of the same records finds the same. */
export function random(seed = 1): Random {
  let state = seed >>> 0
  return {
    below(n) {
      state = (state + 0x9e3779b9) >>> 0
      return Math.floor((mix(state) / 0x1_0000_0000) * n)
    },
  }
}
