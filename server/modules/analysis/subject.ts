import sql, { raw, type Sql } from 'sql-template-tag'
import type { Filter } from '#core/filter.ts'
import type { Text } from '#core/text.ts'
import type { Step } from './period.ts'

/** By what figures are split: a field of the records or of what they refer to. */
export type Dimension = { label: Text; path: string; step?: Step }

export type FigureKind = 'count' | 'number' | 'money' | 'days' | 'hours' | 'percent'

/** A figure, what it means, and the records behind it. */
export type Measure = {
  label: Text
  about: Text
  kind: FigureKind
  /** Columns of the facts that it is made of. */
  facts: readonly string[]
  /** Which of the subject's records stand behind it; all of them when absent. */
  records?: Filter
} & (Summed | { sql: Sql })

/** Made of sums of the facts, which may be made of kept columns too. Without `of` it is the one sum. */
export type Summed = {
  sums: Readonly<Record<string, Sum>>
  of?: (sums: Sums) => number | null
}
export type Sums = Readonly<Record<string, number | null>>

/** What a fact of many records comes to: in SQL, and how the same is made of its column. A number: that part of all are not
 * greater. */
export type Sum = { sql: Sql; how: 'add' | 'count' | 'distinct' | number; of?: string; only?: Only }
/** Records of which a fact is known; that have this value of it. */
type Only = { fact: string; is?: string }

const filter = (only?: Only): Sql =>
  only
    ? sql`filter (where ${raw(only.is === undefined ? `${only.fact} is not null` : `${only.fact} = '${only.is}'`)})`
    : sql``
export const sum = (of: string, only?: Only): Sum => ({
  how: 'add',
  of,
  sql: sql`sum(${raw(of)}) ${filter(only)}`,
  ...(only ? { only } : {}),
})
/** How many records; of a fact: those of which it is known. */
export const count = (of?: string, only?: Only): Sum => ({
  how: 'count',
  sql: sql`count(${raw(of ?? '*')}) ${filter(only)}`,
  ...(of ? { of } : {}),
  ...(only ? { only } : {}),
})
export const distinct = (of: string): Sum => ({ how: 'distinct', of, sql: sql`count(distinct ${raw(of)})` })
export const percentile = (part: number, of: string, only: Only): Sum => ({
  how: part,
  of,
  only,
  sql: sql`percentile_cont(${raw(String(part))}) within group (order by ${raw(of)}) ${filter(only)}`,
})

/** One column of the facts. `t` is the record. */
export type Fact = {
  /** The fields it reads, as `deal.amount`: without the right to each, there is no figure made of it. */
  reads: readonly string[]
  sql: Sql
  /** What it is in; then it is turned into the company's currency by the rate of the record's day. */
  currency?: Sql
  /** A join that it needs. */
  from?: Sql
}

/** What is analysed: records, which of them count and when, and what can be said of them. */
export type Subject = {
  entity: string
  /** The field whose day, or moment, puts a record in a period; without one records count whenever they were. */
  date?: string
  /** Records that count at all: one condition. */
  base?: Filter
  /** Its facts are kept in columns: `touched.ts` knows the days of all whose changes change them. */
  isKept?: boolean
  /** What records are parts of, when not each stands alone. */
  document?: Sql
  dimensions: Readonly<Record<string, Dimension>>
  facts: Readonly<Record<string, Fact>>
  measures: Readonly<Record<string, Measure>>
}

export const summed = (sums: Summed['sums'], of?: Summed['of']): Summed => (of ? { sums, of } : { sums })
/** Whether what all rows and columns come to is the sum of their cells: an order has many products. */
export const addUp = (measures: readonly Measure[]) =>
  measures.every(
    (m) => 'sums' in m && Object.values(m.sums).every(({ how }) => how === 'add' || how === 'count'),
  )

/** A part of a whole; unknown of nothing. */
export const part = (of: number | null | undefined, whole: number | null | undefined): number | null =>
  of === null || of === undefined || !whole ? null : of / whole
export const percent = (of: number | null | undefined, whole: number | null | undefined): number | null => {
  const share = part(of, whole)
  return share === null ? null : 100 * share
}

/** How far below the whole, in percent. */
export const off = (of: number | null | undefined, whole: number | null | undefined): number | null => {
  const share = percent(of, whole)
  return share === null ? null : 100 - share
}

export const measure = (
  kind: FigureKind,
  facts: readonly string[],
  of: Sql | Summed,
  records: Filter | null,
  label: [en: string, uk: string],
  about: [en: string, uk: string],
): Measure => ({
  kind,
  facts,
  ...('sums' in of ? of : { sql: of }),
  ...(records ? { records } : {}),
  label: { en: label[0], uk: label[1] },
  about: { en: about[0], uk: about[1] },
})
