import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Incoming } from './parse.ts'

/** Which of these letters are Kolo's own that came back: a copy, in Sent or in somebody's inbox that is read too, an
 * automatic answer to one, or the report that one did not arrive. The ledger then says that it did not. */
export async function noticesAmong(tx: Tx, mails: readonly Incoming[]): Promise<Set<Incoming>> {
  const about = (m: Incoming) => [
    ...(m.messageId ? [m.messageId] : []),
    ...(m.kind === 'bounce' || m.kind === 'auto' ? [...m.references, m.inReplyTo ?? ''] : []),
  ]
  const rows = await tx.rows<{ id: string }>(
    sql`select message_id as id from notices where message_id = any(${[...new Set(mails.flatMap(about))]}::text[])`,
  )
  const ids = new Set(rows.map((r) => r.id))
  const own = mails.filter((m) => about(m).some((id) => ids.has(id)))
  for (const m of own) {
    const bounce = m.bounces?.find((b) => b.action === 'failed')
    if (bounce)
      await tx.rows(sql`update notices set state = 'failed', trouble = ${`${bounce.reason} ${bounce.status}`.trim()},
        revision = revision + 1, updated_at = now() where message_id = any(${m.references}::text[])`)
  }
  return new Set(own)
}
