import sql, { raw } from 'sql-template-tag'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'

export type Tx = Parameters<Parameters<Kolo['db']['system']>[0]>[0]
export type Rows = Record<string, unknown>[]

const atOnce = 2000

/** Lays rows past the operations, as a ledger of the past; made now, unless they say when. */
export async function insert(tx: Tx, table: string, rows: Rows): Promise<void> {
  const now = new Date().toISOString()
  const whole: Rows = rows.map((r) => {
    const at = r['created_at'] ?? now
    return { id: newId(), created_at: at, updated_at: at, revision: 1, custom: {}, ...r }
  })
  const names = [...new Set(whole.flatMap((r) => Object.keys(r)))].map((n) => `"${n}"`)
  for (let i = 0; i < whole.length; i += atOnce)
    await tx.rows(
      sql`insert into ${raw(table)} (${raw(names.join(', '))}) select ${raw(names.map((n) => `s.${n}`).join(', '))}
        from jsonb_populate_recordset(null::${raw(table)}, ${JSON.stringify(whole.slice(i, i + atOnce))}::jsonb) s`,
    )
}

/** What was told on its day: `at` is a time as ISO 8601 has it. */
export type PastFact = {
  at: string
  name: string
  entity: string
  record: string
  by: string | null
  operation: string
  payload?: object
}

/** An id of that moment, since facts are told in the order of their ids. */
const idAt = (at: string) => {
  const time = Date.parse(at).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${newId().slice(13)}`
}

/** Tells of what happened when it did, by whom it was done. */
export async function tellPast(tx: Tx, facts: readonly PastFact[]): Promise<void> {
  const rows = facts.map((f) => ({ ...f, id: idAt(f.at) }))
  for (let i = 0; i < rows.length; i += atOnce)
    await tx.rows(sql`insert into events (id, at, name, entity, record_id, actor_id, via, operation, payload)
      select id, at, name, entity, record, "by", 'web', operation, payload
      from jsonb_to_recordset(${JSON.stringify(rows.slice(i, i + atOnce))}::jsonb)
        as e(id uuid, at timestamptz, name text, entity text, record uuid, "by" uuid, operation text, payload jsonb)`)
}
