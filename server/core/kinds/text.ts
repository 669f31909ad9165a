import { z } from 'zod'
import { field, type FieldOptions, type Kind } from '../kind.ts'
import { textOps, ukrainian } from './filter.ts'

const limit = (max: number | undefined, otherwise: number) => max ?? otherwise

// PostgreSQL's text cannot hold U+0000, and a lone surrogate has no UTF-8 form: both are refused, not mended.
export const storable = (s: string) => !s.includes('\u0000') && s.isWellFormed()
export const string = (max: number) =>
  z.string().max(max).refine(storable, 'Holds a character that no text can hold (U+0000 or half of a pair).')

const kind = (name: string, input: string, max: number, sortable = true): Kind<string> => ({
  name,
  input,
  columns: () => [{ suffix: '', type: 'text' }],
  schema: (f) => string(limit(f.max, max)).min(f.required ? 1 : 0),
  write: (v) => [v === '' ? null : v],
  read: ([v]) => (v as string | null) ?? null,
  parse: (text) => text,
  format: (v) => v,
  ops: textOps,
  order: (c) => (sortable ? ukrainian(c[0]!) : null),
  words: (v) => v,
})

export const textKind = kind('text', 'text', 1000)
export const longTextKind = kind('longText', 'textarea', 100_000, false)

export const text = <const O extends FieldOptions>(options: O = {} as O) =>
  field<string, O>(textKind, options)
export const longText = <const O extends FieldOptions>(options: O = {} as O) =>
  field<string, O>(longTextKind, options)
