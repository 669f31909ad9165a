import sql, { join, raw } from 'sql-template-tag'
import { Joins } from '#core/expression.ts'
import type { Context } from '#core/operation.ts'
import { blockOf } from './block.ts'
import type { Item } from './change-parts.ts'
import { keptOf, type Kept, type Question } from './kept.ts'
import { during, less, monthsOf, type Period } from './period.ts'
import { hops, type House } from './reach.ts'
import { sold, type Sales } from './sales.ts'
import type { Columns } from './statement.ts'

/** Sales that are alike: to one client, of one product in one unit, of one of each that they are split by (`values` and `at`
 * in this order). Money is in ten-thousandths, NaN where none is known; quantity in
 * millionths. */
type Lines = {
  values: (string | null)[][]
  at: (Uint16Array | Uint32Array)[]
  value: Float64Array
  quantity: Float64Array
  count: Uint32Array
  lost: number
}

/** Sales of one product in one unit in both periods, of one row, and how many they are. Of clients who only came or only left no
 * product is told. */
export type Group = Item & { count: number; countBefore: number }

const millionth = 1_000_000

function question(house: House, s: Sales, currency: string, paths: readonly string[]): Question<Lines> {
  const keys = [sql`account`, sql`product`, sql`unit`, ...paths.map((_, i) => raw(`by${i}`))]
  const split = Object.fromEntries(paths.map((path, i) => [`by${i}`, path]))
  const asked = (days: Period) => {
    const lines = sold(house, s, currency, during(s.date, days), {
      account: s.account,
      product: s.product,
      unit: s.unit,
      quantity: s.quantity,
      ...split,
    })
    return sql`select ${join(
      keys.map((_, i) => sql`json_agg(${raw(`k${i}`)}) as ${raw(`k${i}`)}`),
      ', ',
    )}, json_agg(value) as value, json_agg(quantity) as quantity, json_agg(count) as count, sum(lost) as unconverted
      from (select ${join(
        keys.map((key, i) => sql`${key} as ${raw(`k${i}`)}`),
        ', ',
      )}, sum(value) as value, sum(quantity) filter (where value is not null) as quantity, count(*) as count,
        count(*) filter (where is_lost) as lost from (${lines}) l group by ${join(
          keys.map((_, i) => raw(String(i + 1))),
          ', ',
        )}) x`
  }
  const { text, values } = asked({ from: '2000-01-01', to: '2000-01-31' })
  const e = house.entityOf(s.entity)
  return {
    key: ['lines', text, values],
    subject: s.entity,
    fields: [
      ...s.reads,
      ...s.value.reads,
      'exchangeRate.rate',
      ...paths.flatMap((path) => hops(e, path, house)),
    ],
    async one(tx, days) {
      await tx.rows(sql`set local work_mem = '64MB'`)
      const found = await tx.one<Columns>(asked(days))
      const { values: named, at, sums, unconverted } = blockOf(found, keys.length, ['value'])
      const quantity = Float64Array.from((found?.['quantity'] ?? []) as (number | null)[], (n) =>
        Math.round((n ?? 0) * millionth),
      )
      const count = Uint32Array.from((found?.['count'] ?? []) as number[])
      return { values: named, at, value: sums[0]!, quantity, count, lost: unconverted }
    },
  }
}

/** By what lines themselves are split; by anything of a client or product they are through him. */
const own = ({ date }: Sales, path: string) => path.split('.').length <= date.split('.').length

/** What each client or product has there. */
async function throughOf(c: Context, house: House, entity: string, path: string) {
  const e = house.entityOf(entity)
  const joins = new Joins(house.entityOf, house.rights)
  const column = joins.resolve(e, path).columns[0]!
  const rows = await c.tx.rows<{ id: string; value: string | null }>(
    sql`select t.id, ${column} as value from ${raw(`"${e.table}" t`)} ${join([sql``, ...joins.joins], ' ')}`,
  )
  return new Map(rows.map((r) => [r.id, r.value]))
}

/** Sales of a period and of one before it, split by a path, from days that are kept; null when none of them are. */
export async function groupsOf(
  c: Context,
  house: House,
  s: Sales,
  {
    path,
    splits,
    period,
    before,
  }: { path: string; splits: readonly string[]; period: Period; before: Period },
): Promise<{ groups: Group[]; lost: number } | null> {
  const through = (['account', 'product'] as const).find((of) => path.startsWith(`${s[of]}.`))
  const paths = splits.filter((p) => own(s, p) && p !== s.product)
  if (!through && path !== s.product && !paths.includes(path)) paths.push(path)
  const q = question(house, s, c.kolo.workspace.currency, paths)
  const kept = await keptOf(c, q, [before, period].flatMap(monthsOf))
  if (kept.length === 0) return null
  const had = kept.map((k) => k.days)
  const parts = [...kept]
  for (const days of [before, period].flatMap((p) => less(p, had)))
    parts.push({ days, block: await q.one(c.tx, days) })
  const axis = through ? (through === 'account' ? 0 : 1) : path === s.product ? 1 : 3 + paths.indexOf(path)
  const values = through ? await throughOf(c, house, through, path.slice(s[through].length + 1)) : null
  return grouped(parts, period, (block) => ({
    at: block.at[axis]!,
    rows: block.values[axis]!.map((v) => (values && v !== null ? (values.get(v) ?? null) : v)),
  }))
}

type RowsOf = (block: Lines) => { at: Uint16Array | Uint32Array; rows: (string | null)[] }
const [onlyBefore, onlyNow] = [1, 2]

function grouped(parts: readonly Kept<Lines>[], period: Period, rowsOf: RowsOf) {
  const isBefore = (days: Period) => days.to < period.from
  const bought = new Map<string, number>()
  for (const { days, block } of parts)
    for (const client of block.values[0]!)
      if (client !== null)
        bought.set(client, (bought.get(client) ?? 0) | (isBefore(days) ? onlyBefore : onlyNow))
  const placesOf = (of: Iterable<(string | null)[]>) => {
    const places = new Map<string | null, number>()
    for (const values of of) for (const v of values) if (!places.has(v)) places.set(v, places.size)
    return places
  }
  const products = placesOf(parts.map((p) => p.block.values[1]!))
  const units = placesOf(parts.map((p) => p.block.values[2]!))
  const split = parts.map((p) => rowsOf(p.block))
  const rows = placesOf(split.map((p) => p.rows))
  const [unitCount, rowCount] = [units.size, rows.size]
  // Those of both stand by product and unit; after them who left and who came.
  const size = products.size * unitCount * rowCount
  const found = new Int32Array(size + 2 * rowCount).fill(-1)
  const places: number[] = []
  const sums = () => ({ money: [] as number[], quantity: [] as number[], count: [] as number[] })
  const [now, before] = [sums(), sums()]
  for (const [i, { days, block }] of parts.entries()) {
    const isThen = isBefore(days)
    const isBoth = block.values[0]!.map((client) => client !== null && bought.get(client) === 3)
    const product = Int32Array.from(block.values[1]!, (v) => products.get(v)!)
    const unit = Int32Array.from(block.values[2]!, (v) => units.get(v)!)
    const row = Int32Array.from(split[i]!.rows, (v) => rows.get(v)!)
    const rowAt = split[i]!.at
    const [clientAt, productAt, unitAt] = block.at as [Uint16Array, Uint16Array, Uint16Array]
    const { money, quantity, count } = isThen ? before : now
    const { value: moneyOf, quantity: quantityOf, count: countOf } = block
    for (let cell = 0; cell < countOf.length; cell++) {
      const r = row[rowAt[cell]!]!
      const place = isBoth[clientAt[cell]!]
        ? (product[productAt[cell]!]! * unitCount + unit[unitAt[cell]!]!) * rowCount + r
        : size + 2 * r + (isThen ? 0 : 1)
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
      const value = moneyOf[cell]!
      if (!Number.isNaN(value)) money[group]! += value
      quantity[group]! += quantityOf[cell]!
      count[group]! += countOf[cell]!
    }
  }
  const [ofProduct, ofUnit, ofRow] = [[...products.keys()], [...units.keys()], [...rows.keys()]]
  const groups = places.map((place, i): Group => {
    const isOfBoth = place < size
    const pair = Math.floor(place / rowCount)
    return {
      clients: isOfBoth ? 'both' : (place - size) % 2 ? 'came' : 'left',
      product: isOfBoth ? ofProduct[Math.floor(pair / unitCount)]! : null,
      unit: isOfBoth ? ofUnit[pair % unitCount]! : null,
      row: isOfBoth ? ofRow[place % rowCount]! : ofRow[(place - size) >> 1]!,
      now: now.money[i]!,
      before: before.money[i]!,
      quantity: now.quantity[i]! / millionth,
      quantityBefore: before.quantity[i]! / millionth,
      count: now.count[i]!,
      countBefore: before.count[i]!,
    }
  })
  return { groups, lost: parts.reduce((sum, p) => sum + p.block.lost, 0) }
}
