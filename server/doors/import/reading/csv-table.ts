import { readCsv, type CsvRow } from './csv.ts'
import { delimiterOf } from './delimiter.ts'
import { encodingOf, textOf } from './encoding.ts'
import type { Source } from './source.ts'
import { headerOf, UnreadableFile, type Table, type TableOptions, type TableRow } from './table.ts'

const sampleText = 1 << 16

export async function csvTable(source: Source, options: TableOptions): Promise<Table> {
  const encoding = await encodingOf(source, options.encoding)
  const { sample, complete } = await sampleOf(textOf(source, encoding))
  if (sample.trim() === '') throw new UnreadableFile(0, 'the file is empty.')
  if (sample.includes('\0')) throw new UnreadableFile(0, 'this is not a text file.')
  const lineEnd = sample.includes('\r') && !sample.includes('\n') ? '\r' : '\n'
  // Excel writes the delimiter into the first line of files it makes for itself.
  const excel = /^sep=(.)\r?\n?/.exec(sample)
  const skip = excel ? 1 : 0
  const body = excel ? sample.slice(excel[0].length) : sample
  const delimiter = options.delimiter ?? excel?.[1] ?? (await delimiterOf(body, lineEnd, complete))
  const loose = options.looseQuotes ? { looseQuotes: true } : {}
  const read = () => readCsv(textOf(source, encoding), { delimiter, lineEnd, ...loose })

  const first = await firstRow(read(), skip)
  if (first.problem) throw new UnreadableFile(first.line, first.problem)
  const named = options.header !== false
  const { header, warnings } = named
    ? headerOf(first.cells, first.line)
    : { header: first.cells.map((_, i) => `Column ${i + 1}`), warnings: [] }
  const after = named ? first.line : first.line - 1
  return { format: 'csv', encoding, delimiter, header, warnings, rows: aligned(read(), header.length, after) }
}

async function sampleOf(text: AsyncIterable<string>): Promise<{ sample: string; complete: boolean }> {
  let sample = ''
  for await (const piece of text) {
    sample += piece
    if (sample.length > sampleText) return { sample: sample.slice(0, sampleText), complete: false }
  }
  return { sample, complete: true }
}

async function firstRow(rows: AsyncIterable<CsvRow>, skip: number): Promise<CsvRow> {
  let line = 1
  for await (const row of rows) {
    if (row.line > skip && (row.cells.length > 1 || row.cells[0]!.trim() !== '')) return row
    line = row.line
  }
  throw new UnreadableFile(line, 'there are no column names in the first row.')
}

/** Brings every row to the header's length, or says why it cannot be. */
async function* aligned(
  rows: AsyncIterable<CsvRow>,
  columns: number,
  after: number,
): AsyncIterable<TableRow> {
  for await (const row of rows) {
    if (row.line <= after || (columns > 1 && row.cells.length === 1 && row.cells[0]!.trim() === '')) continue
    yield row.problem ? row : alignedRow(row, columns)
  }
}

export function alignedRow(row: CsvRow, columns: number): TableRow {
  const { line, cells } = row
  if (cells.length === columns) return { line, cells }
  if (cells.length < columns)
    return { line, cells: [...cells, ...Array<string>(columns - cells.length).fill('')], short: true }
  if (cells.slice(columns).every((c) => c.trim() === '')) return { line, cells: cells.slice(0, columns) }
  return {
    line,
    cells,
    problem: `there are ${cells.length} cells here, but ${columns} columns in the header.`,
  }
}
