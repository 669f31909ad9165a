import type { Base } from './base.ts'
import type { Column } from './column.ts'
import { hashOf, mix } from './dictionary.ts'
import type { Random } from './random.ts'

/** What two records must share to be compared: a number made of a value; 0 where it makes none. */
type Predicate = { column: number; name: string; of: (value: number) => number }
/** Records that share all of these are compared. */
export type Rule = { predicates: readonly Predicate[]; name: string; anyOrder?: boolean }

const prefix = (text: string, n: number) => (text.length < n ? 0 : hashOf(text.slice(0, n)))

function predicatesOf(c: Column, column: number): Predicate[] {
  const p = (name: string, of: Predicate['of']): Predicate => ({ column, name: `${c.key}:${name}`, of })
  const whole = p('same', (v) => c.values.hash(v))
  const text = (v: number) => c.values.text(v)
  switch (c.kind) {
    case 'first':
      return [
        p('name', (v) => c.canonical(v)),
        p('4', (v) => prefix(c.foldText(v), 4) || c.foldHash(v)),
        p('2', (v) => prefix(c.foldText(v), 2)),
      ]
    case 'last':
    case 'middle':
      return [
        p('sound', (v) => c.foldHash(v)),
        p('4', (v) => prefix(c.foldText(v), 4) || c.foldHash(v)),
        p('end', (v) => hashOf(c.foldText(v).slice(-4))),
      ]
    case 'title':
    case 'text':
      return [
        p('words', (v) => c.foldHash(v)),
        p('6', (v) => prefix(c.foldText(v), 6) || c.foldHash(v)),
        p('long', (v) => longest(c.foldText(v))),
      ]
    case 'code':
      return [whole, p('head', (v) => half(text(v), 0)), p('tail', (v) => half(text(v), 1))]
    case 'date':
      return [whole, p('year', (v) => hashOf(text(v).slice(0, 4))), p('day', (v) => hashOf(text(v).slice(4)))]
    case 'postcode':
      return [whole, p('3', (v) => prefix(text(v), 3))]
    case 'email':
      return [whole, p('box', (v) => hashOf(text(v).split('@')[0]!))]
    case 'phone':
      return [p('7', (v) => hashOf(text(v).slice(-7)))]
    default:
      return [whole]
  }
}

const half = (text: string, which: 0 | 1) => {
  const middle = text.length >> 1
  return text.length < 5 ? 0 : hashOf(which === 0 ? text.slice(0, middle) : text.slice(middle)) ^ which
}
const longest = (text: string) =>
  hashOf(text.split(' ').reduce((best, word) => (word.length > best.length ? word : best), ''))

// A value's number is made once, not once for each record.
const remembered = ({ of, ...rest }: Predicate, c: Column): Predicate => {
  const made = new Uint32Array(c.values.size + 1)
  for (let v = 1; v <= c.values.size; v++) made[v] = of(v)
  return { ...rest, of: (v) => made[v]! }
}

const start = 0x9e3779b9
const joined = (rule: Rule, key: number, n: number) =>
  (rule.anyOrder ? (key + mix(n)) >>> 0 : mix(key ^ Math.imul(n, 0x85ebca6b))) || 1

/** The number that the first values of a record make; 0 when one is missing. */
export function firstKey(rule: Rule, columns: readonly Column[], record: number): number {
  let key = start
  for (const { column, of } of rule.predicates) {
    const value = columns[column]!.first(record)
    const n = value === 0 ? 0 : of(value)
    if (n === 0) return 0
    key = joined(rule, key, n)
  }
  return key
}

/** The numbers of a record under a rule: one for each combination of its values. */
export function keysOf(rule: Rule, columns: readonly Column[], record: number): number[] {
  let keys = [start]
  for (const { column, of } of rule.predicates) {
    const { starts, ids } = columns[column]!
    const next: number[] = []
    for (let i = starts[record]!; i < Math.min(starts[record + 1]!, starts[record]! + 4); i++) {
      const n = of(ids[i]!)
      if (n !== 0) for (const key of keys) next.push(joined(rule, key, n))
    }
    if (next.length === 0) return next
    keys = next
  }
  return keys
}

/** Surname and first name in either order. */
const eitherWay = (columns: readonly Column[]): Rule | null => {
  const [last, first] = [
    columns.findIndex((c) => c.kind === 'last'),
    columns.findIndex((c) => c.kind === 'first'),
  ]
  if (last < 0 || first < 0) return null
  const of = (i: number): Predicate => ({
    column: i,
    name: columns[i]!.key,
    of: (v) => columns[i]!.foldHash(v),
  })
  return { name: 'names in either order', predicates: [of(last), of(first)], anyOrder: true }
}

type Estimate = { rule: Rule; cost: number }

/** Chooses by which shared values records become candidates, so that the pairs stay within a budget: single values
 * that are rare enough, else two of different columns, else three. The coarsest that the budget allows is taken for
 * each set of columns, as it misses least. */
export function chooseRules(
  { columns, size }: Base,
  budget: number,
  random: Random,
): { rules: Rule[]; cost: number } {
  const taken = Math.min(size, 20_000)
  const sample = Array.from({ length: taken }, (_, i) => (taken === size ? i : random.below(size)))
  const scale = (size / taken) ** 2
  // Of a few records every pair is cheap.
  const limit = Math.max(budget / 16, Math.min(budget, 5000))
  const keys = new Uint32Array(taken)
  const cost = (rule: Rule) => {
    for (let i = 0; i < taken; i++) keys[i] = firstKey(rule, columns, sample[i]!)
    return collisions(keys) * scale
  }
  const one = columns.map((c, i) => predicatesOf(c, i).map((p) => remembered(p, c)))
  const rule = (...predicates: Predicate[]): Rule => ({
    predicates,
    name: predicates.map((p) => p.name).join(' + '),
  })

  const singles: Estimate[] = []
  for (const [i, predicates] of one.entries()) {
    if (columns[i]!.kind === 'category') continue
    const fit = predicates
      .map((p) => ({ rule: rule(p), cost: cost(rule(p)), p }))
      .filter((e) => e.cost <= limit)
    singles.push(...fit)
    // What is enough alone is not needed together with others.
    one[i] = predicates.filter((p) => !fit.some((e) => e.p === p))
  }
  const pairs: Estimate[] = []
  const dear: [Predicate, Predicate][] = []
  for (let i = 0; i < one.length; i++)
    for (let j = i + 1; j < one.length; j++) {
      const all = one[i]!.flatMap((p) => one[j]!.map((q) => ({ rule: rule(p, q), cost: 0, p, q })))
      for (const e of all) e.cost = cost(e.rule)
      const fit = all.filter((e) => e.cost <= limit).toSorted((a, b) => b.cost - a.cost)
      // The two coarsest differ in what they forgive.
      pairs.push(...fit.slice(0, 2))
      if (fit.length === 0 && all.length > 0) dear.push([one[i]![0]!, one[j]![0]!])
    }
  const triples = dear.flatMap(([p, q]) =>
    one.flatMap(([r]) => {
      if (!r || r.column <= q.column) return []
      const e = { rule: rule(p, q, r), cost: 0 }
      e.cost = cost(e.rule)
      return e.cost <= limit ? [e] : []
    }),
  )
  const either = eitherWay(columns)
  const crossed = either && { rule: either, cost: cost(either) }
  const rules = [...singles, ...withinBudget([...pairs, ...triples], budget, columns)]
  if (crossed && crossed.cost <= limit) rules.push(crossed)
  return { rules: rules.map((e) => e.rule), cost: rules.reduce((sum, e) => sum + e.cost, 0) }
}

/** Columns take turns, so that a mistake in one leaves rules without it. */
function withinBudget(estimates: Estimate[], budget: number, columns: readonly Column[]): Estimate[] {
  const used = new Float64Array(columns.length)
  const filled = (e: Estimate) =>
    e.rule.predicates.reduce(
      (share, p) => share * (columns[p.column]!.filled / Math.max(1, columns[p.column]!.starts.length)),
      1,
    )
  const out: Estimate[] = []
  const rest = new Set(estimates)
  let spent = 0
  while (rest.size > 0 && out.length < 40) {
    let best: Estimate | null = null
    let least = Infinity
    for (const e of rest) {
      const turns =
        e.rule.predicates.reduce((sum, p) => sum + used[p.column]!, 0) +
        e.rule.predicates.length -
        2 * filled(e)
      if (turns < least) [best, least] = [e, turns]
    }
    rest.delete(best!)
    if (spent + best!.cost > budget) continue
    spent += best!.cost
    out.push(best!)
    for (const p of best!.rule.predicates) used[p.column]!++
  }
  return out
}

function collisions(keys: Uint32Array): number {
  const sorted = keys.slice().sort()
  let pairs = 0
  for (let i = sorted.lastIndexOf(0) + 1, j = i; i < sorted.length; i = j) {
    while (j < sorted.length && sorted[j] === sorted[i]) j++
    pairs += ((j - i) * (j - i - 1)) / 2
  }
  return pairs
}
