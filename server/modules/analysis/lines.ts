import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import type { Item } from './change-parts.ts'
import { splitPath } from './column-sums.ts'
import type { Spec } from './columns.ts'
import { Dictionary, lookedUp } from './dictionary.ts'
import { factsOf, Moved, runsOf, together, type Facts, type Records, type Run } from './facts.ts'
import type { Period } from './period.ts'
import { hops, seenAt, type House } from './reach.ts'
import type { Sales } from './sales.ts'

/** Sales of one product in one unit in both periods, of one row, and how many they are. Of clients who only came or only left no
 * product is told. */
export type Group = Item & { count: number; countBefore: number }
type Periods = { period: Period; before: Period }

const millionth = 1_000_000

/** Sales of a period and of one before it, split by a path, from kept columns; null where they cannot be had. */
export async function groupsOf(
  c: Context,
  house: House,
  s: Sales,
  { path, ...periods }: Periods & { path: string },
): Promise<{ groups: Group[]; lost: number } | null> {
  const way = splitPath(house, s.entity, path)
  const row = way.path === s.account ? 'account' : way.path === s.product ? 'product' : 'row'
  const specs: Spec[] = [
    { name: 'account', path: s.account },
    { name: 'product', path: s.product },
    { name: 'unit', fact: { reads: s.reads, sql: s.unit }, isValue: true },
    { name: 'value', fact: s.value },
    // In millionths, as numbers are kept in ten-thousandths.
    { name: 'quantity', fact: { reads: s.reads, sql: sql`(${s.quantity}) * 100` } },
    ...(row === 'row' ? [{ name: row, path: way.path }] : []),
  ]
  const facts = await factsOf(c, house, s, specs, {
    periods: [periods.before, periods.period],
    sees: hops(house.entityOf(s.entity), path, house).flatMap((hop) => seenAt(house, hop)),
  })
  if (!facts) return null
  try {
    return await grouped(
      facts,
      periods,
      row,
      new Dictionary(way.rest ? await lookedUp(c, house, way.rest) : null),
    )
  } catch (error) {
    // Something has changed meanwhile.
    if (error instanceof Moved) return null
    throw error
  }
}

type Values = readonly (string | null)[]
type Part = {
  records: Records
  runs: Run[]
  places: Record<'account' | 'product' | 'unit' | 'row', Int32Array>
}
const [onlyBefore, onlyNow] = [1, 2]
// A few months at a time.
const atOnce = 6
// So many are found by their place alone, 16 megabytes.
const mostPlaces = 4_000_000

async function grouped(facts: Facts, periods: Periods, row: string, rowsKnown: Dictionary) {
  const [clients, productsKnown, unitsKnown] = [new Dictionary(), new Dictionary(), new Dictionary()]
  const bought: number[] = []
  const parts: Part[] = []
  const names = ['account', 'product', 'unit', ...(row === 'row' ? [row] : [])]
  for (const records of await facts.load(names, facts.spans)) {
    const runs = runsOf(records, periods)
    const placesIn = (known: Dictionary, name: string) => known.places(records.of[name]!)
    const places = {
      account: placesIn(clients, 'account'),
      product: placesIn(productsKnown, 'product'),
      unit: placesIn(unitsKnown, 'unit'),
      row: placesIn(rowsKnown, row),
    }
    const { at } = records.of['account']!
    for (const { from, to, isBefore } of runs)
      for (let i = from; i < to; i++) {
        const client = places.account[at[i]!]!
        bought[client] = (bought[client] ?? 0) | (isBefore ? onlyBefore : onlyNow)
      }
    parts.push({ records, runs, places })
  }
  const isBoth = Uint8Array.from(clients.values, (client, i) => (client !== null && bought[i] === 3 ? 1 : 0))
  const groups = new Groups(productsKnown.values, unitsKnown.values, rowsKnown.values, row === 'product')
  for (let first = 0; first < parts.length; first += atOnce) {
    const some = parts.slice(first, first + atOnce)
    const more = await facts.load(['value', 'quantity'], facts.spans.slice(first, first + atOnce))
    for (const [n, part] of some.entries())
      groups.add({ ...part, records: together(part.records, more[n]) }, isBoth, row)
  }
  return groups.made()
}

const width = 6
class Groups {
  private heads: Pick<Group, 'clients' | 'product' | 'unit' | 'row'>[] = []
  // Of each group side by side: money, quantity and count, each now and before.
  private sums = new Float64Array(width * 1024)
  private lost = 0
  private products: Values
  private units: Values
  private rows: Values
  /** How many rows a product may be in. */
  private rowsOfProduct: number
  // Where the group of each product, unit and row is, of clients of both; after them of who left and who came, by row.
  private size: number
  private near: Int32Array | null
  private far = new Map<number, number>()
  constructor(products: Values, units: Values, rows: Values, isRowOfProduct: boolean) {
    this.products = products
    this.units = units
    this.rows = rows
    this.rowsOfProduct = isRowOfProduct ? 1 : rows.length
    this.size = products.length * units.length * this.rowsOfProduct
    this.near = this.size <= mostPlaces ? new Int32Array(this.size + 2 * rows.length).fill(-1) : null
  }

  add({ records: { of }, runs, places }: Part, isBoth: Uint8Array, row: string): void {
    const at = (name: string) => of[name]!.at
    const [clientAt, productAt, unitAt, rowAt] = [at('account'), at('product'), at('unit'), at(row)]
    const [valueAt, quantityAt] = [at('value'), at('quantity')]
    const [values, quantities] = [of['value']!.numbers!, of['quantity']!.numbers!]
    const isOfBoth = places.account.map((client) => isBoth[client]!)
    for (const { from, to, isBefore } of runs)
      for (let i = from; i < to; i++) {
        const r = places.row[rowAt[i]!]!
        const group = isOfBoth[clientAt[i]!]
          ? this.ofBoth(places.product[productAt[i]!]!, places.unit[unitAt[i]!]!, r)
          : this.ofOne(isBefore, r)
        const [value, many] = [values[valueAt[i]!]!, quantities[quantityAt[i]!]!]
        const { sums } = this
        const at = group * width + (isBefore ? 1 : 0)
        sums[at + 4]!++
        if (value === Number.POSITIVE_INFINITY) this.lost++
        else if (value === value) {
          sums[at]! += value
          if (many === many) sums[at + 2]! += many
        }
      }
  }

  private ofBoth(product: number, unit: number, row: number): number {
    const place =
      (product * this.units.length + unit) * this.rowsOfProduct + (this.rowsOfProduct > 1 ? row : 0)
    const group = this.find(place)
    return group >= 0 ? group : this.begin(place, 'both', this.products[product]!, this.units[unit]!, row)
  }
  private ofOne(isBefore: boolean, row: number): number {
    const place = this.size + 2 * row + (isBefore ? 0 : 1)
    const group = this.find(place)
    return group >= 0 ? group : this.begin(place, isBefore ? 'left' : 'came', null, null, row)
  }
  private find(place: number): number {
    return this.near ? this.near[place]! : (this.far.get(place) ?? -1)
  }
  private begin(
    place: number,
    clients: Group['clients'],
    product: string | null,
    unit: string | null,
    row: number,
  ): number {
    const group = this.heads.length
    if (this.near) this.near[place] = group
    else this.far.set(place, group)
    if (group * width === this.sums.length) {
      const grown = new Float64Array(2 * this.sums.length)
      grown.set(this.sums)
      this.sums = grown
    }
    this.heads.push({ clients, product, unit, row: this.rows[row]! })
    return group
  }

  made(): { groups: Group[]; lost: number } {
    const { sums } = this
    const groups = this.heads.map(({ clients, product, unit, row }, i): Group => {
      const at = i * width
      return {
        clients,
        product,
        unit,
        row,
        now: sums[at]!,
        before: sums[at + 1]!,
        quantity: sums[at + 2]! / millionth,
        quantityBefore: sums[at + 3]! / millionth,
        count: sums[at + 4]!,
        countBefore: sums[at + 5]!,
      }
    })
    return { groups, lost: this.lost }
  }
}
