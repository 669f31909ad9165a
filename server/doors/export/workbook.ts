import type { SheetData } from 'write-excel-file/node'
import type { Cell, ExportColumn } from './columns.ts'
import { unguarded } from './guard.ts'

/** A workbook whose cells are typed: text is text to Excel whatever it begins with. */
export async function* workbook(
  sheet: string,
  columns: ExportColumn[],
  rows: AsyncIterable<Record<string, unknown>>,
): AsyncIterable<Uint8Array> {
  const data: SheetData = [columns.map((c) => ({ value: c.header, fontWeight: 'bold' as const }))]
  for await (const row of rows) data.push(columns.map((c) => cellOf(c.cell(row))))
  const name = sheet.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31)
  const { default: writeWorkbook } = await import('write-excel-file/node')
  yield await writeWorkbook(data, { sheet: name, stickyRowsCount: 1 }).toBuffer()
}

const longest = 32_767

function cellOf(cell: Cell) {
  if (cell === null || cell === '') return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  // Only a text that an import would take for guarded is guarded, so that it comes back as it is.
  const text = unguarded(cell) === cell ? cell : `'${cell}`
  return { value: storable(text).slice(0, longest), type: String }
}

// XML 1.0 has no form for most control characters.
const storable = (text: string) => text.replaceAll(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
