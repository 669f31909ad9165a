import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'

/** What is kept of these records beside the records themselves, in tables that are no entities: each by its own rule.
 * `found` are addresses by which rows are known that name no record. */
export async function forgetLeftovers(
  tx: Tx,
  ids: readonly string[],
  found: readonly string[],
): Promise<void> {
  const any = sql`any(${ids}::uuid[])`
  const named = ids.map((id) => `%${id}%`)
  await tx.rows(sql`delete from duplicate_pairs where a_id = ${any} or b_id = ${any}`)
  await tx.rows(sql`update merges set fields = '{}' where into_id = ${any} or from_ids && ${ids}::uuid[]`)
  await tx.rows(sql`delete from timeline where record_id = ${any}`)
  await tx.rows(sql`delete from mail_bodies where message_id = ${any}`)
  await tx.rows(sql`delete from mail_references where thread_id = ${any}`)
  await tx.rows(
    sql`update mail_sendings set next_at = null, reason = null, rejected = null, response = null, files = '[]' where message_id = ${any}`,
  )
  await tx.rows(sql`update calendar_items set title = null, reason = null where record_id = ${any}`)
  await tx.rows(sql`update webhook_deliveries d set body = null, response = null,
      status = case when d.status = 'waiting' then 'skipped' else d.status end, next_at = null
    from events v where v.id = d.event_id and v.record_id = ${any}`)
  await tx.rows(sql`delete from answers where result::text like any(${named}::text[])`)
  await tx.rows(sql`delete from import_mendings where value = any(${ids}::text[])`)
  if (found.length) {
    const these = found.map((f) => `%${f}%`)
    await tx.rows(sql`delete from import_refusals where cells::text ilike any(${these}::text[])`)
    await tx.rows(sql`update documents set sent_to = null where sent_to ilike any(${these}::text[])`)
  }
}
