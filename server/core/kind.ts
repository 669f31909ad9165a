import type { z } from 'zod'
import type { Sql } from 'sql-template-tag'
import type { RolledUp, Rollup } from './rollup.ts'
import type { Locale, Text } from './text.ts'

/** One column of a field in its table. `suffix` is added to the field's own name; `path` is the property that
 * holds this part when the value is kept as JSON (customers' own fields). */
export type Column = { suffix: string; type: string; path?: string }

export type Option = { key: string; label: Text; color?: string }

export type FieldOptions = {
  label?: Partial<Text>
  hint?: Text
  required?: boolean
  /** Records are found by it in search. */
  search?: boolean
  /** Tells about a person: exported and erased with him. */
  personal?: boolean
  /** No two records carry the same value. */
  unique?: boolean
  /** A list of values instead of one. */
  many?: boolean
  max?: number
  min?: number
  /** More than this. */
  above?: number
  /** Of a day: the first that is taken, and the last, counted in days from today. */
  earliest?: string
  latest?: number
  /** Of a day: another one of the same record that it may not lie before. */
  notBefore?: string
  /** One of our own sentences, kept in English: read in the reader's language. */
  spoken?: boolean
  /** Digits kept after the point. */
  scale?: number
  options?: readonly Option[]
  /** Administrators may add options on screen. */
  editable?: boolean
  /** Fields of one set share their options: what is added to one is added to all. */
  set?: string
  entity?: string
  /** The control that edits it, if not its kind's own. */
  input?: string
  /** Refers to a record of any entity: the value says which. */
  anyEntity?: boolean
  /** Of a reference: how those that refer by it are called where they are listed, on the record they refer to. */
  back?: Text
  onDelete?: 'restrict' | 'clear' | 'cascade'
  /** What a new record gets when nothing is said: a value, 'me' (the actor) or 'today'. */
  start?: unknown
  /** Of a managed field: may be given when the record is made, later only by operations. */
  onCreate?: boolean
  /** Roles that may read and write it; everyone who has the record, if absent. */
  only?: readonly string[]
  transitions?: Record<string, readonly string[]>
  formula?: string
  /** Adds up related records: what, and how that is read. */
  rollup?: Rollup
  rolledUp?: RolledUp
  /** The fields that the database computes it from: hidden from whom one of them is. */
  from?: readonly string[]
  /** A customer's own field: kept in `custom`. */
  custom?: boolean
  managed?: boolean
}

export type Field<T = unknown, R extends boolean = boolean> = Omit<FieldOptions, 'required'> & {
  kind: Kind
  required: R
  /** Only a type: what a row carries. */
  value?: T
}

/** How a file writes its values, as stated or found out: `date` 'YMD' | 'DMY' | 'MDY', `decimal` ',' or '.'. */
export type Format = {
  date?: 'YMD' | 'DMY' | 'MDY'
  decimal?: ',' | '.'
  currency?: string
  country?: string
}

export type Op = (columns: Sql[], value: unknown, field: Field) => Sql

/** All that the rest of the code may know about a kind of field. Code outside a kind never asks which it is. */
// oxlint-disable-next-line typescript/no-explicit-any
export interface Kind<T = any> {
  name: string
  /** The control that shows and edits it. */
  input: string
  columns(field: Field): Column[]
  /** What a request may carry, null apart. Throws nothing: its issues name what is wrong. */
  schema(field: Field): z.ZodType
  /** One value per column, as JSON carries it to the database. */
  write(value: T, field: Field): unknown[]
  /** From the columns of a row; null when empty. */
  read(cells: unknown[], field: Field): T | null
  /** From text in a file; throws Unreadable. */
  parse(text: string, format: Format, field: Field): unknown
  /** To text for an export or a title. */
  format(value: T, locale: Locale, field: Field): string
  ops: Record<string, Op>
  /** The column expression to sort by; null when it cannot be sorted. */
  order(columns: Sql[], field: Field): Sql | null
  /** Whether two values mean the same, where their spelling may differ. */
  same?(a: T, b: T): boolean
  /** Of a formula: the type that its expression has. */
  computes?: 'numeric' | 'boolean' | 'date' | 'timestamptz'
  /** Its value is a file that was uploaded. */
  carries?: boolean
  /** Words to be found by. */
  words(value: T, field: Field): string
}

/** The text of a cell does not read as this kind. */
export class Unreadable extends Error {}

export type FieldMap = Record<string, Field>

export type Value<F> = F extends Field<infer T, infer R> ? (R extends true ? T : T | null) : never

export const field = <T, const O extends FieldOptions>(kind: Kind, options: O) =>
  ({ ...options, kind, required: options.required ?? false }) as unknown as Field<
    O extends { many: true } ? T[] : T,
    O extends { required: true } ? true : false
  >
