import sql, { raw } from 'sql-template-tag'
import type { AnyEntity } from '#core/entity.ts'
import type { Context } from '#core/operation.ts'
import type { Money } from '#core/kinds/index.ts'
import { lineFields } from '#modules/pricing/index.ts'
import { wholeRecords } from '#modules/quoting/index.ts'

export type Line = Record<string, unknown> & {
  id: string
  quantity: number
  product: string | null
  description: string | null
  unitPrice: Money | null
}

/** What a line of one document gives to the line of the next, the floor and its approval among it. */
const given = [
  ...Object.keys(lineFields),
  'listPrice',
  'floor',
  'floorFor',
  'factor',
  'rate',
  'taxIncluded',
  'documentDiscount',
  'approval',
  'approvedQuantity',
]

/** The lines of a document in their order, whole, whoever may see them. */
export async function linesOf(c: Context, line: AnyEntity, parent: string, id: string): Promise<Line[]> {
  const ids = await c.tx.elevated(() =>
    c.tx.rows<{
      id: string
    }>(sql`select id from ${raw(`"${line.table}"`)} where ${raw(`"${parent}_id"`)} = ${id}::uuid
      and deleted_at is null order by position, id`),
  )
  const items = await wholeRecords(
    c,
    line.name,
    ids.map((r) => r.id),
  )
  return items as Line[]
}

/** The same line, for another document. */
export const passedOn = (line: Line, more: Record<string, unknown>) => ({
  ...Object.fromEntries(given.filter((key) => line[key] != null).map((key) => [key, line[key]])),
  binding: true,
  ...more,
})

/** Writes lines that follow from others; they are nobody's to type. */
export const insertLines = (c: Context, line: AnyEntity, items: Record<string, unknown>[]) =>
  c.tx.elevated(() => c.tx.insertMany(line, items))

/** How many of each line a request means: those it names, or all that is left. Null when it names more, or another. */
export function quantitiesOf(
  lines: readonly Line[],
  left: (line: Line) => number,
  asked: unknown,
): Map<string, number> | null {
  if (asked === null || asked === undefined)
    return new Map(lines.flatMap((l) => (left(l) > 0 ? [[l.id, left(l)]] : [])))
  if (!Array.isArray(asked)) return null
  const known = new Map(lines.map((l) => [l.id, left(l)]))
  const wanted = new Map<string, number>()
  for (const one of asked as { line?: unknown; quantity?: unknown }[]) {
    const { line, quantity } = one ?? {}
    if (typeof line !== 'string' || typeof quantity !== 'number' || !Number.isFinite(quantity)) return null
    const most = known.get(line)
    if (most === undefined || wanted.has(line) || quantity < 0 || quantity > most) return null
    if (quantity > 0) wanted.set(line, quantity)
  }
  return wanted
}
