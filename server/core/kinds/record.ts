import sql, { type Sql } from 'sql-template-tag'
import { z } from 'zod'
import { isId } from '../id.ts'
import { field, Unreadable, type FieldOptions, type Kind } from '../kind.ts'
import { checked, emptyOps, unreadable } from './filter.ts'

/** A reference to a record of any entity; its title is null when the reader may not see the record. */
export type RecordRef = { entity: string; id: string; title?: string | null }

const id = z.string().toLowerCase().refine(isId, 'Write the id of a record.')
const entity = z.string().regex(/^[A-Za-z]\w{0,59}$/, 'Write the name of an entity.')
const shape = z.looseObject({ entity, id }).transform((r): RecordRef => ({ entity: r.entity, id: r.id }))

/** `deal:0193…` → the record it names. */
function readRecord(text: string): RecordRef | null {
  const [, name = '', given = ''] = /^\s*([A-Za-z]\w{0,59}):([\da-fA-F-]{36})\s*$/.exec(text) ?? []
  return isId(given.toLowerCase()) ? { entity: name, id: given.toLowerCase() } : null
}
const written = z.string().transform((text, ctx) => {
  const read = readRecord(text)
  if (read) return read
  ctx.addIssue({ code: 'custom', message: 'Write a record as its entity and id, like "deal:0193…".' })
  return z.NEVER
})
const value = z.union([shape, written])

const at = (v: unknown): RecordRef => checked(value, v) as RecordRef
const same = ([e, i]: Sql[], v: unknown) => {
  const r = at(v)
  return sql`(${e!} = ${r.entity} and ${i!} = ${r.id}::uuid)`
}

export const recordKind: Kind<RecordRef> = {
  name: 'record',
  input: 'record',
  columns: () => [
    { suffix: '_entity', type: 'text', path: 'entity' },
    { suffix: '_id', type: 'uuid', path: 'id' },
  ],
  schema: () => value,
  write: (v) => [v.entity, v.id],
  read: ([e, i]) => (e && i ? { entity: e as string, id: i as string } : null),
  parse: (text) => {
    const read = readRecord(text)
    if (!read) throw new Unreadable(`“${text}” does not name a record, like “deal:0193…”.`)
    return read
  },
  format: (v) => `${v.entity}:${v.id}`,
  ops: {
    is: same,
    isNot: (c, v) => sql`${same(c, v)} is not true`,
    in: (c, v) => {
      const all = checked(z.array(z.unknown()).max(1000), v).map(at)
      return sql`(${c[0]!}, ${c[1]!}) in (select * from unnest(${all.map((r) => r.entity)}::text[], ${all.map((r) => r.id)}::uuid[]))`
    },
    of: (c, v) => {
      const name = entity.safeParse(v)
      if (!name.success) throw unreadable('Write the name of an entity.')
      return sql`${c[0]!} = ${name.data}`
    },
    ...emptyOps,
  },
  order: () => null,
  same: (a, b) => a.entity === b.entity && a.id === b.id,
  words: () => '',
}

/** A reference to a record of whatever entity: what an activity, a file or a comment is about. */
export const record = <const O extends FieldOptions>(options: O = {} as O) =>
  field<RecordRef, O>(recordKind, { ...options, anyEntity: true } as O)
