import { raw, type Sql } from 'sql-template-tag'
import type { Locale } from '#core/text.ts'

/** A product's or a group's words in a language, its own where it has none in that one: of the table or alias named. */
export const inLanguage = (of: string, column: 'name' | 'description', locale: Locale): Sql =>
  raw(`coalesce(${of}.${column}_${locale}, ${of}.${column})`)
