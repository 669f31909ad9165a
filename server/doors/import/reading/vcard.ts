import { isWay } from '#core/kinds/index.ts'
import { encodingOf, textOf } from './encoding.ts'
import type { Source } from './source.ts'
import { UnreadableFile, type Table, type TableOptions, type TableRow } from './table.ts'
import { propertiesOf, type Property } from './vcard-property.ts'

// Read here and not by ical.js, which knows neither version 2.1 (what phones and Outlook still write) nor streams.

type Card = { line: number; lines: string[]; problem?: string }

const longestCard = 4 << 20

/** Cards as rows. The columns are those of Google's contacts CSV, as many of each as some card needs. */
export async function vcardTable(source: Source, options: TableOptions): Promise<Table> {
  const encoding = await encodingOf(source, options.encoding)
  const used = new Set<string>()
  for await (const card of cardsOf(textOf(source, encoding)))
    for (const [column, value] of valuesOf(card)) if (value) used.add(column)
  if (used.size === 0) throw new UnreadableFile(1, 'there is no card with anything in it.')
  const header = [...used].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return {
    format: 'vcard',
    encoding,
    delimiter: null,
    header,
    warnings: [],
    rows: rowsOf(source, encoding, header),
  }
}

async function* rowsOf(source: Source, encoding: string, header: string[]): AsyncIterable<TableRow> {
  for await (const card of cardsOf(textOf(source, encoding))) {
    const values = valuesOf(card)
    const cells = header.map((h) => values.get(h) ?? '')
    if (card.problem) yield { line: card.line, cells, problem: card.problem }
    else if (cells.some(Boolean)) yield { line: card.line, cells }
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncIterable<string> {
  let rest = ''
  for await (const piece of text) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$|\n)/)
    rest = lines.pop()!
    if (rest.length > longestCard)
      throw new UnreadableFile(0, 'there is a line of more than four million characters.')
    yield* lines
  }
  yield* rest.split(/\r\n?|\n/)
}

/** The lines of each card. A card inside a card (2.1's AGENT) is left out. */
async function* cardsOf(text: AsyncIterable<string>): AsyncIterable<Card> {
  let card: Card | null = null
  let depth = 0
  let line = 0
  let size = 0
  for await (const raw of linesOf(text)) {
    line++
    const mark = raw.trim().toUpperCase()
    if (mark === 'BEGIN:VCARD' && card && depth === 1 && !/AGENT[^:]*:\s*$/i.test(card.lines.at(-1) ?? '')) {
      yield { ...card, problem: 'the card has no END:VCARD.' }
      depth = 0
    }
    if (mark === 'BEGIN:VCARD' && ++depth === 1) {
      card = { line, lines: [] }
      size = 0
    } else if (mark === 'END:VCARD' && depth > 0) {
      if (--depth === 0 && card) {
        yield card
        card = null
      }
    } else if (card && depth === 1) {
      size += raw.length
      if (size > longestCard)
        throw new UnreadableFile(card.line, 'this card is larger than four million characters.')
      card.lines.push(raw)
    } else if (mark && depth === 0) throw new UnreadableFile(line, 'there is text outside of any card.')
  }
  if (card) yield { ...card, problem: 'the card has no END:VCARD.' }
}

const order = [
  'First',
  'Middle',
  'Last',
  'Name',
  'Nickname',
  'Organization',
  'E-mail',
  'Phone',
  'Address',
  'Website',
  'IM',
  'Birthday',
  'Labels',
  'Notes',
]
const rank = (column: string) => {
  const at = order.findIndex((o) => column.startsWith(o))
  return (at < 0 ? order.length : at) * 1000 + Number(/ (\d+) - /.exec(column)?.[1] ?? 0)
}

/** Column → value of one card. */
function valuesOf(card: Card): Map<string, string> {
  const row = new Map<string, string>()
  const counts = new Map<string, number>()
  const next = (kind: string) => {
    const n = (counts.get(kind) ?? 0) + 1
    counts.set(kind, n)
    return `${kind} ${n}`
  }
  let fullName = ''
  for (const p of propertiesOf(card.lines)) {
    if (p.name === 'FN') fullName ||= p.text.trim()
    else readers[p.name]?.(p, row, next)
  }
  const named = ['First Name', 'Last Name', 'Middle Name'].some((c) => row.get(c))
  const name = fullName || row.get('Nickname') || row.get('Organization Name')
  // A card may say no more than an address or a number, and call its owner by that: it then says no name.
  const isKnown = ['E-mail 1 - Value', 'Phone 1 - Value'].some((c) => row.get(c))
  if (!named && name && !(isKnown && isWay(name))) row.set('Name', name)
  return row
}

type Read = (p: Property, row: Map<string, string>, next: (kind: string) => string) => void

const readers: Record<string, Read> = {
  N: (p, row) =>
    ['Last Name', 'First Name', 'Middle Name', 'Name Prefix', 'Name Suffix'].forEach((c, i) =>
      put(row, c, p.parts[i]),
    ),
  NICKNAME: (p, row) => put(row, 'Nickname', p.text),
  ORG: (p, row) => {
    put(row, 'Organization Name', p.parts[0])
    put(row, 'Organization Department', p.parts.slice(1).filter(Boolean).join(', '))
  },
  TITLE: (p, row) => put(row, 'Organization Title', p.text),
  BDAY: (p, row) => put(row, 'Birthday', birthday(p.text)),
  NOTE: (p, row) => put(row, 'Notes', [row.get('Notes'), p.text].filter(Boolean).join('\n')),
  CATEGORIES: (p, row) =>
    put(
      row,
      'Labels',
      p.text
        .split(',')
        .map((t) => t.trim())
        .filter(Boolean)
        .join('; '),
    ),
  EMAIL: numbered('E-mail'),
  TEL: numbered('Phone'),
  URL: numbered('Website'),
  IMPP: numbered('IM'),
  ADR: (p, row, next) => {
    if (!p.parts.some(Boolean)) return
    const c = next('Address')
    put(row, `${c} - Label`, p.label)
    put(row, `${c} - Street`, [p.parts[2], p.parts[1], p.parts[0]].filter(Boolean).join(', '))
    ;['City', 'Region', 'Postal Code', 'Country'].forEach((part, i) =>
      put(row, `${c} - ${part}`, p.parts[i + 3]),
    )
  },
}

function numbered(kind: string): Read {
  return (p, row, next) => {
    const value = p.text.replace(/^(tel|mailto|xmpp|im):/i, '').trim()
    if (!value) return
    const column = next(kind)
    put(row, `${column} - Label`, p.label)
    put(row, `${column} - Value`, value)
  }
}

function put(row: Map<string, string>, column: string, value: string | undefined) {
  if (value?.trim()) row.set(column, value.trim())
}

/** 19800322, 1980-03-22T00:00:00Z → 1980-03-22. A day without its year (--0322) is not a date to keep. */
function birthday(text: string): string {
  const m = /^(\d{4})-?(\d{2})-?(\d{2})(?:T|$)/.exec(text.trim())
  return m ? `${m[1]}-${m[2]}-${m[3]}` : ''
}
