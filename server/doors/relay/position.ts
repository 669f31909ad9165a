import sql, { type Sql } from 'sql-template-tag'
import type { RelayEvent } from '#core/background.ts'
import type { Tx } from '#core/database.ts'
import { isId } from '#core/id.ts'

/** A place in the order of the events: everything up to it has been read. */
export type Position = { xid: string; id: string }

const firstId = '00000000-0000-0000-0000-000000000000'

// A transaction still running may commit an event that sorts before those already there. Below the oldest running
// one nothing can appear any more, so that far it is safe to read.
const settled = sql`e.xid < pg_snapshot_xmin(pg_current_snapshot())`
const past = (p: Position): Sql => sql`(e.xid, e.id) > (${p.xid}::xid8, ${p.id}::uuid)`

// `e.xid` everywhere: in `order by` the bare name would be the text that is selected, and 9 sort after 10.
/** The events after a position, oldest first, as far as none can still appear between them. */
export const eventsAfter = (tx: Tx, position: Position, limit: number): Promise<RelayEvent[]> =>
  tx.rows(sql`select e.xid::text as xid, id, at, name, entity, record_id as record, actor_id as actor, via, operation, changes, payload
    from events e where ${past(position)} and ${settled} order by e.xid, e.id limit ${limit}`)

/** The position behind every event that is settled now. */
export async function latest(tx: Tx): Promise<Position> {
  const row = await tx.one<{ xid: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`)
  return { xid: row!.xid, id: firstId }
}

export const written = ({ xid, id }: Position) => `${xid}-${id}`

export function readPosition(text: string | undefined): Position | null {
  const [, xid, id] = /^(\d{1,20})-(.+)$/.exec(text ?? '') ?? []
  return xid && isId(id) && BigInt(xid) < 2n ** 64n ? { xid, id } : null
}

export const compare = (a: Position, b: Position): number => {
  const [x, y] = [BigInt(a.xid), BigInt(b.xid)]
  if (x !== y) return x < y ? -1 : 1
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}
