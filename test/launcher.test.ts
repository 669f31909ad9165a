import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { postgresBinaries } from '#database/launcher-binaries.ts'
import { hereFor, serverEnvironment } from '#database/launcher-init.ts'
import { serverUser } from '#database/launcher-user.ts'
import {
  ask,
  isGone,
  isRoot,
  newFolder,
  nobody,
  refusalOf,
  serverPid,
  start,
  startElsewhere,
  tidy,
} from './launcher-world.ts'

afterEach(tidy)

test('starts in a directory that only its owner can enter, knows Cyrillic, and stops', async () => {
  const folder = newFolder()
  const postgres = await start(join(folder, 'a/data'))
  expect(postgres).toMatchObject({ ours: true, superuser: true, version: 18 })
  expect(await ask(postgres.config, "select 'Ольга' ilike '%оль%' and lower('ҐЄІЇ') = 'ґєії'")).toBe(true)
  // The search index is made of trigrams; where letters are unknown there are none, and it finds by reading all.
  await ask(postgres.config, 'create extension pg_trgm')
  expect(await ask(postgres.config, "select cardinality(show_trgm('ольга'))")).toBe(6)
  expect(await ask(postgres.config, 'show listen_addresses')).toBe('')
  const pid = serverPid(join(folder, 'a/data'))
  await postgres.stop()
  expect(await isGone(pid)).toBe(true)
})

test('the server lives under an unprivileged user, and the data is closed to others', async () => {
  const folder = newFolder()
  await start(folder)
  const { uid, mode } = statSync(join(folder, 'postgres'))
  expect(uid).not.toBe(0)
  expect(mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
})

test('who comes second joins the first one’s server; the last one out stops it', async () => {
  const folder = newFolder()
  const first = await startElsewhere(folder)
  const pid = serverPid(folder)
  const second = await start(folder)
  expect(serverPid(folder)).toBe(pid)
  await first.stop()
  expect(await ask(second.config, 'select 1')).toBe(1)
  await second.stop()
  expect(await isGone(pid)).toBe(true)
})

test('of several that start at once in an empty directory, one makes the database and all use it', async () => {
  const folder = newFolder()
  const all = await Promise.all([1, 2, 3].map(() => startElsewhere(folder)))
  for (const one of all) expect(one.answer.refused).toBeUndefined()
  expect(readdirSync(folder).filter((name) => name.startsWith('postgres.new'))).toEqual([])
  const config = all[0]!.answer.config
  expect(
    await ask(config, "select count(*)::int from pg_stat_activity where application_name = 'kolo keeper'"),
  ).toBe(3)
  for (const one of all) await one.stop()
})

test('a server left alone by a killed process is found again, with all its data', async () => {
  const folder = newFolder()
  const lost = await startElsewhere(folder)
  const pid = serverPid(folder)
  await ask(lost.answer.config, 'create table promises as select 1 as kept')
  await lost.kill()
  const found = await start(folder)
  expect(serverPid(folder)).toBe(pid)
  expect(await ask(found.config, 'select kept from promises')).toBe(1)
  await found.stop()
  expect(await isGone(pid)).toBe(true)
})

test('a server that dies is started again, and connections find it', async () => {
  const folder = newFolder()
  const postgres = await start(folder, true)
  const pool = new pg.Pool(postgres.config)
  pool.on('error', () => {})
  await pool.query('create table promises as select 1 as kept')
  const pid = serverPid(folder)
  process.kill(pid, 'SIGKILL')
  expect(await isGone(pid)).toBe(true)
  const kept = async () => (await pool.query('select kept from promises')).rows[0].kept
  for (let i = 0; i < 200 && (await kept().catch(() => 0)) !== 1; i++) await sleep(50)
  expect(await kept()).toBe(1)
  expect(serverPid(folder)).not.toBe(pid)
  await pool.end()
})

test('a second server on the same data is refused', async () => {
  const folder = newFolder()
  const postgres = await start(folder)
  const data = join(folder, 'postgres')
  const { bin } = postgresBinaries(serverUser(data))
  const args = [
    '-D',
    hereFor(data),
    '-c',
    'listen_addresses=',
    '-c',
    'unix_socket_directories=.',
    '-c',
    'port=5433',
  ]
  const second = spawnSync(join(bin, 'postgres'), args, {
    ...serverUser(data),
    cwd: data,
    env: serverEnvironment(),
    encoding: 'utf8',
  })
  expect(second.stderr).toContain('lock file "postmaster.pid" already exists')
  expect(await ask(postgres.config, 'select 1')).toBe(1)
})

test('a dead server’s number that now belongs to another program does not stand in the way', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  // Of the same user, since PostgreSQL itself forgives the numbers of others.
  const user = serverUser(join(folder, 'postgres'))
  const other = await startElsewhere(newFolder(user), { ...user })
  writeFileSync(
    join(folder, 'postgres/postmaster.pid'),
    `${other.pid}\n${folder}/postgres\n1\n5432\n.\n\n0 0\nready\n`,
  )
  const postgres = await start(folder)
  expect(await ask(postgres.config, 'select 1')).toBe(1)
  await other.stop()
})

test('a path too long for a socket is reached by a short way', async () => {
  const folder = join(newFolder(), 'довга-назва-теки'.repeat(4), 'x'.repeat(60))
  mkdirSync(folder, { recursive: true })
  const postgres = await start(folder)
  expect(await ask(postgres.config, 'select 1')).toBe(1)
  const { host } = postgres.config
  await postgres.stop()
  expect(existsSync(host!)).toBe(false)
})

test.skipIf(!isRoot)('an ordinary user starts it in a directory of his own', async () => {
  const folder = newFolder(nobody)
  const one = await startElsewhere(folder, nobody)
  expect(one.answer).toMatchObject({ uid: nobody.uid })
  await one.stop()
  expect(statSync(join(folder, 'postgres')).uid).toBe(nobody.uid)
  // Root keeps the owner it finds.
  await start(folder)
  expect(statSync(join(folder, 'postgres/postmaster.pid')).uid).toBe(nobody.uid)
})

test.skipIf(!isRoot)('a user that the system has no name for can have a database too', async () => {
  const nameless = { uid: 54321, gid: 54321 }
  const one = await startElsewhere(newFolder(nameless), nameless)
  expect(one.answer.config?.user ?? one.answer.refused).toMatch(/^postgres$|has no name for user 54321/)
  await one.stop()
})

test.skipIf(!isRoot)('somebody else’s data directory is refused in one sentence', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  const { answer } = await startElsewhere(folder, nobody)
  expect(answer.refused).toMatch(/^This user may not use .*: start Kolo as the user who owns it/)
  expect(answer.exitCode).toBe(77)
})

test('the server’s settings can be changed by the administrator', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  const conf = join(folder, 'postgres/postgresql.conf')
  writeFileSync(conf, `${readFileSync(conf, 'utf8')}work_mem = '11MB'\n`)
  const { config } = await start(folder)
  expect(await ask(config, 'show work_mem')).toBe('11MB')
  expect(await ask(config, 'show jit')).toBe('off')
})

test('stopping twice is once', async () => {
  const postgres = await start(newFolder())
  await Promise.all([postgres.stop(), postgres.stop()])
  expect(await refusalOf(ask(postgres.config, 'select 1'))).toBeInstanceOf(Error)
})
