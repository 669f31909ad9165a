import { Column, type Kind, type Spec } from './column.ts'
import { dateDigits } from './date.ts'

/** All records of one kind, column by column. */
export type Base = { size: number; columns: Column[] }

/** Collects records one by one; `ready` settles how each column is compared. */
export class Gathering {
  columns: Column[]
  size = 0
  constructor(specs: readonly Spec[], expected: number) {
    this.columns = specs.map((s) => new Column(s, expected))
  }
  /** One list of values a column, in the order of the specs. */
  add(values: readonly (readonly string[])[]): void {
    for (let i = 0; i < this.columns.length; i++) this.columns[i]!.append(values[i] ?? [])
    this.size++
  }
  ready(): Base {
    const kept: Column[] = []
    for (const column of this.columns) {
      const own = column.kind === 'auto' ? withoutRepeats(column, kept, this.size) : column
      const settled = own.kind === 'auto' ? withKind(own, kindOf(own), this.size) : own
      if (!says(settled, this.size)) continue
      settled.seal()
      kept.push(settled)
    }
    this.columns = []
    return { size: this.size, columns: strongest(kept) }
  }
}

/** Dates are kept in a form of their own: their column is written anew. */
function withKind(c: Column, kind: Kind, size: number): Column {
  c.kind = kind
  if (kind !== 'date') return c
  const dates = new Column({ key: c.key, kind }, size)
  for (let record = 0; record < size; record++) dates.append(textsOf(c, record))
  return dates
}

/** A column that is empty nearly everywhere, or the same everywhere, tells nothing of anybody; the few records of a new
 * base may be one client all. */
const says = (c: Column, size: number) =>
  c.filled >= Math.min(20, size / 10) && c.values.size > (size > 20 ? 1 : 0)

const most = 16
const strongest = (columns: Column[]) => {
  const names = (c: Column) => c.kind === 'last' || c.kind === 'first' || c.kind === 'title'
  const order = columns.toSorted((a, b) => Number(names(b)) - Number(names(a)) || b.filled - a.filled)
  const kept = new Set(order.slice(0, most))
  return columns.filter((c) => kept.has(c))
}

/** How a text that nobody described is best compared, by what stands in it. */
export function kindOf(c: Column): Kind {
  let digits = 0
  let dates = 0
  let codes = 0
  let length = 0
  const sample = Math.min(c.values.size, 5000)
  const step = c.values.size / sample
  for (let i = 0; i < sample; i++) {
    const value = c.values.text(1 + Math.floor(i * step))
    length += value.length
    if (/^[a-z]{0,3} ?\d[\d ]*[a-z]?$/.test(value)) digits++
    if (dateDigits(value) !== null) dates++
    if (/^(?=.*[a-z])(?=.*\d)[a-z\d ]{4,10}$/.test(value)) codes++
  }
  if (dates >= sample * 0.9) return 'date'
  if (evenness(c) < 60 && c.values.size < c.filled / 4) return 'category'
  if (codes >= sample * 0.9) return 'postcode'
  if (digits >= sample * 0.9) return 'code'
  return length / sample > 3 ? 'text' : 'category'
}

/** As many values, were all equally frequent, would coincide as often as these. */
function evenness(c: Column): number {
  let sum = 0
  for (let id = 1; id <= c.values.size; id++) sum += (c.values.counts[id]! / c.filled) ** 2
  return 1 / sum
}

const said = (columns: readonly Column[], record: number) =>
  new Set(columns.flatMap((c) => textsOf(c, record)).flatMap(wordsOf))
const wordsOf = (value: string) => value.split(' ').filter(Boolean)

/** What other columns say already must not count twice: of a full name beside surname and first name only the rest
 * is kept. */
function withoutRepeats(column: Column, others: readonly Column[], size: number): Column {
  const step = Math.max(1, Math.floor(size / 2000))
  let [words, repeated] = [0, 0]
  for (let record = 0; record < size; record += step) {
    const mine = textsOf(column, record).flatMap(wordsOf)
    if (mine.length === 0) continue
    const known = said(others, record)
    words += mine.length
    repeated += mine.filter((w) => known.has(w)).length
  }
  if (repeated < words * 0.3) return column
  return restOf(column, others, size)
}

/** The column without the words that stand in others of the same record. */
export function restOf(column: Column, others: readonly Column[], size: number): Column {
  const rest = new Column(column, size)
  rest.isRest = true
  for (let record = 0; record < size; record++) {
    const known = said(others, record)
    rest.append(
      textsOf(column, record)
        .map((t) =>
          wordsOf(t)
            .filter((w) => !known.has(w))
            .join(' '),
        )
        .filter(Boolean),
    )
  }
  return rest
}

export function textsOf(c: Column, record: number): string[] {
  const out: string[] = []
  for (let i = c.starts[record]!; i < c.starts[record + 1]!; i++) out.push(c.values.text(c.ids[i]!))
  return out
}
