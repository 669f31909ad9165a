import type pg from 'pg'
import sql, { empty, raw } from 'sql-template-tag'
import type { Actor } from './actor.ts'
import { columnNames, type Entity } from './entity.ts'
import { Forbidden, Invalid, Missing, type Problem } from './error.ts'
import type { Kolo } from './kolo.ts'
import type { Operation } from './operation.ts'
import type { Text } from './text.ts'
import { titleIn } from './timeline/telling.ts'

type Item = Record<string, unknown>
type Failed = { o: Operation | null; input: unknown; error: pg.DatabaseError; text: Text }
type Other = { at: number; id: string | null }

export const fieldWith = (e: Entity | undefined, column: string) =>
  Object.entries(e?.fields ?? {}).find(([key, f]) => columnNames(key, f).includes(column))?.[0] ?? column

/** What a unique index counts, as SQL: `code`, `lower(email)`. PostgreSQL does not say which value was taken where
 * row policies stand. */
const expressionsOf = async (kolo: Kolo, { schema, constraint }: pg.DatabaseError): Promise<string[]> =>
  (
    await kolo.db.system((tx) =>
      tx.rows<{ x: string }>(sql`select pg_get_indexdef(i.indexrelid, n, true) as x
        from pg_index i join pg_class c on c.oid = i.indexrelid, generate_series(1, i.indnkeyatts) n
        where c.relname = ${constraint ?? ''} and c.relnamespace = to_regnamespace(${schema ?? ''}) order by n`),
    )
  ).map((row) => row.x)

const columnOf = (expression: string) => /^lower\("?(\w+)"?(?:::text)?\)$/.exec(expression)?.[1] ?? expression

/** Which of the items has a value that another record, or an item before it, has too. Of a value in one column only. */
async function otherOf(
  kolo: Kolo,
  e: Entity,
  key: string,
  x: string,
  { o, input }: Failed,
): Promise<Other | null> {
  const { items = [], ids = [] } = (input ?? {}) as { items?: Item[]; ids?: string[] }
  const table = raw(`"${e.table}"`)
  const object = e.object ? sql`and t.object_id = ${e.object}::uuid` : empty
  const folded = x !== columnOf(x)
  const values = items.flatMap((item, at) => {
    const value = item[key]
    return typeof value === 'string' ? [{ at, id: (item['id'] as string) ?? null, value }] : []
  })
  const asked =
    o?.stock?.verb === 'restore'
      ? sql`select n - 1 as at, r.id, ${raw(`r.${columnOf(x)}`)}::text as value
          from unnest(${ids}::uuid[]) with ordinality u (id, n) join ${table} r on r.id = u.id`
      : sql`select * from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as v (at int, id uuid, value text)`
  return kolo.db.system(async (tx) => {
    const found = await tx.one<Other>(sql`select a.at::int as at, t.id from (${asked}) a
      join ${table} t on ${raw(folded ? `lower(t.${columnOf(x)}::text) = lower(a.value)` : `t.${x}::text = a.value`)}
        and t.id is distinct from a.id and t.deleted_at is null ${object} order by a.at limit 1`)
    if (found) return found
    const seen = new Set<string>()
    const twin = values.find(({ value }) => {
      const same = folded ? value.toLowerCase() : value
      return seen.has(same) || (seen.add(same), false)
    })
    return twin ? { at: twin.at, id: null } : null
  })
}

async function recordFor(kolo: Kolo, actor: Actor, e: Entity, id: string): Promise<Problem['record']> {
  try {
    const item = await kolo.get(actor, e.name, id, [e.title])
    return { entity: e.name, id, title: titleIn(e, item, actor.locale) ?? '' }
  } catch (error) {
    if ([Missing, Forbidden, Invalid].some((kind) => error instanceof kind)) return undefined
    throw error
  }
}

/** What is said of a value that no two records may have: the field, and the record that has it, if he may see it. */
export async function taken(kolo: Kolo, actor: Actor, failed: Failed): Promise<Invalid> {
  const { o, error, text } = failed
  const e = o?.stock ? kolo.entity(o.stock.entity) : undefined
  const expressions = e?.table === error.table ? await expressionsOf(kolo, error) : []
  const key = expressions.length ? fieldWith(e, columnOf(expressions.at(-1)!)) : ''
  const single = e && expressions.length === 1 && Object.hasOwn(e.fields, key)
  const other = single ? await otherOf(kolo, e, key, expressions[0]!, failed) : null
  const record = other?.id ? await recordFor(kolo, actor, e!, other.id) : undefined
  const path = other ? `items.${other.at}.${key}` : key
  return new Invalid([
    {
      path: o?.stock?.verb === 'restore' ? key : path,
      message: text[actor.locale],
      code: 'not_unique',
      ...(record ? { record } : {}),
    },
  ])
}
