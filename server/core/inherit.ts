import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Tx } from './database.ts'
import { columnNames, type Entity } from './entity.ts'
import type { RecordRef } from './kinds/record.ts'
import { valueOf, type Values } from './row.ts'

type House = { entityOf(name: string): Entity; allEntities(): Iterable<Entity> }
type Name = 'owner_id' | 'team_id'

export const inheritedColumns: readonly Name[] = ['owner_id', 'team_id']
export const inherits = (e: Entity) => e.partOf !== null || e.follows !== null

const table = (e: Entity) => raw(`"${e.table}"`)
const columnsIn = (e: Entity, key: string, alias: string) =>
  columnNames(key, e.fields[key]!).map((c) => raw(`${alias}."${c}"`))
const isOwned = (e: Entity) => Object.hasOwn(e.fields, 'owner')

/** Names of the entities that some rows stand on: a query names only those. */
export const standingOn = (e: Entity, rows: readonly Values[]): string[] =>
  e.follows
    ? [...new Set(rows.flatMap((r) => (valueOf(r, e.follows!) as RecordRef | null)?.entity ?? []))]
    : []

/** The owner or team of the row at `alias`, as that of the record it is a part of or stands on. */
export function inherited(
  e: Entity,
  name: Name,
  { entityOf }: House,
  on: readonly string[],
  alias: string,
): Sql {
  const of = (parent: Entity, id: Sql) => sql`(select ${raw(name)} from ${table(parent)} where id = ${id})`
  if (e.partOf) return of(entityOf(e.fields[e.partOf]!.entity!), columnsIn(e, e.partOf, alias)[0]!)
  const [kind, id] = columnsIn(e, e.follows!, alias)
  const cases = on
    .map(entityOf)
    .filter(isOwned)
    .map((parent) => sql`when ${kind!} = ${parent.name} then ${of(parent, id!)}`)
  if (e.mine) {
    const mine = columnsIn(e, e.mine, alias)[0]!
    const own =
      name === 'owner_id' ? mine : sql`(select team_id from ${table(entityOf('user'))} where id = ${mine})`
    cases.push(sql`when ${kind!} is null then ${own}`)
  }
  return cases.length ? sql`case ${join(cases, ' ')} end` : sql`null::uuid`
}

/** Gives rows the owner and team of what they now belong to. */
export const inheritAnew = (tx: Tx, e: Entity, house: House, on: readonly string[], which: Sql) =>
  tx.rows(
    sql`update ${table(e)} p set ${join(
      inheritedColumns.map((name) => sql`${raw(name)} = ${inherited(e, name, house, on, 'p')}`),
      ', ',
    )} where ${which}`,
  )

/** What belongs to records goes with them to their new owner and team. */
export async function carryAlong(tx: Tx, e: Entity, house: House, ids: readonly string[]): Promise<void> {
  const moves: Promise<unknown>[] = []
  for (const part of house.allEntities()) {
    if (part.partOf && part.fields[part.partOf]?.entity === e.name) {
      const [of] = columnsIn(part, part.partOf, 'p')
      moves.push(inheritAnew(tx, part, house, [], sql`${of!} = any(${ids}::uuid[])`))
    }
    if (!part.follows || !isOwned(e)) continue
    const [kind, id] = columnsIn(part, part.follows, 'p')
    moves.push(
      inheritAnew(tx, part, house, [e.name], sql`${kind!} = ${e.name} and ${id!} = any(${ids}::uuid[])`),
    )
  }
  await Promise.all(moves)
}
