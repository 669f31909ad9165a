import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { columnNames, type Entity } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import { hasSearch, searchOf } from '#core/row.ts'
import { isOfObject, matches, relationsTo } from '#modules/duplicates/index.ts'
import type { Person } from './may-write.ts'
import type { Trace } from './traces.ts'

/** How a person may be called where other records repeat it: of two words at least, so that nobody else is meant. */
export async function namesOf(tx: Tx, entity: Person, ids: readonly string[]): Promise<string[]> {
  const [table, prefix] = entity === 'contact' ? ['contacts', 'name'] : ['leads', 'person']
  const part = (name: string) => raw(`nullif(t.${prefix}_${name}, '')`)
  const [last, first, middle] = [part('last'), part('first'), part('middle')]
  const rows = await tx.rows<{ name: string }>(sql`select distinct n as name from ${raw(table)} t,
    unnest(array[concat_ws(' ', ${last}, ${first}, ${middle}), concat_ws(' ', ${first}, ${middle}, ${last}),
      concat_ws(' ', ${last}, ${first}), concat_ws(' ', ${first}, ${last})]) n
    where t.id = any(${ids}::uuid[]) and n like '% %' and length(n) > 4`)
  // The longest first: what is left of it would be the shorter one.
  return rows.map((r) => r.name).toSorted((a, b) => b.length - a.length)
}

type Ids = Map<Entity, Set<string>>
const hops = 2

/** The records that only refer to a person, and those that refer to these: Kolo itself names some after others. */
async function around(tx: Tx, kolo: Kolo, traces: readonly Trace[]): Promise<Ids> {
  const all: Ids = new Map(
    traces.filter((t) => t.fate === 'linked').map(({ entity, ids }) => [entity, new Set(ids)]),
  )
  // A household is called as its member is.
  const own = traces.flatMap((t) => (t.fate === 'own' ? t.ids : []))
  const homes = await tx.rows<{
    id: string
  }>(sql`select account_id as id from contacts where id = any(${own}::uuid[])
    union select account_id from leads where id = any(${own}::uuid[])`)
  const account = kolo.entity('account')
  all.set(
    account,
    new Set([...(all.get(account) ?? []), ...homes.map((h) => h.id).filter((id) => id !== null)]),
  )
  let front: Ids = all
  for (let hop = 0; hop < hops; hop++) {
    const next: Ids = new Map()
    for (const [entity, ids] of front)
      for (const relation of relationsTo({ kolo }, entity)) {
        if (relation.entity.keptByLaw || relation.entity.name === 'dataRequest') continue
        const rows = await tx.rows<{ id: string }>(sql`select o.id from ${raw(`"${relation.entity.table}" o`)}
          where ${matches(relation, [...ids])} ${isOfObject(relation.entity)}`)
        const known = all.get(relation.entity)
        const fresh = rows.map((r) => r.id).filter((id) => !known?.has(id))
        if (fresh.length) next.set(relation.entity, new Set([...(next.get(relation.entity) ?? []), ...fresh]))
      }
    for (const [entity, ids] of next) all.set(entity, new Set([...(all.get(entity) ?? []), ...ids]))
    front = next
  }
  return all
}

/** Puts a person's name out where records that stay repeat it, in what the audit says of them too. */
export async function forgetNames(
  tx: Tx,
  kolo: Kolo,
  { request, traces, names }: { request: string; traces: readonly Trace[]; names: readonly string[] },
): Promise<void> {
  if (names.length === 0) return
  const found = await around(tx, kolo, traces)
  for (const [e, ids] of found) await putOut(tx, kolo, e, [...ids], names)
  const all = [...found.values()].flatMap((ids) => [...ids])
  await tx.rows(sql`select forget_words(${request}::uuid, ${all}::uuid[], ${names}::text[])`)
}

async function putOut(tx: Tx, kolo: Kolo, e: Entity, ids: readonly string[], names: readonly string[]) {
  const written = await tx.rows<{ name: string }>(
    sql`select attname as name from pg_attribute where attrelid = to_regclass(${`"${e.table}"`}) and attgenerated = ''`,
  )
  const own = new Set(written.map((c) => c.name))
  const columns = Object.entries(e.fields)
    .filter(([, f]) => !f.custom && !f.formula && !f.options)
    .flatMap(([key, f]) => {
      const types = f.kind.columns(f)
      return columnNames(key, f).filter((name, i) => types[i]!.type === 'text' && own.has(name))
    })
  if (columns.length === 0) return
  const without = (value: Sql) =>
    names.reduce((text, name) => sql`replace(${text}, ${name}::text, '—')`, value)
  const some = names.map((name) => `%${name.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  const changed = await tx.rows<{ id: string }>(sql`update ${raw(`"${e.table}" t`)}
    set ${join(
      columns.map((c) => sql`${raw(`"${c}"`)} = ${without(raw(`t."${c}"`))}`),
      ', ',
    )}, revision = revision + 1, updated_at = now()
    where t.id = any(${ids}::uuid[]) and (${join(
      columns.map((c) => sql`${raw(`t."${c}"`)} like any(${some}::text[])`),
      ' or ',
    )}) returning t.id`)
  if (changed.length && hasSearch(e))
    await searchAnew(
      tx,
      kolo,
      e,
      changed.map((r) => r.id),
    )
}

/** The words by which changed records are found. */
async function searchAnew(tx: Tx, kolo: Kolo, e: Entity, ids: readonly string[]) {
  const items = await kolo.readIn(tx, e.name, ids)
  await tx.rows(sql`update ${raw(`"${e.table}" t`)} set search = x.search
    from unnest(${items.map((i) => i.id)}::uuid[], ${items.map((i) => searchOf(e, i))}::text[]) as x (id, search)
    where t.id = x.id`)
}
