import { Database } from '#core/database.ts'
import { Files } from '#core/files.ts'
import type { Kolo } from '#core/kolo.ts'
import { type DataDirectory, openDataDirectory } from '#database/data-directory.ts'
import { openPostgres, type Postgres } from '#database/launcher.ts'
import type { Catalogue } from '#core/catalogue.ts'
import type * as Migrating from '#database/migrate.ts'
import { placeOf } from './place.ts'
import type { Settings } from './settings.ts'

/** This installation, open for use: its directory, its database, and Kolo on it. */
export type Installation = {
  settings: Settings
  data: DataDirectory
  postgres: Postgres
  kolo: Kolo
  close(): Promise<void>
}

export type OpenOptions = {
  onProgress?: (sentence: string) => void
  /** 'always': bring the schema to this code's state. 'new': only when there is none yet; a server may be running on
   * the old one. */
  migrate: 'always' | 'new'
  /** Connections at once. */
  size?: number
}

export async function openInstallation(settings: Settings, options: OpenOptions): Promise<Installation> {
  const { onProgress = () => {} } = options
  const data = openDataDirectory(settings.dataDir)
  const opening = openPostgres({ ...settings, onProgress })
  // A thousand files are read while the database starts.
  const [postgres, { makeCatalogue }, { Kolo }, migrating] = await Promise.all([
    opening,
    import('#modules/index.ts'),
    import('#core/kolo.ts'),
    import('#database/migrate.ts'),
  ])
  try {
    const catalogue = makeCatalogue()
    await prepare(postgres, catalogue, options, migrating)
    const db = new Database({ config: postgres.config, ...(options.size ? { size: options.size } : {}) })
    const kolo = new Kolo(catalogue, db, data.secret)
    kolo.address = settings.baseUrl
    kolo.files = new Files(db, placeOf(settings, data))
    const close = async () => {
      await db.close()
      await postgres.stop()
    }
    await kolo.refresh()
    return { settings, data, postgres, kolo, close }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

async function prepare(
  { config }: Postgres,
  catalogue: Catalogue,
  options: OpenOptions,
  { migrate, migrations, SchemaProblem }: typeof Migrating,
) {
  const { pending } = await migrate({ config, catalogue, plan: true })
  const isNew = pending.length === migrations().length
  if (options.migrate === 'new' && !isNew) {
    if (pending.length === 0) return
    throw new SchemaProblem(
      `The database waits for ${pending.length} changes of this version of Kolo (${pending[0]} …): stop the server, run "npm run -s kolo -- migrate", and start it again.`,
    )
  }
  if (pending.length > 0)
    options.onProgress?.(
      isNew ? 'Preparing the database' : `Bringing the database up to date: ${pending.length} changes`,
    )
  await migrate({ config, catalogue })
}
