import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { nothing, type EntityRight } from './access.ts'
import type { Actor } from './actor.ts'
import { titleOf } from './expression.ts'
import type { Entity } from './entity.ts'
import type { Kolo } from './kolo.ts'
import { wordsOf } from './list.ts'
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
  const queries = among.map(
    (
      e,
    ) => sql`(select ${raw(`'${e.name}'`)}::text as entity, id, title, title ilike ${begins} as begins, updated_at
      from (${hits(e, rights[e.name]!, patterns, each)}) f order by begins desc, updated_at desc limit ${number(each)})`,
  )
  const found = sql`select entity, id, title from (${join(queries, ' union all ')}) found
    order by begins desc, updated_at desc limit ${number(limit)}`
  // The plan below is right for every word, and making it takes longer than most searches.
  const items = await kolo.db.reading(actor, (tx) => tx.kept<Found>(found), 'generic')
  return { items }
}

const number = (n: number) => raw(String(n))
const newest = number(500)
const newer = number(4000)
const most = number(200)

/** Records that hold all the words. A word that many hold is met at once among the newest, while the index would
 * first collect them all; one that few hold is found by the index (a million contacts: 0.4 ms for 60, and 0.1 for
 * 2000). What decides is what the newest show; PostgreSQL's own guess is often wrong by a hundred times. */
function hits(e: Entity, right: EntityRight, patterns: readonly string[], enough: number): Sql {
  const rows = (more: Sql = empty) =>
    sql`select t.id, ${titleOf(e, 't', right)}::text as title, t.updated_at, ${wordsOf(e, right, 't')} as words
      from ${raw(`"${e.table}" t`)} where t.deleted_at is null ${e.object ? sql`and t.object_id = ${e.object}::uuid` : empty} ${more}`
  const alike = (words: Sql) =>
    join(
      patterns.map((p) => sql`${words} like ${p}`),
      ' and ',
    )
  const index = sql`select id, title, updated_at from (${rows(sql`and ${alike(wordsOf(e, right, 't'))}`)}) w`
  // Whose rows are not all to be seen, or share a table with others', are not walked by id to find some.
  if (right.read !== 'all' || e.object)
    return sql`with rest as materialized (${index}) select * from rest limit ${most}`
  const first = (n: Sql) =>
    sql`select id, title, updated_at from (${rows()} order by t.id desc limit ${n}) w where ${alike(raw('w.words'))}`
  const few = number(enough)
  return sql`with a as materialized (${first(newest)}),
    b as materialized (${first(newer)} and (select count(*) from a) > 0 and (select count(*) from a) < ${few}),
    c as materialized (${index} where (select count(*) from a) < ${few} and (select count(*) from b) < ${few})
    select * from a union select * from b union (select * from c limit ${most})`
}
