/** A run of letters of a text document. */
export type Span = { text: string; bold: boolean }
export type Block =
  | { kind: 'heading'; level: number; spans: Span[] }
  | { kind: 'text'; spans: Span[] }
  | { kind: 'list'; items: Span[][] }
  | { kind: 'table'; rows: Span[][][]; hasHead: boolean }
  | { kind: 'rule' | 'page' }

// What a value brings is never markup: its marks are put aside while the text is read, and set back after.
const marks = ['|', '*', '\n', '#', '-', '=']
const aside = (i: number) => String.fromCharCode(0xe000 + i)
const foreign = /[\ue000-\ue00f]/g

/** A value as it may stand in a text that is about to be read. */
export const guarded = (value: string) =>
  marks.reduce((text, mark, i) => text.replaceAll(mark, aside(i)), value.replaceAll(foreign, ''))
const restored = (text: string) => text.replaceAll(foreign, (c) => marks[c.charCodeAt(0) - 0xe000] ?? '')

const spansOf = (text: string): Span[] =>
  text
    .split('**')
    .map((part, i) => ({ text: restored(part), bold: i % 2 === 1 }))
    .filter((s) => s.text !== '')

const cellsOf = (line: string): Span[][] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => spansOf(cell.trim()))

const isTable = (line: string) => line.trim().startsWith('|')
const isItem = (line: string) => /^\s*[-*]\s+/.test(line)
const isDivider = (line: string) => /^\s*\|[\s:|-]+\|?\s*$/.test(line) && line.includes('-')

/** How many lines from here are alike. */
const run = (lines: readonly string[], from: number, is: (line: string) => boolean) => {
  let to = from
  while (to < lines.length && is(lines[to]!)) to++
  return to
}
const isPlain = (line: string) =>
  line.trim() !== '' && !isTable(line) && !isItem(line) && !/^(#{1,3}\s|-{3,}\s*$|={3,}\s*$)/.test(line)

/** Headings (#), lists (-), tables (| |), **bold**, --- a rule, === a new page; the rest are paragraphs. */
export function blocksOf(text: string): Block[] {
  const lines = text.replaceAll('\r', '').split('\n')
  const out: Block[] = []
  for (let i = 0; i < lines.length;) {
    const line = lines[i]!
    const heading = /^(#{1,3})\s+(.*)$/.exec(line)
    if (heading) out.push({ kind: 'heading', level: heading[1]!.length, spans: spansOf(heading[2]!) })
    else if (/^-{3,}\s*$/.test(line)) out.push({ kind: 'rule' })
    else if (/^={3,}\s*$/.test(line)) out.push({ kind: 'page' })
    else if (isTable(line)) {
      const end = run(lines, i, isTable)
      const part = lines.slice(i, end)
      const rows = part.filter((l) => !isDivider(l)).map(cellsOf)
      if (rows.length) out.push({ kind: 'table', rows, hasHead: part.length > 1 && isDivider(part[1]!) })
      i = end
      continue
    } else if (isItem(line)) {
      const end = run(lines, i, isItem)
      const items = lines.slice(i, end).map((l) => spansOf(l.replace(/^\s*[-*]\s+/, '')))
      out.push({ kind: 'list', items })
      i = end
      continue
    } else if (line.trim() !== '') {
      const end = run(lines, i, isPlain)
      out.push({ kind: 'text', spans: spansOf(lines.slice(i, Math.max(end, i + 1)).join('\n')) })
      i = Math.max(end, i + 1)
      continue
    }
    i++
  }
  return out
}
