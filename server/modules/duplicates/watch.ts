import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Values } from '#core/row.ts'
import { likely, sharesCode, type Likely } from './candidates.ts'

type Told = { name: string; entity: string | null; record: string | null }

// More at once than this is an import or the like: the whole base is searched instead.
const most = 40
const watched = new Set(['contact.created', 'contact.updated', 'account.created', 'account.updated'])

/** After the first search of the whole base, every new or changed record is compared with the others: reads the events
 * as the relay brings them. */
export const duplicateWatch = (kolo: Kolo) => ({
  name: 'duplicates',
  wanted: async (tx: Tx) => (await tx.rows(sql`select from duplicate_models limit 1`)).length > 0,
  async handle(events: readonly Told[], tx: Tx): Promise<void> {
    const changed = events.filter((e) => watched.has(e.name) && e.entity && e.record)
    for (const [entity, some] of Map.groupBy(changed, (e) => e.entity!)) {
      const ids = [...new Set(some.map((e) => e.record!))]
      const learnt = await tx.rows(sql`select from duplicate_models where entity = ${entity}`)
      if (learnt.length === 0) continue
      if (ids.length > most) await askForSearch(tx, entity)
      else for (const id of ids) await compare(tx, kolo, entity, id)
    }
  },
})

const askForSearch = (tx: Tx, entity: string) =>
  tx.rows(sql`insert into duplicate_scans (id, entity, status) select ${newId()}::uuid, ${entity}, 'waiting'
    where not exists (select from duplicate_scans where entity = ${entity} and status = 'waiting')`)

async function compare(tx: Tx, kolo: Kolo, entity: string, id: string): Promise<void> {
  const draft = await recordOf(tx, kolo, entity, id)
  const found = draft
    ? (await likely(tx, kolo, entity, draft)).filter((l) => l.probability >= 0.5 || sharesCode(l))
    : []
  await tx.rows(
    sql`delete from duplicate_pairs where status = 'open' and (a_id = ${id}::uuid or b_id = ${id}::uuid)`,
  )
  for (const other of found) await keep(tx, entity, id, other)
}

/** A record as a draft of itself: references by their ids. */
export async function recordOf(tx: Tx, kolo: Kolo, entity: string, id: string): Promise<Values | null> {
  const [item] = await kolo.readIn(tx, entity, [id])
  if (!item || item['deletedAt']) return null
  const { fields } = kolo.entity(entity)
  return Object.fromEntries(
    Object.entries(item).map(([key, v]) => [key, fields[key]?.entity && v ? (v as { id: string }).id : v]),
  )
}

const keep = (tx: Tx, entity: string, id: string, { id: other, probability, weight, parts }: Likely) =>
  tx.rows(sql`insert into duplicate_pairs (entity, a_id, b_id, group_id, probability, weight, parts)
    values (${entity}, least(${id}::uuid, ${other}::uuid), greatest(${id}::uuid, ${other}::uuid),
      coalesce((select group_id from duplicate_pairs where status = 'open' and (a_id = ${other}::uuid or b_id = ${other}::uuid) limit 1),
        least(${id}::uuid, ${other}::uuid)), ${probability}, ${weight}, ${JSON.stringify(parts)}::jsonb)
    on conflict (a_id, b_id) do nothing`)
