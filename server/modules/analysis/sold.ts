import { Invalid } from '#core/error.ts'
import type { Filter } from '#core/filter.ts'
import type { Context } from '#core/operation.ts'
import { cross } from './cross.ts'
import { orderLines } from './order-lines.ts'
import { during, type Period } from './period.ts'
import type { Whose } from './tiles.ts'

export type Sold = { count: number; sum: string | null; filter: Filter }

/** What orders of these days come to, in all and by person: the analysis itself adds it up, so that both say the same.
 * Null where their money is hidden from the actor. */
export async function soldIn(
  c: Context,
  whose: Whose,
  period: Period,
): Promise<{ all: Sold; people: ReadonlyMap<string, Sold & { title: string | null }> } | null> {
  const question = { ...period, rows: 'owner', measures: ['revenue', 'orders'], filter: { and: whose.lines } }
  const answer = await cross(c, orderLines, question).catch((error: unknown) => {
    if (error instanceof Invalid) return null
    throw error
  })
  if (!answer?.measures.some((m) => m.key === 'revenue')) return null
  const figures = (row: number | null, ...more: Filter[]): Sold => {
    const now = answer.cells.find((cell) => cell.row === row)?.now
    return {
      count: Number(now?.['orders'] ?? 0),
      sum: now?.['revenue'] ?? null,
      filter: {
        and: [...whose.records, ['status', 'in', ['confirmed', 'done']], during('date', period), ...more],
      },
    }
  }
  return {
    all: figures(null),
    people: new Map(
      answer.rows.flatMap(({ value, title }, row) =>
        value === null ? [] : [[value, { title, ...figures(row, ['owner', 'is', value]) }]],
      ),
    ),
  }
}
