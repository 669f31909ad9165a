import sql, { join, raw, type Sql } from 'sql-template-tag'
import { columnNames, type Entity } from '#core/entity.ts'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Tx } from '#core/database.ts'

const batch = 500

// Who did what must stay readable, and what gives customers' own fields their meaning may be restored.
const kept = new Set(['user', 'team', 'role', 'customField', 'customObject'])

/** Removes for good what has lain in the bin for `days`, unless something still refers to it; answers how many. */
export async function purgeBin(kolo: Kolo, days = 30): Promise<number> {
  const entities = [...kolo.allEntities()].filter((e) => !kept.has(e.name))
  let purged = 0
  // What referred to a record may have gone itself in this round: another round, until nothing more can go.
  for (let before = -1; before !== purged;) {
    before = purged
    for (const e of entities) purged += await purgeEntity(kolo, e, days)
  }
  return purged
}

async function purgeEntity(kolo: Kolo, e: Entity, days: number): Promise<number> {
  let purged = 0
  let after: string | undefined
  do {
    const done = await kolo.db.system((tx) => purgeBatch(tx, kolo, e, days, after))
    purged += done.purged
    after = done.last
  } while (after)
  return purged
}

async function purgeBatch(tx: Tx, kolo: Kolo, e: Entity, days: number, after?: string) {
  const object = e.object ? sql`and object_id = ${e.object}::uuid` : sql``
  const from = after ? sql`and id > ${after}::uuid` : sql``
  const found = await tx.rows<{
    id: string
  }>(sql`select id from ${table(e)} where deleted_at < now() - make_interval(days => ${days}::int)
    ${object} ${from} and id not in (select old_id from merged_ids) order by id limit ${batch} for update skip locked`)
  const ids = found.map((row) => row.id)
  const needed = ids.length ? await neededOf(tx, kolo, e, ids) : new Set<string>()
  const free = ids.filter((id) => !needed.has(id))
  if (free.length) await remove(tx, e, free)
  return { purged: free.length, last: ids.length === batch ? ids.at(-1) : undefined }
}

const table = (e: Entity) => raw(`"${e.table}"`)

/** Those of the records that something refers to, be it in the bin itself. */
async function neededOf(tx: Tx, kolo: Kolo, e: Entity, ids: string[]): Promise<Set<string>> {
  const queries = [...kolo.allEntities()].flatMap((other) =>
    Object.entries(other.fields)
      .filter(([, f]) => f.entity === e.name || f.anyEntity)
      .map(([key, f]) =>
        f.anyEntity ? standingOn(other, key, e, ids) : usersOf(other, key, columnNames(key, f)[0], ids),
      ),
  )
  if (queries.length === 0) return new Set()
  const rows = await tx.rows<{ id: string }>(sql`${join(queries, ' union ')}`)
  return new Set(rows.map((row) => row.id))
}

const usersOf = (other: Entity, key: string, column: string | undefined, ids: string[]): Sql =>
  column
    ? sql`select ${raw(`"${column}"`)}::text as id from ${table(other)} where ${raw(`"${column}"`)} = any(${ids}::uuid[])`
    : sql`select custom->>${key.slice('custom.'.length)} as id from ${table(other)} where custom->>${key.slice('custom.'.length)} = any(${ids}::text[])`

function standingOn(other: Entity, key: string, e: Entity, ids: string[]): Sql {
  const [kind, id] = columnNames(key, other.fields[key]!).map((name) => raw(`"${name}"`))
  return sql`select ${id!}::text as id from ${table(other)} where ${kind!} = ${e.name} and ${id!} = any(${ids}::uuid[])`
}

async function remove(tx: Tx, e: Entity, ids: string[]): Promise<void> {
  const events = ids.map((record) => ({ id: newId(), record }))
  await tx.rows(sql`delete from ${table(e)} where id = any(${ids}::uuid[])`)
  await tx.rows(sql`insert into events (id, name, entity, record_id, via, operation)
    select id, ${`${e.name}.purged`}, ${e.name}, record, 'job', 'purge' from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e(id uuid, record uuid)`)
}
