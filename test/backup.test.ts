import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { room } from '#test/world/room.ts'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import { Kolo } from '#core/kolo.ts'
import { backUp } from '#database/backup.ts'
import { type DataDirectory, openDataDirectory } from '#database/data-directory.ts'
import { migrate, migrations } from '#database/migrate.ts'
import { restore } from '#database/restore.ts'
import { tablesOf } from '#database/tables.ts'
import { makeCatalogue } from '#modules/index.ts'
import { newDatabase } from './world/database.ts'
import { type World, world } from './world/world.ts'

const folder = mkdtempSync(join(room, 'kolo-backup-'))
const place = (name: string) => join(folder, name)
const catalogue = makeCatalogue()
let source: World
let data: DataDirectory
let seller: Actor

beforeAll(async () => {
  source = await world()
  data = openDataDirectory(place('source'))
  mkdirSync(join(data.files, 'ab'))
  writeFileSync(join(data.files, 'ab/0193'), 'a contract')
  seller = await source.asRole('sales')
  const { items } = await source.kolo.call(seller, 'account.create', {
    items: [{ name: 'Ромашка\tтм "Х"\\N' }, { name: 'Second' }],
  })
  await source.kolo.call(seller, 'contact.create', {
    items: [{ name: { last: 'Ковальчук' }, account: items[0].id }],
  })
})
afterAll(async () => {
  await source.close()
  rmSync(folder, { recursive: true, force: true })
})

async function within<T>(config: pg.ClientConfig, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  return run(client).finally(() => client.end())
}

/** Everything in the database, as text; without the numbers of transactions, which belong to a server. */
const contents = (config: pg.ClientConfig) =>
  within(config, async (client) => {
    const all: Record<string, string[]> = {}
    for (const { part, name, columns } of await tablesOf(client, 'kolo')) {
      const kept = columns.filter(
        (c) => c !== 'xid' && !(name === 'relay_cursors' && ['xid', 'event_id'].includes(c)),
      )
      const from = `${part === 'auth' ? 'kolo_auth' : 'kolo'}."${name}"`
      const { rows } = await client.query(
        `select (t.*)::text as row from (select ${kept.map((c) => `"${c}"`).join()} from ${from}) t order by 1`,
      )
      all[name] = rows.map((r) => r.row)
    }
    return all
  })

async function emptyPlace(name: string) {
  const database = await newDatabase(null)
  return { ...database, data: openDataDirectory(place(name)) }
}

const refusal = (run: Promise<unknown>) =>
  run.then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  )

test('what is restored is the same company, files and key included, and its people can work', async () => {
  const directory = place('whole')
  await backUp({ config: source.config, data, directory })
  const target = await emptyPlace('whole-target')
  await restore({ config: target.config, data: target.data, directory, catalogue })
  const [before, after] = [await contents(source.config), await contents(target.config)]
  // The mark of the rights is made anew, with the version of what everybody shares.
  for (const all of [before, after]) delete all['meta']
  expect(after).toEqual(before)
  expect(readFileSync(join(target.data.files, 'ab/0193'), 'utf8')).toBe('a contract')
  expect(readFileSync(target.data.secretFile, 'utf8')).toBe(readFileSync(data.secretFile, 'utf8'))

  const kolo = new Kolo(catalogue, new Database({ config: target.config }))
  await kolo.refresh()
  const found = await kolo.list(seller, 'account', { fields: ['name'], sort: 'name' })
  expect(found.items.map((a) => a['name'])).toContain('Ромашка\tтм "Х"\\N')
  await kolo.call(seller, 'account.create', { items: [{ name: 'New' }] })
  await kolo.db.close()
  await target.drop()
})

test('a backup shows one instant, whatever is written meanwhile', async () => {
  let writing = true
  let written = 0
  const writer = (async () => {
    while (writing) {
      const { items } = await source.kolo.call(source.system, 'account.create', {
        items: [{ name: `Under load ${written}` }],
      })
      await source.kolo.call(source.system, 'account.delete', { ids: [items[0].id] })
      written++
    }
  })()
  const directory = place('load')
  while (written < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  await backUp({ config: source.config, data, directory })
  writing = false
  await writer
  const target = await emptyPlace('load-target')
  await restore({ config: target.config, data: target.data, directory, catalogue })
  const torn = await within(target.config, async (client) => {
    const { rows } = await client.query(`select
      (select count(*) from kolo.accounts)::int as accounts,
      (select count(*) from kolo.events where name = 'account.created')::int as created,
      (select count(*) from kolo.accounts where deleted_at is not null)::int as deleted,
      (select count(*) from kolo.events where name = 'account.deleted')::int as deletions`)
    return rows[0]
  })
  expect(torn.created).toBe(torn.accounts)
  expect(torn.deletions).toBe(torn.deleted)
  await target.drop()
})

test('who reads the events goes on where he was', async () => {
  // As if much more had happened on the old server than on the new one.
  await within(source.config, (client) =>
    client.query(`update kolo.events set xid = (xid::text::bigint + 1000000000000)::text::xid8`),
  )
  const events = await source.db.system((tx) =>
    tx.client.query(`select id, xid from events order by xid, id`),
  )
  const middle = events.rows[Math.floor(events.rows.length / 2)]
  await within(source.config, (client) =>
    client.query(
      `insert into kolo.relay_cursors (consumer, xid, event_id) values
         ('done', '9223372036854775807', $1), ('half', $2::xid8, $1), ('fresh', '0', $1)`,
      [middle.id, middle.xid],
    ),
  )
  const behind = (config: pg.ClientConfig, readable = 'true') =>
    within(config, async (client) => {
      const { rows } = await client.query(`select consumer,
        (select count(*)::int from kolo.events e where (e.xid, e.id) > (c.xid, c.event_id) and ${readable}) as count
        from kolo.relay_cursors c order by consumer`)
      return rows
    })
  const directory = place('cursors')
  await backUp({ config: source.config, data, directory })
  const before = await behind(source.config)
  const target = await emptyPlace('cursors-target')
  await restore({ config: target.config, data: target.data, directory, catalogue })
  expect(before.map((row) => row.consumer)).toEqual(['done', 'fresh', 'half', 'timeline'])
  expect(before[1].count).toBe(events.rows.length)
  expect(await behind(target.config, 'e.xid < pg_snapshot_xmin(pg_current_snapshot())')).toEqual(before)
  await within(source.config, (client) => client.query('truncate kolo.relay_cursors'))
  await target.drop()
})

test('a backup of an older schema is restored and brought up to date', async () => {
  const older = await newDatabase(null)
  const upTo = migrations()[2]!.number
  await migrate({ config: older.config, catalogue, upTo })
  const directory = place('older')
  const { migrations: applied } = await backUp({ config: older.config, data, directory })
  expect(applied.at(-1)!.number).toBe(upTo)
  const target = await emptyPlace('older-target')
  await restore({ config: target.config, data: target.data, directory, catalogue })
  expect((await migrate({ config: target.config, catalogue, plan: true })).pending).toEqual([])
  await older.drop()
  await target.drop()
})

test.each([
  [
    'a table that was cut short',
    (d: string) => writeFileSync(d, gunzipSync(readFileSync(d)).subarray(0, 10)),
    /table accounts does not read/,
  ],
  [
    'a table that was changed',
    (d: string) =>
      writeFileSync(d, gzipSync(gunzipSync(readFileSync(d)).toString().replace('Second', 'Secund'))),
    /table accounts is not as it was written/,
  ],
  ['a table that is gone', (d: string) => rmSync(d), /table accounts does not read/],
])('a backup with %s is refused, and nothing is restored', async (what, damage, sentence) => {
  const directory = place(`damaged ${what}`)
  await backUp({ config: source.config, data, directory })
  damage(join(directory, 'tables/workspace.accounts.copy.gz'))
  const target = await emptyPlace(`target of ${what}`)
  const run = restore({ config: target.config, data: target.data, directory, catalogue })
  expect(await refusal(run)).toMatch(sentence)
  expect(
    await within(
      target.config,
      async (c) => (await c.query('select count(*)::int as n from kolo.accounts')).rows[0].n,
    ),
  ).toBe(0)
  await target.drop()
})

test('refuses what is no backup, a newer one, a used directory and a used installation', async () => {
  const target = await emptyPlace('refusals')
  const into = (directory: string, config = target.config) =>
    refusal(restore({ config, data: target.data, directory, catalogue }))
  expect(await into(place('nowhere'))).toMatch(/is not a backup of Kolo/)
  const nothing = backUp({ config: target.config, data, directory: place('nothing') })
  expect(await refusal(nothing)).toMatch(/^There is nothing to back up/)
  expect(readdirSync(place('nothing'))).toEqual([])
  const directory = place('newer')
  await backUp({ config: source.config, data, directory })
  await source.db.pool.query('select 1')
  expect(await into(directory, source.config)).toMatch(
    /^Somebody is using this database: stop the Kolo server/,
  )
  expect(await refusal(backUp({ config: source.config, data, directory }))).toMatch(/is not empty/)
  const manifest = join(directory, 'manifest.json')
  const text = readFileSync(manifest, 'utf8')
  writeFileSync(
    manifest,
    text.replace('0001-foundation.sql', '0001-another.sql').replace(/"hash": "[0-9a-f]{4}/, '"hash": "0000'),
  )
  expect(await into(directory)).toMatch(/of another version of Kolo \(it has 0001-another\.sql\)/)
  appendFileSync(manifest, 'x')
  expect(await into(directory)).toMatch(/manifest\.json in .* is damaged/)
  writeFileSync(manifest, text)
  await restore({ config: target.config, data: target.data, directory, catalogue })
  expect(await into(directory)).toMatch(/There is a company in this installation/)
  expect(existsSync(target.data.secretFile)).toBe(true)
  await target.drop()
})
