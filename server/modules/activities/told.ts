import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import type { RecordRef } from '#core/kinds/index.ts'
import { newId } from '#core/id.ts'
import { appendEvents } from '#core/event.ts'
import { maySee } from '#modules/comments/index.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import type { Reason } from './notification.ts'

export type Telling = {
  to: string
  reason: Reason
  record: RecordRef | null
  text: string | null
  by: string | null
  /** Of what: the same is told once. */
  key: string
}

/** Who wants it, and may see what it is about: a text must not tell what the record itself would not. */
async function wanted(tx: Tx, kolo: Kolo, all: readonly Telling[]): Promise<Telling[]> {
  const silent = await tx.rows<{ owner: string; silent: string[] | null }>(
    sql`select owner_id as owner, silent from notification_settings
      where owner_id = any(${[...new Set(all.map((t) => t.to))]}::uuid[]) and deleted_at is null`,
  )
  const kept = all.filter((t) => !silent.some((s) => s.owner === t.to && s.silent?.includes(t.reason)))
  const out: Telling[] = []
  for (const [to, own] of Map.groupBy(kept, (t) => t.to)) {
    const actor = await actorOfUser(tx, to)
    if (!actor?.active) continue
    for (const t of own) if (!t.record || (await maySee(kolo, actor, t.record))) out.push(t)
  }
  return out
}

/** Tells each once, in the transaction of what it tells of. */
export async function tellPeople(tx: Tx, kolo: Kolo, all: readonly Telling[]): Promise<void> {
  const ready = all.length ? await wanted(tx, kolo, all) : []
  if (ready.length === 0) return
  const rows = ready.map((t) => ({
    id: newId(),
    owner_id: t.to,
    reason: t.reason,
    record_entity: t.record?.entity ?? null,
    record_id: t.record?.id ?? null,
    text: t.text?.slice(0, 500) || null,
    by_id: t.by,
    key: t.key.slice(0, 300),
  }))
  const made = await tx.rows<{ id: string }>(sql`
    insert into notifications (id, owner_id, team_id, reason, record_entity, record_id, text, by_id, key,
      created_at, created_by, updated_at, updated_by, revision)
    select r.id, r.owner_id, u.team_id, r.reason, r.record_entity, r.record_id, r.text, r.by_id, r.key, now(), r.by_id, now(), r.by_id, 1
      from jsonb_populate_recordset(null::notifications, ${JSON.stringify(rows)}::jsonb) r join users u on u.id = r.owner_id
    on conflict do nothing returning id`)
  const events = made.map((m) => ({ name: 'notification.created', entity: 'notification', record: m.id }))
  if (events.length) await tx.rows(appendEvents(tx, events, 'notification.create'))
}
