import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { purgeUploads } from '#doors/import/index.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

let w: ImportWorld
let admin: Actor
beforeAll(async () => {
  w = await importWorld()
  admin = await w.asRole('administrator')
})
afterAll(() => w.close())

const longAgo = new Date(Date.now() - 40 * 24 * 3600 * 1000)

async function upload(): Promise<string> {
  const form = new FormData()
  form.set('entity', 'contact')
  form.set('file', new File(['last\nПетренко'], 'people.csv'))
  const { json } = await w.ask(admin, 'POST', '/imports', form)
  return json.id
}
const age = (id: string) =>
  w.db.system((tx) =>
    tx.rows(sql`update imports set seen_at = ${longAgo.toISOString()} where id = ${id}::uuid`),
  )
const pathOf = async (id: string) =>
  (await w.db.system((tx) =>
    tx.one<{ path: string | null }>(sql`select path from imports where id = ${id}::uuid`),
  ))!.path

test('an uploaded file goes a month after its import was last touched; the run stays, and others’ files do', async () => {
  const [old, fresh, named] = [await upload(), await upload(), await upload()]
  const uploads = join(w.folder, 'imports')
  const files = readdirSync(uploads)
  const left = join(uploads, 'cut-off')
  writeFileSync(left, 'half a file')
  const own = w.file('last\nКоваль')
  await w.db.system((tx) => tx.rows(sql`update imports set path = ${own} where id = ${named}::uuid`))
  const oldPath = (await pathOf(old))!
  for (const path of [...files.map((name) => join(uploads, name)), left, own])
    utimesSync(path, longAgo, longAgo)
  await age(old)
  await age(named)
  await purgeUploads(w.kolo, w.folder)()
  expect([existsSync(oldPath), existsSync(left), await pathOf(old)]).toEqual([false, false, null])
  expect(existsSync((await pathOf(fresh))!)).toBe(true)
  expect([existsSync(own), await pathOf(named)]).toEqual([true, own])
  expect((await w.ask(admin, 'GET', `/imports/${old}`)).status).toBe(200)
  expect((await w.ask(admin, 'POST', `/imports/${old}/run`)).status).toBe(409)
})
