import type { Base } from './base.ts'
import { chooseRules, type Rule } from './blocking.ts'
import { Candidates } from './candidates.ts'
import { Comparison } from './comparison.ts'
import { mix } from './dictionary.ts'
import { groupsOf, type Edges } from './groups.ts'
import { scaleOf } from './levels.ts'
import { learn, modelOf, type Chance, type Model, type Patterns } from './model.ts'
import { random, type Random } from './random.ts'
import { Scorer, type Score } from './scorer.ts'

export type Phase = 'learning' | 'comparing' | 'grouping'
export type Progress = (phase: Phase, done: number) => void | Promise<void>

export type Found = {
  model: Model
  rules: string[]
  compared: number
  groups: number[][]
  scorer: Scorer
  pairs(): Generator<{ a: number; b: number; score: Score }>
}

export const defaultThreshold = 0.5
const randomPairs = 1_000_000
const learntFrom = 500_000

const budgetOf = (size: number) => Math.min((size * (size - 1)) / 2, Math.max(30 * size, 4_000_000))

/** Learns from the records how their fields agree, and finds those that are one client. */
export async function search(base: Base, progress: Progress = () => {}): Promise<Found> {
  const chance = random()
  const comparison = new Comparison(base)
  const { rules, cost } = chooseRules(base, budgetOf(base.size), chance)
  await progress('learning', 0.1)
  const model = await learnt(base, rules, cost, comparison, chance, progress)
  const scorer = new Scorer(base, model, comparison)
  const candidates = new Candidates(base, rules)
  const edges = new EdgeList()
  let compared = 0
  await candidates.walk(
    (a, b) => {
      compared++
      const p = scorer.probability(a, b)
      if (p >= model.threshold) edges.add(a, b, p)
    },
    (done) => progress('comparing', done),
  )
  await progress('grouping', 0)
  const groups = groupsOf(edges, base.size, scorer.telling, model.threshold)
  return {
    model,
    rules: rules.map((r) => r.name),
    compared,
    groups,
    scorer,
    pairs: () => pairsOf(groups, scorer),
  }
}

type Rules = readonly Rule[]

async function learnt(
  base: Base,
  rules: Rules,
  cost: number,
  comparison: Comparison,
  chance: Random,
  progress: Progress,
): Promise<Model> {
  const counts = chanceOf(base, comparison, chance)
  await progress('learning', 0.4)
  // Thinned by the pair itself: every pair of the candidates has the same chance to be learnt from.
  const thin = Math.max(1, Math.round(cost / learntFrom))
  const patterns = await patternsOf(base, rules, comparison, thin)
  await progress('learning', 0.9)
  const pairs = (base.size * (base.size - 1)) / 2
  const parameters = learn(base.columns, { patterns, rate: 1 / thin, pairs, random: counts })
  return modelOf(base.columns, parameters, base.size, defaultThreshold)
}

/** How often pairs taken at random agree, field by field. */
function chanceOf({ columns, size }: Base, comparison: Comparison, chance: Random): Chance {
  const counts = columns.map((c) => new Float64Array(scaleOf[c.kind as 'last'].length + 1))
  const count = (a: number, b: number) => {
    const levels = comparison.all(a, b)
    for (let i = 0; i < levels.length; i++) counts[i]![levels[i]!]!++
  }
  if ((size * (size - 1)) / 2 <= randomPairs * 1.5)
    for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) count(a, b)
  else
    for (let i = 0; i < randomPairs; i++) {
      const [a, b] = [chance.below(size), chance.below(size)]
      if (a !== b) count(a, b)
    }
  return counts
}

async function patternsOf(base: Base, rules: Rules, comparison: Comparison, thin: number): Promise<Patterns> {
  const met = new Map<string, Patterns[number]>()
  const seen = new Set<number>()
  const note = (a: number, b: number) => {
    if (mix(Math.imul(a, 0x9e3779b1) ^ b) % thin !== 0) return
    const pair = a * base.size + b
    if (seen.has(pair)) return
    seen.add(pair)
    const levels = comparison.all(a, b)
    const key = String.fromCharCode(...levels)
    const pattern = met.get(key)
    if (pattern) pattern.count++
    else met.set(key, { levels: levels.slice(), count: 1 })
  }
  await new Candidates(base, rules).walk(note, () => {})
  return [...met.values()]
}

class EdgeList implements Edges {
  a = new Uint32Array(1024)
  b = new Uint32Array(1024)
  probability = new Float32Array(1024)
  length = 0
  add(a: number, b: number, probability: number): void {
    if (this.length === this.a.length) {
      const twice = <T extends Uint32Array | Float32Array>(old: T): T => {
        const larger = new (old.constructor as new (n: number) => T)(old.length * 2)
        larger.set(old)
        return larger
      }
      this.a = twice(this.a)
      this.b = twice(this.b)
      this.probability = twice(this.probability)
    }
    this.a[this.length] = a
    this.b[this.length] = b
    this.probability[this.length++] = probability
  }
}

function* pairsOf(groups: readonly number[][], scorer: Scorer) {
  for (const group of groups)
    for (let i = 0; i < group.length; i++)
      for (let j = i + 1; j < group.length; j++)
        yield { a: group[i]!, b: group[j]!, score: scorer.score(group[i]!, group[j]!) }
}
