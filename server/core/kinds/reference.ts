import sql from 'sql-template-tag'
import { z } from 'zod'
import { isId } from '../id.ts'
import { field, type FieldOptions, type Kind } from '../kind.ts'
import { checked, emptyOps, equalOps } from './filter.ts'

/** What a reading shows of the record referred to; its title is null when the reader may not see it. */
export type Reference = { id: string; title: string | null }

const id = z.string().toLowerCase().refine(isId, 'Write the id of a record.')
const written = z.union([id, z.looseObject({ id }).transform((r) => r.id)])

export const referenceKind: Kind<string> = {
  name: 'reference',
  input: 'reference',
  columns: () => [{ suffix: '_id', type: 'uuid' }],
  schema: () => written,
  write: (v) => [v],
  read: ([v]) => (v as string | null) ?? null,
  parse: (text) => text,
  format: (v) => v,
  ops: {
    ...equalOps('uuid', id),
    isMe: (c, v) =>
      checked(z.boolean(), v ?? true)
        ? sql`${c[0]!} = app_user()`
        : sql`${c[0]!} is distinct from app_user()`,
    ...emptyOps,
  },
  order: (c) => c[0]!,
  words: () => '',
}

/** A reference by the entity's name, so that entity files form no rings. */
export const ref = <const O extends FieldOptions>(entity: string, options: O = {} as O) =>
  field<string, O>(referenceKind, { ...options, entity } as O)
