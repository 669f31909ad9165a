import sql, { empty, raw, type Sql } from 'sql-template-tag'
import { columnNames, type Entity } from '#core/entity.ts'
import { tell } from '#core/event.ts'
import { inheritAnew } from '#core/inherit.ts'
import type { Context } from '#core/operation.ts'

type Moved = { id: string; before: string | null; after: string | null }
/** A field of some entity that refers to the merged one; `column` is null for a customer's own field. Where it may refer
 * to any entity, `kind` is the column that says to which, and `to` the one that is meant. */
export type Relation = {
  entity: Entity
  key: string
  column: string | null
  kind: string | null
  to: string
}

/** Every field of the catalogue that refers to an entity, the customers' own among them. */
export const relationsTo = (c: Pick<Context, 'kolo'>, { name: to }: Entity): Relation[] =>
  [...c.kolo.allEntities()].flatMap((entity) =>
    Object.entries(entity.fields)
      .filter(([, f]) => f.entity === to || f.anyEntity)
      .map(([key, f]) => {
        const [first, second] = columnNames(key, f)
        return f.anyEntity
          ? { entity, key, column: second!, kind: first!, to }
          : { entity, key, column: first ?? null, kind: null, to }
      }),
  )

const table = (e: Entity) => raw(`"${e.table}"`)
export const valueIn = ({ column, key }: Relation, alias: string): Sql =>
  column ? raw(`"${alias}"."${column}"`) : sql`(${raw(`"${alias}"`)}.custom->>${key.slice(7)})::uuid`
const set = ({ column, key }: Relation, value: Sql): Sql =>
  column
    ? sql`${raw(`"${column}"`)} = ${value}`
    : sql`custom = case when ${value} is null then t.custom - ${key.slice(7)}::text
        else jsonb_set(t.custom, array[${key.slice(7)}]::text[], to_jsonb((${value})::text)) end`
const ofKind = ({ kind, to }: Relation) => (kind ? sql`${raw(`o."${kind}"`)} = ${to} and` : empty)
export const isOfObject = (e: Entity) => (e.object ? sql`and o.object_id = ${e.object}::uuid` : empty)
const touched = (c: Context) =>
  sql`revision = t.revision + 1, updated_at = now(), updated_by = ${c.actor.user}::uuid`

/** Turns every reference from the merged records to the survivor, also those the actor cannot see, and keeps a ledger
 * of them. The merged records themselves keep what they refer to; the survivor does not come to refer to itself. */
export async function moveReferences(
  c: Context,
  e: Entity,
  merge: string,
  into: string,
  from: string[],
): Promise<void> {
  for (const relation of relationsTo(c, e)) {
    const { entity, key } = relation
    const mine = entity.name === e.name
    const value = mine
      ? sql`case when t.id = ${into}::uuid then null else ${into}::uuid end`
      : sql`${into}::uuid`
    const moved = await c.tx.elevated(() =>
      c.tx
        .rows<Moved>(sql`with old as (select o.id, ${valueIn(relation, 'o')} as before from ${table(entity)} o
          where ${matches(relation, from)} ${isOfObject(entity)} ${mine ? sql`and o.id <> all(${from}::uuid[])` : empty} for update),
        moved as (update ${table(entity)} t set ${set(relation, value)}, ${touched(c)} from old
          where t.id = old.id returning t.id, old.before, ${valueIn(relation, 't')} as after)
        insert into merge_moves (merge_id, entity, field, record_id, before, after)
          select ${merge}::uuid, ${entity.name}, ${key}, id, before, after from moved returning record_id as id, before, after`),
    )
    await follow(c, relation, moved)
  }
}

export const matches = (relation: Relation, from: string[]): Sql =>
  relation.column
    ? sql`${ofKind(relation)} ${valueIn(relation, 'o')} = any(${from}::uuid[])`
    : sql`o.custom->>${relation.key.slice(7)} = any(${from}::text[])`

/** Gives back the references that nobody has changed since the merge. */
export async function returnReferences(c: Context, e: Entity, merge: string): Promise<void> {
  for (const relation of relationsTo(c, e)) {
    const { entity, key } = relation
    const moved = await c.tx.elevated(() =>
      c.tx
        .rows<Moved>(sql`with old as (select o.id, m.before, m.after from merge_moves m join ${table(entity)} o on o.id = m.record_id
          where ${ofKind(relation)} m.merge_id = ${merge}::uuid and m.entity = ${entity.name} and m.field = ${key}
            and ${valueIn(relation, 'o')} is not distinct from m.after for update of o)
        update ${table(entity)} t set ${set(relation, raw('old.before'))}, ${touched(c)} from old
          where t.id = old.id returning t.id, old.after as before, old.before as after`),
    )
    await follow(c, relation, moved)
  }
}

const batch = 2000

/** The change is told of every record, and what has the owner and team of the record that it stands on gets those of the
 * one that it stands on now. */
async function follow(c: Context, { entity, key, kind, to }: Relation, moved: Moved[]): Promise<void> {
  const told = (id: string | null) => (kind && id ? { entity: to, id } : id)
  for (let i = 0; i < moved.length; i += batch) {
    const events = moved.slice(i, i + batch).map(({ id, before, after }) => ({
      name: `${entity.name}.updated`,
      entity: entity.name,
      record: id,
      changes: { [key]: [told(before), told(after)] as [unknown, unknown] },
    }))
    await tell(c.tx, events, c.tx.operation)
  }
  if (moved.length === 0 || (entity.partOf !== key && entity.follows !== key)) return
  const ids = moved.map((m) => m.id)
  await c.tx.elevated(() => inheritAnew(c.tx, entity, c.kolo, [to], sql`p.id = any(${ids}::uuid[])`))
}
