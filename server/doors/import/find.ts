import sql, { join, raw, type Sql } from 'sql-template-tag'
import { mayRead, nothing, scopeCondition } from '#core/access.ts'
import type { Tx } from '#core/database.ts'
import type { Entity } from '#core/entity.ts'
import { expressions, titleOf } from '#core/expression.ts'
import { isId } from '#core/id.ts'
import type { Field } from '#core/kind.ts'
import type { Kolo } from '#core/kolo.ts'
import { normalise } from '#core/search.ts'
import { valueOf } from '#core/row.ts'

type Values = Record<string, unknown>
/** A record found; `mine`: this actor may change it. */
export type Found = { id: string; title: string | null; mine: boolean }

/** The values of a key as texts: one, or each of a list. */
export function keyTexts(e: Entity, key: string, values: Values): string[] {
  const value = key === 'id' ? values['id'] : valueOf(values, key)
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.map((v) => String((v as { value?: unknown }).value ?? v))
  const f = e.fields[key]
  return [f ? f.kind.format(value, 'en', f) : String(value)]
}

const isList = (f: Field | undefined) => Boolean(f?.many)

/** Living records that this actor sees whose `key` is one of the texts, by the text normalised. */
export async function findBy(
  kolo: Kolo,
  tx: Tx,
  e: Entity,
  key: string,
  texts: readonly string[],
): Promise<Map<string, Found[]>> {
  const right = kolo.rightsOf(tx.actor)[e.name] ?? nothing
  const found = new Map<string, Found[]>()
  if (texts.length === 0 || right.read === 'none' || (key !== 'id' && !mayRead(right, key))) return found
  const mine = scopeCondition(e, right.update, tx.actor, kolo.rightsOf(tx.actor))
  const object = e.object ? sql`and t.object_id = ${e.object}::uuid` : raw('')
  const select = (text: Sql) =>
    sql`select t.id, ${titleOf(e, 't', right)}::text as title, (${mine}) as mine, ${text} as text from ${raw(`"${e.table}" t`)}`
  const rows = await tx.rows<Found & { text: string }>(query(e, key, texts, select, object))
  const wanted = new Set(texts.map(normalise))
  for (const { text, ...row } of rows) {
    const as = normalise(text)
    if (wanted.has(as)) found.set(as, [...(found.get(as) ?? []), row])
  }
  return found
}

function query(
  e: Entity,
  key: string,
  texts: readonly string[],
  select: (text: Sql) => Sql,
  object: Sql,
): Sql {
  if (key === 'id')
    return sql`${select(sql`t.id::text`)} where t.id = any(${texts.filter(isId)}::uuid[]) and t.deleted_at is null ${object}`
  const f = e.fields[key]!
  const columns = expressions(e, key, f, 't')
  // One index look-up for each value; the list operator cannot take many at a time.
  if (isList(f))
    return sql`${select(raw('k.text'))} join unnest(${texts}::text[]) k(text)
      on ${columns[0]!} @> jsonb_build_array(jsonb_build_object('value', k.text)) where t.deleted_at is null ${object}`
  const spelled = [...new Set(texts.flatMap((t) => [t.toLowerCase(), normalise(t)]))]
  const living = sql`t.deleted_at is null ${object}`
  if (columns.length > 1) {
    const whole = sql`concat_ws(' ', ${join(columns, ', ')})`
    return sql`${select(whole)} where lower(${whole}) = any(${spelled}::text[]) and ${living}`
  }
  const text = sql`${columns[0]!}::text`
  // A name or an e-mail may be spelt in another case, and has an index for it; a code is what it is.
  return key === e.title || f.kind.name === 'email'
    ? sql`${select(text)} where lower(${columns[0]!}) = any(${spelled}::text[]) and ${living}`
    : f.kind.columns(f)[0]!.type === 'text'
      ? sql`${select(text)} where ${columns[0]!} = any(${texts}::text[]) and ${living}`
      : sql`${select(text)} where ${text} = any(${texts}::text[]) and ${living}`
}

export type Known = { id: string; title: string | null; names: string[] }

/** Everything an entity's records are called by, when they are few enough to be known at once; else null. */
export async function allOf(kolo: Kolo, tx: Tx, e: Entity, most: number): Promise<Known[] | null> {
  const right = kolo.rightsOf(tx.actor)[e.name] ?? nothing
  if (right.read === 'none') return []
  const keys = e.keys.filter((key) => e.fields[key] && mayRead(right, key))
  const cells = keys.map((key, i) => sql`${expressions(e, key, e.fields[key]!, 't')[0]!} as ${raw(`k${i}`)}`)
  const object = e.object ? sql`and t.object_id = ${e.object}::uuid` : raw('')
  const rows = await tx.rows<{ id: string; title: string | null } & Values>(
    sql`select t.id, ${titleOf(e, 't', right)}::text as title ${cells.length ? sql`, ${join(cells, ', ')}` : raw('')}
      from ${raw(`"${e.table}" t`)} where t.deleted_at is null ${object} limit ${most + 1}`,
  )
  if (rows.length > most) return null
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    names: [row.title, ...keys.map((_, i) => row[`k${i}`])].flatMap(namesOf),
  }))
}

const namesOf = (value: unknown): string[] =>
  value === null || value === undefined
    ? []
    : Array.isArray(value)
      ? value.map((v: { value?: unknown }) => normalise(String(v.value ?? v)))
      : [normalise(String(value)), ...turned(String(value))]

/** `Коваль Ольга` is also found as `Ольга Коваль`. */
const turned = (name: string) => {
  const words = normalise(name).split(' ')
  return words.length === 2 ? [`${words[1]} ${words[0]}`] : []
}
