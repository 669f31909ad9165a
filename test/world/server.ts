import { mkdtempSync, rmSync } from 'node:fs'
import { room } from './room.ts'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openPostgres } from '#database/launcher.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server of this test run, the beginning of the names of its databases, and where its files may lie. */
    server: { config: pg.PoolConfig; prefix: string; superuser: boolean; ours: boolean; scratch: string }
  }
}

/** One PostgreSQL for the whole run: a throw-away one of our own, or that of TEST_DATABASE_URL. */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(room, 'kolo-test-'))
  const scratch = mkdtempSync(join(room, 'kolo-scratch-'))
  const databaseUrl = process.env['TEST_DATABASE_URL'] || undefined
  const postgres = await openPostgres({
    dataDir,
    databaseUrl,
    durable: false,
    settings: { max_connections: '200', shared_buffers: '128MB' },
  })
  const prefix = `kolo_test_${process.pid.toString(36)}${Date.now().toString(36)}`
  const { config, superuser, ours } = postgres
  project.provide('server', { config, prefix, superuser, ours, scratch })
  return async () => {
    if (!ours) await dropDatabases(config, prefix)
    await postgres.stop()
    for (const folder of [dataDir, scratch]) rmSync(folder, { recursive: true, force: true })
  }
}

async function dropDatabases(config: pg.PoolConfig, prefix: string) {
  const client = new pg.Client(config)
  await client.connect()
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [
    prefix,
  ])
  for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  await client.end()
}
