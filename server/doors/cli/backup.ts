import { backUp } from '#database/backup.ts'
import { openDataDirectory } from '#database/data-directory.ts'
import { openPostgres } from '#database/launcher.ts'
import { placeOf } from '../../place.ts'
import { readSettings } from '../../settings.ts'
import { type Command, print, say } from './command.ts'
import { pathOf } from './paths.ts'

export const backup: Command = {
  name: 'backup',
  usage: 'DIR',
  summary: 'Writes everything (tables, files, key) into a new directory, while people work',
  words: { least: 1, most: 1 },
  async run({ words: [word = ''] }) {
    const settings = readSettings()
    const directory = pathOf(word)
    const postgres = await openPostgres({ ...settings, onProgress: say })
    try {
      const data = openDataDirectory(settings.dataDir)
      const { tables, files } = await backUp({
        config: postgres.config,
        data,
        ...(settings.s3 ? { place: placeOf(settings, data) } : {}),
        directory,
        onProgress: say,
      })
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      print(
        `${directory} holds ${rows} rows of ${tables.length} tables and ${files.length} files. It can open everything: keep it safe.`,
      )
    } finally {
      await postgres.stop()
    }
  },
}
