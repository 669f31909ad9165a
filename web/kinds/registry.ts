import type { Catalogue, Entity, Field } from '../catalogue.ts'
import type { Rec } from '../records.ts'
import type { WebKind } from './kind.ts'
import { text } from './plain.tsx'

/** Filled by index.ts: apart, so that a kind may ask about another one without an import ring. */
export const kinds: Record<string, WebKind> = {}

/** What the web knows about a field's kind: its control, its look, its width. A kind nobody drew is shown as text. */
export const kindOf = (field: Field): WebKind => kinds[field.input] ?? kinds[field.kind] ?? text

export const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

export const textOf = (field: Field, value: unknown): string => {
  if (isEmpty(value)) return ''
  const kind = kindOf(field)
  return kind === text && typeof value === 'object' ? JSON.stringify(value) : kind.text(value, field)
}

export const toWrite = (field: Field, value: unknown) => {
  const { write } = kindOf(field)
  return write ? write(value, field) : value
}

/** A record's name, as its entity says. */
export function titleOf(catalogue: Catalogue, entity: string, record: Rec): string {
  const e = catalogue.entities[entity]
  return e?.fields[e.title] ? calledIn(e, record) : record.id
}

/** A record's name, or what names it when it has none. */
export const calledIn = (e: Entity, record: Rec): string =>
  textOf(e.fields[e.title]!, record[e.title]) || String((e.titleElse && record[e.titleElse]) ?? '')
