import sql, { join, raw } from 'sql-template-tag'
import { fieldOf } from '#core/entity.ts'
import { Joins } from '#core/expression.ts'
import type { Context } from '#core/operation.ts'
import {
  Adding,
  anchor,
  countedOf,
  factAt,
  lostIn,
  placesOf,
  readsOf,
  rolled,
  see,
  type Axis,
  type Part,
  type Run,
} from './adding.ts'
import { totalsAt } from './block.ts'
import type { Recorded, Spec } from './columns.ts'
import { factsOf, together, type Records } from './facts.ts'
import { monthOf, plusDays, plusMonths, stepOf, type Period } from './period.ts'
import { hops, valueOf, type House } from './reach.ts'
import { sumsOf, type Plan } from './statement.ts'
import type { Dimension, Sum } from './subject.ts'
import { placeCount, type By, type Source, type Sums } from './table.ts'
import { readAs } from './touched.ts'

/** How far a path stays with the record; the rest is looked up of what it refers to, which others refer to as well. */
export function splitPath(house: House, entity: string, path: string) {
  const steps = hops(house.entityOf(entity), path, house)
  const far = steps.findIndex((hop) => readAs(entity, hop).startsWith('>'))
  if (far < 0) return { path, rest: null }
  const parts = path.split('.')
  return {
    path: parts.slice(0, far).join('.'),
    rest: { entity: steps[far]!.split('.')[0]!, path: parts.slice(far).join('.') },
  }
}

const seenAt = (house: House, hop: string): string[] => {
  const [entity = '', key = ''] = hop.split('.')
  const target = fieldOf(house.entityOf(entity), key)?.entity
  return target ? [entity, target] : [entity]
}

/** What each client or product has there. */
export async function lookedUp(c: Context, house: House, { entity, path }: { entity: string; path: string }) {
  const e = house.entityOf(entity)
  const joins = new Joins(house.entityOf, house.rights)
  const value = valueOf(joins.resolve(e, path))
  const found = await c.tx.one<{ ids: string[] | null; values: (string | null)[] | null }>(
    sql`select json_agg(t.id) as ids, json_agg(${value}::text) as values from ${raw(`"${e.table}" t`)} ${join([sql``, ...joins.joins], ' ')}`,
  )
  return new Map((found?.ids ?? []).map((id, i) => [id, found!.values![i]!]))
}

/** What a plan needs of each record; null where it is not made of sums. */
function specsOf(house: House, { subject, by, measures }: Plan): Spec[] | null {
  if (!subject.isKept || measures.some((m) => !('sums' in m))) return null
  const sums = sumsOf(measures).map(([, one]) => one as Sum)
  const paths = new Set(by.flatMap((d) => (d.step ? [] : [splitPath(house, subject.entity, d.path).path])))
  const facts = new Set(measures.flatMap((m) => m.facts))
  return [
    { name: anchor, isDocument: true },
    ...Array.from(paths, (path) => ({ name: path, path })),
    ...Array.from(facts)
      .filter((name) => !sums.some((one) => one.how === 'distinct' && one.of === name))
      .map((name): Spec => {
        const isValue = sums.some((one) => one.only?.fact === name && one.only.is !== undefined)
        return { name: factAt(name), fact: subject.facts[name]!, ...(isValue ? { isValue } : {}) }
      }),
  ]
}

/** Whose days are of this period or of the one before. */
function runsOf({ days, ends }: Records, { period, before }: Plan): Run[] {
  const runs: Run[] = []
  const within = (day: string, p: Period) => p.from <= day && day <= p.to
  for (const [i, day] of days.entries()) {
    const isBefore = before !== null && within(day, before.period)
    if (!isBefore && !within(day, period)) continue
    const [from, to] = [ends[i - 1] ?? 0, ends[i]!]
    const last = runs.at(-1)
    if (last?.to === from && last.isBefore === isBefore) last.to = to
    else runs.push({ from, to, isBefore })
  }
  return runs
}

/** A day of the period before stands beside that day of this one. */
function steps({ days, ends }: Records, { step }: Dimension, { before }: Plan): Axis {
  const places = new Map<string, number>()
  const at = new Uint16Array(ends.at(-1) ?? 0)
  for (const [i, day] of days.entries()) {
    const { count, unit } = before && day <= before.period.to ? before.shift : { count: 0, unit: 'days' }
    const beside = unit === 'days' ? plusDays(day, count) : plusMonths(day, count)
    const value = stepOf(monthOf(beside), step!)
    const place = places.get(value) ?? places.size
    places.set(value, place)
    at.fill(place, ends[i - 1] ?? 0, ends[i])
  }
  return { values: [...places.keys()], at }
}

/** What a cross-table is made of, from columns of its records; null where they cannot be had. */
export async function sourceOfColumns(c: Context, house: House, plan: Plan): Promise<Source | null> {
  const { subject, by, measures, period, before } = plan
  const specs = specsOf(house, plan)
  if (!specs) return null
  const e = house.entityOf(subject.entity)
  const sees = by.flatMap((d) => hops(e, d.path, house)).flatMap((hop) => seenAt(house, hop))
  const recorded: Recorded = {
    entity: e.name,
    date: subject.date!,
    base: subject.base!,
    document: subject.document ?? sql`t.id`,
  }
  const facts = await factsOf(c, house, recorded, specs, {
    periods: [...(before ? [before.period] : []), period],
    sees,
  })
  if (!facts) return null
  const near = specs.flatMap((s) => ('path' in s ? [s.name] : []))
  const ways = by.map((d) => (d.step ? null : splitPath(house, e.name, d.path)))
  const lookups = await Promise.all(ways.map((way) => (way?.rest ? lookedUp(c, house, way.rest) : null)))
  const spans = facts.spans
  const known = await facts.load([anchor, ...near], spans)
  const parts = known.map((records): Part => ({
    records,
    runs: runsOf(records, plan),
    axes: by.map((d, i) => {
      const way = ways[i]
      if (!way) return steps(records, d, plan)
      const { values, at } = records.of[way.path]!
      const lookup = lookups[i]
      return {
        at: at!,
        values: lookup ? values!.map((v) => (v === null ? null : (lookup.get(v) ?? null))) : values!,
      }
    }),
  }))
  const values = by.map((_, i) => [...new Set(parts.flatMap((p) => p.axes[i]!.values))])
  const every: By = new Map(values.map((of, i) => [i, new Map(of.map((v, place) => [v, place]))]))
  const all = (sumsOf(measures) as [string, Sum][]).map(([name, sum], at) => ({ name, sum, at }))
  const scratch = new Int32Array(Math.max(0, ...parts.map((p) => p.records.ends.at(-1) ?? 0)))
  let lost = 0
  const pass = async (bys: readonly By[], into: readonly Sums[], wanted: typeof all) => {
    const names = specs
      .map((s) => s.name)
      .filter((name) => wanted.some(({ sum }) => readsOf(sum).includes(name)))
    const adding = bys.map((one, n) =>
      wanted.map(({ sum, at }) => new Adding(into[n]!, sum, at, placeCount(one))),
    )
    lost = 0
    for (let at = 0; at < spans.length; at += atOnce) {
      const more = names.length ? await facts.load(names, spans.slice(at, at + atOnce)) : []
      for (const [i, part] of parts.slice(at, at + atOnce).entries()) {
        const whole = { ...part, records: together(part.records, more[i]) }
        lost += lostIn(whole)
        const counted = wanted.map(({ sum }) => countedOf(whole.records, sum))
        for (const [n, one] of bys.entries()) {
          const places = placesOf(part, one, scratch)
          see(into[n]!, part, places)
          for (const [s, one] of adding[n]!.entries()) one.add(whole, places, counted[s]!)
        }
      }
    }
    for (const one of adding.flat()) one.end()
  }
  const emptyAt = (one: By): Sums => {
    const count = placeCount(one)
    return { now: totalsAt(count, all.length), before: totalsAt(count, all.length) }
  }
  const addsUp = all.filter(({ sum }) => sum.how === 'add' || sum.how === 'count')
  let cells: Sums | null = null
  return {
    values,
    unconverted: () => lost,
    async sums(bys, only) {
      const first = new Set(sumsOf(measures.slice(0, 1)).map(([name]) => name))
      const wanted = only ? all.filter(({ name }) => first.has(name)) : all
      if (placeCount(every) * all.length > mostPlaces) {
        const found = bys.map(emptyAt)
        await pass(bys, found, wanted)
        return found
      }
      if (!cells) await pass([every], [(cells = emptyAt(every))], addsUp)
      const found = bys.map((one) => rolled(cells!, values, one, emptyAt(one)))
      const others = wanted.filter((one) => !addsUp.includes(one))
      if (others.length) await pass(bys, found, others)
      return found
    },
  }
}

// So many sums are had in one pass, 32 megabytes; of more, only those that are shown are added up.
const mostPlaces = 4_000_000
// A few months of numbers at a time.
const atOnce = 6
