import sql from 'sql-template-tag'
import type { File, RecordRef } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import { attachment, withVersion, type Version } from '#modules/files/index.ts'

/** Among the files of the record: a new one, or the next version of the last. */
export async function keepAmongFiles(
  c: Context,
  on: RecordRef,
  file: File,
  last: string | null,
): Promise<string> {
  // The maker may read the record and put files on it; another's document he continues without being its owner.
  const store = c.kolo.systemStore(c.tx)
  const at = new Date().toISOString()
  return c.tx.elevated(async () => {
    const before = last ? await store.lock(attachment, last) : null
    const versions = (before?.versions ?? []) as Version[]
    const content = withVersion(versions, file, { by: c.actor.user, at })
    const [kept] = before
      ? [await store.save(attachment, before, { ...content, name: file.name } as never)]
      : await store.insertMany(attachment, [
          { record: on, name: file.name, category: 'other', author: c.actor.user, ...content },
        ])
    await c.tx.rows(sql`update files set carried_entity = 'attachment', carried_by = ${kept!.id}::uuid
      where id = ${file.id}::uuid`)
    return kept!.id
  })
}
