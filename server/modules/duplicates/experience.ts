import { expectedLevels } from './engine/levels.ts'
import type { Kind, Spec } from './engine/column.ts'
import { related, type Model } from './engine/model.ts'

/** How often the values of two people are the same, before a search has learnt it from the records. */
const chances: Record<Kind, number> = {
  last: 0.001,
  first: 0.015,
  middle: 0.03,
  title: 0.00001,
  text: 0.002,
  code: 0.000001,
  date: 0.00005,
  category: 0.05,
  postcode: 0.001,
  email: 0.000001,
  phone: 0.000001,
}
// The less alike, the more often by chance.
const falling = [1, 0.5, 1, 4, 12, 1]

/** What is used until the first search of the whole base. */
export function modelByExperience(specs: readonly Spec[], records: number): Model {
  const known = Math.max(records, 1000)
  const kinds = specs.map(({ kind }): Kind => (kind === 'auto' ? 'text' : kind))
  const m = kinds.map((kind) => [...expectedLevels(kind)])
  const u = kinds.map((kind, i) => byChance(kind, m[i]!.length))
  const { family, place } = related(kinds, m, u)
  return {
    records: known,
    threshold: 0.5,
    prior: { same: 0.1 / known, family: 0.1 / known, place: 0.1 / known },
    columns: specs.map(({ key }, i) => ({
      key,
      kind: kinds[i]!,
      m: m[i]!,
      u: u[i]!,
      family: family[i]!,
      place: place[i]!,
      filled: Math.round(2 / chances[kinds[i]!]),
      distinct: known,
      isRest: false,
      common: {},
    })),
  }
}

function byChance(kind: Kind, levels: number): number[] {
  const u = Array.from({ length: levels - 1 }, (_, i) => chances[kind] * (falling[i] ?? 12))
  return [...u, 1 - u.reduce((sum, p) => sum + p, 0)]
}
