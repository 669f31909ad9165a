/** One line of a table as the file has it. `line` is where it starts in the file, counted from 1. */
export type TableRow = {
  line: number
  cells: string[]
  /** The row cannot be read; its cells are what could be made out. */
  problem?: string
  /** The row had fewer cells than the header; the missing ones are empty. */
  short?: true
}

export type Format = 'csv' | 'xlsx' | 'vcard' | 'ical'

/** What the user may say instead of having it found out. */
export type TableOptions = {
  format?: Format
  encoding?: string
  delimiter?: string
  /** The first row is data already; columns are then named by number. */
  header?: boolean
  sheet?: string
  /** A quote in the middle of an unquoted cell is taken as it stands, not as a mistake. */
  looseQuotes?: boolean
}

export type Table = {
  format: Format
  encoding: string | null
  delimiter: string | null
  sheets?: string[]
  header: string[]
  /** What a person should know before he goes on. */
  warnings: string[]
  rows: AsyncIterable<TableRow>
}

/** The file as a whole cannot be read. */
export class UnreadableFile extends Error {
  line: number
  reason: string
  constructor(line: number, reason: string) {
    super(line ? `Line ${line}: ${reason}` : reason)
    this.line = line
    this.reason = reason
  }
}

/** Names for every column: an empty one gets its number, a repeated one a suffix. */
export function headerOf(cells: string[], line = 1): { header: string[]; warnings: string[] } {
  if (cells.every((c) => c.trim() === ''))
    throw new UnreadableFile(line, 'there are no column names in the first row.')
  const warnings: string[] = []
  const seen = new Map<string, number>()
  const header = cells.map((cell, i) => {
    const name = cell.trim() || `Column ${i + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    if (times > 1)
      warnings.push(`Two columns are called “${name}”: the later one is shown as “${name} (${times})”.`)
    return times > 1 ? `${name} (${times})` : name
  })
  if (looksLikeValues(cells)) warnings.push('The first row looks like values, not column names.')
  return { header, warnings }
}

const looksLikeValues = (cells: string[]) =>
  cells.some((c) => /^\s*(\+?\d[\d\s.,/-]{3,}|[^\s@]+@[^\s@]+\.[a-z]+)\s*$/i.test(c))
