import { alignedRow } from './csv-table.ts'
import type { Source } from './source.ts'
import { headerOf, UnreadableFile, type Table, type TableOptions, type TableRow } from './table.ts'
import { unpackedSize } from './zip.ts'

/** A workbook is read whole, so its size is bounded; larger tables are for CSV, which is streamed. */
const largestUnpacked = 300 * 2 ** 20

export async function xlsxTable(source: Source, options: TableOptions): Promise<Table> {
  const sheets = await workbook(source)
  const sheet = options.sheet
    ? sheets.find((s) => s.sheet === options.sheet)
    : (sheets.find((s) => s.data.some(isFilled)) ?? sheets[0])
  if (!sheet)
    throw new UnreadableFile(
      0,
      `there is no sheet “${options.sheet}”. Sheets: ${sheets.map((s) => s.sheet).join(', ')}.`,
    )
  const first = sheet.data.findIndex(isFilled)
  if (first < 0) throw new UnreadableFile(0, 'the sheet is empty.')
  const named = options.header !== false
  const { header, warnings } = named
    ? headerOf(trimmed(sheet.data[first]!), first + 1)
    : { header: sheet.data[first]!.map((_, i) => `Column ${i + 1}`), warnings: [] }
  return {
    format: 'xlsx',
    encoding: null,
    delimiter: null,
    sheets: sheets.map((s) => s.sheet),
    header,
    warnings,
    rows: rowsOf(sheet.data, named ? first + 1 : first, header.length),
  }
}

type Sheets = { sheet: string; data: unknown[][] }[]

async function workbook(source: Source): Promise<Sheets> {
  const bytes = await source.whole()
  if (unpackedSize(bytes) > largestUnpacked)
    throw new UnreadableFile(
      0,
      'the workbook is larger than 300 MB when unpacked. Save the sheet as CSV and import that.',
    )
  try {
    const { default: readWorkbook } = await import('read-excel-file/node')
    return (await readWorkbook(Buffer.from(bytes), { trim: false, parseNumber: plainNumber })) as Sheets
  } catch (error) {
    throw new UnreadableFile(0, `the XLSX file cannot be read: ${(error as Error).message}`)
  }
}

const isFilled = (row: unknown[]) => row.some((v) => textOf(v).trim() !== '')

function trimmed(row: unknown[]): string[] {
  const cells = row.map(textOf)
  while (cells.length > 1 && cells.at(-1)!.trim() === '') cells.pop()
  return cells
}

async function* rowsOf(data: unknown[][], from: number, columns: number): AsyncIterable<TableRow> {
  for (let i = from; i < data.length; i++) {
    const cells = data[i]!.map(textOf)
    // A sheet has no short rows: what is missing at the end of one is empty.
    while (cells.length < columns) cells.push('')
    if (cells.some((c) => c.trim() !== '')) yield alignedRow({ line: i + 1, cells }, columns)
  }
}

/** A cell as text: dates as ISO. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return dateText(value)
  return String(value)
}

function dateText(d: Date): string {
  if (Number.isNaN(d.valueOf())) return ''
  // Serial dates carry binary noise of a few milliseconds.
  const iso = new Date(Math.round(d.valueOf() / 1000) * 1000).toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso
}

// Excel keeps fifteen digits; more are the noise of binary fractions (0.30000000000000004). A long whole number
// must not pass through a float.
function plainNumber(raw: string): string {
  if (!/[.e]/i.test(raw)) return raw
  const n = Number(Number(raw).toPrecision(15))
  return Math.abs(n) < 1e21 && Math.abs(n) >= 1e-6 ? String(n) : raw
}
