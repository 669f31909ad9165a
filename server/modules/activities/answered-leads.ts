import sql from 'sql-template-tag'
import type { RelayEvent } from '#core/background.ts'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'

const idsOf = (events: readonly RelayEvent[], entity: string) =>
  events.flatMap((e) => (e.entity === entity && e.record ? [e.record] : []))

/** Whoever has called, met or written to a lead has reacted to it: it is not taken back from him. */
export async function noteAnswers(tx: Tx, kolo: Kolo, events: readonly RelayEvent[]): Promise<void> {
  const [activities, letters] = [idsOf(events, 'activity'), idsOf(events, 'mailMessage')]
  if (activities.length + letters.length === 0) return
  const answered = await tx.rows<{ id: string; at: string }>(sql`
    select l.id, to_char(min(x.at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from (
      select record_id as lead, coalesce(done_at, updated_at) as at from activities
        where id = any(${activities}::uuid[]) and record_entity = 'lead' and status = 'done' and deleted_at is null
          and kind in ('call', 'meeting', 'visit', 'message')
      union all
      select t.lead_id, m.at from mail_messages m join mail_threads t on t.id = m.thread_id
        where m.id = any(${letters}::uuid[]) and m.direction = 'out') x
    join leads l on l.id = x.lead
    where l.status = 'new' and l.reacted_at is null and l.deleted_at is null and l.owner_id is not null
    group by l.id`)
  if (answered.length === 0) return
  const items = answered.map(({ id, at }) => ({ id, reactedAt: at }))
  await kolo.runIn(tx, kolo.operation('lead.update'), { items, returning: false })
}
