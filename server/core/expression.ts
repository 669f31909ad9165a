import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Entity } from './entity.ts'
import { columnNames, fieldOf } from './entity.ts'
import { formulaSql } from './formula.ts'
import type { Field } from './kind.ts'
import { Invalid } from './error.ts'
import { mayRead, nothing, type EntityRight, type Rights } from './access.ts'

export const column = (alias: string, name: string) => raw(`"${alias}"."${name}"`)

/** The SQL of each part of a field's value. */
export function expressions(e: Entity, key: string, f: Field, alias: string): Sql[] {
  if (f.rolledUp) return f.rolledUp.sql(alias)
  if (f.formula) return [formulaSql(e, f.formula, (other, o) => expressions(e, other, o, alias)[0]!)]
  if (!f.custom) return columnNames(key, f).map((c) => column(alias, c))
  const name = key.slice('custom.'.length)
  const value = sql`(${column(alias, 'custom')}->${raw(`'${name}'`)})`
  const text = sql`${column(alias, 'custom')}->>${raw(`'${name}'`)}`
  return f.kind.columns(f).map((c) => {
    if (c.type === 'jsonb') return value
    const part = c.path ? sql`(${value})->>${raw(`'${c.path}'`)}` : text
    return sql`(${part})${raw(`::${c.type}`)}`
  })
}

/** What a record without a title is called, as far as the reader may see it; nothing where there is a title. */
export const titleElse = (e: Entity, alias: string, right: EntityRight | undefined): Sql[] =>
  e.titleElse && mayRead(right ?? nothing, e.titleElse)
    ? expressions(e, e.titleElse, e.fields[e.titleElse]!, alias)
    : []

/** What people call the record; `right`: the reader's to the entity. */
export const titleOf = (e: Entity, alias: string, right: EntityRight | undefined): Sql => {
  const parts = [...expressions(e, e.title, e.fields[e.title]!, alias), ...titleElse(e, alias, right)]
  return parts.length === 1 ? parts[0]! : sql`concat_ws(' ', ${join(parts, ', ')})`
}

/** Whether a role that sees a reference to it may see what it is called. */
export const mayName = (rights: Rights, target: Entity): boolean => {
  const right = rights[target.name] ?? nothing
  return right.read !== 'none' && mayRead(right, target.title)
}

/** Joins that a query needs to reach fields of related records, each made once. */
export class Joins {
  joins: Sql[] = []
  private aliases = new Map<string, string>()
  private entityOf: (name: string) => Entity
  rights: Rights
  private prefix: string

  /** `prefix`: another one inside another query, whose joins would hide those of the outer one. */
  constructor(entityOf: (name: string) => Entity, rights: Rights, prefix = '') {
    this.entityOf = entityOf
    this.rights = rights
    this.prefix = prefix
  }

  target = (f: Field) => this.entityOf(f.entity!)

  /** Follows the reference `key` of the entity at `alias`. */
  follow(e: Entity, key: string, f: Field, alias: string): { entity: Entity; alias: string } {
    const target = this.target(f)
    const path = `${alias}.${key}`
    let joined = this.aliases.get(path)
    if (!joined) {
      joined = `${this.prefix}j${this.aliases.size}`
      this.aliases.set(path, joined)
      const from = expressions(e, key, f, alias)[0]!
      this.joins.push(
        sql`left join ${raw(`"${target.table}" "${joined}"`)} on ${column(joined, 'id')} = ${from}`,
      )
    }
    return { entity: target, alias: joined }
  }

  /** `account.industry` → its field and SQL. A field the actor may not read is not there. */
  resolve(
    e: Entity,
    path: string,
    alias = 't',
  ): { entity: Entity; key: string; field: Field; columns: Sql[]; alias: string } {
    const right = this.rights[e.name] ?? nothing
    const whole = fieldOf(e, path)
    if (whole && mayRead(right, path))
      return { entity: e, key: path, field: whole, columns: expressions(e, path, whole, alias), alias }
    const dot = path.startsWith('custom.') ? path.indexOf('.', 'custom.'.length) : path.indexOf('.')
    const head = dot < 0 ? path : path.slice(0, dot)
    const f = fieldOf(e, head)
    if (dot < 0 || !f?.entity || !mayRead(right, head) || path.split('.').length > 5)
      throw new Invalid([{ path, message: `${e.name} has no field ${path}.`, code: 'unknown_field' }])
    const next = this.follow(e, head, f, alias)
    return this.resolve(next.entity, path.slice(dot + 1), next.alias)
  }
}
