import sql from 'sql-template-tag'
import { mayRead, nothing } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { personById, actorFrom } from '#doors/auth/people.ts'

export type ToldEvent = {
  id: string
  at: string
  name: string
  entity: string
  record: string
  actor: string | null
  via: string | null
  changes: Record<string, [unknown, unknown]> | null
}

/** He with whose eyes a webhook sees: its maker, as he is now. Null when he is gone. */
export async function makerOf(kolo: Kolo, webhook: string): Promise<Actor | null> {
  return kolo.db.system(async (tx) => {
    const made = await tx.one<{ by: string | null }>(
      sql`select created_by as by from webhooks where id = ${webhook}::uuid`,
    )
    if (!made?.by) return null
    const person = await personById({ pool: tx.client, locale: 'en' }, made.by)
    return person?.isActive ? actorFrom(person, 'job') : null
  })
}

/** The event as the maker may be told it: the record as it is now, and what changed of the fields he may read. Null
 * when he may not see the record. */
export async function payloadOf(
  kolo: Kolo,
  maker: Actor,
  delivery: string,
  event: ToldEvent,
): Promise<string | null> {
  const right = kolo.rightsOf(maker)[event.entity] ?? nothing
  if (right.read === 'none') return null
  const [record] = await kolo.db.as(maker, (tx) => kolo.readIn(tx, event.entity, [event.record]))
  // What is gone for good is told only to one who could see all of its kind.
  if (!record && right.read !== 'all') return null
  const changes = Object.entries(event.changes ?? {}).filter(([key]) => mayRead(right, key))
  return JSON.stringify({
    id: delivery,
    event: event.name,
    eventId: event.id,
    at: new Date(event.at).toISOString(),
    entity: event.entity,
    recordId: event.record,
    actor: event.actor,
    via: event.via,
    record: record ?? null,
    changes: Object.fromEntries(changes.map(([key, [before, after]]) => [key, { before, after }])),
  })
}
