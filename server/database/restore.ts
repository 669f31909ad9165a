import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import type { Catalogue } from '#core/catalogue.ts'
import type { Place } from '#core/files.ts'
import { copyHashed } from './backup.ts'
import { CannotStart, explained } from './cannot-start.ts'
import type { DataDirectory } from './data-directory.ts'
import { filesFolder, type Manifest, readManifest, secretFile, tableFile } from './manifest.ts'
import { migrate, migrations } from './migrate.ts'
import { appliedMigrations, foreignKeysOf, quoted, tableName, tablesOf } from './tables.ts'

export type RestoreOptions = {
  config: pg.ClientConfig
  data: DataDirectory
  /** Where the files shall lie, if not in the data directory. */
  place?: Place
  directory: string
  catalogue: Catalogue
  workspace?: string
  onProgress?: (sentence: string) => void
}

/** Makes an empty installation what the backup was, then brings it to this code's version. All or nothing: a backup
 * that is not whole leaves the installation empty. */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { config, data, directory, catalogue, workspace = 'kolo', onProgress = () => {} } = options
  const client = new pg.Client(config)
  client.on('error', () => {})
  try {
    const manifest = await readManifest(directory)
    const upTo = knownVersion(manifest)
    await client.connect()
    await assertEmpty(client, workspace)
    await client.query(`drop schema if exists ${quoted(workspace)}, ${quoted(`${workspace}_auth`)} cascade`)
    await migrate({ config, workspace, catalogue, upTo })
    await restoreFiles(directory, manifest, data, options.place)
    await fill(client, workspace, directory, manifest, onProgress)
    onProgress('Bringing it to this version')
    await migrate({ config, workspace, catalogue })
    return manifest
  } catch (error) {
    throw explained(error, data.root)
  } finally {
    await client.end().catch(() => {})
  }
}

const notWhole = (what: string) =>
  new CannotStart('settings', `The backup is not whole: ${what}. Nothing was restored.`)

/** The last migration of the backup, if this code knows it and all before it as they were. */
function knownVersion(manifest: Manifest): number {
  const ours = new Map(migrations().map((m) => [m.number, m]))
  const stranger = manifest.migrations.find((m) => ours.get(m.number)?.hash !== m.hash)
  if (stranger)
    throw new CannotStart(
      'settings',
      `The backup is of another version of Kolo (it has ${stranger.name}): restore it with that version, or a newer one.`,
    )
  return Math.max(...manifest.migrations.map((m) => m.number))
}

async function assertEmpty(client: pg.Client, workspace: string) {
  const others = await client.query(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  )
  if (others.rows[0].count > 0)
    throw new CannotStart('busy', 'Somebody is using this database: stop the Kolo server, then restore.')
  const made = await appliedMigrations(client, workspace)
  const used =
    made.length > 0 &&
    (await client.query(`select exists (select from ${quoted(workspace)}.users) as used`)).rows[0].used
  if (used)
    throw new CannotStart(
      'settings',
      'There is a company in this installation: restore into a new, empty one (another KOLO_DATA or DATABASE_URL).',
    )
}

async function fill(
  client: pg.Client,
  workspace: string,
  directory: string,
  manifest: Manifest,
  onProgress: (sentence: string) => void,
) {
  await client.query('begin')
  await client.query(`set local role ${quoted(`${workspace}_owner`)}`)
  const tables = await tablesOf(client, workspace)
  await client.query(`truncate ${tables.map((t) => tableName(workspace, t)).join(', ')}`)
  // Tables come in no order that references would like. Putting the references back checks every one.
  const references = await foreignKeysOf(client, workspace)
  for (const { table, name } of references)
    await client.query(`alter table ${table} drop constraint ${quoted(name)}`)
  for (const table of manifest.tables) {
    await fillTable(client, workspace, directory, table)
    if (table.rows > 0) onProgress(`${table.name}: ${table.rows} rows`)
  }
  onProgress('Checking references')
  for (const { table, name, definition } of references)
    await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`)
  // The roles of this database have no rights yet, whatever the old one had noted.
  await client.query(`update ${quoted(workspace)}.meta set settings = settings - 'rights'`)
  await client.query('commit')
  await client.query(`analyze`)
}

async function fillTable(
  client: pg.Client,
  workspace: string,
  directory: string,
  table: Manifest['tables'][number],
) {
  const columns = table.columns.map(quoted).join(', ')
  const target = client.query(from(`copy ${tableName(workspace, table)} (${columns}) from stdin`))
  const hash = createHash('sha256')
  const watch = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(createReadStream(tableFile(directory, table)), createGunzip(), watch, target).catch(
    (error: Error) => {
      throw notWhole(`table ${table.name} does not read (${error.message})`)
    },
  )
  if (hash.digest('hex') !== table.sha256) throw notWhole(`table ${table.name} is not as it was written`)
  if (target.rowCount !== table.rows)
    throw notWhole(`table ${table.name} has ${target.rowCount} rows of ${table.rows}`)
}

async function restoreFiles(directory: string, manifest: Manifest, data: DataDirectory, place?: Place) {
  for (const { path, sha256 } of manifest.files) {
    const target = join(data.files, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    const found = await copyHashed(join(filesFolder(directory), path), target).catch(() => 'unreadable')
    if (found !== sha256) throw notWhole(`file ${path} is not as it was written`)
    const [, id] = /^[\da-f]{2}\/([\da-f-]{36})$/.exec(path) ?? []
    if (!place || !id) continue
    await place.put(id, createReadStream(target))
    await rm(target)
  }
  const secret = await readFile(secretFile(directory))
  if (createHash('sha256').update(secret).digest('hex') !== manifest.secret)
    throw notWhole('its key is not as it was written')
  await writeFile(data.secretFile, secret, { mode: 0o600 })
}
