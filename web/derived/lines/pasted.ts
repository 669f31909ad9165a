import { api, query } from '../../api.ts'
import type { Catalogue, Field } from '../../catalogue.ts'
import { kindOf, titleOf } from '../../kinds/index.ts'
import type { Page, Ref } from '../../records.ts'

/** What a spreadsheet puts on the clipboard: rows of cells between tabs; a cell with a line break or a tab stands in
 * quotes, its own quotes doubled. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r?\n|\r|$)/gy
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    const raw = found[1]!
    rows.at(-1)!.push((raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw).trim())
    if (found[2] === '') break
    if (found[2] !== '\t') rows.push([])
  }
  return rows.filter((row) => row.some((c) => c !== ''))
}

type Column = { path: string; field: Field }

const most = 40

/** Records that a column of texts names, by any of the keys that tell them apart. */
async function named(catalogue: Catalogue, entity: string, texts: readonly string[]) {
  const target = catalogue.entities[entity]
  const found = new Map<string, Ref>()
  if (!target) return found
  const by = (target.keys ?? []).filter((key) => target.fields[key])
  for (let i = 0; i < texts.length; i += most) {
    const some = texts.slice(i, i + most)
    const filter = { or: some.flatMap((t) => by.map((key) => [key, 'is', t])) }
    if (filter.or.length === 0) break
    const fields = [...new Set([target.title, ...by])].join(',')
    const { items } = await api<Page>(`${target.plural}${query({ filter, fields, limit: 500 })}`)
    for (const r of items)
      for (const key of by.toReversed())
        if (r[key])
          found.set(String(r[key]).toLowerCase(), { id: r.id, title: titleOf(catalogue, entity, r) })
  }
  return found
}

/** The values of pasted cells, row by row, for columns from the cursor on; and the cells that did not read. */
export async function readCells(catalogue: Catalogue, columns: readonly Column[], cells: string[][]) {
  const references = new Map<string, Map<string, Ref>>()
  for (const [i, { path, field }] of columns.entries()) {
    if (!field.entity) continue
    const texts = [...new Set(cells.map((row) => row[i]).filter((t): t is string => Boolean(t)))]
    references.set(path, await named(catalogue, field.entity, texts))
  }
  let unread = 0
  const rows = cells.map((row) => {
    const values: Record<string, unknown> = {}
    for (const [i, text] of row.entries()) {
      const column = columns[i]
      if (!column || text === '') continue
      const value = column.field.entity
        ? references.get(column.path)!.get(text.toLowerCase())
        : kindOf(column.field).read?.(text, column.field)
      if (value !== undefined) values[column.path] = value
      // What names no record is still said: a line may be described in words.
      else if (column.field.entity && values['description'] === undefined) values['description'] = text
      else unread++
    }
    return values
  })
  return { rows: rows.filter((row) => Object.keys(row).length > 0), unread }
}
