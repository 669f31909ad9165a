import sql, { join, raw } from 'sql-template-tag'
import { nothing, type Rights } from './access.ts'
import type { Tx } from './database.ts'
import type { Entity } from './entity.ts'
import { mayName, titleOf } from './expression.ts'
import type { RecordRef } from './kinds/record.ts'
import { inLocale } from './messages.ts'
import type { Item } from './reading.ts'

type Scope = { entityOf: (name: string) => Entity; rights: Rights }

/** References to records of any entity get the title of their record, as far as the reader may see it: one query. */
export async function nameRecords(
  tx: Pick<Tx, 'rows'>,
  items: Item[],
  keys: readonly string[],
  { entityOf, rights }: Scope,
): Promise<Item[]> {
  const refs = items.flatMap((item) => keys.flatMap((key) => (item[key] as RecordRef | null) ?? []))
  if (refs.length === 0) return items
  const queries = [...Map.groupBy(refs, (r) => r.entity)]
    .filter(([name]) => (rights[name] ?? nothing).read !== 'none')
    .map(([name, some]) => [entityOf(name), some] as const)
    .filter(([e]) => mayName(rights, e))
    .map(([e, some]) => {
      const ids = [...new Set(some.map((r) => r.id))]
      return sql`select t.id, ${titleOf(e, 't', rights[e.name])}::text as title from ${raw(`"${e.table}" t`)} where t.id = any(${ids}::uuid[])`
    })
  const rows = queries.length
    ? await tx.rows<{ id: string; title: string | null }>(sql`${join(queries, ' union all ')}`)
    : []
  const titles = new Map(rows.map((row) => [row.id, row.title]))
  for (const r of refs) r.title = titles.get(r.id) ?? null
  return items
}

/** Sentences of ours that a record keeps, in the reader's language. */
export function inWords(tx: Pick<Tx, 'actor'>, items: Item[], keys: readonly string[]): Item[] {
  for (const item of items)
    for (const key of keys) {
      const said = item[key]
      if (typeof said === 'string') item[key] = inLocale(said, tx.actor.locale)
    }
  return items
}
