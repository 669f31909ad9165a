import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import { field, type FieldOptions, type Kind } from '../kind.ts'
import { textOps, ukrainian } from './filter.ts'
import { string } from './text.ts'

/** Surname, name, patronymic: at least one of them. */
export type PersonName = { last?: string; first?: string; middle?: string }

const part = string(200).optional()
const shape = z
  .strictObject({ last: part, first: part, middle: part })
  .refine(
    (n) => n.last?.trim() || n.first?.trim() || n.middle?.trim(),
    'Write at least one part of the name.',
  )

// The whole text is kept: what does not split into two or three words stays in one part.
export function nameOf(text: string): PersonName {
  const comma = /^([^,]+),\s*(\S+)(?:\s+(.+))?$/.exec(text.trim())
  if (comma) return clean({ last: comma[1]!, first: comma[2]!, middle: comma[3] ?? '' })
  const words = text.trim().split(/\s+/)
  if (words.length === 1) return { last: words[0]! }
  if (words.length === 3 && patronymic.test(words[1]!) && !patronymic.test(words[2]!))
    return { first: words[0]!, middle: words[1]!, last: words[2]! }
  if (patronymic.test(words[2] ?? ''))
    return clean({ last: words[0]!, first: words[1]!, middle: words.slice(2).join(' ') })
  const [, last, first, middle] = withInitials.exec(text.trim()) ?? []
  if (last) return clean({ last, first: first!, middle: middle ?? '' })
  return clean({ first: words.slice(0, -1).join(' '), last: words.at(-1)! })
}
// Коваль І., Коваль І. П., Koval I.P., Коваль Іван П.: the surname comes before initials.
const withInitials =
  /^(?=\p{sc=Cyrillic}|.*\.\s*\p{L}\.$)(\S{2,})\s+(\p{L}\.|\S{2,}(?=\s+\p{L}\.$))\s*(\p{L}\.)?$/u
const patronymic = /(вич|вна|ич|[oe][vw]y(?:ch|cz)|[oe]vich|[ioe][vw]na)$/i
const clean = ({ last, first, middle }: PersonName): PersonName => ({
  ...(last ? { last } : {}),
  ...(first ? { first } : {}),
  ...(middle ? { middle } : {}),
})

export const nameText = (n: PersonName) => [n.last, n.first, n.middle].filter(Boolean).join(' ')

export const personNameKind: Kind<PersonName> = {
  name: 'personName',
  input: 'personName',
  columns: () => [
    { suffix: '_last', type: 'text', path: 'last' },
    { suffix: '_first', type: 'text', path: 'first' },
    { suffix: '_middle', type: 'text', path: 'middle' },
  ],
  schema: () => shape,
  write: (v) => [v.last || null, v.first || null, v.middle || null],
  read: ([last, first, middle]) =>
    last || first || middle
      ? clean({ last: last as string, first: first as string, middle: middle as string })
      : null,
  parse: (t) => nameOf(t),
  format: nameText,
  ops: {
    ...textOps,
    empty: (c) => sql`num_nonnulls(${join(c, ', ')}) = 0`,
    notEmpty: (c) => sql`num_nonnulls(${join(c, ', ')}) > 0`,
  },
  order: (c) => ukrainian(sql`coalesce(${join(c, ', ')})`),
  words: nameText,
}

export const personName = <const O extends FieldOptions>(options: O = {} as O) =>
  field<PersonName, O>(personNameKind, options)
