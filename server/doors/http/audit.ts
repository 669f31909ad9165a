import sql from 'sql-template-tag'
import { z } from 'zod'
import type { Kolo } from '#core/kolo.ts'

export const auditParameters = z.strictObject({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  name: z.string().max(100).optional(),
  actor: z.uuid().optional(),
})

type Row = {
  id: string
  at: string
  actor_id: string | null
  actor_name: string | null
  record_id: string | null
  record_name: string | null
}

/** Who came in, whose rights were changed, what was exported: newest first. Nobody can change it. */
export async function audit(kolo: Kolo, { after, limit, name, actor }: z.infer<typeof auditParameters>) {
  const rows = await kolo.db.system((tx) =>
    tx.rows<Row>(sql`select v.id, v.at, v.name, v.entity, v.record_id, v.via, v.operation, v.changes, v.payload, v.actor_id, u.name as actor_name, s.name as record_name
      from events v left join users u on u.id = v.actor_id left join users s on s.id = v.record_id
      where (v.name like 'auth.%' or v.name like 'role.%' or v.name like 'export%' or v.name like 'user.%')
        and (${after ?? null}::uuid is null or v.id < ${after ?? null}::uuid)
        and (${name ?? null}::text is null or v.name = ${name ?? null}::text)
        and (${actor ?? null}::uuid is null or v.actor_id = ${actor ?? null}::uuid)
      order by v.id desc limit ${limit + 1}`),
  )
  const items = rows.slice(0, limit).map(({ actor_id, actor_name, record_id, record_name, ...row }) => ({
    ...row,
    at: new Date(row.at).toISOString(),
    actor: actor_id ? { id: actor_id, title: actor_name } : null,
    record: record_id ? { id: record_id, title: record_name } : null,
  }))
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}
