import { z } from 'zod'
import { field, Unreadable, type Field, type FieldOptions, type Format, type Kind } from '../kind.ts'
import { orderedOps } from './filter.ts'

/** `1 234,56`, `1,234.56`, `(12.5)`, `−5` → a plain decimal string. With no stated decimal sign, the last of
 * `,` and `.` is taken for it, unless it only groups thousands. */
export function decimalOf(text: string, format: Format): string {
  let s = text
    .trim()
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replaceAll('−', '-')
  if (/^\(.*\)$/.test(s)) s = `-${s.slice(1, -1)}`
  const decimal = format.decimal ?? guessDecimal(s)
  s = decimal === ',' ? s.replaceAll('.', '').replace(',', '.') : s.replaceAll(',', '')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(s)) throw new Unreadable(`“${text}” is not a number.`)
  return s.replace(/^\+/, '')
}
const guessDecimal = (s: string) => {
  const comma = s.lastIndexOf(',')
  const point = s.lastIndexOf('.')
  if (comma < 0) return '.'
  if (point < 0) return /^[+-]?\d{1,3}(,\d{3})+$/.test(s) && s.split(',').length > 2 ? '.' : ','
  return comma > point ? ',' : '.'
}

const bounded = (f: Field, integer: boolean) => {
  // Fifteen significant digits are what a JSON number carries without loss.
  let s = z
    .number()
    .min(f.min ?? -999_999_999_999_999)
    .max(f.max ?? 999_999_999_999_999)
  if (f.above !== undefined) s = s.gt(f.above)
  if (integer) s = s.int()
  return s
}

const kind = (name: string, input: string, type: string, integer = false): Kind<number> => ({
  name,
  input,
  columns: () => [{ suffix: '', type }],
  schema: (f) => bounded(f, integer || f.scale === 0),
  write: (v) => [v],
  read: ([v]) => (v === null || v === undefined ? null : Number(v)),
  parse: (text, format) => Number(decimalOf(text.replace(/%$/, ''), format)),
  format: (v) => String(v),
  ops: orderedOps(type, z.number()),
  order: (c) => c[0]!,
  words: () => '',
})

export const numberKind = kind('number', 'number', 'numeric')
export const percentKind = kind('percent', 'percent', 'numeric')

const spelled = /^(?:(\d+)\s*(?:h|год)\.?)?\s*(?:(\d+)\s*(?:m|min|хв)\.?)?$/i
export const durationKind: Kind<number> = {
  ...kind('duration', 'duration', 'integer', true),
  schema: (f) =>
    z
      .number()
      .int()
      .min(0)
      .max(f.max ?? 10_000_000),
  parse(text) {
    const t = text.trim()
    const clock = /^(\d+):([0-5]\d)$/.exec(t)
    if (clock) return Number(clock[1]) * 60 + Number(clock[2])
    if (/^\d+$/.test(t)) return Number(t)
    const words = spelled.exec(t)
    if (!words || (!words[1] && !words[2]))
      throw new Unreadable(`“${text}” is not a duration (90, 1:30 or 1 h 30 min).`)
    return Number(words[1] ?? 0) * 60 + Number(words[2] ?? 0)
  },
  format: (v) => `${Math.floor(v / 60)}:${String(v % 60).padStart(2, '0')}`,
}

export const number = <const O extends FieldOptions>(options: O = {} as O) =>
  field<number, O>(numberKind, options)
/** 15 means 15 %. */
export const percent = <const O extends FieldOptions>(options: O = {} as O) =>
  field<number, O>(percentKind, options)
/** Whole minutes. */
export const duration = <const O extends FieldOptions>(options: O = {} as O) =>
  field<number, O>(durationKind, options)
