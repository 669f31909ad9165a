import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { membersOf, type Collection } from './collection.ts'

export type State = 'seen' | 'written' | 'removed' | 'refused' | 'conflict'
export type Item = { name: string; id: string; etag: string; seq: number; isGone: boolean }
type Place = { user: string; collection: string }

const ending = (c: Collection) => (c.kind === 'vcard' ? '.vcf' : '.ics')
const seen = (tx: Tx, { key }: Collection): Place => ({ user: tx.actor.user!, collection: key })

/** Holds the state of a collection until the end of the transaction. */
async function hold(tx: Tx, { user, collection }: Place): Promise<{ seq: number; forgotten: number }> {
  await tx.rows(
    sql`insert into calendar_collections (user_id, key) values (${user}::uuid, ${collection}) on conflict do nothing`,
  )
  const held = await tx.one<{ seq: number; forgotten: number }>(
    sql`select seq, forgotten from calendar_collections where user_id = ${user}::uuid and key = ${collection} for update`,
  )
  return held!
}

const itemsOf = (tx: Tx, { user, collection }: Place) =>
  tx.rows<Item>(sql`select name, record_id as id, etag, seq, is_gone as "isGone" from calendar_items
    where user_id = ${user}::uuid and collection = ${collection} and record_id is not null`)

type Change = Pick<Item, 'name' | 'id' | 'etag' | 'isGone'>

/** Writes into the ledger what the user's programs will be told now. The state tables are the system's: the rows that
 * are compared were read with the actor's own rights. */
async function advance(tx: Tx, place: Place, changes: readonly Change[], seq: number): Promise<void> {
  await tx.rows(sql`insert into calendar_items as i (user_id, collection, name, record_id, etag, seq, is_gone, state)
    select ${place.user}::uuid, ${place.collection}, c.name, c.id, c.etag, ${seq}::bigint, c."isGone", 'seen'
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c(name text, id uuid, etag text, "isGone" boolean)
    on conflict (user_id, collection, name) do update set record_id = excluded.record_id, etag = excluded.etag,
      seq = excluded.seq, is_gone = excluded.is_gone,
      at = case when excluded.is_gone and i.state = 'removed' then i.at else now() end,
      reason = case when excluded.is_gone and i.state = 'removed' then i.reason end,
      state = case when excluded.is_gone then 'removed' when i.state = 'written' and i.etag = '' then 'written' else 'seen' end`)
  await tx.rows(
    sql`update calendar_collections set seq = ${seq}::bigint where user_id = ${place.user}::uuid and key = ${place.collection}`,
  )
}

export type Status = { seq: number; forgotten: number; items: Item[] }

/** Brings the state of a collection up to what the actor sees now: what came, changed and went has a new number. So a
 * program may ask after any number what happened since, whoever did it and whichever way, also by a change of rights. */
export async function statusOf(tx: Tx, collection: Collection): Promise<Status> {
  const place = seen(tx, collection)
  const { seq, forgotten } = await tx.elevated(() => hold(tx, place))
  const members = await membersOf(tx, collection)
  return tx.elevated(async () => {
    const items = await itemsOf(tx, place)
    const known = new Map(items.map((i) => [i.id, i]))
    const here = new Set(members.map((m) => m.id))
    const changes: Change[] = [
      ...members.flatMap(({ id, etag }) => {
        const item = known.get(id)
        return item && item.etag === etag && !item.isGone
          ? []
          : [{ id, etag, name: item?.name ?? id + ending(collection), isGone: false }]
      }),
      ...items.flatMap((i) => (here.has(i.id) || i.isGone ? [] : [{ ...i, isGone: true }])),
    ]
    if (changes.length === 0) return { seq, forgotten, items }
    await advance(tx, place, changes, seq + 1)
    return { seq: seq + 1, forgotten, items: await itemsOf(tx, place) }
  })
}

/** The records that names stand for: as their program called them, or by their ids; null for what is no such name. */
export async function recordsOf(
  tx: Tx,
  collection: Collection,
  names: readonly string[],
): Promise<(string | null)[]> {
  const { user, collection: key } = seen(tx, collection)
  const found = await tx.elevated(() =>
    tx.rows<{ name: string; id: string | null }>(sql`select name, record_id as id from calendar_items
      where user_id = ${user}::uuid and collection = ${key} and name = any(${names}::text[])`),
  )
  const known = new Map(found.map((f) => [f.name, f.id]))
  const end = ending(collection)
  return names.map(
    (name) => known.get(name) ?? (name.endsWith(end) ? name.slice(0, -end.length).toLowerCase() : null),
  )
}

/** The names that records go by in a collection. */
export async function namesOf(
  tx: Tx,
  collection: Collection,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { user, collection: key } = seen(tx, collection)
  const found = await tx.elevated(() =>
    tx.rows<{
      id: string
      name: string
    }>(sql`select record_id as id, name from calendar_items where user_id = ${user}::uuid
      and collection = ${key} and record_id = any(${ids}::uuid[]) order by is_gone desc`),
  )
  const known = new Map(found.map((f) => [f.id, f.name]))
  return new Map(ids.map((id) => [id, known.get(id) ?? id + ending(collection)]))
}

export type Entry = { record?: string | null; state: State; reason?: string | null; title?: string | null }

/** Notes what became of what a program sent. */
export async function note(tx: Tx, user: string, collection: string, name: string, e: Entry): Promise<void> {
  await tx.rows(sql`insert into calendar_items as i (user_id, collection, name, record_id, state, reason, title, is_gone)
    values (${user}::uuid, ${collection}, ${name.slice(0, 400)}, ${e.record ?? null}::uuid, ${e.state}, ${e.reason ?? null}, ${e.title ?? null}, ${!e.record})
    on conflict (user_id, collection, name) do update set state = excluded.state, reason = excluded.reason, at = now(),
      title = coalesce(excluded.title, i.title),
      record_id = coalesce(excluded.record_id, i.record_id), etag = case when excluded.record_id is null then i.etag else '' end`)
}

/** What went long ago is forgotten; a program that last asked before that begins anew. */
export const forgetOld = (tx: Tx) =>
  tx.rows(sql`with old as (delete from calendar_items where (is_gone or record_id is null) and at < now() - interval '180 days'
      returning user_id, collection, seq), last as (select user_id, collection, max(seq) as seq from old group by 1, 2)
    update calendar_collections c set forgotten = greatest(c.forgotten, last.seq) from last
      where c.user_id = last.user_id and c.key = last.collection`)
