import sql from 'sql-template-tag'
import type { Tx } from './database.ts'
import { Invalid, Missing } from './error.ts'
import type { Operation } from './operation.ts'

/** Records that became part of another keep their ids: whoever knows an old one finds what the record is now. */
export async function currentIds(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ old: string; id: string }>(sql`with recursive now as (
      select old_id as old, id, 1 as depth from merged_ids where old_id = any(${ids}::uuid[])
      union all select now.old, m.id, depth + 1 from now join merged_ids m on m.old_id = now.id where depth < 50)
    select distinct on (old) old, id from now order by old, depth desc`)
  return new Map(rows.map((row) => [row.old, row.id]))
}

/** The record and all that became part of it. */
export async function idsOf(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`with recursive part as (
      select ${id}::uuid as id union select m.old_id from part join merged_ids m on m.id = part.id)
    select id from part`)
  return rows.map((row) => row.id)
}

/** Whether a request may have failed only because it names a record by an old id. What is to go must be named as it is
 * now. */
export const mayBeOld = (o: Operation, error: unknown): boolean =>
  o.stock?.verb !== 'delete' &&
  o.stock?.verb !== 'restore' &&
  (error instanceof Missing ||
    (error instanceof Invalid && error.problems.every((p) => p.code === 'no_reference')))

const id = /"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"/g
const most = 10_000

/** Whether a request names any record by its id. */
export const namesIds = (input: unknown): boolean => JSON.stringify(input).search(id) >= 0

/** The request with every old id replaced; null when it has none. */
export async function withCurrentIds(tx: Tx, input: unknown): Promise<unknown> {
  const text = JSON.stringify(input)
  const named = [...new Set([...text.matchAll(id)].slice(0, most).map(([, one]) => one!))]
  const now = named.length ? await currentIds(tx, named) : new Map<string, string>()
  return now.size
    ? JSON.parse(text.replaceAll(id, (whole, one: string) => (now.has(one) ? `"${now.get(one)}"` : whole)))
    : null
}
