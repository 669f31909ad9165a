import type { Field } from '../catalogue.ts'
import { choice, multi, tags } from './choice.tsx'
import { file } from './file.tsx'
import type { WebKind } from './kind.ts'
import { personName } from './person-name.tsx'
import { boolean, date, duration, link, longText, money, number, percent, richText, text, time } from './plain.tsx'
import { reference } from './reference.tsx'
import { address, email, messenger, phone } from './ways.tsx'

const kinds: Record<string, WebKind> = {
  text, longText, richText, number, percent, money, date, time, choice, lifecycle: choice, multi, boolean, ref: reference,
  reference, email, phone, link, address, messenger, file, image: file, duration, tags, personName,
}

/** What the web knows about a field's kind: its control, its look, its width. A kind nobody drew is shown as text. */
export const kindOf = (field: Field): WebKind => kinds[field.input] ?? kinds[field.kind] ?? text

export const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

export const textOf = (field: Field, value: unknown): string => {
  if (isEmpty(value)) return ''
  if (!(field.input in kinds) && typeof value === 'object') return JSON.stringify(value)
  return kindOf(field).text(value, field)
}

export const toWrite = (field: Field, value: unknown) => {
  const { write } = kindOf(field)
  return write ? write(value, field) : value
}
