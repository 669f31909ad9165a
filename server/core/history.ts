import sql, { raw } from 'sql-template-tag'
import { z } from 'zod'
import { mayRead, nothing } from './access.ts'
import type { Actor } from './actor.ts'
import { idsOf } from './alias.ts'
import { mayName } from './expression.ts'
import type { Kolo } from './kolo.ts'

export type HistoryEntry = {
  id: string
  at: string
  name: string
  actor: { id: string; title: string | null } | null
  via: string
  changes: Record<string, [unknown, unknown]>
}

/** What happened to a record that the actor may see, of the fields that he may see, newest first. */
export async function historyOf(
  kolo: Kolo,
  actor: Actor,
  entity: string,
  id: string,
  after?: string,
): Promise<{ items: HistoryEntry[]; next: string | null }> {
  const { id: now } = await kolo.get(actor, entity, id, [])
  const right = kolo.rightsOf(actor)[entity] ?? nothing
  const named = mayName(kolo.rightsOf(actor), kolo.entity('user'))
  const from = after && z.uuid().safeParse(after).success ? sql`and v.id < ${after}::uuid` : raw('')
  // Also of those that became part of it.
  const ids = await kolo.db.system((tx) => idsOf(tx, now))
  const of = ids.length === 1 ? sql`v.record_id = ${now}::uuid` : sql`v.record_id = any(${ids}::uuid[])`
  const rows = await kolo.db.system((tx) =>
    tx.rows<
      HistoryEntry & { actor_id: string | null; actor_name: string | null }
    >(sql`select v.id, v.at, v.name, v.via, v.changes, v.actor_id, u.name as actor_name
        from events v left join users u on u.id = v.actor_id
        where v.entity = ${entity} and ${of} ${from} order by v.id desc limit 51`),
  )
  const items = rows.slice(0, 50).map(({ actor_id, actor_name, ...row }) => ({
    ...row,
    at: new Date(row.at).toISOString(),
    actor: actor_id ? { id: actor_id, title: named ? actor_name : null } : null,
    changes: Object.fromEntries(Object.entries(row.changes ?? {}).filter(([key]) => mayRead(right, key))),
  }))
  return { items, next: rows.length > 50 ? items.at(-1)!.id : null }
}
