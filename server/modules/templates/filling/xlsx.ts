import { DOMParser, XMLSerializer, type Document, type Element } from '@xmldom/xmldom'
import { strToU8, zipSync } from 'fflate'
import {
  drawn,
  fillText,
  lookUp,
  parse,
  tagsOf,
  TemplateTrouble,
  tidy,
  type Filling,
  type Node,
  type Tag,
} from '../tags.ts'
import { partsOf } from './archive.ts'
import { moved, type Moves } from './formulas.ts'

/** At most so many rows come of one sheet. */
const mostRows = 20_000

type Sheet = { name: string; xml: Document; rows: Element[] }
type Book = { parts: Record<string, Uint8Array>; shared: string[]; sheets: Sheet[] }
/** Rows of a sheet: one by one, or a part that is repeated or left out. */
type Band = { row: Element } | { tag: Pick<Tag, 'kind' | 'text'>; bands: Band[] }

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
const all = (e: Document | Element, name: string) => [...e.getElementsByTagName(name)]

// Its types do not know the option by which it stops at what is not well formed.
const strict = {
  onError(level: string, message: string) {
    if (level !== 'warning') throw new Error(message)
  },
} as object

function read(text: string, name: string): Document {
  try {
    return new DOMParser(strict).parseFromString(text, 'text/xml')
  } catch {
    throw new TemplateTrouble('broken', name)
  }
}

function open(bytes: Uint8Array): Book {
  const parts = partsOf(bytes, 'xlsx')
  const strings = parts['xl/sharedStrings.xml']
  const shared = strings
    ? all(read(textOf(strings), 'sharedStrings'), 'si').map((si) =>
        all(si, 't')
          .filter((t) => t.parentNode?.nodeName !== 'rPh')
          .map((t) => t.textContent ?? '')
          .join(''),
      )
    : []
  const sheets = Object.keys(parts)
    .filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
    .toSorted()
    .map((name) => {
      const xml = read(textOf(parts[name]!), name)
      return { name, xml, rows: all(xml, 'row') }
    })
  return { parts, shared, sheets }
}

/** The text of a cell, when it is one. */
function cellText(cell: Element, shared: readonly string[]): string | null {
  if (cell.getAttribute('t') === 's') return shared[Number(all(cell, 'v')[0]?.textContent)] ?? null
  if (cell.getAttribute('t') === 'inlineStr')
    return all(cell, 't')
      .map((t) => t.textContent ?? '')
      .join('')
  return null
}

const marking = /\{([#^/])([^{}\n]*)\}/g
/** Marks of parts that open or close beyond their own cell: they stand for whole rows. */
function rowMarks(row: Element, shared: readonly string[]) {
  const open: { mark: string; text: string }[] = []
  const closed: string[] = []
  for (const cell of all(row, 'c')) {
    const inCell: typeof open = []
    for (const [, mark = '', inside = ''] of (cellText(cell, shared) ?? '').matchAll(marking)) {
      if (mark !== '/') inCell.push({ mark, text: tidy(inside) })
      else if (!inCell.pop()) closed.push(tidy(inside))
    }
    open.push(...inCell)
  }
  return { open, closed }
}

function bandsOf({ rows, name }: Sheet, shared: readonly string[]): Band[] {
  const root: Band[] = []
  const stack: { tag: Pick<Tag, 'kind' | 'text'>; bands: Band[] }[] = []
  for (const row of rows) {
    const { open, closed } = rowMarks(row, shared)
    const place = `${name.replace(/^.*\/|\.xml$/g, '')}, ${row.getAttribute('r')}`
    for (const { mark, text } of open) {
      const band = {
        tag: { kind: mark === '#' ? ('if' as const) : ('not' as const), text },
        bands: [] as Band[],
      }
      ;(stack.at(-1)?.bands ?? root).push(band)
      stack.push(band)
    }
    ;(stack.at(-1)?.bands ?? root).push({ row })
    for (const text of closed) {
      const last = stack.pop()
      if (!last) throw new TemplateTrouble('unopened', `{/${text}}, ${place}`)
      if (text && text !== last.tag.text)
        throw new TemplateTrouble('crossed', `{#${last.tag.text}} … {/${text}}, ${place}`)
    }
  }
  const left = stack.at(-1)
  if (left) throw new TemplateTrouble('unclosed', `{#${left.tag.text}}, ${name.replace(/^.*\//, '')}`)
  return root
}

/** What stands in a cell beside the marks that stand for its row. */
function cellNodes(cell: Element, shared: readonly string[]): Node[] | null {
  const text = cellText(cell, shared)
  if (text === null || !text.includes('{')) return null
  // Marks without a fellow in this cell are the row's.
  const lone = new Set<number>()
  const open: number[] = []
  for (const { 1: mark, index } of text.matchAll(marking)) {
    if (mark !== '/') open.push(index)
    else if (open.pop() === undefined) lone.add(index)
  }
  for (const at of open) lone.add(at)
  const own = text.replaceAll(marking, (mark, _m, _t, at: number) => (lone.has(at) ? '' : mark))
  return parse(own, () => cell.getAttribute('r') ?? '')
}

const tagsIn = (bands: readonly Band[], shared: readonly string[]): Tag[] =>
  bands.flatMap((b) =>
    'row' in b
      ? all(b.row, 'c').flatMap((cell) => tagsOf(cellNodes(cell, shared) ?? []))
      : [{ ...b.tag, inner: tagsIn(b.bands, shared) }],
  )

export function inspectXlsx(bytes: Uint8Array): Tag[] {
  const book = open(bytes)
  return book.sheets.flatMap((sheet) => tagsIn(bandsOf(sheet, book.shared), book.shared))
}

function put(cell: Element, value: { text: string } | { number: string }): void {
  const xml = cell.ownerDocument!
  while (cell.firstChild) cell.removeChild(cell.firstChild)
  const child = (name: string, within: Element, text?: string) => {
    const made = xml.createElementNS(cell.namespaceURI, name)
    if (text !== undefined) made.appendChild(xml.createTextNode(text))
    return within.appendChild(made) as Element
  }
  if ('number' in value) {
    cell.removeAttribute('t')
    child('v', cell, value.number)
    return
  }
  cell.setAttribute('t', 'inlineStr')
  const t = child('t', child('is', cell), value.text.replaceAll(/[^\P{Cc}\n\t]/gu, ''))
  t.setAttribute('xml:space', 'preserve')
}

/** Fills a cell: one that holds a single figure becomes that figure, so that the sheet can count with it. */
function fillCell(cell: Element, shared: readonly string[], scopes: readonly Filling[]): void {
  const nodes = cellNodes(cell, shared)
  if (!nodes) return
  const [only] = nodes
  const value =
    nodes.length === 1 && typeof only === 'object' && only.kind === 'value' && lookUp(scopes, only.text)
  if (value && typeof value === 'object' && !Array.isArray(value))
    return put(cell, value as { number: string })
  put(cell, { text: fillText(nodes, scopes) })
}

function fillSheet(sheet: Sheet, shared: readonly string[], data: Filling): void {
  const bands = bandsOf(sheet, shared)
  const holder = all(sheet.xml, 'sheetData')[0]
  if (!holder) return
  const moves: Moves = new Map()
  const made: { row: Element; from: number }[] = []
  const numbers = sheet.rows.map((row) => Number(row.getAttribute('r')))
  const lay = (some: readonly Band[], scopes: readonly Filling[]): void => {
    for (const b of some) {
      if (!('row' in b)) {
        for (const row of drawn(b.tag, scopes)) lay(b.bands, [...scopes, row])
        continue
      }
      if (made.length >= mostRows) throw new TemplateTrouble('too_large')
      const row = b.row.cloneNode(true) as Element
      for (const cell of all(row, 'c')) fillCell(cell, shared, scopes)
      made.push({ row, from: Number(b.row.getAttribute('r')) })
    }
  }
  lay(bands, [data])
  // Rows are numbered anew: the template's gaps stay, what was repeated pushes the rest down, what was left out is gone.
  let before = { from: 0, at: 0 }
  for (const { row, from } of made) {
    const gone = numbers.filter((n) => n > before.from && n < from).length
    const at = from > before.from ? before.at + (from - before.from) - gone : before.at + 1
    before = { from, at }
    moves.set(from, { first: moves.get(from)?.first ?? at, last: at })
    row.setAttribute('r', String(at))
    for (const cell of all(row, 'c'))
      cell.setAttribute('r', `${cell.getAttribute('r')!.replace(/\d+$/, '')}${at}`)
  }
  for (const row of sheet.rows) holder.removeChild(row)
  for (const { row, from } of made) {
    holder.appendChild(row)
    for (const f of all(row, 'f')) {
      f.textContent = moved(f.textContent ?? '', moves, { from, to: Number(row.getAttribute('r')) })
      for (const v of all(f.parentNode as Element, 'v')) v.parentNode!.removeChild(v)
    }
  }
  for (const merge of all(sheet.xml, 'mergeCell'))
    merge.setAttribute('ref', moved(merge.getAttribute('ref') ?? '', moves))
  for (const size of all(sheet.xml, 'dimension')) size.parentNode!.removeChild(size)
}

export function fillXlsx(bytes: Uint8Array, data: Filling): Uint8Array {
  const { parts, shared, sheets } = open(bytes)
  const out = { ...parts }
  for (const sheet of sheets) {
    fillSheet(sheet, shared, data)
    out[sheet.name] = strToU8(new XMLSerializer().serializeToString(sheet.xml))
  }
  // The order in which cells were once counted is not theirs any more.
  delete out['xl/calcChain.xml']
  for (const name of ['[Content_Types].xml', 'xl/_rels/workbook.xml.rels'])
    if (out[name])
      out[name] = strToU8(
        textOf(out[name]).replaceAll(/<(Override|Relationship)\b[^>]*calcChain[^>]*\/>/g, ''),
      )
  return zipSync(out)
}
