import type { Expression } from './expression.ts'

/** How the options below one are chosen: each by itself, exactly one, or at least one. */
export type Choice = 'each' | 'one' | 'some'

export type Option = {
  key: string
  /** Null at the top: the product itself. */
  parent: string | null
  /** Of the options below it. */
  choice: Choice
  /** Comes with its parent, where each is chosen by itself. */
  required: boolean
  /** How many there may be of it when it is chosen. */
  min: number
  max: number
}

export type Rule = { id: string; says: Expression }

/** Options in a tree with one top, and rules across it (a feature model: Kang et al., FODA, 1990). */
export type Model = { options: readonly Option[]; rules: readonly Rule[] }

export const topOf = (m: Model) => m.options.find((o) => o.parent === null)
export const below = (m: Model, key: string) => m.options.filter((o) => o.parent === key)

/** What is wrong with a model before any solving: every problem with the option or rule it is about. */
export type Fault =
  | { code: 'no_top' | 'many_tops' }
  | { code: 'unknown_option'; rule: string; option: string }
  | { code: 'unknown_parent' | 'ring' | 'twice' | 'bad_count'; option: string }

export function faultsOf(m: Model, optionsIn: (e: Expression) => Set<string>): Fault[] {
  const keys = new Set(m.options.map((o) => o.key))
  const tops = m.options.filter((o) => o.parent === null)
  const faults: Fault[] = []
  if (tops.length !== 1) faults.push({ code: tops.length ? 'many_tops' : 'no_top' })
  const seen = new Set<string>()
  for (const o of m.options) {
    if (seen.has(o.key)) faults.push({ code: 'twice', option: o.key })
    seen.add(o.key)
    if (o.parent !== null && !keys.has(o.parent)) faults.push({ code: 'unknown_parent', option: o.key })
    if (!(o.min >= 1 && o.max >= o.min && o.max <= 10_000)) faults.push({ code: 'bad_count', option: o.key })
  }
  const parents = new Map(m.options.map((o) => [o.key, o.parent]))
  for (const o of m.options) {
    let [at, steps] = [o.parent, 0]
    while (at !== null && at !== undefined && steps++ <= m.options.length) at = parents.get(at) ?? null
    if (steps > m.options.length) faults.push({ code: 'ring', option: o.key })
  }
  for (const r of m.rules)
    for (const option of optionsIn(r.says))
      if (!keys.has(option)) faults.push({ code: 'unknown_option', rule: r.id, option })
  return faults
}

/** Every option with those above it first. */
export function inOrder(m: Model): Option[] {
  const out: Option[] = []
  const add = (o: Option): void => {
    out.push(o)
    below(m, o.key).forEach(add)
  }
  const top = topOf(m)
  if (top) add(top)
  return out
}
