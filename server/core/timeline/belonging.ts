import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Tx } from '../database.ts'
import type { Entity } from '../entity.ts'
import { expressions } from '../expression.ts'
import type { Field } from '../kind.ts'

/** A record by its entity's name and id. */
export type Named = { entity: string; id: string }
type EntityOf = (name: string) => Entity

/** A reference by which a record belongs to another: what happens to it is told there too. */
type Bond = {
  key: string
  field: Field
  /** Null: a record of any entity. */
  target: string | null
  isWhole: boolean
}

/** To the whole it is a part of, to the record it is about, and to every record of a kind that gathers; not to another
 * of its own kind (a company group would hear of everything). */
export function bondsOf(e: Entity, entityOf: EntityOf): Bond[] {
  const known = bonds.get(e)
  if (known) return known
  // A ledger repeats what the record's own change has told.
  const found = Object.entries(e.ledger ? {} : e.fields).flatMap(([key, field]): Bond[] => {
    if (field.anyEntity) return [{ key, field, target: null, isWhole: false }]
    const target = field.entity
    if (!target || field.formula || field.many) return []
    const isWhole = e.partOf === key
    const gathers = target !== e.name && entityOf(target).gathers
    return isWhole || gathers ? [{ key, field, target, isWhole }] : []
  })
  bonds.set(e, found)
  return found
}
// Declarations do not change; where customers' own fields come to one, it is another object.
const bonds = new WeakMap<Entity, Bond[]>()
const belongings = new WeakMap<Entity, Entity[]>()

/** Entities whose records may belong to one of `e`, by however many steps. */
export function belongingTo(e: Entity, entities: Iterable<Entity>, entityOf: EntityOf): Entity[] {
  const known = belongings.get(e)
  if (known) return known
  const all = [...entities].map((x) => ({ x, bonds: bondsOf(x, entityOf) }))
  const found = new Set<Entity>()
  let ends = new Set([e.name])
  for (let depth = 0; depth < deepest && ends.size > 0; depth++) {
    const next = all.filter(
      ({ x, bonds }) =>
        !found.has(x) &&
        bonds.some((b) => (b.target === null || ends.has(b.target)) && (depth === 0 || !b.isWhole)),
    )
    for (const { x } of next) found.add(x)
    ends = new Set(next.map(({ x }) => x.name))
  }
  belongings.set(e, [...found])
  return [...found]
}

type Up = Named & { isWhole: boolean }
const deepest = 5

/** For each record, the ids of all that it belongs to. A part is told of on its whole and no further: the lines of an
 * order on the order, the order on the client. */
export async function subjectsOf(
  tx: Tx,
  entityOf: EntityOf,
  records: readonly Named[],
): Promise<Map<string, Set<string>>> {
  const ups = new Map<string, Up[]>()
  let level = records
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const found = await upsOf(tx, entityOf, level)
    for (const [id, up] of found) ups.set(id, up)
    level = [...found.values()].flat().filter((up) => !up.isWhole && !ups.has(up.id))
  }
  return new Map(records.map(({ id }) => [id, above(id, ups)]))
}

function above(id: string, ups: ReadonlyMap<string, readonly Up[]>): Set<string> {
  const found = new Set<string>()
  const climb = (from: string) => {
    for (const up of ups.get(from) ?? []) {
      if (up.id === id || found.has(up.id)) continue
      found.add(up.id)
      if (!up.isWhole) climb(up.id)
    }
  }
  climb(id)
  return found
}

/** One step up, one query for each entity. */
async function upsOf(tx: Tx, entityOf: EntityOf, records: readonly Named[]): Promise<Map<string, Up[]>> {
  const found = new Map<string, Up[]>()
  for (const [name, some] of Map.groupBy(records, (r) => r.entity)) {
    const e = entityOf(name)
    const bonds = bondsOf(e, entityOf)
    if (bonds.length === 0) continue
    const ids = [...new Set(some.map((r) => r.id))]
    // The last column of each is the id; of a record of any entity the first says which.
    const cells = bonds.flatMap((b, i) =>
      expressions(e, b.key, b.field, 't').map((x, j, { length }) =>
        j === length - 1 ? sql`${x} as ${raw(`b${i}`)}` : sql`${x} as ${raw(`e${i}`)}`,
      ),
    )
    const rows = await tx.rows<Record<string, string | null>>(
      sql`select t.id, ${join(cells, ', ')} from ${raw(`"${e.table}" t`)} where t.id = any(${ids}::uuid[]) ${ofObject(e)}`,
    )
    for (const row of rows)
      found.set(
        row['id']!,
        bonds.flatMap(({ target, isWhole }, i) => {
          const id = row[`b${i}`]
          const entity = target ?? row[`e${i}`]
          return id && entity ? [{ entity, id, isWhole }] : []
        }),
      )
  }
  return found
}

const ofObject = (e: Entity): Sql => (e.object ? sql`and t.object_id = ${e.object}::uuid` : empty)
