import sql from 'sql-template-tag'
import type { File } from '#core/kinds/index.ts'
import { number, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { create, update } from '#core/stock.ts'
import { attachment, type Version } from './attachment.ts'

/** The versions with one more, which holds from now on. None is ever lost. */
export function withVersion(
  before: readonly Version[],
  file: File,
  { by, at }: { by: string | null; at: string },
) {
  const number = (before.at(-1)?.number ?? 0) + 1
  const versions: Version[] = [...before, { number, file, by, at }]
  return { file, versions, version: number, size: file.size, type: file.type }
}

const now = (c: Context) => ({ by: c.actor.user, at: new Date().toISOString() })

/** Another content is another version. What it is, was found when it came, whatever the request says. */
async function prepare(c: Context, items: Record<string, unknown>[], before: Plain[]) {
  const isNew = (file: File | undefined, i: number): file is File =>
    file !== undefined && file.id !== (before[i]?.['file'] as File | undefined)?.id
  const ids = items.flatMap((item, i) => {
    const file = item['file'] as File | undefined
    return isNew(file, i) ? [file.id] : []
  })
  if (ids.length === 0) return items
  const found = await c.tx.elevated(() =>
    c.tx.rows<{ id: string; size: string; type: string }>(
      sql`select id, size, type from files where id = any(${ids}::uuid[])`,
    ),
  )
  const known = new Map(found.map(({ id, size, type }) => [id, { size: Number(size), type }]))
  return items.map((item, i) => {
    const file = item['file'] as File | undefined
    if (!isNew(file, i)) return item
    const versions = (before[i]?.['versions'] ?? []) as Version[]
    return { ...item, ...withVersion(versions, { ...file, ...known.get(file.id) }, now(c)) }
  })
}

export const createAttachment = create(attachment, { prepare })
export const updateAttachment = update(attachment, { prepare })

export const restoreVersion = operation({
  name: 'attachment.restore_version',
  summary: { en: 'Make an earlier version hold again', uk: 'Повернути попередню версію' },
  effect: 'write',
  input: {
    id: ref('attachment', { required: true, label: { en: 'File', uk: 'Файл' } }),
    version: number({ required: true, min: 1, scale: 0, label: { en: 'Version', uk: 'Версія' } }),
  },
  needs: { attachment: 'update' },
  refusals: {
    no_version: { en: 'There is no such version.', uk: 'Такої версії немає.' },
    holds: { en: 'This version holds already.', uk: 'Ця версія вже чинна.' },
  },
  async run(c, { id, version }) {
    const before = await c.tx.lock(attachment, id)
    const versions = before.versions as Version[]
    const wanted = versions.find((v) => v.number === Number(version))
    if (!wanted) return c.refuse('no_version')
    if (wanted.file.id === before.file.id) return c.refuse('holds')
    return c.tx.save(attachment, before, withVersion(versions, wanted.file, now(c)) as never)
  },
})
