import { csvTable } from './csv-table.ts'
import { icalTable } from './ical.ts'
import { sourceOf, type Source } from './source.ts'
import { UnreadableFile, type Format, type Table, type TableOptions } from './table.ts'
import { vcardTable } from './vcard.ts'
import { xlsxTable } from './xlsx.ts'
import { isZip } from './zip.ts'

const readers = { csv: csvTable, xlsx: xlsxTable, vcard: vcardTable, ical: icalTable }

/** Opens a file (a path, or its bytes) as a table. What is not stated in the options is found out. */
export async function openTable(from: string | Uint8Array, options: TableOptions = {}): Promise<Table> {
  const source = await sourceOf(from)
  if (source.size === 0) throw new UnreadableFile(0, 'the file is empty.')
  return readers[options.format ?? (await formatOf(source))](source, options)
}

async function formatOf(source: Source): Promise<Format> {
  const head = await source.head(512)
  if (isZip(head)) return 'xlsx'
  if (head[0] === 0xd0 && head[1] === 0xcf)
    throw new UnreadableFile(0, 'this is an old .xls workbook. Save it as .xlsx or CSV.')
  if (Buffer.from(head).subarray(0, 4).toString() === '%PDF')
    throw new UnreadableFile(0, 'this is a PDF, not a table.')
  const text = new TextDecoder('utf-8').decode(head).replaceAll('\0', '')
  if (/^\s*BEGIN:VCALENDAR/i.test(text)) return 'ical'
  return /^\s*BEGIN:VCARD/i.test(text) ? 'vcard' : 'csv'
}
