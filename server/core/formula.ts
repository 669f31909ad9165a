import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Entity } from './entity.ts'
import type { Field } from './kind.ts'
import { Invalid } from './error.ts'
import { mayRead, type EntityRight, type Rights } from './access.ts'

type Node =
  | { op: 'number'; value: string }
  | { op: 'field'; path: string }
  | { op: 'binary'; sign: string; left: Node; right: Node }
  | { op: 'negative'; of: Node }
  | { op: 'call'; name: string; args: Node[] }

const bad = (message: string) => new Invalid([{ path: 'formula', message, code: 'bad_formula' }])

/** `amount * probability / 100` → a tree. Numbers, fields, + - * /, comparisons, brackets and the functions below;
 * nothing else reads, so nothing else can run. */
export function parseFormula(text: string): Node {
  const tokens = text.slice(0, 2000).match(/\d+(?:\.\d+)?|[A-Za-z_][\w.]*|<=|>=|<>|[-+*/(),<>=]|\S/g) ?? []
  let at = 0
  const peek = () => tokens[at]
  const take = (expected?: string) => {
    const t = tokens[at++]
    if (t === undefined || (expected && t !== expected))
      throw bad(`Expected ${expected ?? 'a value'} in “${text}”.`)
    return t
  }
  const level = (signs: string[], next: () => Node) => (): Node => {
    let left = next()
    while (signs.includes(peek() ?? '')) left = { op: 'binary', sign: take(), left, right: next() }
    return left
  }
  const atom = (): Node => {
    const t = take()
    if (t === '-') return { op: 'negative', of: atom() }
    if (t === '(') {
      const inner = comparison()
      take(')')
      return inner
    }
    if (/^\d/.test(t)) return { op: 'number', value: t }
    if (!/^[A-Za-z_]/.test(t)) throw bad(`“${t}” does not belong in a formula.`)
    if (peek() !== '(') return { op: 'field', path: t }
    take('(')
    const args = peek() === ')' ? [] : [comparison()]
    while (peek() === ',') {
      take()
      args.push(comparison())
    }
    take(')')
    return { op: 'call', name: t, args }
  }
  const product = level(['*', '/'], atom)
  const sum = level(['+', '-'], product)
  const comparison = level(['<', '>', '<=', '>=', '=', '<>'], sum)
  const tree = comparison()
  if (at < tokens.length) throw bad(`“${tokens[at]}” does not belong there.`)
  return tree
}

const functions: Record<string, { takes: [number, number]; sql: (args: Sql[]) => Sql }> = {
  // What is no number or date must fail when the formula is made, not when somebody's name is read as one: so no casts
  // from text.
  round: {
    takes: [1, 2],
    sql: ([x, digits]) =>
      sql`round((${x!}) + 0::numeric, least(greatest((${digits ?? raw('0::numeric')}) + 0::numeric, -20), 20)::int)`,
  },
  abs: { takes: [1, 1], sql: ([x]) => sql`abs(${x!})` },
  min: { takes: [2, 8], sql: (args) => sql`least(${join(args, ', ')})` },
  max: { takes: [2, 8], sql: (args) => sql`greatest(${join(args, ', ')})` },
  either: { takes: [2, 8], sql: (args) => sql`coalesce(${join(args, ', ')})` },
  if: { takes: [3, 3], sql: ([c, a, b]) => sql`case when ${c!} then ${a!} else ${b!} end` },
  days: {
    takes: [2, 2],
    sql: ([a, b]) => sql`(((${a!}) - interval '0')::date - ((${b!}) - interval '0')::date)::numeric`,
  },
  today: { takes: [0, 0], sql: () => sql`current_date` },
}

/** The SQL of another field of the same record. */
export type ColumnOf = (key: string, f: Field) => Sql

/** The expression over the columns of one record. Dividing by zero gives nothing, not an error. */
export function formulaSql(e: Entity, text: string, columnOf: ColumnOf, path: string[] = []): Sql {
  const build = (n: Node): Sql => {
    switch (n.op) {
      case 'number':
        return raw(`${n.value}::numeric`)
      case 'negative':
        return sql`(-${build(n.of)})`
      case 'binary':
        return n.sign === '/'
          ? sql`(${build(n.left)} / nullif(${build(n.right)}, 0))`
          : sql`(${build(n.left)} ${raw(n.sign)} ${build(n.right)})`
      case 'call': {
        const f = Object.hasOwn(functions, n.name) ? functions[n.name] : undefined
        if (!f) throw bad(`There is no function ${n.name}.`)
        if (n.args.length < f.takes[0] || n.args.length > f.takes[1])
          throw bad(`${n.name} takes other arguments.`)
        return f.sql(n.args.map(build))
      }
      case 'field': {
        const key = Object.hasOwn(e.fields, n.path) ? n.path : `custom.${n.path}`
        const f = Object.hasOwn(e.fields, key) ? e.fields[key] : undefined
        if (!f) throw bad(`${e.name} has no field ${n.path}.`)
        if (path.includes(key)) throw bad(`${key} is computed from itself.`)
        return f.formula ? formulaSql(e, f.formula, columnOf, [...path, key]) : columnOf(key, f)
      }
    }
  }
  return build(parseFormula(text))
}

const keysIn = (e: Entity, text: string): string[] => {
  const keys: string[] = []
  formulaSql(e, text, (key) => {
    keys.push(key)
    return raw('null')
  })
  return keys
}

/** Whether the formula still reads: a field that it needs may have gone. */
export function stands(e: Entity, key: string, text: string): boolean {
  try {
    formulaSql(e, text, () => raw('null'), [key])
    return true
  } catch {
    return false
  }
}

/** What is computed from a hidden field is hidden with it. */
export function withFormulas(rights: Rights, entities: Iterable<Entity>): Rights {
  const out = { ...rights }
  for (const e of entities) {
    const right = out[e.name]
    if (!right) continue
    const fields = Object.entries(e.fields)
    const rolled = without(
      right,
      fields.filter(([, f]) => f.rolledUp && !f.rolledUp.isSeen(rights)),
    )
    out[e.name] = without(
      rolled,
      fields.filter(
        ([, f]) => !(f.formula ? keysIn(e, f.formula) : (f.from ?? [])).every((key) => mayRead(rolled, key)),
      ),
    )
  }
  return out
}

const without = (right: EntityRight, hidden: readonly [string, Field][]): EntityRight =>
  hidden.length === 0
    ? right
    : {
        ...right,
        fields: { ...right.fields, ...Object.fromEntries(hidden.map(([key]) => [key, 'none' as const])) },
      }
