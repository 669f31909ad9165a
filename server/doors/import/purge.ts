import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import sql from 'sql-template-tag'
import type { Chore } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { uploadsIn } from './upload.ts'

const keptDays = 30
const day = 24 * 3600 * 1000

/** Throws away uploaded files of imports that nobody has touched for a month, and what an upload that was cut off left
 * behind. The run itself stays, and can still be undone: that needs its events, not its file. A file that the command
 * line named is the user's own. */
export const purgeUploads =
  (kolo: Kolo, filesDir: string): Chore =>
  async () => {
    const folder = uploadsIn(filesDir)
    const before = new Date(Date.now() - keptDays * day)
    const kept = await kolo.db.system(async (tx) => {
      await tx.rows(sql`update imports set path = null where starts_with(path, ${join(folder, '/')})
        and seen_at < ${before.toISOString()}::timestamptz`)
      return tx.rows<{ path: string }>(sql`select path from imports where path is not null`)
    })
    const wanted = new Set(kept.map(({ path }) => basename(path)))
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name)
      const made = await stat(path).catch(() => null)
      if (made && made.mtime < before && !wanted.has(name)) await rm(path, { force: true })
    }
  }
