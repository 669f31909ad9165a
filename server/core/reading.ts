import sql, { join, raw, type Sql } from 'sql-template-tag'
import { mayRead, nothing, type Rights } from './access.ts'
import type { Entity } from './entity.ts'
import { column, mayName, titleOf, type Joins } from './expression.ts'
import type { Field } from './kind.ts'

export type Item = { id: string; revision: number } & Record<string, unknown>

/** How some fields of an entity are read: the columns to select, titles of references, and the way back. */
export type Reading = {
  inner: Sql[]
  outer: Sql[]
  joins: Sql[]
  anyEntity: string[]
  spoken: string[]
  item(row: unknown): Item
}

type Part = { key: string; field: Field; cells: string[]; title?: string | null }

/** Every field of the record that the actor may read. */
export const readable = (e: Entity, rights: Rights): string[] =>
  Object.keys(e.fields).filter((key) => mayRead(rights[e.name] ?? nothing, key))

/** Who asks for the title is told what names a record without one. */
const named = (e: Entity, keys: readonly string[], rights: Rights): readonly string[] =>
  e.titleElse &&
  keys.includes(e.title) &&
  !keys.includes(e.titleElse) &&
  mayRead(rights[e.name] ?? nothing, e.titleElse)
    ? [...keys, e.titleElse]
    : keys

/** The inner select gives one page of `t`; titles are joined to that page only, so that no join is done for rows
 * that are not shown. */
export function reading(
  e: Entity,
  asked: readonly string[],
  entityOf: (name: string) => Entity,
  paths: Joins,
): Reading {
  const keys = named(e, asked, paths.rights)
  const inner: Sql[] = [sql`t.id`, sql`t.revision`]
  const outer: Sql[] = [sql`page.id`, sql`page.revision`]
  const joins: Sql[] = []
  const parts: Part[] = keys.map((key, i) => {
    const { field, columns } = paths.resolve(e, key)
    const cells = columns.map((expression, j) => {
      const cell = `c${i}_${j}`
      inner.push(sql`${expression} as ${raw(cell)}`)
      outer.push(raw(`page.${cell}`))
      return cell
    })
    if (!field.entity) return { key, field, cells }
    const target = entityOf(field.entity)
    if (!mayName(paths.rights, target)) return { key, field, cells, title: null }
    const alias = `r${i}`
    joins.push(
      sql`left join ${raw(`"${target.table}" "${alias}"`)} on ${column(alias, 'id')} = ${raw(`page.${cells[0]}`)}`,
    )
    outer.push(sql`${titleOf(target, alias, paths.rights[target.name])} as ${raw(alias)}`)
    return { key, field, cells, title: alias }
  })
  const anyEntity = parts.filter((p) => p.field.anyEntity).map((p) => p.key)
  const spoken = parts.filter((p) => p.field.spoken).map((p) => p.key)
  return {
    inner,
    outer,
    joins,
    anyEntity,
    spoken,
    item: (row) => itemOf(row as Record<string, unknown>, parts),
  }
}

function itemOf(row: Record<string, unknown>, parts: Part[]): Item {
  const item: Item = { id: row['id'] as string, revision: Number(row['revision']) }
  for (const { key, field, cells, title } of parts) {
    const value = field.kind.read(
      cells.map((c) => row[c]),
      field,
    )
    const shown =
      title !== undefined && value !== null ? { id: value, title: (title && row[title]) ?? null } : value
    if (field.custom && key.startsWith('custom.'))
      ((item['custom'] ??= {}) as Record<string, unknown>)[key.slice('custom.'.length)] = shown
    else item[key] = shown
  }
  return item
}

export const selected = (page: Sql, r: Reading, order: Sql): Sql =>
  sql`select ${join(r.outer, ', ')} from (${page}) page ${r.joins.length ? join(r.joins, ' ') : raw('')} ${order}`
