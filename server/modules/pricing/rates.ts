import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { D } from './decimal.ts'

/** One `currency` costs `rate` of `base`. */
export type Rate = { currency: string; base: string; rate: string; date: string; source: string }
export type Conversion = { rate: D; by: Rate[] }

/** Through which others a rate is found when there is none between two: the central banks' own. */
const crossing = ['EUR', 'UAH']

/** What one of `from` is in `to`: straight, the other way round, or across the euro and the hryvnia; null when no
 * way leads there. `rates` are the last known of each pair. */
export function conversion(rates: readonly Rate[], from: string, to: string): Conversion | null {
  if (from === to) return { rate: new D(1), by: [] }
  const between = (a: string, b: string): Conversion | null => {
    const found = rates.filter(
      (r) => (r.currency === a && r.base === b) || (r.currency === b && r.base === a),
    )
    const [best] = found.toSorted((x, y) => (x.date < y.date ? 1 : x.date > y.date ? -1 : 0))
    if (!best) return null
    return { rate: best.currency === a ? new D(best.rate) : new D(1).div(best.rate), by: [best] }
  }
  const along = (path: string[]): Conversion | null => {
    let all: Conversion = { rate: new D(1), by: [] }
    for (let i = 1; i < path.length; i++) {
      const leg = between(path[i - 1]!, path[i]!)
      if (!leg) return null
      all = { rate: all.rate.times(leg.rate), by: [...all.by, ...leg.by] }
    }
    return all
  }
  const [euro, hryvnia] = crossing as [string, string]
  const paths = [[], [euro], [hryvnia], [euro, hryvnia], [hryvnia, euro]]
  for (const middle of paths) {
    if (middle.includes(from) || middle.includes(to)) continue
    const found = along([from, ...middle, to])
    if (found) return found
  }
  return null
}

/** The last rate known on each of some days of every pair of these currencies (and those a cross rate may need). On one
 * day a rate given by hand goes before a bank's. */
export async function ratesOn(
  tx: Tx,
  currencies: Iterable<string>,
  days: readonly string[],
): Promise<Map<string, Rate[]>> {
  const all = [...new Set([...currencies, ...crossing])]
  const rows = await tx.rows<
    Rate & { on: string }
  >(sql`select d as "on", r.currency, r.base, trim_scale(r.rate)::text as rate, r.date::text as date, r.source
    from unnest(${days}::text[]) d cross join unnest(${all}::text[]) c cross join unnest(${all}::text[]) b
    cross join lateral (select * from exchange_rates x where x.currency = c and x.base = b and x.date <= d::date
      and x.deleted_at is null order by x.date desc, x.source = 'manual' desc, x.source desc limit 1) r
    where c <> b`)
  return Map.groupBy(rows, (r) => r.on)
}
