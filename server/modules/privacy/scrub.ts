import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { columnNames, type Entity } from '#core/entity.ts'
import type { Field } from '#core/kind.ts'
import { hasSearch } from '#core/row.ts'
import type { Locale } from '#core/text.ts'

const nobody = { en: 'Erased person', uk: 'Стерта особа' }
const words = new Set(['text', 'jsonb'])

/** Words are a person's, also where nobody said so: of them only a choice and a link tell of no one by themselves. */
const tells = (f: Field): boolean =>
  f.personal === true
    ? !f.entity && !f.anyEntity
    : !f.options && !f.entity && !f.anyEntity && f.kind.columns(f).every((c) => words.has(c.type))

/** What stands in a column from now on. */
function blank(type: string, f: Field, first: boolean, locale: Locale, isTitle: boolean): Sql {
  if (!f.required && !isTitle) return sql`null`
  if (type === 'jsonb') return sql`'[]'::jsonb`
  if (type === 'date') return sql`'1900-01-01'::date`
  if (type !== 'text') return sql`null`
  if (f.unique) return sql`'erased ' || t.id`
  if (f.kind.columns(f).length === 1) return sql`'—'`
  return first ? sql`${nobody[locale]}::text` : sql`null`
}

/** Empties records of all that they tell in words, customers' own fields and the words of search too, and puts them
 * into the bin if they are to go. */
export async function scrub(
  tx: Tx,
  e: Entity,
  ids: readonly string[],
  { bin, locale }: { bin: boolean; locale: Locale },
): Promise<void> {
  const computed = await tx.rows<{ name: string }>(
    sql`select attname as name from pg_attribute where attrelid = to_regclass(${`"${e.table}"`}) and attgenerated <> ''`,
  )
  const skipped = new Set(computed.map((c) => c.name))
  const sets = Object.entries(e.fields)
    .filter(([, f]) => !f.custom && !f.formula && tells(f))
    .flatMap(([key, f]) =>
      columnNames(key, f).flatMap((name, i) =>
        skipped.has(name)
          ? []
          : [
              sql`${raw(`"${name}"`)} = ${blank(f.kind.columns(f)[i]!.type, f, i === 0, locale, e.titleElse !== null && key === e.title)}`,
            ],
      ),
    )
  if (hasSearch(e)) sets.push(sql`search = ''`)
  await tx.rows(
    sql`update ${raw(`"${e.table}" t`)} set ${join(
      [
        ...sets,
        sql`custom = '{}'`,
        sql`revision = revision + 1`,
        sql`updated_at = now()`,
        ...(bin ? [sql`deleted_at = coalesce(deleted_at, now())`] : []),
      ],
      ', ',
    )} where t.id = any(${ids}::uuid[])`,
  )
}
