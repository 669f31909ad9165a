import { raw, type Sql } from 'sql-template-tag'
import type { Filter } from '#core/filter.ts'
import type { Text } from '#core/text.ts'
import type { Step } from './period.ts'

/** By what figures are split: a field of the records or of what they refer to. */
export type Dimension = { label: Text; path: string; step?: Step }

export type FigureKind = 'count' | 'money' | 'days' | 'hours' | 'percent'

/** A figure, what it means, and the records behind it. */
export type Measure = {
  label: Text
  about: Text
  kind: FigureKind
  /** Columns of the facts that it is made of. */
  facts: readonly string[]
  /** Aggregates of the facts that add up over months: what they come to in each may be kept. A record counts in one month. */
  sums?: Readonly<Record<string, Sql>>
  /** Of the sums; of the facts where there are none. */
  sql: Sql
  /** Which of the subject's records stand behind it; all of them when absent. */
  records?: Filter
}

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
  /** The field whose day puts a record in a period. */
  date: string
  /** That field is a moment, not a day. */
  isMoment?: boolean
  /** Records that count at all: one condition. */
  base?: Filter
  /** What its months come to is kept: `touched.ts` knows the days of all whose changes change them. */
  isKept?: boolean
  dimensions: Readonly<Record<string, Dimension>>
  facts: Readonly<Record<string, Fact>>
  measures: Readonly<Record<string, Measure>>
}

type Summed = Pick<Measure, 'sums' | 'sql'>

/** A figure that is made of sums; without `of` it is the one sum. */
export const summed = (sums: Record<string, Sql>, of = raw(Object.keys(sums)[0]!)): Summed => ({
  sums,
  sql: of,
})

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
  ...('text' in of ? { sql: of } : of),
  ...(records ? { records } : {}),
  label: { en: label[0], uk: label[1] },
  about: { en: about[0], uk: about[1] },
})
