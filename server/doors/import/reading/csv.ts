import { UnreadableFile } from './table.ts'

export type CsvRow = { line: number; cells: string[]; problem?: string }
export type CsvOptions = { delimiter: string; lineEnd?: '\n' | '\r'; looseQuotes?: boolean; longest?: number }

/** A row longer than this is not a row: a quote was left open, or the file is not a table. */
const longestRow = 1 << 20

/**
 * Reads RFC 4180 strictly, in memory bounded by the longest row. A row with a broken quote is handed over with
 * its problem, and reading goes on with the next line of the file, so that one slip costs one row.
 */
export async function* readCsv(text: AsyncIterable<string>, options: CsvOptions): AsyncIterable<CsvRow> {
  const { lineEnd = '\n', longest = longestRow } = options
  const chunks = text[Symbol.asyncIterator]()
  let buffer = ''
  let at = 0
  let line = 1
  let ended = false
  const more = async () => {
    const next = await chunks.next()
    buffer = buffer.slice(at) + (next.done ? '' : next.value)
    at = 0
    ended = Boolean(next.done)
  }
  for (;;) {
    const end = buffer.indexOf(lineEnd, at)
    if (end < 0 && !ended) {
      if (buffer.length - at > longest)
        throw new UnreadableFile(line, 'this line is longer than a million characters: this is not a table.')
      await more()
      continue
    }
    if (end < 0 && at >= buffer.length) return
    const stop = end < 0 ? buffer.length : end
    const whole = withoutReturn(buffer.slice(at, stop))
    if (!whole.includes('"')) {
      yield { line, cells: whole.split(options.delimiter) }
      at = stop + 1
      line++
      continue
    }
    const row = readQuoted(buffer, at, options, lineEnd)
    // What runs to the end of the buffer may go on in the next piece of text.
    const open = row === 'unclosed' || (typeof row === 'object' && row.end > buffer.length)
    if (open && !ended && buffer.length - at < longest) {
      await more()
      continue
    }
    if (typeof row === 'string' || (open && !ended)) {
      const problem = problems[typeof row === 'string' ? row : 'unclosed']
      yield { line, cells: whole.split(options.delimiter), problem }
      at = stop + 1
      line++
    } else {
      yield { line, cells: row.cells }
      at = row.end
      line += row.lines
    }
  }
}

const problems = {
  unclosed: 'a quote is opened and never closed.',
  stray: 'a closing quote is followed by more text: a quote inside a value must be doubled.',
  unescaped: 'there is a quote inside a value that is not in quotes.',
}

const withoutReturn = (s: string) => (s.endsWith('\r') ? s.slice(0, -1) : s)

type Quoted = { cells: string[]; end: number; lines: number }

function readQuoted(
  s: string,
  start: number,
  o: CsvOptions,
  lineEnd: string,
): Quoted | keyof typeof problems {
  const cells: string[] = []
  let at = start
  let lines = 1
  for (;;) {
    if (s[at] === '"') {
      const close = closingQuote(s, at + 1)
      if (close < 0) return 'unclosed'
      const raw = s.slice(at + 1, close)
      cells.push(raw.replaceAll('""', '"'))
      lines += count(raw, lineEnd)
      at = close + 1
      if (s[at] === '\r' && (at + 1 >= s.length || s[at + 1] === lineEnd)) at++
      if (at < s.length && s[at] !== o.delimiter && s[at] !== lineEnd) return 'stray'
    } else {
      const end = cellEnd(s, at, o.delimiter, lineEnd)
      const raw = end === s.length || s[end] === lineEnd ? withoutReturn(s.slice(at, end)) : s.slice(at, end)
      if (!o.looseQuotes && raw.includes('"')) return 'unescaped'
      cells.push(raw)
      at = end
    }
    if (at >= s.length || s[at] === lineEnd) return { cells, end: at + 1, lines }
    at++
  }
}

function closingQuote(s: string, from: number): number {
  for (let at = s.indexOf('"', from); at >= 0; at = s.indexOf('"', at + 2)) if (s[at + 1] !== '"') return at
  return -1
}

function cellEnd(s: string, from: number, delimiter: string, lineEnd: string): number {
  const d = s.indexOf(delimiter, from)
  const l = s.indexOf(lineEnd, from)
  return d < 0 ? (l < 0 ? s.length : l) : l < 0 ? d : Math.min(d, l)
}

function count(s: string, what: string): number {
  let n = 0
  for (let at = s.indexOf(what); at >= 0; at = s.indexOf(what, at + 1)) n++
  return n
}
