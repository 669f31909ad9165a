import type { Sql } from 'sql-template-tag'
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
  /** Columns of the facts that `sql` adds up. */
  facts: readonly string[]
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
  /** Records that count at all. */
  base?: Filter
  dimensions: Readonly<Record<string, Dimension>>
  facts: Readonly<Record<string, Fact>>
  measures: Readonly<Record<string, Measure>>
}

export const measure = (
  kind: FigureKind,
  facts: readonly string[],
  sql: Sql,
  records: Filter | null,
  label: [en: string, uk: string],
  about: [en: string, uk: string],
): Measure => ({
  kind,
  facts,
  sql,
  ...(records ? { records } : {}),
  label: { en: label[0], uk: label[1] },
  about: { en: about[0], uk: about[1] },
})
