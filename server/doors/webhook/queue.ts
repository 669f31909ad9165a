import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Jobs } from '#core/background.ts'
import type { Consumer, RelayEvent } from '#core/background.ts'
import { isAskedFor } from '#modules/workspace/index.ts'

export const queueName = 'webhook'

type Active = { id: string; events: string[] }

const activeWebhooks = (tx: Tx) =>
  tx.rows<Active>(sql`select id, events from webhooks where is_active and deleted_at is null order by id`)

/** A test event is for its own webhook only, asked for or not; what is told of webhooks is otherwise nobody's. */
const isFor = (w: Active, e: RelayEvent) =>
  e.entity === 'webhook' ? e.name === 'webhook.pinged' && e.record === w.id : isAskedFor(w.events, e.name)

/** Turns events into deliveries in the ledger, and into jobs that carry them out, all in the relay's transaction. */
export const consumer = (kolo: Kolo, jobs: Jobs): Consumer => ({
  name: 'webhook',
  wanted: async (tx) => (await activeWebhooks(tx)).length > 0,
  async handle(events, tx) {
    const hooks = await activeWebhooks(tx)
    const known = new Set([...kolo.allEntities()].map((e) => e.name))
    const told = events.filter((e) => e.entity && e.record && known.has(e.entity))
    const rows = told.flatMap((e) =>
      hooks
        .filter((w) => isFor(w, e))
        .map((w) => ({ id: newId(), webhook_id: w.id, event_id: e.id, event: e.name })),
    )
    const fresh = rows.length ? await enter(tx, rows) : []
    const due = [...fresh, ...events.flatMap(replayed)]
    if (due.length)
      await jobs.send(
        queueName,
        due.map((delivery) => ({ delivery })),
        { tx },
      )
  },
  handled: () => jobs.wake(queueName),
})

async function enter(tx: Tx, rows: object[]): Promise<string[]> {
  const entered = await tx.rows<{
    id: string
  }>(sql`insert into webhook_deliveries (id, webhook_id, event_id, event, status, next_at)
    select id, webhook_id, event_id, event, 'waiting', now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(id uuid, webhook_id uuid, event_id uuid, event text)
    on conflict do nothing returning id`)
  return entered.map((row) => row.id)
}

const replayed = (e: RelayEvent): string[] =>
  e.name === 'webhook.replayed' ? ((e.payload as { deliveries?: string[] } | null)?.deliveries ?? []) : []
