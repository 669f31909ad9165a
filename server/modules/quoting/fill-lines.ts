import sql, { raw } from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import type { AnyEntity } from '#core/entity.ts'
import type { Context } from '#core/operation.ts'
import type { LineDocument, LineTerms } from '#modules/pricing/index.ts'

type Item = Record<string, unknown>
/** What a document says about all of its lines. */
export type Heading = LineTerms & { id: string }

/** The documents whose lines are written, as pricing asks about them. */
export const documentOf = (parent: string, headings: ReadonlyMap<string, Heading>): LineDocument => ({
  parent,
  terms: () => Promise.resolve(headings),
})

/** The place after the last line, for lines that say none. */
export async function placed(
  c: Context,
  lines: AnyEntity,
  items: readonly Item[],
  parent: string,
): Promise<Item[]> {
  const column = raw(`"${parent}_id"`)
  const ids = [...new Set(items.map((item) => item[parent] as string))]
  const rows = await c.tx.rows<{ id: string; last: number }>(
    sql`select ${column} as id, max(position)::float as last from ${raw(`"${lines.table}"`)}
      where ${column} = any(${ids}::uuid[]) and deleted_at is null group by 1`,
  )
  const last = new Map(rows.map((r) => [r.id, Math.floor(r.last)]))
  return items.map((item) => {
    if (item['position'] !== undefined && item['position'] !== null) return item
    const next = (last.get(item[parent] as string) ?? 0) + 1
    last.set(item[parent] as string, next)
    return { ...item, position: next }
  })
}

/** A line stays in its document: naming another is an error, naming the same is nothing. */
export function staying(items: readonly Item[], before: readonly Item[], parent: string): Item[] {
  const problems = items.flatMap((item, i) =>
    item[parent] === undefined || item[parent] === before[i]![parent]
      ? []
      : [
          {
            path: `items.${i}.${parent}`,
            message: 'A line stays in its document: copy it to another.',
            code: 'other_document',
          },
        ],
  )
  if (problems.length) throw new Invalid(problems)
  return items.map(({ [parent]: _, ...item }) => item)
}
