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
  const rows = events.map((e) => ({
    id: newId(),
    name: e.name,
    entity: e.entity ?? null,
    record_id: e.record ?? null,
    changes: e.changes ?? null,
    payload: e.payload ?? null,
  }))
  return sql`insert into events (id, name, entity, record_id, actor_id, via, operation, request_id, changes, payload)
    select id, name, entity, record_id, ${actor.user}::uuid, ${actor.via}, ${operation}, ${actor.requestId ?? null},
      changes, payload from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e(id uuid, name text, entity text, record_id uuid, changes jsonb, payload jsonb)`
}

export async function tell(tx: Tx, events: Event[], operation: string): Promise<void> {
  if (events.length) await tx.rows(appendEvents(tx, events, operation))
}
