import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { company, freePort, installation, within, type Company } from './cli-world.ts'
import { isGone, serverPid } from './launcher-world.ts'

let here: Company
beforeAll(async () => {
  here = await company()
})
afterAll(() => here.close())

test('with the server running, a key that was made beside it opens the API, and Ctrl-C stops everything', async () => {
  const server = await here.start(await freePort())
  const key = await here.kolo('api-key', 'create', '--email', 'anna@example.com')
  expect(key.out).toMatch(/^kolo_[\w-]+\n$/)
  const headers = { authorization: `Bearer ${key.out.trim()}` }
  const answer = await fetch(`${server.address}/api/catalogue`, { headers })
  expect(answer.status).toBe(200)
  expect(await (await fetch(`${server.address}/api/health`)).json()).toEqual({ ok: true })
  const doctor = await here.kolo('doctor')
  expect(doctor.out).toContain('Kolo is well.')

  const database = serverPid(here.dataDir)
  const stopped = await server.stop('SIGINT')
  expect(stopped.code).toBe(0)
  expect(await isGone(database)).toBe(true)
})

test('a second server finds the first one’s database; on the same port it says so in one sentence', async () => {
  const port = await freePort()
  const first = await here.start(port)
  const database = serverPid(here.dataDir)
  const same = await (await here.start(port)).end
  expect(same).toMatchObject({
    code: 75,
    err: expect.stringMatching(
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is already in use.*KOLO_PORT=${port + 1}\\.\n$`),
    ),
  })
  const other = await here.start(await freePort())
  expect(serverPid(here.dataDir)).toBe(database)
  await first.stop()
  expect((await fetch(`${other.address}/api/health`)).status).toBe(200)
  await other.stop()
  expect(await isGone(database)).toBe(true)
})

test.each([
  [{ KOLO_PORT: 'three' }, /^KOLO_PORT is "three"/],
  [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL is not an address like postgres:/],
  [{ KOLO_HOST: '192.0.2.1' }, /^This machine has no address 192\.0\.2\.1/],
  [{ KOLO_DATA: '/etc' }, /^\/etc has files in it that are not Kolo's/],
])('a start with %j ends with one sentence', async (env, sentence) => {
  const { err, code } = await (
    await here.start(await freePort(), env as unknown as Record<string, string>)
  ).end
  expect(err).toMatch(sentence)
  expect(err.trim()).not.toContain('\n')
  expect(code).not.toBe(0)
})

test('a database newer than the code is refused, by the server and by every command', async () => {
  await within(here, (client) =>
    client.query(`insert into kolo.migrations (number, name, hash) values (9999, '9999-future.sql', 'x')`),
  )
  const server = await (await here.start(await freePort())).end
  expect(server).toMatchObject({
    code: 78,
    err: expect.stringMatching(/newer than this version of Kolo \(it has 9999-future\.sql\)/),
  })
  expect((await here.kolo('migrate', '--plan')).code).toBe(78)
  expect((await here.kolo('doctor')).out).toMatch(/BAD {3}The schema is not one of this version/)
  await within(here, (client) => client.query('delete from kolo.migrations where number = 9999'))
  expect((await here.kolo('migrate', '--plan')).out).toBe('The database is up to date.\n')
})

test('backup while the server runs, restore elsewhere: the same people, and no second restore over them', async () => {
  const server = await here.start(await freePort())
  const made = await here.kolo('backup', 'saved')
  expect(made.out).toMatch(/saved holds \d+ rows of \d+ tables/)
  expect(existsSync(join(here.dataDir, 'saved/manifest.json'))).toBe(true)
  await server.stop()
  const there = installation()
  const restored = await there.kolo('restore', join(here.dataDir, 'saved'))
  expect(restored).toMatchObject({ code: 0, out: expect.stringMatching(/^Restored \d+ rows/) })
  expect((await there.kolo('doctor')).out).toContain('Kolo is well.')
  expect((await there.kolo('api-key', 'create', '--email', 'anna@example.com')).out).toMatch(/^kolo_/)
  expect((await there.kolo('restore', join(here.dataDir, 'saved'))).err).toMatch(
    /There is a company in this installation/,
  )
  await there.close()
})
