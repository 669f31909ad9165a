import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import { field, Unreadable, type Field, type FieldOptions, type Kind, type Option } from '../kind.ts'
import { normalise } from '../search.ts'
import type { Locale } from '../text.ts'
import { checked, emptyOps, equalOps, listOps } from './filter.ts'
import { string } from './text.ts'

const keys = (f: Field) => (f.options ?? []).map((o) => o.key)
const oneOf = (f: Field) => {
  const known = keys(f)
  return z.string().refine((k) => known.includes(k), `Choose one of: ${known.join(', ')}.`)
}
const label = (f: Field, key: string, locale: Locale) =>
  f.options?.find((o) => o.key === key)?.label[locale] ?? key

/** By key or by label in any language, however it is spaced or cased. */
export function optionOf(f: Field, text: string): string {
  const wanted = normalise(text)
  const same = (o: Option) =>
    normalise(o.key) === wanted || Object.values(o.label).some((l) => normalise(l) === wanted)
  const found = f.options?.find(same)
  if (!found) throw new Unreadable(`“${text}” is not one of the options.`)
  return found.key
}

const filterKey = z.string().max(200)

export const choiceKind: Kind<string> = {
  name: 'choice',
  input: 'choice',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: oneOf,
  write: (v) => [v],
  read: ([v]) => (v as string | null) ?? null,
  parse: (text, _, f) => optionOf(f, text),
  format: (v, locale, f) => label(f, v, locale),
  ops: equalOps('text', filterKey),
  order: (c) => c[0]!,
  words: () => '',
}

/** Only an operation moves it, along the declared transitions. */
export const lifecycleKind: Kind<string> = { ...choiceKind, name: 'lifecycle' }

export const multiKind: Kind<string[]> = {
  name: 'multi',
  input: 'multi',
  columns: () => [{ suffix: '', type: 'jsonb' }],
  schema: (f) => z.array(oneOf(f)).max(100),
  write: (v) => [v.length ? v : null],
  read: ([v]) => (v as string[] | null) ?? null,
  parse: (text, _, f) =>
    text
      .split(/[;,|]/)
      .map((t) => t.trim())
      .filter(Boolean)
      .map((t) => optionOf(f, t)),
  format: (v, locale, f) => v.map((k) => label(f, k, locale)).join('; '),
  ops: listOps((v) => checked(filterKey, v)),
  order: () => null,
  words: () => '',
}

export const tagsKind: Kind<string[]> = {
  ...multiKind,
  name: 'tags',
  input: 'tags',
  schema: () =>
    z
      .array(
        string(100)
          .transform((t) => t.trim())
          .pipe(z.string().min(1)),
      )
      .max(200)
      .transform((t) => [...new Set(t)]),
  parse: (text) => [
    ...new Set(
      text
        .split(/[;,|]/)
        .map((t) => t.trim())
        .filter(Boolean),
    ),
  ],
  format: (v) => v.join('; '),
  words: (v) => v.join(' '),
}

export const booleanKind: Kind<boolean> = {
  name: 'boolean',
  input: 'boolean',
  columns: () => [{ suffix: '', type: 'boolean' }],
  schema: () => z.boolean(),
  write: (v) => [v],
  read: ([v]) => (v === null || v === undefined ? null : v === true || v === 't' || v === 'true'),
  parse(text) {
    const t = normalise(text)
    if (['true', 'yes', 'y', '1', 'так', 'істина', 'x', '+'].includes(t)) return true
    if (['false', 'no', 'n', '0', 'ні', 'хибність', '-'].includes(t)) return false
    throw new Unreadable(`“${text}” is neither yes nor no.`)
  },
  format: (v, locale) => (locale === 'uk' ? (v ? 'так' : 'ні') : v ? 'yes' : 'no'),
  ops: { is: (c, v) => sql`coalesce(${join(c)}, false) = ${checked(z.boolean(), v)}::boolean`, ...emptyOps },
  order: (c) => c[0]!,
  words: () => '',
}

export const choice = <const O extends FieldOptions>(options: O) => field<string, O>(choiceKind, options)
export const multi = <const O extends FieldOptions>(options: O) => field<string[], O>(multiKind, options)
export const tags = <const O extends FieldOptions>(options: O = {} as O) =>
  field<string[], O>(tagsKind, options)
export const boolean = <const O extends FieldOptions>(options: O = {} as O) =>
  field<boolean, O>(booleanKind, options)

/** States and where each may go; `start` is where every record begins. */
export const lifecycle = <S extends string>(
  transitions: Record<S, readonly S[]>,
  options: { start: NoInfer<S>; options: readonly Option[] } & FieldOptions,
) =>
  field<S, { required: true }>(lifecycleKind, { ...options, required: true, transitions } as {
    required: true
  })
