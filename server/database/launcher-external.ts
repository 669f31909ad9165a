import pg from 'pg'
import { CannotStart } from './cannot-start.ts'
import { inspect } from './launcher-inspect.ts'

/** A server that somebody else runs: looked at, never started or stopped. */
export async function openExternal(databaseUrl: string) {
  const config: pg.PoolConfig = { connectionString: databaseUrl }
  const found = await visit(config)
  return { config, stop: async () => {}, ours: false, ...found }
}

async function visit(config: pg.PoolConfig) {
  let client: pg.Client | undefined
  try {
    client = new pg.Client({ ...config, connectionTimeoutMillis: 10_000 })
    client.on('error', () => {})
    await client.connect()
    return await inspect(client)
  } catch (error) {
    if (error instanceof CannotStart) throw error
    const { message, errors, code } = error as Error & { errors?: Error[]; code?: string }
    const why = message || errors?.[0]?.message || code
    throw new CannotStart('unavailable', `The database given with DATABASE_URL does not answer: ${why}.`, {
      cause: error,
    })
  } finally {
    await client?.end().catch(() => {})
  }
}
