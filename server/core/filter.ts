import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Entity } from './entity.ts'
import { Invalid } from './error.ts'
import { column, Joins } from './expression.ts'
import { Found } from './finding.ts'
import type { Rights } from './access.ts'

/** ["field", "op", value] | {and: […]} | {or: […]} | {not: …} */
export type Filter =
  | readonly [path: string, op: string, value?: unknown]
  | { and: readonly Filter[] }
  | { or: readonly Filter[] }
  | { not: Filter }

const bad = (message: string) => new Invalid([{ path: 'filter', message, code: 'bad_filter' }])

const shown = (v: unknown) => (JSON.stringify(v) ?? 'nothing').slice(0, 200)

export type FilterScope = { entityOf: (name: string) => Entity; rights: Rights; joins: Joins }

/** A filter as a condition on the entity at `alias`; throws Invalid that names what does not read. */
export function condition(e: Entity, filter: unknown, scope: FilterScope, alias = 't', depth = 0): Sql {
  if (depth > 8) throw bad('The filter is nested too deep.')
  if (Array.isArray(filter)) return comparison(e, filter, scope, alias, depth)
  if (filter === null || typeof filter !== 'object') throw bad(`${shown(filter)} is not a filter.`)
  const [word, ...others] = Object.keys(filter)
  const inner = (filter as Record<string, unknown>)[word ?? '']
  if (others.length === 0 && (word === 'and' || word === 'or') && Array.isArray(inner)) {
    if (inner.length > 100) throw bad('At most a hundred conditions.')
    if (inner.length === 0) return sql`true`
    return sql`(${join(
      inner.map((f) => condition(e, f, scope, alias, depth + 1)),
      ` ${word} `,
    )})`
  }
  if (others.length === 0 && word === 'not')
    return sql`(${condition(e, inner, scope, alias, depth + 1)}) is not true`
  throw bad(`${shown(filter)} is not a filter.`)
}

function comparison(e: Entity, filter: unknown[], scope: FilterScope, alias: string, depth: number): Sql {
  const [path, op, value] = filter
  if (typeof path !== 'string' || typeof op !== 'string' || filter.length > 3)
    throw bad(`${shown(filter)} is not ["field", "op", value].`)
  if (value instanceof Found) return sql`${column(alias, 'id')} = any(${value.ids as string[]}::uuid[])`
  if (op === 'some' || op === 'none') return related(e, path, op, value, scope, alias, depth)
  const { field, columns } = scope.joins.resolve(e, path, alias)
  const compare = Object.hasOwn(field.kind.ops, op) ? field.kind.ops[op] : undefined
  if (!compare)
    throw bad(`${path} cannot be compared by ${op}; use one of: ${Object.keys(field.kind.ops).join(', ')}.`)
  return compare(columns, value, field)
}

/** ["deal.account", "some", filter]: records that some deal refers to by its field account. What refers to a record that
 * this one refers to: ["deal>quote.deal", "some", filter]. */
function related(
  e: Entity,
  path: string,
  op: string,
  inner: unknown,
  scope: FilterScope,
  alias: string,
  depth: number,
): Sql {
  const [last = '', through] = path.split('>').toReversed()
  const way = through === undefined ? null : scope.joins.resolve(e, through, alias)
  if (way && !way.field.entity) throw bad(`${path} does not refer to ${e.name}.`)
  const to = way ? scope.entityOf(way.field.entity!) : e
  const id = way ? way.columns[0]! : column(alias, 'id')
  const [name = '', ...rest] = last.split('.')
  const other = scope.entityOf(name)
  const there = `x${depth}`
  const joins = new Joins(scope.entityOf, scope.rights, there)
  const { field, columns } = joins.resolve(other, rest.join('.'), there)
  if (field.entity !== to.name && !field.anyEntity) throw bad(`${path} does not refer to ${to.name}.`)
  const refers = field.anyEntity
    ? sql`${columns[0]!} = ${to.name} and ${columns[1]!} = ${id}`
    : sql`${columns[0]!} = ${id}`
  const matches =
    inner === undefined || inner === null
      ? sql`true`
      : condition(other, inner, { ...scope, joins }, there, depth + 1)
  const joined = joins.joins.length ? join(joins.joins, ' ') : raw('')
  const found = sql`exists (select 1 from ${raw(`"${other.table}" "${there}"`)} ${joined}
    where ${refers} and ${column(there, 'deleted_at')} is null and ${matches})`
  return op === 'some' ? found : sql`not ${found}`
}
