import sql, { raw } from 'sql-template-tag'
import { columnNames, type AnyEntity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import type { Money } from '#core/kinds/money.ts'
import type { Context } from '#core/operation.ts'
import type { Plain, Values } from '#core/row.ts'
import { D } from './decimal.ts'
import { belowFloor, priceLines, type LineDocument, type LineTerms } from './keep-floor.ts'
import { conversion, ratesOn } from './rates.ts'
import { isBelow, type Priced } from './seal.ts'

export async function linesOf(
  c: Context,
  line: AnyEntity,
  parent: string,
  ids: readonly string[],
): Promise<Plain[]> {
  const column = raw(`"${columnNames(parent, line.fields[parent]!)[0]!}"`)
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{
      id: string
    }>(sql`select id from ${raw(`"${line.table}"`)} where ${column} = any(${ids}::uuid[])
      and deleted_at is null order by position nulls last, id`),
  )
  const tx = c.kolo.systemStore(c.tx)
  return tx.elevated(() =>
    tx.lockMany(
      line,
      rows.map((r) => r.id),
    ),
  ) as Promise<unknown> as Promise<Plain[]>
}

/** After a document's terms changed (currency, discount, tax, whether it binds): its lines follow, in the same
 * transaction, with the floor kept. Prices typed in another currency are converted by the day's rate. The caller has
 * checked that the actor may change the document. */
export async function repriceLines(
  c: Context,
  line: AnyEntity,
  of: LineDocument,
  ids: string[],
): Promise<Plain[]> {
  const before = await linesOf(c, line, of.parent, ids)
  if (before.length === 0) return []
  const terms = await of.terms(c, ids)
  const patches = await converted(c, of, before, terms)
  try {
    const ready = await priceLines(c, line, of, patches, before)
    return await c.tx.elevated(() =>
      c.tx.saveMany(
        line,
        before.map((b, i) => [b, ready[i]!] as const),
      ),
    )
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(error.problems.map((p) => ({ ...p, path: p.path.replace(/^items\./, 'lines.') })))
  }
}

/** Prices that were typed in another currency, by the rate of the document's day. */
async function converted(
  c: Context,
  of: LineDocument,
  before: readonly Plain[],
  terms: ReadonlyMap<string, LineTerms>,
): Promise<Values[]> {
  const lines = before.map((b) => ({
    price: b['unitPrice'] as Money | null,
    its: terms.get(b[of.parent] as string)!,
  }))
  const moved = lines.filter(({ price, its }) => price && price.currency !== its.currency)
  if (moved.length === 0) return before.map(() => ({}))
  const currencies = moved.flatMap(({ price, its }) => [price!.currency, its.currency])
  const rates = await c.tx.elevated(() => ratesOn(c.tx, currencies, [...new Set(moved.map((m) => m.its.on))]))
  return lines.map(({ price, its }, i) => {
    if (!price || price.currency === its.currency) return {}
    const by = conversion(rates.get(its.on) ?? [], price.currency, its.currency)
    if (!by)
      throw new Invalid([
        {
          path: `items.${i}.unitPrice`,
          message: `There is no exchange rate from ${price.currency} to ${its.currency} on ${its.on}.`,
          code: 'no_rate',
        },
      ])
    const amount = new D(price.amount).times(by.rate).toDecimalPlaces(10).toDecimalPlaces(2, D.ROUND_UP)
    return { unitPrice: { amount: amount.toFixed(2), currency: its.currency } }
  })
}

/** Which of a document's lines are below their floors without an approval: with what to say of each. */
export const belowFloors = (lines: readonly Plain[]) =>
  lines
    .filter((l) => isBelow(l as unknown as Priced) && !l['approval'])
    .map((l) => ({ line: l, problem: belowFloor(`lines.${l.id}.unitPrice`, l as unknown as Priced) }))
