import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres, type Postgres } from '#database/launcher.ts'
import { commands } from '#doors/cli/commands.ts'
import { company, installation, password, within, type Company } from './cli-world.ts'

let here: Company
let open: Postgres

beforeAll(async () => {
  here = await company()
  // Else every command would start the database and stop it.
  open = await openPostgres({ dataDir: here.dataDir })
})
afterAll(async () => {
  await open.stop()
  await here.close()
})

test('help lists every command, and explains one', async () => {
  const { out, code } = await here.kolo('help')
  expect(code).toBe(0)
  for (const { name, summary } of commands)
    expect(out).toMatch(new RegExp(`\\n  ${name} .*  ${summary.replaceAll(/[()]/g, '.')}`))
  expect((await here.kolo('user', 'add', '--help')).out).toContain('prints a link')
})

test.each([
  [['nonsense'], /^There is no command "nonsense": "npm run -s kolo -- help" lists them\.$/],
  [['user', 'add', '--email', 'x@example.com'], /^--name is missing\.$/],
  [
    ['user', 'add', '--emial', 'x@example.com'],
    /^Unknown option '--emial'[^]*Usage: npm run -s kolo -- user add/,
  ],
  [['backup'], /^Something is missing\.\nUsage: npm run -s kolo -- backup DIR$/],
  [['backup', 'a', 'b'], /^"b" is one word too many\./],
  [
    ['setup', '--company', 'X', '--email', 'x@example.com', '--password', password, '--locale', 'de'],
    /^--locale is "de": give uk or en\.$/,
  ],
])('%j is answered with how to use it', async (args, sentence) => {
  const { code, err, out } = await here.kolo(...args)
  expect(err.trim()).toMatch(sentence)
  expect(code).toBe(64)
  expect(out).toBe('')
})

test('a second setup is refused', async () => {
  const again = await here.kolo(
    'setup',
    '--company',
    'Інша',
    '--email',
    'other@example.com',
    '--password',
    password,
  )
  expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/has users already/) })
})

test('users are added with a link or a password; one that will not do leaves no user behind', async () => {
  const invited = await here.kolo(
    'user',
    'add',
    '--email',
    'b@example.com',
    '--name',
    'Богдан',
    '--role',
    'manager',
  )
  expect(invited.out).toMatch(/^http:\/\/localhost:3000\/\S+\n$/)
  const weak = await here.kolo(
    'user',
    'add',
    '--email',
    'c@example.com',
    '--name',
    'Цвіт',
    '--password',
    '12345',
  )
  expect(weak.code).toBe(1)
  expect(weak.err).toMatch(/password/)
  const strong = await here.kolo(
    'user',
    'add',
    '--email',
    'c@example.com',
    '--name',
    'Цвіт',
    '--password',
    password,
  )
  expect(strong.code).toBe(0)
  const role = await here.kolo('user', 'add', '--email', 'd@example.com', '--name', 'Дана', '--role', 'boss')
  expect(role.err).toMatch(/There is no role "boss": give one of administrator, /)
})

test('import and export: a dry run writes nothing, what is refused can be mended, an import can be taken back', async () => {
  const file = (name: string, lines: string[]) => writeFileSync(join(here.dataDir, name), lines.join('\n'))
  const count = async () =>
    (await here.kolo('export', '--entity', 'account', '--fields', 'name')).out.trim().split('\n').length - 1
  file('accounts.csv', [
    'Name,Website',
    'Ромашка,https://romashka.example',
    'Волошка,not a website at all',
    'Мак,',
  ])
  const before = await count()
  const args = ['import', 'accounts.csv', '--entity', 'account', '--key', 'name']
  const dry = await here.kolo(...args, '--dry-run')
  expect(dry.out).toMatch(
    /^3 rows: 2 new, 0 changed, 0 unchanged, 1 refused\n[^]*Nothing was written yet\.\n$/,
  )
  expect(await count()).toBe(before)

  const made = await here.kolo(...args, '--errors', 'errors.csv')
  expect(made).toMatchObject({ code: 1, err: expect.stringMatching(/^Line 3, Website: /m) })
  expect(readFileSync(join(here.dataDir, 'errors.csv'), 'utf8')).toMatch(
    /^\ufeffName,Website,.*\r?\nВолошка,not a website at all,3,/,
  )
  expect(await count()).toBe(before + 2)
  expect((await here.kolo(...args)).out).toMatch(/^3 rows: 0 new, 0 changed, 2 unchanged, 1 refused/)

  const list = await here.kolo(
    'export',
    '--entity',
    'account',
    '--fields',
    'name,website',
    '--sort',
    '-name',
    '--filter',
    '["website","notEmpty"]',
  )
  expect(list).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^Kolo id,Name,Website\r?\n[\w-]{36},Ромашка,https:\/\/romashka\.example\r?\n$/,
    ),
  })
  await here.kolo('export', 'accounts.xlsx', '--entity', 'account')
  expect(readFileSync(join(here.dataDir, 'accounts.xlsx')).subarray(0, 2).toString()).toBe('PK')

  const [, id = ''] = /^Import (\S+) is done\.$/m.exec(made.out) ?? []
  expect((await here.kolo('import', 'undo', id)).out).toMatch(/^2 into the bin, 0 given back/)
  expect(await count()).toBe(before)
})

test.each([
  [['import', 'nowhere.csv', '--entity', 'account'], /^There is no file .*nowhere\.csv\.$/, 64],
  [['export', '--entity', 'acount'], /There is no entity acount\./, 1],
  [['export', '--entity', 'account', '--filter', '['], /^--filter is not JSON/, 64],
  [
    ['export', '--entity', 'account', '--as', 'nobody@example.com'],
    /There is no user with the e-mail nobody@example\.com\./,
    1,
  ],
])('%j is refused in one sentence', async (args, sentence, code) => {
  const answer = await here.kolo(...args)
  expect(answer.err.trim()).toMatch(sentence)
  expect(answer.code).toBe(code)
})

/** Breaks the installation, asks the doctor, and mends it again. */
async function diagnosed(
  harm: (client: pg.Client) => Promise<unknown>,
  mend: (client: pg.Client) => Promise<unknown>,
) {
  await within(here, harm)
  const { out } = await here.kolo('doctor')
  await within(here, mend)
  return out
}

test('the doctor finds what is broken, and says how to mend it', async () => {
  const sql = (text: string) => (client: pg.Client) => client.query(text)
  expect(
    await diagnosed(
      sql('alter role kolo_r_reader rename to lost'),
      sql('alter role lost rename to kolo_r_reader'),
    ),
  ).toMatch(/BAD {3}The database has no rights for reader\n.*→ npm run -s kolo -- migrate/)
  expect(
    await diagnosed(
      sql('grant select on kolo.users to kolo_app'),
      sql('revoke select on kolo.users from kolo_app'),
    ),
  ).toMatch(/BAD {3}The role kolo_app may use tables it must not: users/)
  expect(
    await diagnosed(
      sql('alter function pg_catalog.textlike(text, text) not leakproof'),
      sql('alter function pg_catalog.textlike(text, text) leakproof'),
    ),
  ).toMatch(/look {2}Search is slow for those who do not see everything/)
  expect(
    await diagnosed(
      sql('update kolo.users set is_active = false'),
      sql('update kolo.users set is_active = true'),
    ),
  ).toMatch(/BAD {3}There is no active administrator\n.*→ npm run -s kolo -- user add --role administrator/)
  const secret = join(here.dataDir, 'secret')
  chmodSync(secret, 0o644)
  expect((await here.kolo('doctor')).out).toMatch(
    /BAD {3}Other users of this machine can read .*secret\n.*→ chmod go-rwx/,
  )
  chmodSync(secret, 0o600)
  const kept = readFileSync(secret)
  writeFileSync(secret, 'short')
  const short = await here.kolo('doctor')
  expect(short).toMatchObject({ code: 1, out: expect.stringMatching(/BAD {3}.*secret is damaged/) })
  writeFileSync(secret, kept)
  expect((await here.kolo('doctor')).out).toContain('Kolo is well.')
})

test('the doctor makes nothing where there is nothing', async () => {
  const nowhere = join(here.dataDir, 'files/nowhere')
  const other = installation({ KOLO_DATA: nowhere })
  expect((await other.kolo('doctor')).out).toMatch(/There is no installation in .*nowhere yet/)
  expect(existsSync(nowhere)).toBe(false)
  await other.close()
})
