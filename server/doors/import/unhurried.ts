import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Entity } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'

/** Lets GIN indexes sort in what this transaction adds in larger lots: twice as fast for many rows. Nobody waits for it:
 * if it fails, so does what comes next. */
export const unhurried = (tx: Tx): void =>
  void tx.rows(sql`select set_config('gin_pending_list_limit', '16384', true)`).catch(() => {})

/** Sorts in what was left, so that the searches after it do not have to look through it. Only the owner of an index
 * may; where this login cannot become that, the next vacuum does it. */
export async function settleIndexes(kolo: Kolo, e: Entity): Promise<void> {
  const client = await kolo.db.pool.connect()
  try {
    const schema = `"${kolo.db.workspace.replaceAll('"', '""')}"`
    await client.query(
      `begin; set local role "${kolo.db.workspace}_owner"; set local search_path to ${schema}, public`,
    )
    await client.query(
      `select gin_clean_pending_list(i.indexrelid::regclass) from pg_index i join pg_class c on c.oid = i.indexrelid
        join pg_am a on a.oid = c.relam where a.amname = 'gin' and i.indrelid = $1::regclass`,
      [e.table],
    )
    await client.query('commit')
  } catch {
    await client.query('rollback').catch(() => {})
  } finally {
    client.release()
  }
}
