import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderPlace, type Place } from '#core/files.ts'

/** A place for files that is gone with the test's process. */
export function scratchPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'kolo-files-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folderPlace(folder)
}
