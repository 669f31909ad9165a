import sql, { raw } from 'sql-template-tag'
import type { Entity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import { Joins, mayName, titleOf } from '#core/expression.ts'
import type { Filter } from '#core/filter.ts'
import type { Field } from '#core/kind.ts'
import type { Context } from '#core/operation.ts'
import { blockOf } from './block.ts'
import { sourceOfColumns } from './column-sums.ts'
import { Moved } from './facts.ts'
import {
  checked,
  during,
  shifted,
  shiftOf,
  stepFrom,
  within,
  type Comparison,
  type Period,
} from './period.ts'
import { isListed, isMoment, measuresFor, seesPath, type House } from './reach.ts'
import { statement, sumsOf, type Columns, type Plan } from './statement.ts'
import type { Dimension, FigureKind, Subject } from './subject.ts'
import { sourceOf, tableOf, type Cell, type Source } from './table.ts'

export type Question = Period & {
  rows: string
  columns?: string | null
  comparison?: Comparison | null
  /** Which figures; all that the actor may see when absent. */
  measures?: readonly string[] | null
  filter?: unknown
}

/** A value of a dimension: how it is called, and which records have it. */
export type AxisValue = { value: string | null; title: string | null; filter: Filter }
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

const dateOf = ({ entityOf, rights }: House, e: Entity, path: string): Field =>
  new Joins(entityOf, rights).resolve(e, path).field

const bad = (path: string, message: string) => new Invalid([{ path, message, code: 'bad_question' }])

type Named = { d: Dimension; field: Field }

function dimensionOf(house: House, e: Entity, subject: Subject, at: string, key: string): Named {
  const d = subject.dimensions[key]
  if (!d || !seesPath(house, e, d.path)) throw bad(at, `Nothing here is split by ${key}.`)
  return { d, field: new Joins(house.entityOf, house.rights).resolve(e, d.path).field }
}

/** Figures of a subject by one or two dimensions, under the actor's rights: records that he may
 * not see do not count, fields that are hidden from him give no figures. */
export async function cross(c: Context, subject: Subject, q: Question): Promise<Crossed> {
  const house: House = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
  const e = c.kolo.entity(subject.entity)
  checked(q)
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
  const isWhole = q.filter === undefined || q.filter === null
  const table = await tabled(c, house, plan, isWhole, chosen)
  const { locale } = c.actor
  return {
    plural: e.plural,
    currency,
    period,
    before: before?.period ?? null,
    filter: subject.date
      ? { and: [base, during(subject.date, period, isMoment(dateOf(house, e, subject.date)))] }
      : base,
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
    ...(await arranged(c, house, table, axes, plan)),
  }
}

type Chosen = Parameters<typeof tableOf>[2]

/** From kept columns; of some records alone, and for who does not see all, from the records. */
async function tabled(
  c: Context,
  house: House,
  plan: Plan,
  isWhole: boolean,
  chosen: Chosen,
  isAgain = false,
): Promise<Table> {
  const axes = plan.by.map((d) => ({ isTime: d.step !== undefined }))
  try {
    const columns = isWhole ? await sourceOfColumns(c, house, plan) : null
    return await tableOf(columns ?? (await sourceOfRecords(c, house, plan)), axes, chosen)
  } catch (error) {
    if (error instanceof Moved) return tabled(c, house, plan, !isAgain, chosen, true)
    throw error
  }
}
type Table = Awaited<ReturnType<typeof tableOf>>

async function sourceOfRecords(c: Context, house: House, plan: Plan): Promise<Source> {
  // With this the sets are hashed; otherwise millions of lines are sorted on the disk (measured: 3,000,000 lines).
  await c.tx.rows(sql`set local work_mem = '64MB'`)
  const { subject, by, measures, period, before } = plan
  const days = [period, ...(before ? [before.period] : [])]
  const found = await c.tx.rows<Columns>(statement(house, house.entityOf(subject.entity), plan, days))
  const names = sumsOf(measures).map(([name]) => name)
  const parts = found.map((columns) => ({
    isBefore: columns.isBefore,
    block: blockOf(columns, by.length, names),
  }))
  return sourceOf(parts, by.length, measures)
}

/** How the values of an axis are called, of records that have names. */
async function titlesOf(
  c: Context,
  { rights, entityOf }: House,
  { field }: Named,
  values: readonly (string | null)[],
): Promise<Map<string, string | null>> {
  const target = field.entity ? entityOf(field.entity) : null
  if (!target || !mayName(rights, target)) return new Map()
  const rows = await c.tx.rows<{ id: string; title: string | null }>(
    sql`select id, ${titleOf(target, 'r', rights[target.name])} as title from ${raw(`"${target.table}" r`)} where id = any(${values.filter((v) => v !== null)}::uuid[])`,
  )
  return new Map(rows.map((r) => [r.id, r.title]))
}

/** The table with the names of its heads and the records behind them. */
async function arranged(
  c: Context,
  house: House,
  { heads, ...rest }: Table,
  axes: readonly Named[],
  { period, subject }: Plan,
) {
  const titles = await Promise.all(axes.map((axis, i) => titlesOf(c, house, axis, heads[i]!)))
  const [rows, columns = null] = axes.map(({ d, field }, i) =>
    heads[i]!.map((value): AxisValue => {
      if (value === null) return { value, title: null, filter: [d.path, 'empty'] }
      const title = field.entity
        ? (titles[i]!.get(value) ?? null)
        : field.kind.format(value, c.actor.locale, field)
      const step = d.step && stepFrom(value, d.step)
      const filter: Filter = step
        ? during(d.path, d.path === subject.date ? within(step, period) : step, isMoment(field))
        : isListed(field)
          ? [d.path, 'in', [value]]
          : [d.path, 'is', value]
      return { value: String(value), title, filter }
    }),
  )
  return { rows: rows!, columns, ...rest }
}
