import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '#database/migrate.ts'
import { makeCatalogue } from '#modules/index.ts'

/** The connection to one database of the run's server. */
export function configOf(database: string): pg.PoolConfig {
  const { config } = inject('server')
  if (!config.connectionString) return { ...config, database }
  const url = new URL(config.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

async function onServer<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(inject('server').config)
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

const has = async (client: pg.Client, database: string) =>
  (await client.query('select 1 from pg_database where datname = $1', [database])).rowCount !== 0

const migrated = (config: pg.PoolConfig) => migrate({ config, catalogue: makeCatalogue() })

/** A database that nobody connects to, to be copied: the migrated one, or one with more in it. Whoever needs it first
 * makes it, the others wait. */
export async function template(
  key = 'template',
  fill: (config: pg.PoolConfig) => Promise<unknown> = migrated,
) {
  const name = `${inject('server').prefix}_${key}`
  const draft = `${name}_draft`
  const source = key === 'template' ? 'template1' : await template()
  await onServer(async (client) => {
    await client.query(`select pg_advisory_lock(hashtext($1))`, [name])
    if (await has(client, name)) return
    await client.query(`drop database if exists ${draft}`)
    await client.query(`create database ${draft} template ${source}`)
    await fill(configOf(draft))
    await client.query(`alter database ${draft} rename to ${name}`)
  })
  return name
}

let made = 0

/** A database of one's own: a copy of `from` (the migrated template, unless told), or an empty one for null. */
export async function newDatabase(from?: string | null) {
  const source = from === null ? 'template1' : (from ?? (await template()))
  const name = `${inject('server').prefix}_${process.pid.toString(36)}_${++made}`
  await onServer((client) => client.query(`create database ${name} template ${source}`))
  return {
    name,
    config: configOf(name),
    drop: () => onServer((client) => client.query(`drop database if exists ${name} with (force)`)),
  }
}
