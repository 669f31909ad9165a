import sql from 'sql-template-tag'
import type { Entity } from './entity.ts'
import { Invalid, type Problem } from './error.ts'
import type { File } from './kinds/link.ts'
import type { Context } from './operation.ts'
import { valueOf, type Plain, type Values } from './row.ts'

type Named = { i: number; key: string; file: File }
type Known = File & { by: string | null; carrier: string | null }

/** A record carries only what its writer uploaded himself and no other record has: a file's id proves nothing. What it
 * is (size, type) is as it was found, whatever the request says. `ids` are the records'. */
export async function claimFiles(
  c: Context,
  e: Entity,
  items: Values[],
  ids: readonly string[],
  before: readonly Plain[] = [],
): Promise<void> {
  const keys = Object.entries(e.fields).flatMap(([key, f]) => (f.kind.carries ? [key] : []))
  if (keys.length === 0) return
  const named = items.flatMap((item, i) =>
    keys.flatMap((key): Named[] => {
      const had = new Map(filesIn(before[i], key).map((file) => [file.id, file]))
      put(item, key, (file) => ({ ...(had.get(file.id) ?? file), name: file.name }))
      return filesIn(item, key).flatMap((file) => (had.has(file.id) ? [] : [{ i, key, file }]))
    }),
  )
  if (named.length === 0) return
  const asked = named.map(({ i, file }) => ({ file: file.id, record: ids[i]! }))
  const rows = await c.tx.elevated(() =>
    c.tx.rows<Known>(sql`select id, name, size, type, uploaded_by as by, carried_by as carrier from files
      where id = any(${asked.map((a) => a.file)}::uuid[]) for update`),
  )
  const known = new Map(rows.map((row) => [row.id, row]))
  const isHis = ({ by, carrier }: Known, record: string) =>
    (by === c.actor.user || c.actor.role === 'system') && (carrier === null || carrier === record)
  const problems = named.flatMap(({ i, key, file }): Problem[] => {
    const found = known.get(file.id)
    if (!found || !isHis(found, ids[i]!))
      return [{ path: `items.${i}.${key}`, message: 'Upload the file first.', code: 'no_file' }]
    const { size, type } = found
    put(items[i]!, key, (one) => (one.id === file.id ? { ...one, size: Number(size), type } : one))
    return []
  })
  if (problems.length) throw new Invalid(problems)
  await c.tx.elevated(() =>
    c.tx.rows(sql`update files f set carried_entity = ${e.name}, carried_by = a.record
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(file uuid, record uuid) where f.id = a.file`),
  )
}

const filesIn = (row: Values | undefined, key: string): File[] =>
  row ? [valueOf(row, key) as File | File[] | null].flat().filter((file) => file !== null) : []

function put(item: Values, key: string, change: (file: File) => File): void {
  const value = valueOf(item, key) as File | File[] | null
  if (!value) return
  const next = Array.isArray(value) ? value.map(change) : change(value)
  if (!key.startsWith('custom.')) item[key] = next
  else item['custom'] = { ...(item['custom'] as Values), [key.slice('custom.'.length)]: next }
}
