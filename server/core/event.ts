import sql, { type Sql } from 'sql-template-tag'
import { newId } from './id.ts'
import type { Tx } from './database.ts'

/** A fact: written in the same transaction as what it tells of, read after commit by whatever reacts. */
export type Event = {
  name: string
  entity?: string
  record?: string
  changes?: Record<string, [unknown, unknown]>
  payload?: unknown
}

/** The statement that appends events; goes alone or inside another statement's `with`. */
export function appendEvents(tx: Tx, events: Event[], operation: string): Sql {
  const { actor } = tx
  return sql`insert into events (id, record_id, name, entity, changes, payload, actor_id, via, operation, request_id)
    select e.*, ${actor.user}::uuid, ${actor.via}, ${operation}, ${actor.requestId ?? null} from ${rowsOf(events)}`
}

function rowsOf(events: Event[]): Sql {
  const { name = null, entity = null } = events[0] ?? {}
  // Of all that are made at once the same is told.
  if (events.every((e) => e.name === name && e.entity === entity && !('changes' in e) && !('payload' in e)))
    return sql`(select id, record, ${name}::text, ${entity}::text, null::jsonb, null::jsonb
      from unnest(${events.map(() => newId())}::uuid[], ${events.map((e) => e.record)}::uuid[]) t(id, record)) e`
  const rows = events.map((e) => ({ ...e, id: newId() }))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as e(id uuid, record uuid, name text, entity text, changes jsonb, payload jsonb)`
}

export async function tell(tx: Tx, events: Event[], operation: string): Promise<void> {
  if (events.length) await tx.rows(appendEvents(tx, events, operation))
}
