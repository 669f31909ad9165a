import sql from 'sql-template-tag'
import type { Entity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import { Joins } from '#core/expression.ts'
import type { Filter } from '#core/filter.ts'
import type { Field } from '#core/kind.ts'
import type { Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { during, shifted, shiftOf, stepFrom, within, type Comparison, type Period } from './period.ts'
import { measuresFor, seesPath, type House } from './reach.ts'
import { keptOf } from './kept.ts'
import { statement, type Plan, type Row } from './statement.ts'
import type { Dimension, FigureKind, Subject } from './subject.ts'

export type Question = Period & {
  rows: string
  columns?: string | null
  comparison?: Comparison | null
  /** Which figures; all that the actor may see when absent. */
  measures?: readonly string[] | null
  filter?: unknown
}

export type Figures = Record<string, string | null>
/** A value of a dimension: how it is called, and which records have it. */
export type AxisValue = { value: string | null; title: string | null; filter: Filter }
/** Where no row is named the figures are of all rows; likewise of columns. */
export type Cell = { row: number | null; column: number | null; now: Figures | null; before: Figures | null }
export type Crossed = {
  /** Whose records are counted: the list that opens behind each figure. */
  plural: string
  currency: string
  period: Period
  before: Period | null
  /** All records that count; those behind a figure are these with the filters of its row, column and measure. */
  filter: Filter
  measures: { key: string; label: string; about: string; kind: FigureKind; filter: Filter | null }[]
  /** By what this actor may split. */
  dimensions: { key: string; label: string }[]
  rows: AxisValue[]
  columns: AxisValue[] | null
  cells: Cell[]
  /** Rows or columns that are left out, the smallest; the totals hold them. */
  leftOut: number
  /** Records in no known rate's currency: counted, but not in the money. */
  unconverted: number
}

const mostRows = 500
const mostColumns = 60

const bad = (path: string, message: string) => new Invalid([{ path, message, code: 'bad_question' }])

type Named = { d: Dimension; field: Field }

function dimensionOf(house: House, e: Entity, subject: Subject, at: string, key: string): Named {
  const d = subject.dimensions[key]
  if (!d || !seesPath(house, e, d.path)) throw bad(at, `Nothing here is split by ${key}.`)
  return { d, field: new Joins(house.entityOf, house.rights).resolve(e, d.path).field }
}

/** Figures of a subject by one or two dimensions, in one statement and under the actor's rights: records that he may
 * not see do not count, fields that are hidden from him give no figures. */
export async function cross(c: Context, subject: Subject, q: Question): Promise<Crossed> {
  const house: House = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
  const e = c.kolo.entity(subject.entity)
  if (q.to < q.from) throw bad('to', 'It ends before it starts.')
  const chosen = measuresFor(house, subject).filter(
    ([key]) => !q.measures?.length || q.measures.includes(key),
  )
  if (chosen.length === 0) throw bad('measures', 'Your role sees none of these figures.')
  const axes = (['rows', 'columns'] as const).flatMap((at) =>
    q[at] ? [dimensionOf(house, e, subject, at, q[at])] : [],
  )
  const period = { from: q.from, to: q.to }
  const shift = shiftOf(period, q.comparison ?? 'none')
  const before = shift && { shift, period: shifted(period, shift) }
  if (before && before.period.to >= q.from)
    throw bad('comparison', 'A period longer than a year has no year before it to compare with.')
  const base: Filter = {
    and: [
      ...(subject.base ? [subject.base] : []),
      ...(q.filter === undefined || q.filter === null ? [] : [q.filter as Filter]),
    ],
  }
  const { currency } = c.kolo.workspace
  const plan: Plan = {
    subject,
    by: axes.map((a) => a.d),
    measures: chosen.map(([, m]) => m),
    period,
    before,
    filter: base,
    currency,
  }
  const kept = q.filter === undefined || q.filter === null ? await keptOf(c, house, e, plan) : null
  // With this the sets are hashed; otherwise millions of lines are sorted on the disk (measured: 3,000,000 lines).
  await c.tx.rows(sql`set local work_mem = '64MB'`)
  const read = () => c.tx.rows<Row>(statement(house, e, plan, kept))
  // Only who sees every record that it is made of gets figures that were kept, and then no row would be hidden from him.
  const rows = kept ? await c.tx.elevated(read) : await read()
  const { locale } = c.actor
  return {
    plural: e.plural,
    currency,
    period,
    before: before?.period ?? null,
    filter: { and: [base, during(subject.date, period, subject.isMoment)] },
    measures: chosen.map(([key, m]) => ({
      key,
      label: m.label[locale],
      about: m.about[locale],
      kind: m.kind,
      filter: m.records ?? null,
    })),
    dimensions: Object.entries(subject.dimensions)
      .filter(([, d]) => seesPath(house, e, d.path))
      .map(([key, d]) => ({ key, label: d.label[locale] })),
    ...arranged(
      rows,
      axes,
      chosen.map(([key]) => key),
      period,
      locale,
      subject.isMoment,
    ),
  }
}

/** Whether the figures of a row are of all values of an axis. */
const isTotal = (row: Row, axis: number, axes: number) => (row.level & (1 << (axes - 1 - axis))) !== 0

function valuesOf(
  rows: readonly Row[],
  i: number,
  axes: readonly Named[],
  period: Period,
  locale: Locale,
  isMoment?: boolean,
) {
  const { d, field } = axes[i]!
  const heads = rows.filter(
    (r) => !isTotal(r, i, axes.length) && axes.every((_, j) => j === i || isTotal(r, j, axes.length)),
  )
  const unique = [
    ...new Map(
      heads.toSorted((a, b) => Number(b.isBefore) - Number(a.isBefore)).map((r) => [r[`k${i}`], r]),
    ).values(),
  ]
  const size = (r: Row) => (r.isBefore ? -1 : Number(r.m0 ?? 0))
  const sorted = d.step
    ? unique.toSorted((a, b) => ((a[`k${i}`] ?? '9') < (b[`k${i}`] ?? '9') ? -1 : 1))
    : unique.toSorted((a, b) => size(b) - size(a))
  return sorted.map((r): AxisValue => {
    const value = r[`k${i}`] ?? null
    const title =
      value === null ? null : field.entity ? (r[`t${i}`] ?? null) : field.kind.format(value, locale, field)
    const stretch = d.step && value !== null ? within(stepFrom(value, d.step), period) : null
    const filter: Filter =
      value === null
        ? [d.path, 'empty']
        : stretch
          ? during(d.path, stretch, isMoment)
          : [d.path, 'in', [value]]
    return { value, title, filter }
  })
}

/** The answer as a table: its heads, the greatest first or in time, and its cells. */
function arranged(
  rows: readonly Row[],
  axes: readonly Named[],
  measures: readonly string[],
  period: Period,
  locale: Locale,
  isMoment?: boolean,
) {
  const all = axes.map((_, i) => valuesOf(rows, i, axes, period, locale, isMoment))
  const heads = all.map((values, i) => values.slice(0, i ? mostColumns : mostRows))
  const places = heads.map((values) => new Map(values.map((v, at) => [v.value, at])))
  const cells = new Map<string, Cell>()
  for (const r of rows) {
    const at = axes.map((_, i) =>
      isTotal(r, i, axes.length) ? null : (places[i]!.get(r[`k${i}`] ?? null) ?? -1),
    )
    if (at.includes(-1)) continue
    const cell = cells.get(String(at)) ?? { row: at[0]!, column: at[1] ?? null, now: null, before: null }
    cell[r.isBefore ? 'before' : 'now'] = Object.fromEntries(
      measures.map((key, i) => [key, r[`m${i}`] ?? null]),
    )
    cells.set(String(at), cell)
  }
  return {
    rows: heads[0]!,
    columns: heads[1] ?? null,
    cells: [...cells.values()],
    leftOut: all.reduce((sum, values, i) => sum + values.length - heads[i]!.length, 0),
    unconverted: Number(
      rows.find((r) => !r.isBefore && r.level === (1 << axes.length) - 1)?.unconverted ?? 0,
    ),
  }
}
