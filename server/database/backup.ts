import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to } from 'pg-copy-streams'
import type { Place } from '#core/files.ts'
import { CannotStart, explained } from './cannot-start.ts'
import type { DataDirectory } from './data-directory.ts'
import { filesFolder, type Manifest, manifestFile, secretFile, tableFile } from './manifest.ts'
import { appliedMigrations, quoted, schemaOf, type Table, tableName, tablesOf } from './tables.ts'

export type BackupOptions = {
  config: pg.ClientConfig
  data: DataDirectory
  /** Where the files lie, if not in the data directory. */
  place?: Place
  directory: string
  workspace?: string
  onProgress?: (sentence: string) => void
}

/** Writes everything the company has into an empty directory: the tables as they were at one instant, the files, the
 * key. Nobody else has to wait for it. */
export async function backUp({
  config,
  data,
  place,
  directory,
  workspace = 'kolo',
  onProgress = () => {},
}: BackupOptions): Promise<Manifest> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await prepare(directory)
  try {
    await client.connect()
    const snapshot = await copyTables(client, workspace, directory, onProgress)
    // After the snapshot: a file is written before the row that names it.
    const here = await copyFiles(data.files, filesFolder(directory))
    const there = place ? await fetchFiles(place, filesFolder(directory)) : []
    const files = [...here, ...there]
    const secret = await readFile(data.secretFile)
    await writeFile(secretFile(directory), secret, { mode: 0o600 })
    const manifest: Manifest = {
      product: 'kolo',
      format: 1,
      madeAt: new Date().toISOString(),
      ...snapshot,
      files,
      secret: sha256(secret),
    }
    await writeFile(manifestFile(directory), JSON.stringify(manifest, null, 2) + '\n', { flush: true })
    return manifest
  } catch (error) {
    await clear(directory)
    throw explained(error, directory)
  } finally {
    await client.end().catch(() => {})
  }
}

const parts = ['tables', 'files', 'secret']

/** What was begun is no backup, and would stand in the way of the next try. */
const clear = (directory: string) =>
  Promise.all(
    [...parts, 'manifest.json'].map((part) => rm(join(directory, part), { recursive: true, force: true })),
  )

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function prepare(directory: string) {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error) => {
    throw explained(error, directory)
  })
  const there = await readdir(directory)
  if (there.length > 0)
    throw new CannotStart('settings', `${directory} is not empty: give a new directory for the backup.`)
  // The key and everybody's data are in it.
  await chmod(directory, 0o700)
  await mkdir(join(directory, 'tables'))
}

async function copyTables(
  client: pg.Client,
  workspace: string,
  directory: string,
  onProgress: (sentence: string) => void,
) {
  await client.query('begin isolation level repeatable read read only')
  const migrations = await appliedMigrations(client, workspace)
  if (migrations.length === 0)
    throw new CannotStart('settings', 'There is nothing to back up: this installation has no company yet.')
  const { rows } = await client.query(`select current_setting('server_version_num')::int / 10000 as version`)
  // The owner of the tables: row rules do not hide anything from him.
  await client.query(`set local role ${quoted(`${workspace}_owner`)}`)
  const tables: Manifest['tables'] = []
  const all = await tablesOf(client, workspace)
  for (const table of all) {
    const copied = await copyTable(client, selection(workspace, table, all), tableFile(directory, table))
    tables.push({ ...table, ...copied })
    if (copied.rows > 0) onProgress(`${table.name}: ${copied.rows} rows`)
  }
  await client.query('commit')
  return { migrations, postgres: rows[0].version as number, tables }
}

async function copyTable(client: pg.Client, query: string, path: string) {
  const source = client.query(to(`copy (${query}) to stdout`))
  const hash = createHash('sha256')
  const watch = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(
    source,
    watch,
    createGzip({ level: 3 }),
    createWriteStream(path, { mode: 0o600, flush: true }),
  )
  return { rows: source.rowCount ?? 0, sha256: hash.digest('hex') }
}

/** A server's transaction numbers mean nothing on another. Only this about them is kept: which consumers of the events
 * have already read which. The n-th cursor becomes the number n, and an event the number of cursors before it. */
function selection(workspace: string, table: Table, all: Table[]): string {
  const cursors = `${quoted(schemaOf(workspace, 'workspace'))}.relay_cursors`
  const hasCursors = all.some((t) => t.part === 'workspace' && t.name === 'relay_cursors')
  const first = 3
  const before = (condition: string) =>
    hasCursors
      ? `(${first} + (select count(*) from ${cursors} c where ${condition}))::text::xid8`
      : `'${first}'::xid8`
  const instead: Record<string, Record<string, string>> = {
    events: { xid: before('(c.xid, c.event_id) < (t.xid, t.id)') },
    relay_cursors: {
      xid: before('(c.xid, c.event_id, c.consumer) < (t.xid, t.event_id, t.consumer)'),
      event_id: `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`,
    },
  }
  const replaced = table.part === 'workspace' ? (instead[table.name] ?? {}) : {}
  return `select ${table.columns.map((c) => replaced[c] ?? `t.${quoted(c)}`).join(', ')} from ${tableName(workspace, table)} t`
}

async function copyFiles(from: string, target: string): Promise<Manifest['files']> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((e) => e.isFile())
    .map((e) => relative(from, join(e.parentPath, e.name)).replaceAll('\\', '/'))
  const copied = await Array.fromAsync(paths.toSorted(), (path) =>
    copyFile(join(from, path), join(target, path), path),
  )
  return copied.filter((file) => file !== undefined)
}

/** The same for files that lie elsewhere: they get the names that a folder gives them. */
async function fetchFiles(place: Place, target: string): Promise<Manifest['files']> {
  const files: Manifest['files'] = []
  for await (const { id } of place.list()) {
    const found = await place.read(id)
    if (!found) continue
    const path = `${id.slice(-2)}/${id}`
    await mkdir(dirname(join(target, path)), { recursive: true, mode: 0o700 })
    const hash = await writeHashed(found.bytes, join(target, path))
    files.push({ path, size: (await stat(join(target, path))).size, sha256: hash })
  }
  return files
}

/** A file may be purged while we are busy with others; its row is then gone too, or names what is no more. */
async function copyFile(
  from: string,
  target: string,
  path: string,
): Promise<Manifest['files'][number] | undefined> {
  const there = await open(from).catch(() => undefined)
  if (!there) return undefined
  await there.close()
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const hash = await copyHashed(from, target)
  return { path, size: (await stat(target)).size, sha256: hash }
}

export const copyHashed = (from: string, target: string) => writeHashed(createReadStream(from), target)

async function writeHashed(source: Readable, target: string): Promise<string> {
  const hash = createHash('sha256')
  source.on('data', (chunk) => hash.update(chunk as Buffer))
  await pipeline(source, createWriteStream(target, { mode: 0o600, flush: true }))
  return hash.digest('hex')
}
