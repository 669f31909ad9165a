import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import papaparse from 'papaparse'
import { Unreadable, type Format } from '#core/kind.ts'
import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { importFile } from '#doors/import/import-file.ts'
import { matchColumns } from '#doors/import/matching/match-columns.ts'
import { pathOf, targetsOf } from '#doors/import/matching/targets.ts'

export type Row = Record<string, string>
export type Set = { name: string; rows: Row[]; id: string; truth(row: Row): string; hidden: string[] }

const folder = process.env['KOLO_DATA_SETS'] ?? join(import.meta.dirname, '../../shared/data')
const csv = (path: string): Row[] =>
  papaparse.parse<Row>(readFileSync(join(folder, path), 'utf8'), {
    header: true,
    skipEmptyLines: true,
    transformHeader: (h) => h.trim(),
    transform: (v) => v.trim(),
  }).data

async function parquet(path: string): Promise<Row[]> {
  const bytes = readFileSync(join(folder, path))
  const file = {
    byteLength: bytes.length,
    slice: (from: number, to?: number) =>
      bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + (to ?? bytes.length)) as ArrayBuffer,
  }
  const rows = await parquetReadObjects({ file })
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, String(v ?? '')])))
}

const febrl = (n: number): Set => ({
  name: `Febrl ${n}`,
  rows: csv(`dedupe-febrl/dataset${n}.csv`),
  id: 'rec_id',
  truth: (row) => row['rec_id']!.split('-')[1]!,
  hidden: [],
})

export const publicSets = async (): Promise<Set[]> => [
  febrl(1),
  febrl(2),
  {
    name: 'fake_1000',
    rows: csv('dedupe-public/fake_1000.csv'),
    id: 'unique_id',
    truth: (row) => row['cluster']!,
    hidden: ['cluster'],
  },
  {
    name: 'Historical figures',
    rows: await parquet('dedupe-public/historical_figures_with_errors_50k.parquet'),
    id: 'unique_id',
    truth: (row) => row['cluster']!,
    hidden: ['cluster'],
  },
]

/** Takes a set in by the import door: columns as it matches them, every other one into a new text field. What shows
 * who is who stays outside, but for the row's own key. */
export async function takeIn(kolo: Kolo, actor: Actor, { rows, id, hidden }: Set): Promise<void> {
  const header = Object.keys(rows[0]!).filter((h) => !hidden.includes(h))
  const e = kolo.entity('contact')
  const matched = new Map(matchColumns(e, targetsOf(kolo, actor, e), header).map((c) => [c.column!, c.field]))
  const columns = []
  for (const column of header) {
    const field = matched.get(column)
    const key = column.toLowerCase().replaceAll(/[^a-z0-9]+/g, '')
    if (column === id) columns.push({ column, field: 'code' })
    else if (field && field !== 'code' && reads(kolo, field, rows, column)) columns.push({ column, field })
    else {
      await kolo.call(actor, 'customField.create', {
        items: [{ entity: 'contact', key, kind: 'text', label: column }],
      })
      columns.push({ column, field: `custom.${key}` })
    }
  }
  await kolo.refresh()
  const file = join(mkdtempSync(join(tmpdir(), 'kolo-sets-')), 'people.csv')
  writeFileSync(
    file,
    papaparse.unparse(rows.map((row) => Object.fromEntries(header.map((h) => [h, row[h] ?? ''])))),
  )
  const run = await importFile(kolo, actor, { file, entity: 'contact', columns, key: [] })
  const { new: taken, refused } = run.result.counts!
  console.error(
    `${columns.map((c) => `${c.column} → ${c.field}`).join(', ')}; ${taken} taken in, ${refused} refused`,
  )
}

/** Whether every text of a column reads as the field that its name promises. */
function reads(kolo: Kolo, path: string, rows: Row[], column: string): boolean {
  const { base, part } = pathOf(path)
  const f = kolo.entity('contact').fields[base]
  if (!f || part || base === 'name') return true
  return rows.every((row) => {
    try {
      if (row[column]) f.kind.parse(row[column], { date: 'YMD' } as Format, f)
      return true
    } catch (error) {
      if (error instanceof Unreadable) return false
      throw error
    }
  })
}
