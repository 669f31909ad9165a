import { openDataDirectory } from '#database/data-directory.ts'
import { openPostgres } from '#database/launcher.ts'
import { restore as restoreFrom } from '#database/restore.ts'
import { makeCatalogue } from '#modules/index.ts'
import { placeOf } from '../../place.ts'
import { readSettings } from '../../settings.ts'
import { type Command, print, say } from './command.ts'
import { pathOf } from './paths.ts'

export const restore: Command = {
  name: 'restore',
  usage: 'DIR',
  summary: 'Fills an empty installation with what a backup holds',
  words: { least: 1, most: 1 },
  async run({ words: [word = ''] }) {
    const settings = readSettings()
    const directory = pathOf(word)
    const data = openDataDirectory(settings.dataDir)
    const postgres = await openPostgres({ ...settings, onProgress: say })
    try {
      const { tables, madeAt } = await restoreFrom({
        config: postgres.config,
        data,
        ...(settings.s3 ? { place: placeOf(settings, data) } : {}),
        directory,
        catalogue: makeCatalogue(),
        onProgress: say,
      })
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      print(`Restored ${rows} rows as they were at ${madeAt}.`)
    } finally {
      await postgres.stop()
    }
  },
}
