import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { compareAcross } from './across.ts'
import { draftOf, isLikely, likely, type Likely } from './candidates.ts'

type Told = { name: string; entity: string | null; record: string | null }

// More at once than this is an import or the like: the whole base is searched instead.
const most = 40
const watched = new Set(
  ['contact', 'account', 'lead'].flatMap((name) => [`${name}.created`, `${name}.updated`]),
)

/** After the first search of the whole base, every new or changed record is compared with the others: reads the events
 * as the relay brings them. */
export const duplicateWatch = (kolo: Kolo) => ({
  name: 'duplicates',
  wanted: async (tx: Tx) => (await tx.rows(sql`select from duplicate_models limit 1`)).length > 0,
  async handle(events: readonly Told[], tx: Tx): Promise<void> {
    const changed = events.filter((e) => watched.has(e.name) && e.entity && e.record)
    for (const [entity, some] of Map.groupBy(changed, (e) => e.entity!)) {
      const ids = [...new Set(some.map((e) => e.record!))]
      const learnt = (await tx.rows<{ entity: string }>(sql`select entity from duplicate_models`)).map(
        (row) => row.entity,
      )
      if (ids.length > most) {
        for (const one of [entity, 'lead']) if (learnt.includes(one)) await askForSearch(tx, one)
        continue
      }
      for (const id of ids) {
        if (learnt.includes(entity)) await compare(tx, kolo, entity, id)
        if (learnt.includes('lead')) await compareAcross(tx, kolo, entity, id)
      }
    }
  },
})

const askForSearch = (tx: Tx, entity: string) =>
  tx.rows(sql`insert into duplicate_scans (id, entity, status) select ${newId()}::uuid, ${entity}, 'waiting'
    where not exists (select from duplicate_scans where entity = ${entity} and status = 'waiting')`)

async function compare(tx: Tx, kolo: Kolo, entity: string, id: string): Promise<void> {
  const draft = await draftOf(tx, kolo, entity, id)
  const found = draft ? (await likely(tx, kolo, entity, draft)).filter(isLikely) : []
  await tx.rows(
    sql`delete from duplicate_pairs where status = 'open' and client is null and (a_id = ${id}::uuid or b_id = ${id}::uuid)`,
  )
  for (const other of found) await keep(tx, entity, id, other)
}

const keep = (tx: Tx, entity: string, id: string, { id: other, probability, weight, parts }: Likely) =>
  tx.rows(sql`insert into duplicate_pairs (entity, a_id, b_id, group_id, probability, weight, parts)
    values (${entity}, least(${id}::uuid, ${other}::uuid), greatest(${id}::uuid, ${other}::uuid),
      coalesce((select group_id from duplicate_pairs where status = 'open' and client is null and (a_id = ${other}::uuid or b_id = ${other}::uuid) limit 1),
        least(${id}::uuid, ${other}::uuid)), ${probability}, ${weight}, ${JSON.stringify(parts)}::jsonb)
    on conflict (a_id, b_id) do nothing`)
