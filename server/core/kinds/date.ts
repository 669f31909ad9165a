import sql from 'sql-template-tag'
import { z } from 'zod'
import { field, Unreadable, type FieldOptions, type Format, type Kind, type Op } from '../kind.ts'
import { checked, emptyOps, orderedOps } from './filter.ts'

const days = z.strictObject({ days: z.number().int().min(0).max(36_600) })
const unit = z.enum(['day', 'week', 'month', 'quarter', 'year'])

/** `now` is the start of today where the actor is: the request's transaction sets its time zone. */
const relative: Record<string, Op> = {
  last: (c, v) =>
    sql`${c[0]!} > current_date - ${checked(days, v).days}::int and ${c[0]!} < current_date + 1`,
  next: (c, v) =>
    sql`${c[0]!} >= current_date and ${c[0]!} < current_date + 1 + ${checked(days, v).days}::int`,
  this: (c, v) => {
    const u = checked(unit, v)
    return sql`${c[0]!} >= date_trunc(${u}, now()) and ${c[0]!} < date_trunc(${u}, now()) + ${u === 'quarter' ? '3 months' : `1 ${u}`}::interval`
  },
}

const isDate = (s: string) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(s) || s < '0001') return false
  const d = new Date(`${s}T00:00:00Z`)
  return !Number.isNaN(d.valueOf()) && d.toISOString().startsWith(s)
}
const date_ = z.string().refine(isDate, 'Write a date as YYYY-MM-DD.')

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** Days are refused that can only be a slip: a birthday to come, a deal that closes in 1066. */
const within = ({ earliest, latest }: FieldOptions) =>
  date_
    .refine((d) => !earliest || !isDate(d) || d >= earliest, `Write a day not before ${earliest}.`)
    .refine((d) => latest === undefined || !isDate(d) || d <= dayFromNow(latest), {
      error: () => `Write a day not after ${dayFromNow(latest!)}.`,
    })

const order: Record<NonNullable<Format['date']>, [number, number, number]> = {
  YMD: [0, 1, 2],
  DMY: [2, 1, 0],
  MDY: [2, 0, 1],
}

/** A date as a file writes it → YYYY-MM-DD. Four-digit years only, or two digits taken as 1950–2049. */
export function dateOf(text: string, format: Format): string {
  const t = text.trim()
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(t)
  const parts = iso ? [iso[1]!, iso[2]!, iso[3]!] : t.split(/[ T]/)[0]!.split(/[./-]/)
  const [y, m, d] = order[iso ? 'YMD' : (format.date ?? 'DMY')].map((i) => parts[i] ?? '')
  const year = y!.length === 2 ? (Number(y) < 50 ? `20${y}` : `19${y}`) : y!
  const result = `${year}-${m!.padStart(2, '0')}-${d!.padStart(2, '0')}`
  if (parts.length !== 3 || !isDate(result))
    throw new Unreadable(`“${text}” is not a date (${format.date ?? 'DMY'}).`)
  return result
}

export const dateKind: Kind<string> = {
  name: 'date',
  input: 'date',
  columns: () => [{ suffix: '', type: 'date' }],
  schema: (f) => (f.earliest || f.latest !== undefined ? within(f) : date_),
  write: (v) => [v],
  read: ([v]) => (v as string | null) ?? null,
  parse: dateOf,
  format: (v) => v,
  ops: { ...orderedOps('date', date_), ...relative, ...emptyOps },
  order: (c) => c[0]!,
  words: () => '',
}

const instant = z
  .string()
  .refine(
    (s) => z.iso.datetime({ offset: true }).safeParse(s).success,
    'Write a time like 2026-03-01T09:30:00Z.',
  )
  .transform((s) => new Date(s).toISOString())
  .refine((s) => /^\d{4}-/.test(s) && s >= '0001', 'Write a time like 2026-03-01T09:30:00Z.')

const written =
  /^(\d+)-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):?(\d\d)?:?(\d\d)?)?( BC)?$/

/** As PostgreSQL writes a moment where the reader is: `2026-03-01 09:30:00.5+02`, and of the days before standard
 * time `1900-01-01 02:02:04+02:02:04`, which Date does not read. */
function momentOf(text: string): string {
  const [, year, month, day, h, m, s, fraction = '0', sign = '+', oh = '0', om = '0', os = '0', bc] =
    written.exec(text) ?? []
  const offset = Number(`${sign}1`) * (Number(oh) * 3600 + Number(om) * 60 + Number(os))
  const moment = new Date(0)
  moment.setUTCFullYear(bc ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day))
  moment.setUTCHours(Number(h), Number(m), Number(s) - offset, Math.floor(Number(`0.${fraction}`) * 1000))
  return moment.toISOString()
}

export const timeKind: Kind<string> = {
  name: 'time',
  input: 'time',
  columns: () => [{ suffix: '', type: 'timestamptz' }],
  schema: () => instant,
  write: (v) => [v],
  read: ([v]) => (v === null || v === undefined ? null : momentOf(String(v))),
  parse(text, format) {
    const t = text.trim()
    if (z.iso.datetime({ offset: true }).safeParse(t).success) return new Date(t).toISOString()
    const clock = /(?:[ T,]+)(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(t)
    const day = dateOf(t.replace(/[ T,]+\d{1,2}:\d{2}.*$/, ''), format)
    return `${day}T${(clock?.[1] ?? '0').padStart(2, '0')}:${clock?.[2] ?? '00'}:${clock?.[3] ?? '00'}.000Z`
  },
  format: (v) => v,
  ops: { ...orderedOps('timestamptz', z.union([instant, date_])), ...relative, ...emptyOps },
  order: (c) => c[0]!,
  words: () => '',
}

export const date = <const O extends FieldOptions>(options: O = {} as O) =>
  field<string, O>(dateKind, options)
/** A moment: kept in UTC, shown where the reader is. */
export const time = <const O extends FieldOptions>(options: O = {} as O) =>
  field<string, O>(timeKind, options)
