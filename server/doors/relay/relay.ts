import sql from 'sql-template-tag'
import type { Consumer } from '#core/background.ts'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { loop } from './loop.ts'
import { eventsAfter, latest, type Position } from './position.ts'

export type RelayOptions = { idle?: number; onFault?(error: unknown): void }

// An import's million events pass through this much memory.
const batch = 250

/** Brings the events to their consumers: at once after this process's own commits, and those of others within
 * `idle` ms. Each consumer is served by one process at a time; a killed one leaves off where it last committed. */
export async function startRelay(kolo: Kolo, consumers: readonly Consumer[], options: RelayOptions = {}) {
  const { idle = 1000, onFault = console.error } = options
  await kolo.db.system((tx) => begin(tx, consumers))
  const reader = loop(() => serveAll(kolo, consumers), idle, onFault)
  kolo.onEvents.push(reader.wake)
  return {
    wake: reader.wake,
    async stop() {
      kolo.onEvents.splice(kolo.onEvents.indexOf(reader.wake), 1)
      await reader.stop()
    },
  }
}

/** A consumer not known before begins with what happens from now on. So does one whose place lies in the future: the
 * database was carried here from another server by a tool that does not know what transaction numbers mean. */
async function begin(tx: Tx, consumers: readonly Consumer[]): Promise<void> {
  const now = await latest(tx)
  for (const { name } of consumers)
    await tx.rows(sql`insert into relay_cursors as c (consumer, xid, event_id)
      values (${name}, ${now.xid}::xid8, ${now.id}::uuid)
      on conflict (consumer) do update set xid = excluded.xid, event_id = excluded.event_id
      where c.xid > pg_snapshot_xmax(pg_current_snapshot())`)
}

async function serveAll(kolo: Kolo, consumers: readonly Consumer[]): Promise<boolean> {
  const behind = await kolo.db.system((tx) =>
    withNews(
      tx,
      consumers.map((c) => c.name),
    ),
  )
  let served = false
  let fault: unknown
  // One that fails does not hold up the others.
  for (const consumer of consumers.filter((c) => behind.has(c.name)))
    await serve(kolo, consumer).then(
      (did) => (served ||= did),
      (error: unknown) => (fault ??= error),
    )
  if (fault) throw fault
  return served
}

/** Only read, so that looking costs the disk nothing while all is quiet. */
async function withNews(tx: Tx, names: string[]): Promise<Set<string>> {
  const rows = await tx.rows<{
    consumer: string
  }>(sql`select consumer from relay_cursors c where consumer = any(${names}::text[])
    and exists (select from events e where (e.xid, e.id) > (c.xid, c.event_id) and e.xid < pg_snapshot_xmin(pg_current_snapshot()))`)
  return new Set(rows.map((r) => r.consumer))
}

async function serve(kolo: Kolo, consumer: Consumer): Promise<boolean> {
  const did = await kolo.db.system(async (tx) => {
    // A crash may lose the last of these commits, the work with its place: it is then done again.
    await tx.rows(sql`set local synchronous_commit = off`)
    const position = await tx.one<Position>(sql`select xid::text as xid, event_id as id from relay_cursors
      where consumer = ${consumer.name} for update skip locked`)
    if (!position) return false
    const to = await advance(tx, consumer, position)
    if (!to) return false
    await tx.rows(sql`update relay_cursors set xid = ${to.xid}::xid8, event_id = ${to.id}::uuid, moved_at = now()
      where consumer = ${consumer.name}`)
    return true
  })
  if (did) consumer.handled?.()
  return did
}

async function advance(tx: Tx, consumer: Consumer, position: Position): Promise<Position | undefined> {
  if (consumer.wanted && !(await consumer.wanted(tx))) return latest(tx)
  const events = await eventsAfter(tx, position, batch)
  if (events.length) await consumer.handle(events, tx)
  return events.at(-1)
}
