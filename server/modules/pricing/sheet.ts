import sql from 'sql-template-tag'
import type { File } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { inLanguage } from '#modules/catalog/index.ts'
import { D } from './decimal.ts'
import { inUnit, withClientGroup } from './find-prices.ts'
import { openBooks, place, type List, type PriceBook } from './price-book.ts'
import { listPrice } from './resolve-price.ts'

export type SheetRow = {
  sku: string | null
  name: string
  unit: string | null
  price: string
  /** Cheaper from a quantity. */
  breaks: { from: string; price: string }[]
  picture: File | null
}
export type SheetSection = { name: string | null; depth: number; rows: SheetRow[] }
export type Sheet = { taxIncluded: boolean; sections: SheetSection[]; lines: number }

export type SheetAsked = {
  priceList: string
  account: string | null
  groups: readonly string[]
  currency: string
  on: string
  locale: Locale
}

type Good = { id: string; sku: string | null; name: string; group: string | null; picture: File | null }

/** Products that may stand in a price list: on sale, and in one of the groups or below it, if any is named. */
const goodsIn = (c: Pick<Context, 'tx'>, groups: readonly string[], locale: Locale): Promise<Good[]> => {
  const name = inLanguage('p', 'name', locale)
  return c.tx.rows<Good>(sql`with recursive wanted as (
      select id from product_groups where id = any(${groups}::uuid[])
      union select g.id from product_groups g join wanted w on g.parent_id = w.id)
    select p.id, p.sku, ${name} as name, p.group_id as "group", p.picture from products p
    where p.deleted_at is null and p.is_active and (${groups.length === 0} or p.group_id in (select id from wanted))
    order by ${name} collate "uk-x-icu", p.id limit 50000`)
}

/** From which quantities the price of a product may change, in a list or what it is based on. */
function thresholds(book: PriceBook, list: List, product: string): D[] {
  const all: string[] = ['1']
  const seen = new Set<string>()
  for (
    let at: List | undefined = list;
    at && !seen.has(at.id);
    at = at.base ? book.lists.get(at.base) : undefined
  ) {
    seen.add(at.id)
    for (const item of book.items.get(place(at.id, product)) ?? []) all.push(item.minQuantity)
    for (const rule of at.rules) all.push(rule.minQuantity)
  }
  return [...new Set(all.map((q) => new D(q).toFixed()))].map((q) => new D(q)).toSorted((a, b) => a.cmp(b))
}

/** The prices of a list for a client, by group in the order of the tree; products the list has no price for are left
 * out. Throws NoRate. */
export async function sheetOf(c: Pick<Context, 'tx'>, asked: SheetAsked): Promise<Sheet> {
  const goods = await goodsIn(c, asked.groups, asked.locale)
  const bookFor = await openBooks(
    c.tx,
    [asked],
    goods.map((g) => g.id),
  )
  const book = bookFor(asked)
  const list = book.lists.get(asked.priceList)!
  const rowOf = (good: Good): SheetRow | null => {
    const card = book.cards.get(good.id)!
    let last: string | null = null
    const prices = thresholds(book, list, good.id).flatMap((from) => {
      const found = listPrice(book, list, card, from)
      if (!found) return []
      const offered = withClientGroup(book, found)
      const price = inUnit(book, offered, card, new D(1), asked.currency, list.taxIncluded).price.toFixed()
      if (price === last) return []
      last = price
      return [{ from: from.toFixed(), price }]
    })
    const [first, ...breaks] = prices
    return first
      ? { sku: good.sku, name: good.name, unit: card.unit, price: first.price, breaks, picture: good.picture }
      : null
  }
  const byGroup = Map.groupBy(goods, (g) => g.group)
  const sections: SheetSection[] = []
  const visited = new Set<string>()
  const visit = (group: string | null, name: string | null, depth: number) => {
    const rows = (byGroup.get(group) ?? []).map(rowOf).filter((r) => r !== null)
    if (rows.length > 0) sections.push({ name, depth, rows })
  }
  const below = Map.groupBy([...book.groups.values()], (g) =>
    g.parent && book.groups.has(g.parent) ? g.parent : null,
  )
  const walk = (parent: string | null, path: string[]) => {
    const its = (below.get(parent) ?? []).map((g) => ({ id: g.id, name: g[asked.locale] ?? g.name }))
    for (const g of its.toSorted((a, b) => a.name.localeCompare(b.name, 'uk'))) {
      if (visited.has(g.id)) continue
      visited.add(g.id)
      const names = [...path, g.name]
      visit(g.id, names.join(' · '), path.length)
      walk(g.id, names)
    }
  }
  walk(null, [])
  visit(null, null, 0)
  const lines = sections.reduce((sum, s) => sum + s.rows.length, 0)
  return { taxIncluded: list.taxIncluded, sections, lines }
}
