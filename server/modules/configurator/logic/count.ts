import type { Expression } from './expression.ts'
import { below, inOrder, topOf, type Model } from './model.ts'

/** A clause: variables from 1, negative when negated. */
type Clause = readonly number[]

/** The model as clauses. Every helper variable is equal to what it stands for, so that it does not change how many
 * solutions there are (Tseitin, 1968, both ways). Counts of an option do not matter here: only whether it is chosen. */
export function clausesOf(m: Model): { clauses: Clause[]; size: number } {
  const numbers = new Map(inOrder(m).map((o, i) => [o.key, i + 1]))
  let size = numbers.size
  const clauses: Clause[] = []
  const of = (key: string) => numbers.get(key)!

  const all = (parts: number[]): number => {
    if (parts.length === 1) return parts[0]!
    const whole = ++size
    for (const p of parts) clauses.push([-whole, p])
    clauses.push([whole, ...parts.map((p) => -p)])
    return whole
  }
  const any = (parts: number[]): number => -all(parts.map((p) => -p))
  function variable(e: Expression): number {
    switch (e.op) {
      case 'option':
        return of(e.key)
      case 'not':
        return -variable(e.of)
      case 'and':
        return all(e.of.map(variable))
      case 'or':
        return any(e.of.map(variable))
      case 'implies':
        return any([-variable(e.left), variable(e.right)])
      case 'iff': {
        const [a, b] = [variable(e.left), variable(e.right)]
        return all([any([-a, b]), any([a, -b])])
      }
      case 'compare':
        throw new Error('A rule over counts has no place where only choices are counted.')
    }
  }
  /** What must hold, without a helper for its outermost parts. */
  function require(e: Expression): void {
    if (e.op === 'and') e.of.forEach(require)
    else if (e.op === 'or') clauses.push(e.of.map(variable))
    else if (e.op === 'implies') clauses.push([-variable(e.left), variable(e.right)])
    else clauses.push([variable(e)])
  }

  const top = topOf(m)
  if (top) clauses.push([of(top.key)])
  for (const o of inOrder(m)) {
    const here = of(o.key)
    if (o.parent !== null) clauses.push([-here, of(o.parent)])
    const children = below(m, o.key).map((c) => of(c.key))
    if (children.length === 0) continue
    if (o.choice !== 'each') clauses.push([-here, ...children])
    if (o.choice === 'one')
      children.forEach((a, i) => children.slice(i + 1).forEach((b) => clauses.push([-a, -b])))
    if (o.choice === 'each')
      for (const c of below(m, o.key).filter((x) => x.required)) clauses.push([-here, of(c.key)])
  }
  for (const r of m.rules) require(r.says)
  return { clauses, size }
}

/** How many solutions clauses over variables 1…size have: DPLL with components and a memory of them (Bayardo and
 * Pehoushek, “Counting Models using Connected Components”, 2000). Null when it takes more than `most` steps. */
export function countSolutions(
  { clauses, size }: { clauses: readonly Clause[]; size: number },
  most = 2_000_000,
): bigint | null {
  const memory = new Map<string, bigint>()
  let steps = 0

  /** Clauses under an assignment and all it entails; null on a contradiction. Also how many variables it settles. */
  function settle(some: readonly Clause[], first: number): { left: Clause[]; settled: Set<number> } | null {
    const settled = new Set<number>()
    const queue = first ? [first] : []
    let left = [...some]
    for (;;) {
      for (const literal of queue.splice(0)) {
        if (settled.has(-literal)) return null
        settled.add(literal)
      }
      const next: Clause[] = []
      for (const clause of left) {
        if (clause.some((l) => settled.has(l))) continue
        const rest = clause.some((l) => settled.has(-l)) ? clause.filter((l) => !settled.has(-l)) : clause
        if (rest.length === 0) return null
        if (rest.length === 1) queue.push(rest[0]!)
        next.push(rest)
      }
      left = next
      if (queue.length === 0) return { left, settled }
    }
  }

  const variablesIn = (some: readonly Clause[]) => new Set(some.flatMap((c) => c.map(Math.abs)))

  /** Solutions over the variables that stand in the clauses. */
  function count(some: readonly Clause[]): bigint {
    const parts = componentsOf(some)
    let product = 1n
    for (const part of parts) {
      product *= countComponent(part)
      if (product === 0n) return 0n
    }
    return product
  }

  function countComponent(part: readonly Clause[]): bigint {
    const key = part
      .map((c) => c.toSorted((a, b) => a - b).join())
      .toSorted()
      .join(';')
    const known = memory.get(key)
    if (known !== undefined) return known
    if (++steps > most) throw new TooMany()
    const variables = variablesIn(part)
    const often = new Map<number, number>()
    for (const c of part) for (const l of c) often.set(Math.abs(l), (often.get(Math.abs(l)) ?? 0) + 1)
    const branch = [...often].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
    let total = 0n
    for (const literal of [branch, -branch]) {
      const after = settle(part, literal)
      if (!after) continue
      const free = variables.size - after.settled.size - variablesIn(after.left).size
      total += count(after.left) << BigInt(free)
    }
    memory.set(key, total)
    return total
  }

  try {
    const begun = settle(clauses, 0)
    if (!begun) return 0n
    const free = size - begun.settled.size - variablesIn(begun.left).size
    return count(begun.left) << BigInt(free)
  } catch (error) {
    if (error instanceof TooMany) return null
    throw error
  }
}

class TooMany extends Error {}

/** Clauses that share no variable with the others, apart. */
function componentsOf(clauses: readonly Clause[]): Clause[][] {
  const root = new Map<number, number>()
  const find = (v: number): number => {
    let at = v
    while (root.get(at)! !== at) at = root.get(at)!
    root.set(v, at)
    return at
  }
  for (const clause of clauses) {
    const [first] = clause
    for (const l of clause) {
      const v = Math.abs(l)
      if (!root.has(v)) root.set(v, v)
      root.set(find(v), find(Math.abs(first!)))
    }
  }
  return [...Map.groupBy(clauses, (c) => find(Math.abs(c[0]!))).values()]
}
