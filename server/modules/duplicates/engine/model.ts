import type { Column, Kind } from './column.ts'
import { expectedLevels, swapped } from './levels.ts'

/** Whether agreement in a column speaks of the person, of the family, or of anybody at one place; a mailbox is a
 * person's own, mostly. */
export type Reach = 'person' | 'mailbox' | 'family' | 'place'

export type ColumnModel = {
  key: string
  kind: Kind
  /** P(level | one client), P(level | two clients), from level 1. */
  m: number[]
  u: number[]
  family: number[]
  place: number[]
  filled: number
  distinct: number
  /** Compared without what other columns say. */
  isRest: boolean
  /** How many records carry the commonest values; the others are rare. */
  common: Record<string, number>
}

/** Parameters of the comparison of one kind of record, learnt from the records themselves. */
export type Model = {
  records: number
  columns: ColumnModel[]
  /** Of two records taken at random: the chance that they are one client, relatives, or of one place. */
  prior: { same: number; family: number; place: number }
  /** Pairs at least this probable are shown as duplicates. */
  threshold: number
}

const reaches: Record<Kind, Reach> = {
  last: 'family',
  title: 'person',
  first: 'person',
  middle: 'person',
  code: 'person',
  date: 'person',
  email: 'mailbox',
  text: 'place',
  category: 'place',
  postcode: 'place',
  phone: 'place',
}
export const reachOf = (kind: Kind): Reach => reaches[kind]

/** Patterns of levels met among the candidate pairs, and how often. */
export type Patterns = { levels: Uint8Array; count: number }[]
/** By column: how often each level was met among pairs taken at random; index 0 is a missing value. */
export type Chance = Float64Array[]

export type Sample = {
  patterns: Patterns
  /** What part of the candidate pairs the patterns are of. */
  rate: number
  /** All pairs there are. */
  pairs: number
  random: Chance
}

/** P(level | class) by column, for each class of pairs, and how frequent the classes are. */
export type Parameters = {
  m: number[][]
  u: number[][]
  family: number[][]
  place: number[][]
  prior: Model['prior']
}

// So many imagined pairs speak for the general experience, and one for every five met: a base without duplicates must
// not learn from noise, and what the records leave open (is it he, or his brother?) experience decides.
const experience = 20
const experienceShare = 0.2

/** Expectation–maximisation of the Fellegi–Sunter mixture (Fellegi & Sunter 1969; Winkler 1988; the way of Splink):
 * P(γ) = Σ_c λ_c Π_i p_ci(γ_i) over the classes "one client" (m), "two clients" (u), and, because relatives and
 * colleagues agree too, "family" (m for the surname and what a place shares, u for what is a person's own) and
 * "place" (m only for what a place shares); three classes and more after Winkler 1993. u comes from pairs taken at random, less the part
 * of them that is expected to be one client; the rest comes from the candidate pairs. Pairs that are no candidates
 * count as two clients in λ. */
export function learn(columns: readonly Column[], sample: Sample, rounds = 60): Parameters {
  const kinds = columns.map((c) => c.kind as Kind)
  const u = sample.random.map((counts, i) => exchangeable(shares(counts), kinds[i]!))
  const expected = kinds.map((k) => [...expectedLevels(k)])
  const few = 0.2 / Math.sqrt(2 * sample.pairs)
  let p: Parameters = {
    m: expected,
    u,
    ...related(kinds, expected, u),
    prior: { same: few, family: few, place: few },
  }
  for (let round = 0; round < rounds; round++) {
    const next = step(p, expected, kinds, sample)
    const moved = Math.abs(Math.log(next.prior.same / p.prior.same))
    p = next
    if (moved < 1e-4 && round > 5) break
  }
  return p
}

// How much rarer than among strangers one first name is in a family.
const namesake = 0.25
const amongRelatives = (u: number[]): number[] => {
  const levels = u.map((p, l) => (l < 2 ? p * namesake : p))
  return [...levels.slice(0, -1), levels.at(-1)! + (u[0]! + u[1]!) * (1 - namesake)]
}

// How often those who share a place or a surname share a mailbox too.
const sharedMailbox = 0.3

/** Relatives have the surname and the place in common, colleagues the place, both sometimes the mailbox; the rest agrees
 * by chance. */
export const related = (kinds: readonly Kind[], m: number[][], u: number[][]) => {
  const of = (shared: readonly Reach[]) =>
    kinds.map((k, i) => {
      if (shared.includes(reaches[k])) return m[i]!
      if (k === 'first' && shared.includes('family')) return amongRelatives(u[i]!)
      if (reaches[k] === 'mailbox') return u[i]!.map((p, l) => p + sharedMailbox * (m[i]![l]! - p))
      return u[i]!
    })
  return { family: of(['family', 'place']), place: of(['place']) }
}

/** Strangers have a name exchanged as often as in its place: too seldom to be met among the pairs taken. */
const exchangeable = (u: number[], kind: Kind): number[] =>
  kind === 'last' || kind === 'first' ? u.with(swapped - 1, u[0]!) : u

const shares = (counts: Float64Array): number[] => {
  const told = counts.subarray(1)
  const total = told.reduce((sum, n) => sum + n, 0)
  return [...told].map((n) => (n + 0.5) / (total + told.length * 0.5))
}

function step(
  p: Parameters,
  expected: number[][],
  kinds: Kind[],
  { patterns, rate, pairs, random }: Sample,
): Parameters {
  const met = expected.map((levels) => new Float64Array(levels.length + 1))
  const sums = { same: 0, family: 0, place: 0 }
  for (const { levels, count } of patterns) {
    const odds = classes(p, levels)
    const total = odds.same + odds.family + odds.place + odds.none
    const same = (odds.same / total) * count
    sums.same += same
    sums.family += (odds.family / total) * count
    sums.place += (odds.place / total) * count
    for (let i = 0; i < levels.length; i++) met[i]![levels[i]!]! += same
  }
  const m = met.map((n, i) => plausible(posterior(n, expected[i]!), kinds[i]!))
  const u = random.map((counts, i) => exchangeable(shares(less(counts, met[i]!, pairs * rate)), kinds[i]!))
  return {
    m,
    u,
    ...related(kinds, m, u),
    prior: {
      same: (sums.same / rate + 1) / pairs,
      family: (sums.family / rate + 0.1) / pairs,
      place: (sums.place / rate + 0.1) / pairs,
    },
  }
}

const posterior = (met: Float64Array, expected: number[]): number[] => {
  const total = met.subarray(1).reduce((sum, n) => sum + n, 0)
  const imagined = experience + total * experienceShare
  return expected.map((e, i) => (met[i + 1]! + e * imagined) / (total + imagined))
}

/** One client's records seldom differ in the name and not mostly in anything: without this the likelihood is also
 * great where "one client" comes to mean "one surname". */
function plausible(levels: number[], kind: Kind): number[] {
  const most = reaches[kind] === 'place' || kind === 'email' ? 0.5 : 0.25
  const different = levels.at(-1)!
  if (different <= most) return levels
  return levels.map((p, i) => (i === levels.length - 1 ? most : (p * (1 - most)) / (1 - different)))
}

/** The random pairs without those that are expected to be one client. */
function less(counts: Float64Array, met: Float64Array, pairs: number): Float64Array {
  const taken = counts.reduce((sum, n) => sum + n, 0)
  return counts.map((n, level) => Math.max(0, n - (met[level]! * taken) / pairs))
}

/** How probable each class makes the levels, its prior included. */
export function classes(p: Parameters, levels: Uint8Array) {
  let [same, family, place, none] = [p.prior.same, p.prior.family, p.prior.place, 1]
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i]! - 1
    if (level < 0) continue
    same *= p.m[i]![level]!
    none *= p.u[i]![level]!
    family *= p.family[i]![level]!
    place *= p.place[i]![level]!
  }
  return { same, family, place, none }
}

export function modelOf(
  columns: readonly Column[],
  p: Parameters,
  records: number,
  threshold: number,
): Model {
  return {
    records,
    threshold,
    prior: p.prior,
    columns: columns.map((c, i) => ({
      key: c.key,
      kind: c.kind as Kind,
      m: p.m[i]!,
      u: p.u[i]!,
      family: p.family[i]!,
      place: p.place[i]!,
      filled: c.filled,
      distinct: c.values.size,
      isRest: c.isRest,
      common: commonest(c),
    })),
  }
}

const kept = 1000
function commonest({ values }: Column): Record<string, number> {
  const ids = Array.from({ length: values.size }, (_, i) => i + 1).filter((id) => values.counts[id]! > 2)
  ids.sort((a, b) => values.counts[b]! - values.counts[a]!)
  return Object.fromEntries(ids.slice(0, kept).map((id) => [values.text(id), values.counts[id]!]))
}
