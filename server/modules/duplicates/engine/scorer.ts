import type { Base } from './base.ts'
import type { Kind } from './column.ts'
import { Comparison } from './comparison.ts'
import { swapped } from './levels.ts'
import { reachOf, type Model } from './model.ts'

/** One field's part in a score, in bits: positive speaks for one client, negative against. */
export type Part = { field: string; level: string; weight: number }
export type Score = { probability: number; weight: number; parts: Part[] }

const log2 = Math.log2
// The most bits that a rare sound adds.
const rarest = 4

/** Weighs pairs of records by a model: w_i = log2(m_i(γ)/u_i(γ)) (Fellegi & Sunter 1969), where for a value that is
 * the same u is the value's own frequency (the term-frequency adjustment of Winkler 1989). */
export class Scorer {
  comparison: Comparison
  private base: Base
  private model: Model
  private weights: Float64Array[]
  private family: Float64Array[]
  private place: Float64Array[]
  private bestUnequal: Float64Array
  private order: number[]
  private pending: Int32Array
  private prior: number
  private least: number

  constructor(base: Base, model: Model, comparison = new Comparison(base)) {
    this.base = base
    this.model = model
    this.comparison = comparison
    const { columns } = model
    const against = (of: 'm' | 'family' | 'place') =>
      columns.map((c) => Float64Array.from([0, ...c[of].map((p, i) => log2(p / c.u[i]!))]))
    this.weights = against('m')
    this.family = against('family')
    this.place = against('place')
    this.bestUnequal = Float64Array.from(this.weights, (w) => Math.max(w[2]! + rarest, ...w.subarray(3)))
    // What speaks loudest against is looked at first.
    this.order = columns
      .map((_, i) => i)
      .toSorted((i, j) => this.weights[i]!.at(-1)! - this.weights[j]!.at(-1)!)
    this.pending = new Int32Array(columns.length)
    this.prior = log2(model.prior.same)
    this.least = log2(model.threshold / (1 - model.threshold))
  }

  /** Of a value that both have: how much its rarity says. */
  private same = (i: number, value: number) => log2(this.model.columns[i]!.m[0]! / this.frequency(i, value))
  private frequency(i: number, value: number): number {
    const count = this.base.columns[i]!.values.counts[value]!
    const { kind, filled, u } = this.model.columns[i]!
    // Of what is given to one only, the two that have it are no measure of how often strangers do: a small base would
    // never believe a code.
    return given.has(kind) ? Math.max(u[0]!, (count - 2) / filled) : count / filled
  }

  /** What the rarity of a value that is the same, or of its sound, adds to the weight of its level. */
  private rarity(i: number): number {
    const value = this.comparison.shared[i]!
    const level = this.comparison.levels[i]!
    const { u, m, kind, filled } = this.model.columns[i]!
    // One exchange puts both in each other's place: it is counted at the surname.
    if (level === swapped && value !== 0)
      return log2(u[level - 1]! / this.frequency(i, value)) - (kind === 'first' ? log2(m[level - 1]!) : 0)
    if (value === 0 || level > 2) return 0
    if (level === 1) return log2(u[0]! / this.frequency(i, value))
    const heard = this.base.columns[i]!.foldCount(value)
    return heard === 0 ? 0 : Math.min(rarest, log2((u[1]! * filled) / heard))
  }

  /** The probability that two records are one client; 0 at once when it cannot reach the threshold. */
  probability(a: number, b: number): number {
    const c = this.comparison
    const { columns } = this.base
    if (c.crossed(a, b)) return this.whole(a, b)
    let sum = this.prior
    let hope = 0
    let waiting = 0
    for (const i of this.order) {
      const { starts, ids } = columns[i]!
      const [a0, a1, b0, b1] = [starts[a]!, starts[a + 1]!, starts[b]!, starts[b + 1]!]
      c.levels[i] = 0
      if (a0 === a1 || b0 === b1) continue
      if (a1 - a0 === 1 && b1 - b0 === 1 && ids[a0] === ids[b0]) {
        c.levels[i] = 1
        c.shared[i] = ids[a0]!
        sum += this.same(i, ids[a0]!)
      } else if (a1 - a0 > 1 || b1 - b0 > 1) {
        c.levels[i] = c.one(i, a, b)
        sum += this.weight(i)
      } else {
        this.pending[waiting++] = i
        hope += this.bestUnequal[i]!
      }
    }
    for (let k = 0; k < waiting; k++) {
      if (sum + hope < this.least) return 0
      const i = this.pending[k]!
      hope -= this.bestUnequal[i]!
      c.levels[i] = c.one(i, a, b)
      sum += this.weight(i)
    }
    return sum < this.least ? 0 : this.settle(sum)
  }
  private whole(a: number, b: number): number {
    this.comparison.all(a, b)
    return this.settle(this.prior + this.total())
  }

  private weight = (i: number) => this.weights[i]![this.comparison.levels[i]!]! + this.rarity(i)
  private total() {
    let sum = 0
    for (let i = 0; i < this.weights.length; i++) sum += this.weight(i)
    return sum
  }

  /** Against two strangers, and against relatives and colleagues, who agree in part as well. */
  private settle(same: number): number {
    const { family, place, none } = this.others()
    const most = Math.max(same, family, place, none)
    const [s, f, p, n] = [same, family, place, none].map((x) => 2 ** (x - most)) as [
      number,
      number,
      number,
      number,
    ]
    return s / (s + f + p + n)
  }

  private others() {
    const { prior, columns } = this.model
    let [family, place] = [log2(prior.family), log2(prior.place)]
    for (let i = 0; i < columns.length; i++) {
      const level = this.comparison.levels[i]!
      if (level === 0) continue
      const reach = reachOf(columns[i]!.kind)
      const rare = this.rarity(i)
      family += this.family[i]![level]! + (reach === 'person' ? 0 : rare)
      place += this.place[i]![level]! + (reach === 'place' || reach === 'mailbox' ? rare : 0)
    }
    return { family, place, none: 0 }
  }

  /** The probability, or null where nothing speaks against and there is only too little in common to be sure. */
  telling = (a: number, b: number): number | null => {
    this.comparison.all(a, b)
    const probability = this.settle(this.prior + this.total())
    if (probability >= this.model.threshold) return probability
    for (let i = 0; i < this.weights.length; i++)
      if (this.comparison.levels[i] !== 0 && this.weight(i) < 0) return probability
    return null
  }

  /** In full, with the part of each field. */
  score(a: number, b: number): Score {
    const c = this.comparison
    c.all(a, b)
    const parts: Part[] = []
    for (let i = 0; i < this.weights.length; i++) {
      const level = c.levels[i]!
      if (level === 0) continue
      parts.push({
        field: this.model.columns[i]!.key,
        level: c.levelName(i, level),
        weight: round(this.weight(i)),
      })
    }
    const weight = this.prior + this.total()
    return { probability: this.settle(weight), weight: round(weight), parts }
  }
}

const given = new Set<Kind>(['code', 'phone', 'email', 'title'])
const round = (n: number) => Math.round(n * 100) / 100

export type { Kind }
