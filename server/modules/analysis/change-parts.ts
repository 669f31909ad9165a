import { cents } from './sales.ts'

export const parts = ['came', 'left', 'volume', 'price', 'mix'] as const
export type PartKey = (typeof parts)[number]
/** Money in whole hundredths of a cent. */
export type Change = Record<PartKey, number> & { now: number; before: number }

/** Sales of one product in one unit in both periods, of one row of the table. */
export type Item = {
  /** Clients who bought in both periods, only in this one, or only in the one before. */
  clients: 'both' | 'came' | 'left'
  product: string | null
  unit: string | null
  row: string | null
  now: number
  before: number
  quantity: number
  quantityBefore: number
}

const nothing = (): Change => ({ now: 0, before: 0, came: 0, left: 0, volume: 0, price: 0, mix: 0 })
type Sold = { quantity: number; quantityBefore: number; before: number }
const add = (to: Sold, { quantity, quantityBefore, before }: Item) => {
  to.quantity += quantity
  to.quantityBefore += quantityBefore
  to.before += before
}
const sumIn = <K>(sums: Map<K, Sold>, key: K): Sold => {
  const found = sums.get(key) ?? { quantity: 0, quantityBefore: 0, before: 0 }
  sums.set(key, found)
  return found
}

/** Price, volume and mix of clients who bought in both periods, by the usual sales variances (C. Horngren, S. Datar,
 * M. Rajan, Cost Accounting: A Managerial Emphasis, sales-quantity, sales-mix and selling-price variances). Of products i in
 * one unit, with quantities q, prices p = sales ÷ quantity and Q = Σ q:
 *   volume = Σ (Q′ · qᵢ/Q − qᵢ) · pᵢ    had all grown alike, in the former proportions at the former prices
 *   mix    = Σ (q′ᵢ − Q′ · qᵢ/Q) · pᵢ   what is sold more of, and less of, than that
 *   price  = Σ (p′ᵢ − pᵢ) · q′ᵢ
 * which is Σ p′q′ − Σ pq. Quantities are added up in one unit only: a product sold in another unit is another one here. A
 * product without a former price (it was not sold, or only given back), and lines that name no product, are all mix. Of
 * a row, former price is still that of the product in all rows; where the row's own was another, its price is how much
 * further from it the row's has gone, so that rows add up to the whole. */
export function changeBy(items: readonly Item[]): Map<string | null, Change> {
  const rows = new Map<string | null, Change>()
  const rowOf = (row: string | null) => {
    const found = rows.get(row) ?? nothing()
    rows.set(row, found)
    return found
  }
  for (const { clients, row, now, before } of items) {
    const change = rowOf(row)
    change.now += now
    change.before += before
    if (clients === 'came') change.came += now
    else if (clients === 'left') change.left -= before
    else change.mix += now - before
  }
  const priced = items.filter((i) => i.clients === 'both' && i.product !== null)
  const units = new Map<string | null, Sold>()
  const products = new Map<string | null, Map<string | null, Sold>>()
  for (const i of priced) {
    add(sumIn(units, i.unit), i)
    const ofUnit = products.get(i.unit) ?? new Map<string | null, Sold>()
    products.set(i.unit, ofUnit)
    add(sumIn(ofUnit, i.product), i)
  }
  for (const i of priced) {
    const [all, product] = [units.get(i.unit)!, products.get(i.unit)!.get(i.product)!]
    if (all.quantityBefore <= 0 || all.quantity < 0 || product.quantityBefore <= 0) continue
    const priceBefore = product.before / product.quantityBefore
    const volume = Math.round(i.quantityBefore * priceBefore * (all.quantity / all.quantityBefore - 1))
    const price =
      product.quantity > 0
        ? Math.round(i.now - priceBefore * i.quantity - (i.before - priceBefore * i.quantityBefore))
        : 0
    const change = rowOf(i.row)
    change.volume += volume
    change.price += price
    change.mix -= volume + price
  }
  return rows
}

export const added = (changes: Iterable<Change>): Change => {
  const all = nothing()
  for (const change of changes)
    for (const key of Object.keys(all) as (keyof Change)[]) all[key] += change[key]
  return all
}

/** In cents, so that what was and all parts together are what is: those that lose most by rounding down are rounded up. */
export function inCents(change: Change): Change {
  const [now, before] = [cents(change.now), cents(change.before)]
  const low = parts.map((key) => {
    const at = Math.floor(change[key] / 100)
    return { key, at, rest: change[key] / 100 - at }
  })
  let missing = now - before - low.reduce((all, p) => all + p.at, 0)
  const out = { ...nothing(), now, before }
  for (const { key, at } of low.toSorted((x, y) => y.rest - x.rest)) out[key] = at + (missing-- > 0 ? 1 : 0)
  return out
}
