import Logic, { type Bits, type Formula, type Solution } from 'logic-solver'
import type { Expression, Sum } from './expression.ts'
import { below, inOrder, topOf, type Model, type Option } from './model.ts'

/** What somebody has decided: an option and how many of it (0: not that one). */
export type Choices = ReadonlyMap<string, number>
/** Of an option that nobody has decided: it must be, cannot be, or may be. */
export type State = 'must' | 'cannot' | 'may'
/** Why something cannot be: rules of the model, groups of options, and decisions that contradict each other. */
export type Reason = { rule: string } | { group: string } | { choice: string }

const chosen = (key: string) => `o ${key}`
const rule = (id: string) => `r ${id}`
const group = (key: string) => `g ${key}`

/** A model made ready to be asked. Rules and groups hold under assumptions of their own, so that a contradiction can
 * say which of them make it. The questions go to MiniSat. */
export class Configurator {
  readonly model: Model
  private solver = new Logic.Solver()
  private counts = new Map<string, Bits>()
  private assumptions: { name: string; reason: Reason }[] = []

  constructor(model: Model) {
    this.model = model
    Logic.disablingAssertions(() => {
      for (const o of inOrder(model)) this.add(o)
      for (const r of model.rules) this.assume(rule(r.id), this.formula(r.says), { rule: r.id })
    })
    const top = topOf(model)
    if (top) this.solver.require(chosen(top.key))
  }

  private assume(name: string, formula: Formula, reason: Reason): void {
    this.solver.require(Logic.implies(name, formula))
    this.assumptions.push({ name, reason })
  }

  private add(o: Option): void {
    const here = chosen(o.key)
    // Every variable is spoken of, also where nothing else asks for it.
    this.solver.require(Logic.or(here, Logic.not(here)))
    if (o.parent !== null) this.solver.require(Logic.implies(here, chosen(o.parent)))
    this.counts.set(o.key, this.countOf(o))
    const names = below(this.model, o.key).map((child) => chosen(child.key))
    if (names.length === 0) return
    if (o.choice === 'one')
      this.assume(group(o.key), Logic.implies(here, Logic.exactlyOne(...names)), { group: o.key })
    else if (o.choice === 'some')
      this.assume(group(o.key), Logic.implies(here, Logic.or(...names)), { group: o.key })
    else
      for (const child of below(this.model, o.key).filter((c) => c.required))
        this.assume(group(child.key), Logic.implies(here, chosen(child.key)), { group: child.key })
  }

  private countOf({ key, min, max }: Option): Bits {
    const here = chosen(key)
    if (max === 1) return new Logic.Bits([here])
    const bits = Logic.variableBits(`n ${key}`, Math.ceil(Math.log2(max + 1)))
    this.solver.require(
      Logic.implies(here, Logic.lessThanOrEqual(Logic.constantBits(min), bits)),
      Logic.lessThanOrEqual(bits, Logic.constantBits(max)),
      ...bits.bits.map((bit) => Logic.implies(bit, here)),
    )
    return bits
  }

  private formula(e: Expression): Formula {
    switch (e.op) {
      case 'option':
        return chosen(e.key)
      case 'not':
        return Logic.not(this.formula(e.of))
      case 'and':
        return Logic.and(...e.of.map((x) => this.formula(x)))
      case 'or':
        return Logic.or(...e.of.map((x) => this.formula(x)))
      case 'implies':
        return Logic.implies(this.formula(e.left), this.formula(e.right))
      case 'iff':
        return Logic.equiv(this.formula(e.left), this.formula(e.right))
      case 'compare':
        return this.atLeastNothing(e.sum)
    }
  }

  /** Σ weight × count + constant ≥ 0, the negative part on the other side: the solver counts from nought. */
  private atLeastNothing({ counts, constant }: Sum): Formula {
    const side = (sign: 1 | -1) => {
      const parts = [...counts]
        .filter(([, weight]) => weight * sign > 0)
        .flatMap(([key, weight]) =>
          this.counts.get(key)!.bits.map((bit, i) => [bit, weight * sign * 2 ** i] as const),
        )
      if (constant * sign > 0) parts.push([Logic.TRUE, constant * sign])
      return parts.length
        ? Logic.weightedSum(
            parts.map(([bit]) => bit),
            parts.map(([, weight]) => weight),
          )
        : Logic.constantBits(0)
    }
    return Logic.lessThanOrEqual(side(-1), side(1))
  }

  private decided(choices: Choices): { name: Formula; reason: Reason }[] {
    return [...choices]
      .filter(([key]) => this.counts.has(key))
      .map(([key, count]) => ({ name: this.just(key, count), reason: { choice: key } }))
  }

  private just(key: string, count: number): Formula {
    if (count === 0) return Logic.not(chosen(key))
    const bits = this.counts.get(key)!
    const wanted = Logic.constantBits(count)
    return Logic.and(chosen(key), Logic.lessThanOrEqual(bits, wanted), Logic.lessThanOrEqual(wanted, bits))
  }

  private solve(assumed: readonly Formula[]): Solution | null {
    const found = this.solver.solveAssuming(Logic.and(...assumed))
    found?.ignoreUnknownVariables()
    return found
  }
  private rules = () => this.assumptions.map((a) => a.name)

  private read = (s: Solution): Map<string, number> =>
    new Map(
      [...this.counts].map(([key, bits]) => [key, s.evaluate(chosen(key)) ? s.evaluate(bits) : 0] as const),
    )

  /** Some whole configuration with these choices in it; null when there is none. */
  possible(choices: Choices): Map<string, number> | null {
    const found = this.solve([...this.rules(), ...this.decided(choices).map((d) => d.name)])
    return found && this.read(found)
  }

  /** The whole configuration with these choices in it whose options cost least. Costs are whole numbers from 0. */
  cheapest(choices: Choices, costs: ReadonlyMap<string, number>): Map<string, number> | null {
    const assumed = [...this.rules(), ...this.decided(choices).map((d) => d.name)]
    const first = this.solve(assumed)
    if (!first) return null
    // Few options are better than many of the same price.
    const terms = [...this.counts].flatMap(([key, bits]) =>
      bits.bits.map((bit, i) => [bit, (1 + (costs.get(key) ?? 0) * 1000) * 2 ** i] as const),
    )
    // A solver of its own: what is found least stays required in it.
    const other = new Configurator(this.model)
    other.solver.require(...assumed)
    const start = other.solver.solve()!
    start.ignoreUnknownVariables()
    const best = other.solver.minimizeWeightedSum(
      start,
      terms.map(([bit]) => bit),
      terms.map(([, cost]) => cost),
    )
    best.ignoreUnknownVariables()
    return other.read(best)
  }

  /** What the choices leave of every option; null when the choices contradict each other. */
  states(choices: Choices): Map<string, State> | null {
    const assumed = [...this.rules(), ...this.decided(choices).map((d) => d.name)]
    const first = this.solve(assumed)
    if (!first) return null
    const can = { true: new Set<string>(), false: new Set<string>() }
    const learn = (s: Solution) => {
      for (const key of this.counts.keys()) can[`${s.evaluate(chosen(key))}`].add(key)
    }
    learn(first)
    for (const key of this.counts.keys())
      for (const value of [true, false] as const) {
        if (can[`${value}`].has(key)) continue
        const found = this.solve([...assumed, value ? chosen(key) : Logic.not(chosen(key))])
        if (found) learn(found)
      }
    return new Map(
      [...this.counts.keys()].map((key) => [
        key,
        can.true.has(key) ? (can.false.has(key) ? 'may' : 'must') : 'cannot',
      ]),
    )
  }

  /** Why the choices cannot stand together: reasons of which none can be left out. Empty when they can. */
  why(choices: Choices): Reason[] {
    const all = [
      ...this.decided(choices),
      ...this.assumptions.map((a) => ({ ...a, name: a.name as Formula })),
    ]
    if (this.solve(all.map((a) => a.name))) return []
    let needed = all
    for (const one of all) {
      const rest = needed.filter((a) => a !== one)
      if (!this.solve(rest.map((a) => a.name))) needed = rest
    }
    return needed.map((a) => a.reason)
  }
}
