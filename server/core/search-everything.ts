import sql, { join, raw } from 'sql-template-tag'
import { nothing } from './access.ts'
import type { Actor } from './actor.ts'
import { titleOf } from './expression.ts'
import type { Kolo } from './kolo.ts'
import { candidates } from './list.ts'
import { hasSearch } from './row.ts'
import { escapeLike, searchPatterns } from './search.ts'

export type Found = { entity: string; id: string; title: string }

/** Records of every kind that hold all the words, of the kinds this actor may read. */
export async function searchEverything(
  kolo: Kolo,
  actor: Actor,
  text: string,
  limit = 20,
  only?: readonly string[],
): Promise<{ items: Found[] }> {
  const patterns = searchPatterns(text)
  const rights = kolo.rightsOf(actor)
  const among = [...kolo.allEntities()].filter(
    (e) =>
      hasSearch(e) && (only ? only.includes(e.name) : !e.part) && (rights[e.name] ?? nothing).read !== 'none',
  )
  if (patterns.length === 0 || among.length === 0) return { items: [] }
  // What begins with the words comes first, and no kind of record crowds out the others.
  const begins = `${escapeLike(text.trim())}%`
  const each = among.length > 1 ? Math.ceil(limit / 2) : limit
  const queries = among.map((e) => {
    const right = rights[e.name]!
    const object = e.object ? sql`and t.object_id = ${e.object}::uuid` : raw('')
    return sql`(select ${e.name}::text as entity, t.id, ${titleOf(e, 't')}::text as title,
          ${titleOf(e, 't')} ilike ${begins} as begins, t.updated_at from ${raw(`"${e.table}" t`)}
        where t.id = any(${candidates(e, right, patterns, false, 500)}) ${object}
        order by begins desc, t.updated_at desc limit ${each})`
  })
  const items = await kolo.db.reading(actor, (tx) =>
    tx.rows<Found>(
      sql`select entity, id, title from (${join(queries, ' union all ')}) found order by begins desc, updated_at desc limit ${limit}`,
    ),
  )
  return { items }
}
