import { setImmediate as turn } from 'node:timers/promises'
import sql, { raw } from 'sql-template-tag'
import { fieldOf } from '#core/entity.ts'
import { expressions, Joins } from '#core/expression.ts'
import { columnsOf, statement, type Column, type Recorded, type Spec } from './columns.ts'
import { openedOf, type Asker } from './kept.ts'
import { monthOf, monthsOf, plusDays, plusMonths, stepFrom, within, type Period } from './period.ts'
import { hops, type House } from './reach.ts'

/** The columns of the records of some days. */
export type Records = Pick<Column, 'stamp' | 'days' | 'ends'> & { of: Record<string, Column> }
export type Facts = {
  spans: readonly Period[]
  load(names: readonly string[], spans: readonly Period[]): Promise<Records[]>
}

export type Run = { from: number; to: number; isBefore: boolean }

/** Whose days are of this period or of the one before. */
export function runsOf(
  { days, ends }: Records,
  { period, before }: { period: Period; before: Period | null },
): Run[] {
  const runs: Run[] = []
  const lies = (day: string, p: Period) => p.from <= day && day <= p.to
  for (const [i, day] of days.entries()) {
    const isBefore = before !== null && lies(day, before)
    if (!isBefore && !lies(day, period)) continue
    const [from, to] = [ends[i - 1] ?? 0, ends[i]!]
    const last = runs.at(-1)
    if (last?.to === from && last.isBefore === isBefore) last.to = to
    else runs.push({ from, to, isBefore })
  }
  return runs
}

/** Columns that were not read of the same records: something has changed meanwhile. */
export class Moved extends Error {}

export function together(a: Records, b: Records | undefined): Records {
  if (b && a.stamp !== b.stamp) throw new Moved()
  return { ...a, of: { ...a.of, ...b?.of } }
}

// Half a year at a time: a million lines a year are fifty megabytes.
const most = 190
const lengthOf = ({ from, to }: Period) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
function batches(days: readonly Period[]): Period[][] {
  const out: Period[][] = [[]]
  let length = 0
  for (const one of days) {
    if ((length += lengthOf(one)) > most && out.at(-1)!.length) {
      out.push([])
      length = lengthOf(one)
    }
    out.at(-1)!.push(one)
  }
  return out
}

/** Past days in whole months; those of this month and the last one in weeks: what happens lately touches little. */
function spansOf(periods: readonly Period[], first: string, today: string): Period[] {
  const recent = plusMonths(monthOf(today), -1)
  const spans = new Map<string, Period>()
  for (const period of periods)
    for (const part of monthsOf(within(period, { from: first, to: plusDays(today, -1) }))) {
      const month = stepFrom(monthOf(part.from), 'month')
      for (const span of month.from < recent
        ? [month]
        : weeksOf(within(month, { from: month.from, to: plusDays(today, -1) })))
        if (span.from <= part.to && span.to >= part.from) spans.set(span.from, span)
    }
  return [...spans.values()].toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

function weeksOf(days: Period): Period[] {
  const weeks: Period[] = []
  for (let from = days.from; from <= days.to; from = plusDays(from, 7))
    weeks.push(within({ from, to: plusDays(from, 6) }, days))
  return weeks
}

export async function firstDay(c: Asker, house: House, of: Recorded): Promise<string | null> {
  const { entity, key, field } = new Joins(house.entityOf, house.rights).resolve(
    house.entityOf(of.entity),
    of.date,
  )
  const day = expressions(entity, key, field, 't')[0]!
  const found = await c.tx.one<{ day: string | null }>(
    sql`select min(${day}) as day from ${raw(`"${entity.table}" t`)} where deleted_at is null`,
  )
  return found?.day ?? null
}

/** What is read of a record when this column is. */
export function fieldsOf(house: House, of: Recorded, s: Spec): string[] {
  const e = house.entityOf(of.entity)
  const [base] = of.base as readonly [string, ...unknown[]]
  const own =
    'path' in s
      ? hops(e, s.path, house)
      : 'fact' in s
        ? [...s.fact.reads, ...(s.fact.currency ? ['exchangeRate.rate'] : [])]
        : []
  return [of.date, base].flatMap((path) => hops(e, path, house)).concat(own)
}
const namedBy = (house: House, of: Recorded, s: Spec): string[] => {
  if (!('path' in s)) return []
  const [entity = '', key = ''] = hops(house.entityOf(of.entity), s.path, house).at(-1)!.split('.')
  const target = fieldOf(house.entityOf(entity), key)?.entity
  return target ? [target] : []
}

/** The records of these periods in columns: kept of days that are over, read of the others. Null for whoever may not see
 * every one of them, and of those that they name. */
export async function factsOf(
  c: Asker,
  house: House,
  of: Recorded,
  specs: readonly Spec[],
  { periods, sees }: { periods: readonly Period[]; sees: readonly string[] },
): Promise<Facts | null> {
  const { currency } = c.kolo.workspace
  const first = await firstDay(c, house, of)
  if (first === null) return null
  const query = (some: readonly Spec[]) => (days: readonly Period[]) =>
    statement(house, of, some, days, currency)
  const one = [{ from: '2000-01-01', to: '2000-01-31' }]
  const questions = specs.map((s) => {
    const { text, values } = query([s])(one)
    return {
      key: ['column', text, values],
      subject: of.entity,
      fields: fieldsOf(house, of, s),
      named: [...sees, ...namedBy(house, of, s)],
    }
  })
  const opened = await openedOf<Column>(
    c,
    questions,
    spansOf(periods, first, c.today),
    async (tx, asked, days) => {
      const made = []
      for (const batch of batches(days)) {
        const some = asked.map((q) => specs[q]!)
        for (const { spec, days: when, column } of await columnsOf(tx, query(some), some, batch))
          made.push({ question: asked[spec]!, days: when, block: column })
      }
      return made
    },
  )
  if (!opened) return null
  const now = periods
    .map((p) => within(p, { from: c.today, to: p.to }))
    .filter((p) => p.from <= p.to)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const fresh = now.length ? await c.tx.elevated(() => columnsOf(c.tx, query(specs), specs, now)) : []
  return {
    spans: [...opened.days, ...now],
    async load(names, spans) {
      // What is held is there at once: others' requests come between its parts all the same.
      await turn()
      const wanted = specs
        .keys()
        .filter((q) => names.includes(specs[q]!.name))
        .toArray()
      const found = await opened.read(
        wanted,
        spans.filter((s) => !now.includes(s)),
      )
      const all = [
        ...found.map(({ question, days, block }) => ({ spec: question, days, column: block })),
        ...fresh.filter((f) => wanted.includes(f.spec)),
      ]
      const at = Map.groupBy(all, (f) => f.days)
      return spans.map((days) => {
        const columns = at.get(days) ?? []
        const [{ column: any } = { column: undefined }] = columns
        if (!any || columns.length < wanted.length || columns.some((f) => f.column.stamp !== any.stamp))
          throw new Moved()
        return {
          stamp: any.stamp,
          days: any.days,
          ends: any.ends,
          of: Object.fromEntries(columns.map((f) => [specs[f.spec]!.name, f.column])),
        }
      })
    },
  }
}
