import sql from 'sql-template-tag'
import type { Asker } from './kept.ts'
import {
  Adding,
  anchor,
  countedOf,
  factAt,
  lostIn,
  placesOf,
  readsOf,
  rolled,
  cellWay,
  wayOf,
  see,
  type Axis,
  type Part,
} from './adding.ts'
import { totalsAt } from './block.ts'
import type { Recorded, Spec } from './columns.ts'
import { Dictionary, lookedUp } from './dictionary.ts'
import { factsOf, firstDay, runsOf, together, type Records } from './facts.ts'
import { monthOf, plusDays, plusMonths, stepOf } from './period.ts'
import { hops, seenAt, type House } from './reach.ts'
import { sumsOf, type Plan } from './statement.ts'
import type { Dimension, Subject, Sum } from './subject.ts'
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

/** What a plan needs of each record; null where it is not made of sums. */
function specsOf(
  house: House,
  { subject, by, measures }: Pick<Plan, 'subject' | 'by' | 'measures'>,
): Spec[] | null {
  if (!subject.isKept || measures.some((m) => !('sums' in m))) return null
  const sums = sumsOf(Object.values(subject.measures)).map(([, one]) => one as Sum)
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

/** A day of the period before stands beside that day of this one. */
function steps({ days, ends }: Records, { step }: Dimension, { before }: Plan, known: Dictionary): Axis {
  const at = new Uint16Array(ends.at(-1) ?? 0)
  const places = days.map((day, i) => {
    const { count, unit } = before && day <= before.period.to ? before.shift : { count: 0, unit: 'days' }
    const beside = unit === 'days' ? plusDays(day, count) : plusMonths(day, count)
    at.fill(i, ends[i - 1] ?? 0, ends[i])
    return known.place(stepOf(monthOf(beside), step!))
  })
  return { places: Int32Array.from(places), at }
}

const recordedOf = ({ entity, date, base, document }: Subject): Recorded => ({
  entity,
  date: date!,
  base: base!,
  document: document ?? sql`t.id`,
})

/** Keeps all columns of the quarter before this day that are not; answers the day before which there is more to do. */
export async function columnsAreKept(c: Asker, subject: Subject, day: string): Promise<string | null> {
  const house = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
  const recorded = recordedOf(subject)
  const from = plusMonths(monthOf(day), day === c.today ? -1 : -3)
  const [by, measures] = [Object.values(subject.dimensions), Object.values(subject.measures)]
  const period = { from, to: plusDays(day, -1) }
  await factsOf(c, house, recorded, specsOf(house, { subject, by, measures })!, {
    periods: [period],
    sees: [],
  })
  const first = await firstDay(c, house, recorded)
  return first !== null && first < from ? from : null
}

/** What a cross-table is made of, from columns of its records; null where they cannot be had. */
export async function sourceOfColumns(c: Asker, house: House, plan: Plan): Promise<Source | null> {
  const { subject, by, measures, period, before } = plan
  const specs = specsOf(house, plan)
  if (!specs) return null
  const e = house.entityOf(subject.entity)
  const facts = await factsOf(c, house, recordedOf(subject), specs, {
    periods: [...(before ? [before.period] : []), period],
    sees: by.flatMap((d) => hops(e, d.path, house)).flatMap((hop) => seenAt(house, hop)),
  })
  if (!facts) return null
  const near = specs.flatMap((s) => ('path' in s ? [s.name] : []))
  const ways = by.map((d) => (d.step ? null : splitPath(house, e.name, d.path)))
  const known: Dictionary[] = []
  for (const way of ways) known.push(new Dictionary(way?.rest ? await lookedUp(c, house, way.rest) : null))
  const spans = facts.spans
  const parts = (await facts.load([anchor, ...near], spans)).map((records): Part => {
    const axes = by.map((d, i) => {
      const way = ways[i]
      if (!way) return steps(records, d, plan, known[i]!)
      const column = records.of[way.path]!
      return { at: column.at!, places: known[i]!.places(column) }
    })
    return {
      records: only(records, anchor),
      runs: runsOf(records, { period, before: before?.period ?? null }),
      axes,
    }
  })
  const values = known.map((k) => k.values)
  const every: By = new Map(values.map((of, i) => [i, new Map(of.map((v, place) => [v, place]))]))
  const all = (sumsOf(measures) as [string, Sum][]).map(([name, sum], at) => ({ name, sum, at }))
  const scratch = new Int32Array(Math.max(0, ...parts.map((p) => p.records.ends.at(-1) ?? 0)))
  let lost = 0
  const isSmall = placeCount(every) * all.length <= mostPlaces
  const pass = async (bys: readonly By[], into: readonly Sums[], wanted: typeof all) => {
    const names = specs
      .map((s) => s.name)
      .filter((name) => wanted.some(({ sum }) => readsOf(sum).includes(name)))
    const adding = bys.map((one, n) => ({
      way: isSmall ? cellWay(one, values) : wayOf(one, values),
      sums: wanted.map(({ sum, at }) => new Adding(into[n]!, sum, at, placeCount(one))),
    }))
    lost = 0
    for (let at = 0; at < spans.length; at += atOnce) {
      const more = names.length ? await facts.load(names, spans.slice(at, at + atOnce)) : []
      for (const [i, part] of parts.slice(at, at + atOnce).entries()) {
        const records = together(part.records, more[i])
        lost += lostIn(records, part.runs)
        const counted = wanted.map(({ sum }) => countedOf(records, sum))
        for (const [n, { way, sums }] of adding.entries()) {
          const places = placesOf(part, way, scratch)
          see(into[n]!, part, places)
          for (const [s, one] of sums.entries()) one.add(records, part.runs, places, counted[s]!)
        }
      }
    }
    for (const one of adding.flatMap((a) => a.sums)) one.end()
  }
  const emptyAt = (one: By): Sums => {
    const count = placeCount(one)
    return { now: totalsAt(count, all.length), before: totalsAt(count, all.length) }
  }
  const addsUp = all.filter(({ sum }) => sum.how === 'add' || sum.how === 'count')
  const others = all.filter((one) => !addsUp.includes(one))
  const first = new Set(sumsOf(measures.slice(0, 1)).map(([name]) => name))
  let cells: Sums | null = null
  return {
    values,
    unconverted: () => lost,
    async sums(bys, what) {
      const of = (some: typeof all) => (what === 'first' ? some.filter(({ name }) => first.has(name)) : some)
      const found = bys.map(emptyAt)
      if (!isSmall) await pass(bys, found, of(all))
      else {
        if (!cells) await pass([every], [(cells = emptyAt(every))], addsUp)
        const lostOnce = lost
        for (const [n, one] of bys.entries()) rolled(cells, cellWay(one, values).to, found[n]!)
        if (of(others).length) await pass(bys, found, of(others))
        lost = lostOnce
      }
      return found
    },
  }
}

const only = ({ of, ...records }: Records, name: string): Records => ({
  ...records,
  of: { [name]: of[name]! },
})

// So many sums are had in one pass, 32 megabytes; of more, only those that are shown are added up.
const mostPlaces = 4_000_000
// A few months of numbers at a time.
const atOnce = 6
