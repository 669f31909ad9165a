import sql, { raw } from 'sql-template-tag'
import type { AnyEntity } from '#core/entity.ts'
import type { Context } from '#core/operation.ts'
import type { Money } from '#core/kinds/index.ts'
import { amountsOf, type Totals } from '#modules/pricing/index.ts'

export type Counted = {
  id: string
  quantity: string
  unitPrice: string | null
  discount: string | null
  taxRate: string | null
  cost: string | null
  isOptional?: boolean | null
  alternative?: string | null
  isChosen?: boolean | null
}

/** What lines of some documents of a kind hold that their sums are made of, by document, the system looking: costs count
 * for whom may not see them. `more` names columns that only some have. */
export async function countedLinesOf(
  { tx }: Pick<Context, 'tx'>,
  lines: AnyEntity,
  parent: string,
  ids: readonly string[],
  more: readonly string[] = [],
): Promise<Map<string, Counted[]>> {
  const of = raw(`"${parent}_id"`)
  const rows = await tx.elevated(() =>
    tx.rows<Counted & { of: string }>(sql`select ${of} as of, id, trim_scale(quantity)::text as quantity,
        trim_scale(unit_price)::text as "unitPrice", trim_scale(discount)::text as discount,
        trim_scale(tax_rate)::text as "taxRate", trim_scale(cost)::text as cost
        ${raw(more.length ? `, ${more.join(', ')}` : '')}
      from ${raw(`"${lines.table}"`)} where ${of} = any(${ids}::uuid[]) and deleted_at is null order by position, id`),
  )
  return Map.groupBy(rows, (row) => row.of)
}

/** The same of one document. */
export const countedLines = async (
  c: Pick<Context, 'tx'>,
  lines: AnyEntity,
  parent: string,
  id: string,
  more: readonly string[] = [],
): Promise<Counted[]> => (await countedLinesOf(c, lines, parent, [id], more)).get(id) ?? []

export type Sums = { net: Money; tax: Money; total: Money }

export function sumsOf(
  lines: readonly Counted[],
  {
    taxIncluded,
    discount,
    isExact,
  }: { taxIncluded: boolean; discount: number | null; isExact?: boolean | null },
  currency: string,
): { sums: Sums; totals: Totals } {
  const rounding = isExact ? 'none' : 'total'
  const { totals } = amountsOf(lines, { taxIncluded, rounding, documentDiscount: discount })
  const money = (amount: string): Money => ({ amount, currency })
  return { totals, sums: { net: money(totals.net), tax: money(totals.tax), total: money(totals.gross) } }
}
