import { normalise, transliterate } from '#core/search.ts'

type Named = { value: string; title: string; names: readonly string[] }

const squashed = (text: string) => transliterate(normalise(text)).replaceAll(/[^\p{L}\p{N}]/gu, '')

const pairs = (text: string) => {
  const padded = ` ${text} `
  return new Set(Array.from({ length: padded.length - 1 }, (_, i) => padded.slice(i, i + 2)))
}

/** How alike two names are, 0 to 1: 1 when they differ in spaces, case, signs or alphabet alone. */
export function likeness(a: string, b: string): number {
  const [x, y] = [squashed(a), squashed(b)]
  if (x === '' || y === '') return 0
  if (x === y) return 1
  const [p, q] = [pairs(x), pairs(y)]
  const shared = [...p].filter((pair) => q.has(pair)).length
  return (2 * shared) / (p.size + q.size)
}

/** The names most like a text, best first. */
export function nearest(
  text: string,
  among: readonly Named[],
  least = 0.6,
): { value: string; title: string; likeness: number }[] {
  return among
    .map(({ value, title, names }) => ({
      value,
      title,
      likeness: Math.max(0, ...names.map((n) => likeness(text, n))),
    }))
    .filter((n) => n.likeness >= least)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
}
