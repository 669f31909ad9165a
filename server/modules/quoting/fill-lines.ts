import sql, { raw } from 'sql-template-tag'
import { Decimal } from 'decimal.js'
import type { AnyEntity } from '#core/entity.ts'
import { Invalid, type Problem } from '#core/error.ts'
import type { Money } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import { findPrices } from '#modules/pricing/index.ts'

type Item = Record<string, unknown>
/** What a document says about all of its lines. */
export type Heading = {
  id: string
  account: string | null
  on: string
  currency: string
  taxIncluded: boolean
  discount: number | null
  priceList?: string | null
  /** A draft binds nobody: a price under the floor may stand in it. */
  binding: boolean
}

const changed = (item: Item, before: Item | undefined, key: string) =>
  key in item && JSON.stringify(item[key] ?? null) !== JSON.stringify(before?.[key] ?? null)

const same = (a: Money | null | undefined, b: Money | null | undefined) =>
  Boolean(a && b && a.currency === b.currency && new Decimal(a.amount).eq(b.amount))

/** Whether the price stands as the price list gave it, so that another quantity may bring another. */
const follows = (line: Item | undefined) =>
  line === undefined || same(line['unitPrice'] as Money | null, line['listPrice'] as Money | null)

/** Completes lines as they are typed: the price, unit, VAT and cost that the client gets, the floor under the price, and
 * what the document says about all of them. */
export async function fillLines(
  c: Context,
  headings: ReadonlyMap<string, Heading>,
  items: readonly Item[],
  before: readonly Item[],
  parent: string,
): Promise<Item[]> {
  const problems: Problem[] = []
  const ready = items.map((item, i): Item => {
    const heading = headings.get((item[parent] ?? before[i]?.[parent]) as string)!
    return {
      ...item,
      taxIncluded: heading.taxIncluded,
      documentDiscount: heading.discount ?? 0,
      binding: heading.binding,
    }
  })
  for (const heading of headings.values()) {
    const mine = ready.flatMap((item, i) => {
      if ((item[parent] ?? before[i]?.[parent]) !== heading.id) return []
      const whole = { ...before[i], ...item }
      const price = whole['unitPrice'] as Money | null | undefined
      if (price && price.currency !== heading.currency)
        problems.push({ path: `items.${i}.unitPrice`, message: `Prices here are in ${heading.currency}.` })
      return whole['product'] ? [{ i, item, was: before[i], whole }] : []
    })
    const answers = await findPrices(c, {
      account: heading.account,
      on: heading.on,
      currency: heading.currency,
      taxIncluded: heading.taxIncluded,
      priceList: heading.priceList ?? null,
      lines: mine.map(({ item, was, whole }) => ({
        product: whole['product'] as string,
        quantity: (whole['quantity'] as number | null) ?? 1,
        unit: changed(item, was, 'product') && !('unit' in item) ? null : (whole['unit'] as string | null),
      })),
    }).catch((error: unknown) => {
      throw error instanceof Invalid
        ? new Invalid(
            error.problems.map((p) => {
              const at = /^lines\.(\d+)\.(.*)$/.exec(p.path)
              return at ? { ...p, path: `items.${mine[Number(at[1])]!.i}.${at[2]}` } : p
            }),
          )
        : error
    })
    mine.forEach(({ i, item, was }, n) => {
      const answer = answers[n]!
      const isNew = changed(item, was, 'product')
      const { floor, floorFor, factor, rate, listPrice, ...typed } = answer.line
      Object.assign(item, { floor, floorFor, factor, rate, listPrice })
      if (isNew) for (const [key, value] of Object.entries(typed)) if (!(key in items[i]!)) item[key] = value
      const reprices =
        isNew || ((changed(item, was, 'quantity') || changed(item, was, 'unit')) && follows(was))
      if (!('unitPrice' in items[i]!) && reprices)
        item['unitPrice'] =
          answer.unitPrice === null ? null : { amount: answer.unitPrice, currency: heading.currency }
      if (!(item['unitPrice'] ?? ('unitPrice' in item ? null : was?.['unitPrice'])))
        problems.push({
          path: `items.${i}.unitPrice`,
          message: 'No price list has this product: give a price.',
        })
    })
  }
  if (problems.length) throw new Invalid(problems)
  return ready
}

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
