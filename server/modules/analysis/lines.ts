import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import type { Item } from './change-parts.ts'
import { splitPath } from './column-sums.ts'
import type { Column, Spec } from './columns.ts'
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

type Part = {
  records: Records
  runs: Run[]
  places: Record<'account' | 'product' | 'unit' | 'row', Int32Array>
}
const [onlyBefore, onlyNow] = [1, 2]
// A few months at a time.
const atOnce = 6

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
        const client = places.account[at![i]!]!
        bought[client] = (bought[client] ?? 0) | (isBefore ? onlyBefore : onlyNow)
      }
    parts.push({ records, runs, places })
  }
  const isBoth = Uint8Array.from(clients.values, (client, i) => (client !== null && bought[i] === 3 ? 1 : 0))
  const [products, units, rows] = [productsKnown.values, unitsKnown.values, rowsKnown.values]
  const [unitCount, rowCount] = [units.length, rows.length]
  // Those of both stand by product and unit; after them who left and who came.
  const size = products.length * unitCount * rowCount
  const found = new Int32Array(size + 2 * rowCount).fill(-1)
  const places: number[] = []
  const sums = () => ({ money: [] as number[], quantity: [] as number[], count: [] as number[] })
  const [now, before] = [sums(), sums()]
  let lost = 0
  for (let first = 0; first < parts.length; first += atOnce) {
    const some = parts.slice(first, first + atOnce)
    const more = await facts.load(['value', 'quantity'], facts.spans.slice(first, first + atOnce))
    for (const [n, part] of some.entries()) {
      const { of } = together(part.records, more[n])
      const at = (name: string) => of[name]!.at as NonNullable<Column['at']>
      const [clientAt, productAt, unitAt, rowAt] = [at('account'), at('product'), at('unit'), at(row)]
      const { account, product, unit, row: rowPlaces } = part.places
      const [values, quantities] = [of['value']!.numbers!, of['quantity']!.numbers!]
      for (const { from, to, isBefore } of part.runs) {
        const { money, quantity, count } = isBefore ? before : now
        for (let i = from; i < to; i++) {
          const r = rowPlaces[rowAt[i]!]!
          const place = isBoth[account[clientAt[i]!]!]
            ? (product[productAt[i]!]! * unitCount + unit[unitAt[i]!]!) * rowCount + r
            : size + 2 * r + (isBefore ? 0 : 1)
          let group = found[place]!
          if (group < 0) {
            found[place] = group = places.length
            places.push(place)
            for (const one of [now, before]) {
              one.money.push(0)
              one.quantity.push(0)
              one.count.push(0)
            }
          }
          const [value, many] = [values[i]!, quantities[i]!]
          count[group]!++
          if (value === Number.POSITIVE_INFINITY) lost++
          else if (value === value) {
            money[group]! += value
            if (many === many) quantity[group]! += many
          }
        }
      }
    }
  }
  const groups = places.map((place, i): Group => {
    const isOfBoth = place < size
    const pair = Math.floor(place / rowCount)
    return {
      clients: isOfBoth ? 'both' : (place - size) % 2 ? 'came' : 'left',
      product: isOfBoth ? products[Math.floor(pair / unitCount)]! : null,
      unit: isOfBoth ? units[pair % unitCount]! : null,
      row: isOfBoth ? rows[place % rowCount]! : rows[(place - size) >> 1]!,
      now: now.money[i]!,
      before: before.money[i]!,
      quantity: now.quantity[i]! / millionth,
      quantityBefore: before.quantity[i]! / millionth,
      count: now.count[i]!,
      countBefore: before.count[i]!,
    }
  })
  return { groups, lost }
}
