import { createHash } from 'node:crypto'
import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { copied } from '#core/copied.ts'
import type { Tx } from '#core/database.ts'
import { Joins } from '#core/expression.ts'
import { condition, type Filter } from '#core/filter.ts'
import { isId } from '#core/id.ts'
import { idsOf } from './ids.ts'
import { during, plusDays, type Period } from './period.ts'
import { valueOf, type House } from './reach.ts'
import { rateJoins } from './statement.ts'
import type { Fact } from './subject.ts'

/** Records that are told by the day: which of them count, whose day it is, what they are parts of. */
export type Recorded = { entity: string; date: string; base: Filter; document: Sql }
/** What is kept of each record: a value, of a field or of a fact; a number; or which ones have the same document. */
export type Spec = { name: string } & (
  | { path: string }
  | { fact: Fact; isValue?: boolean }
  | { isDocument: true }
)

/** A column of the records of some days, in the order of their days, documents and ids. */
export type Column = {
  /** Tells which records they are. */
  stamp: string
  days: string[]
  /** Where each day ends. */
  ends: number[]
  /** Each different value once: texts, ids, or numbers in ten-thousandths (NaN: not known, Infinity: in no known rate's currency). */
  values?: (string | null)[]
  ids?: Uint32Array
  numbers?: Float64Array
  /** The place of each record's among them: amounts repeat, so a line takes two bytes, not eight. */
  at: Places
}
export type Places = Uint8Array | Uint16Array | Uint32Array

// Values come together as bytes that no text has between them.
const [nothing, separator] = ['\xfe', '\xff']
export const bytesOf = (value: Sql) =>
  sql`coalesce(convert_to(${value}::text, 'UTF8'), ${raw("'\\xfe'::bytea")})`
export const between = raw("'\\xff'::bytea")
export const wordsIn = (cell: Buffer) => cell.toString('latin1').split(separator)
export const textOf = (word: string) => (word === nothing ? null : Buffer.from(word, 'latin1').toString())

/** Each day's columns, each in one value. */
export function statement(
  house: House,
  of: Recorded,
  specs: readonly Spec[],
  days: readonly Period[],
  currency: string,
): Sql {
  const e = house.entityOf(of.entity)
  const joins = new Joins(house.entityOf, house.rights)
  const day = joins.resolve(e, of.date).columns[0]!
  const filter = condition(
    e,
    { and: [of.base, { or: joined(days).map((p) => during(of.date, p)) }] },
    { ...house, joins },
  )
  const facts = specs.flatMap((s) => ('fact' in s ? [s.fact] : []))
  const rates = rateJoins(facts, currency, day)
  const cell = (s: Spec) => {
    if ('path' in s) return bytesOf(valueOf(joins.resolve(e, s.path)))
    if ('isDocument' in s) return bytesOf(of.document)
    if (s.isValue) return bytesOf(s.fact.sql)
    const number = sql`coalesce((${rates.moneyOf(s.fact)})::float8, 'NaN')`
    return s.fact.currency
      ? sql`case when ${rates.isLost(s.fact)} then 'Infinity' else ${number} end`
      : number
  }
  const cells = specs.map((s, i) => sql`${cell(s)} as ${raw(`c${i}`)}`)
  const inOrder = (what: Sql, apart: Sql) => sql`string_agg(${what}, ${apart} order by document, id)`
  const column = (s: Spec, i: number) =>
    'fact' in s && !s.isValue
      ? inOrder(sql`float8send(${raw(`c${i}`)})`, sql`''::bytea`)
      : inOrder(raw(`c${i}`), between)
  const from = [
    ...joins.joins,
    ...new Map(facts.flatMap((f) => (f.from ? [[f.from.text, f.from]] : []))).values(),
    ...rates.joins,
  ]
  return sql`select day::text, md5(${inOrder(sql`uuid_send(id)`, sql`''::bytea`)}), ${join(specs.map(column), ', ')}
    from (select ${day} as day, ${of.document} as document, t.id, ${join(cells, ', ')} from ${raw(`"${e.table}" t`)}
      ${from.length ? join(from, ' ') : empty} where t.deleted_at is null and ${filter}) x group by day order by day`
}

/** Days that follow one another are one period. */
const joined = (days: readonly Period[]) =>
  days.reduce<Period[]>((all, { from, to }) => {
    const last = all.at(-1)
    return last && plusDays(last.to, 1) === from
      ? [...all.slice(0, -1), { from: last.from, to }]
      : [...all, { from, to }]
  }, [])

/** A column as its days come. */
class Growing {
  private known = new Map<string | number, number>()
  private at: number[] = []
  private spec: Spec
  private isNumber: boolean
  constructor(spec: Spec) {
    this.spec = spec
    this.isNumber = 'fact' in spec && !spec.isValue
  }
  /** How many records that were. */
  add(cell: Buffer): number {
    const values = this.isNumber ? numbersIn(cell) : wordsIn(cell)
    let [last, place]: [string | number, number] = ['', -1]
    for (const value of values) {
      if (place < 0 || value !== last) {
        place = this.known.get(value) ?? this.known.size
        this.known.set(value, place)
        last = value
      }
      this.at.push(place)
    }
    return values.length
  }
  made(): Pick<Column, 'numbers' | 'values' | 'ids' | 'at'> {
    const { size } = this.known
    const at = (size < 2 ** 8 ? Uint8Array : size < 2 ** 16 ? Uint16Array : Uint32Array).from(this.at)
    if (this.isNumber) return { numbers: Float64Array.from(this.known.keys() as Iterable<number>), at }
    if ('isDocument' in this.spec) return { values: [], at }
    const values = Array.from(this.known.keys() as Iterable<string>, textOf)
    return values.some((v) => v !== null) && values.every((v) => v === null || isId(v))
      ? { ids: idsOf(values), at }
      : { values, at }
  }
}

const numbersIn = (cell: Buffer) =>
  Array.from({ length: cell.length / 8 }, (_, i) => {
    const n = cell.readDoubleBE(8 * i)
    return Number.isFinite(n) ? Math.round(n * 10_000) : n
  })

type Place = {
  days: Period
  stamp: ReturnType<typeof createHash>
  known: string[]
  ends: number[]
  columns: Growing[]
}

/** The columns of these days, one after another. */
export async function columnsOf(
  tx: Tx,
  query: (days: readonly Period[]) => Sql,
  specs: readonly Spec[],
  days: readonly Period[],
) {
  await tx.rows(sql`set local work_mem = '64MB'`)
  const places = days.map((one): Place => ({
    days: one,
    stamp: createHash('md5'),
    known: [],
    ends: [],
    columns: specs.map((s) => new Growing(s)),
  }))
  let at = 0
  await copied(tx, query(days), ([text, stamp, ...cells]) => {
    const day = `${text}`
    while (places[at]!.days.to < day) at++
    const { stamp: all, known, ends, columns } = places[at]!
    all.update(`${day}${stamp}`)
    known.push(day)
    const counts = columns.map((column, i) => column.add(cells[i]!))
    ends.push((ends.at(-1) ?? 0) + counts[0]!)
  })
  return places.flatMap(({ days: of, stamp, known, ends, columns }) => {
    const same = { stamp: stamp.digest('base64'), days: known, ends }
    return columns.map((column, spec) => ({
      days: of,
      spec,
      column: { ...same, ...column.made() } as Column,
    }))
  })
}
