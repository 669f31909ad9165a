import type { Model } from './model.ts'
import type { Score } from './scorer.ts'
import type { Phase } from './search.ts'

/** Rows as one text: values parted by U+001F, fields by U+001E, rows by line feeds. */
export const encode = (rows: readonly (readonly (readonly string[])[])[]) =>
  rows.map((row) => row.map((values) => values.join('\u001f')).join('\u001e')).join('\n')
export const decode = (text: string): string[][][] =>
  text.split('\n').map((row) => row.split('\u001e').map((field) => (field ? field.split('\u001f') : [])))

export type FoundPair = { a: number; b: number; group: number; score: Score }
export type Question = { rows: string } | 'search' | 'next'
export type Answer =
  | { progress: Phase; done: number }
  | { model: Model; compared: number; groups: number }
  | { pairs: FoundPair[] }
  | 'end'
