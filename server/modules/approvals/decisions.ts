import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import type { Consumer } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'

/** What waits for a decision goes on once it is made: `entity.decided` looks at the record as it then stands. */
export const decisionsOn = (kolo: Kolo, entity: string, name: string): Consumer => ({
  name,
  async handle(events, tx) {
    const told = events.filter((e) => e.name === 'approval.approved' || e.name === 'approval.declined')
    if (told.length === 0) return
    const rows = await tx.rows<{ record: string }>(
      sql`select distinct record from approvals where id = any(${told.map((e) => e.record)}::uuid[]) and entity = ${entity}`,
    )
    for (const { record } of rows) await kolo.call(systemActor('job'), `${entity}.decided`, { id: record })
  },
})
