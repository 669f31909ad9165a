import { openPostgres } from '#database/launcher.ts'
import { migrate as migrateSchema } from '#database/migrate.ts'
import { makeCatalogue } from '#modules/index.ts'
import { readSettings } from '../../settings.ts'
import { type Command, print, say } from './command.ts'

export const migrate: Command = {
  name: 'migrate',
  usage: '[--plan]',
  summary: 'Brings the database to this version of Kolo; --plan only says what it would do',
  options: { plan: { type: 'boolean' } },
  async run(given) {
    const postgres = await openPostgres({ ...readSettings(), onProgress: say })
    try {
      const plan = given.flag('plan')
      const { applied, pending } = await migrateSchema({
        config: postgres.config,
        catalogue: makeCatalogue(),
        plan,
      })
      const names = plan ? pending : applied
      if (names.length === 0) print('The database is up to date.')
      for (const name of names) print(plan ? `would apply ${name}` : `applied ${name}`)
    } finally {
      await postgres.stop()
    }
  },
}
