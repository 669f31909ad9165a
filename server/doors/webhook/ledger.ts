import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import { Invalid, Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'

export const statuses = ['waiting', 'delivered', 'failed', 'skipped'] as const

type Query = { status?: string | undefined; after?: string | undefined; limit?: number | undefined }

const columns = sql`d.id, d.created_at as at, d.event, d.event_id as "eventId", e.entity, e.record_id as "recordId", d.status, d.reason,
  d.attempts, d.next_at as "nextAt", d.sent_at as "sentAt", d.response_status as "responseStatus", d.took_ms as "tookMs"`

const times = ['at', 'nextAt', 'sentAt'] as const

const shown = (row: Record<string, unknown>) => ({
  ...row,
  ...Object.fromEntries(
    times.map((key) => [key, row[key] ? new Date(String(row[key])).toISOString() : null]),
  ),
})

// What a webhook was told, its readers may read: they are asked for first, under the actor's rights.
const assertReadable = (kolo: Kolo, actor: Actor, webhook: string) =>
  kolo.get(actor, 'webhook', webhook, ['name'])

/** The deliveries of a webhook, newest first. */
export async function deliveriesOf(
  kolo: Kolo,
  actor: Actor,
  webhook: string,
  { status, after, limit = 50 }: Query,
) {
  await assertReadable(kolo, actor, webhook)
  if (status !== undefined && !statuses.includes(status as never))
    throw new Invalid([{ path: 'status', message: `Choose one of: ${statuses.join(', ')}.` }])
  if (after !== undefined && !isId(after))
    throw new Invalid([{ path: 'after', message: 'This is not a cursor that a list gave.' }])
  const rows = await kolo.db.system((tx) =>
    tx.rows<{
      id: string
    }>(sql`select ${columns} from webhook_deliveries d join events e on e.id = d.event_id where d.webhook_id = ${webhook}::uuid
      ${status ? sql`and d.status = ${status}` : sql``} ${after ? sql`and d.id < ${after}::uuid` : sql``}
      order by d.id desc limit ${limit + 1}`),
  )
  const items = rows.slice(0, limit)
  return { items: items.map(shown), next: rows.length > limit ? items.at(-1)!.id : null }
}

/** One delivery with what was sent and what was answered. */
export async function deliveryOf(kolo: Kolo, actor: Actor, id: string) {
  if (!isId(id)) throw new Missing('delivery', id)
  const row = await kolo.db.system((tx) =>
    tx.one<Record<string, unknown>>(sql`select d.webhook_id as webhook, d.body, d.response, ${columns}
      from webhook_deliveries d join events e on e.id = d.event_id where d.id = ${id}::uuid`),
  )
  if (!row) throw new Missing('delivery', id)
  await assertReadable(kolo, actor, row['webhook'] as string).catch(() => {
    throw new Missing('delivery', id)
  })
  return shown(row) as { webhook: string } & Record<string, unknown>
}

/** Throws away what ended longer ago than `days`. */
export const forgetOld = (kolo: Kolo, days = 30) =>
  kolo.db.system((tx) =>
    tx.rows(
      sql`delete from webhook_deliveries where status <> 'waiting' and created_at < now() - make_interval(days => ${days}::int)`,
    ),
  )
