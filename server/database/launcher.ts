import type pg from 'pg'
import { openDataDirectory } from './data-directory.ts'
import { openEmbedded } from './launcher-embedded.ts'
import { openExternal } from './launcher-external.ts'

export type Postgres = {
  /** How to connect to the database, as the user who owns everything in it. */
  config: pg.PoolConfig
  /** The built-in server stops when the last process that uses it stops; somebody else's server is left alone. */
  stop(): Promise<void>
  /** Is it the built-in one? */
  ours: boolean
  superuser: boolean
  version: number
}

export type PostgresOptions = {
  dataDir: string
  databaseUrl?: string | undefined
  onProgress?: (sentence: string) => void
  /** Further settings of the built-in server. */
  settings?: Record<string, string>
  /** false: for a throw-away server, which need not survive a power cut. */
  durable?: boolean
}

/** The database of this installation: the built-in PostgreSQL in the data directory, or the server that DATABASE_URL
 * names. What prevents it is a CannotStart with one sentence for the administrator. */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, databaseUrl, onProgress = () => {}, settings = {}, durable = true } = options
  const data = openDataDirectory(dataDir)
  if (databaseUrl) return openExternal(databaseUrl)
  const throwAway: Record<string, string> = durable
    ? {}
    : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  return openEmbedded(data, { onProgress, settings: { ...throwAway, ...settings }, durable })
}
