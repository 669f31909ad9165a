import { Invalid } from '#core/error.ts'
import type { Filter } from '#core/filter.ts'

export type Period = { from: string; to: string }
export type Comparison = 'none' | 'previous' | 'year'
/** How far the period compared with lies behind. */
export type Shift = { count: number; unit: 'months' | 'days' }

/** Of records that count whenever they were. */
export const ever: Period = { from: '1900-01-01', to: '2199-12-31' }

/** A period that can be counted through. */
export function checked({ from, to }: Period): void {
  const fail = (path: string, message: string) => {
    throw new Invalid([{ path, message, code: 'bad_question' }])
  }
  if (to < from) fail('to', 'It ends before it starts.')
  if (from < ever.from) fail('from', `A period begins on ${ever.from} or later.`)
  if (to > ever.to) fail('to', `A period ends on ${ever.to} or before.`)
}

const day = 86_400_000
const at = (iso: string) => new Date(`${iso}T00:00:00Z`)
const iso = (d: Date) => d.toISOString().slice(0, 10)
export const plusDays = (date: string, count: number) => iso(new Date(at(date).valueOf() + count * day))

/** The same day of another month, or its last one. */
export function plusMonths(date: string, count: number): string {
  const d = at(date)
  const first = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + count, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(d.getUTCDate(), last))
  return iso(first)
}

const isMonthEnd = (date: string) => plusDays(date, 1).endsWith('-01')

const isFirst = (date: string) => date.endsWith('-01')

/** How many months lie between a period that begins with a month and the one before it: as many as it has; of a quarter
 * or a year that is not yet over, all of its months. */
function monthsBack({ from, to }: Period): number {
  const [a, b] = [at(from), at(to)]
  const has = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth() + 1
  if (isMonthEnd(to) || has === 1) return has
  if (a.getUTCMonth() % 3 === 0 && has <= 3) return 3
  return a.getUTCMonth() === 0 && has < 12 ? 12 : has
}

/** Days of whole months, and of a month, quarter or year so far, are compared with those of the ones before; other
 * periods with as many days. */
export function shiftOf(period: Period, comparison: Comparison): Shift | null {
  if (comparison === 'none') return null
  if (comparison === 'year') return { count: 12, unit: 'months' }
  if (isFirst(period.from)) return { count: monthsBack(period), unit: 'months' }
  return { count: (at(period.to).valueOf() - at(period.from).valueOf()) / day + 1, unit: 'days' }
}

export function shifted({ from, to }: Period, { count, unit }: Shift): Period {
  if (unit === 'days') return { from: plusDays(from, -count), to: plusDays(to, -count) }
  const end = isMonthEnd(to) ? plusDays(plusMonths(plusDays(to, 1), -count), -1) : plusMonths(to, -count)
  return { from: plusMonths(from, -count), to: end }
}

const lengths = { month: 1, quarter: 3, year: 12 }
export type Step = keyof typeof lengths
export const steps = Object.keys(lengths) as Step[]

/** The calendar month, quarter or year that begins on this day. */
export const stepFrom = (from: string, step: Step): Period => ({
  from,
  to: plusDays(plusMonths(from, lengths[step]), -1),
})

/** The first day of the calendar month, quarter or year in which a month lies. */
export const stepOf = (month: string, step: Step): string =>
  plusMonths(month, -((Number(month.slice(5, 7)) - 1) % lengths[step]))

export const within = (a: Period, b: Period): Period => ({
  from: a.from > b.from ? a.from : b.from,
  to: a.to < b.to ? a.to : b.to,
})

/** Records whose day, or moment, lies in the period. */
export const during = (path: string, { from, to }: Period, isMoment = false): Filter =>
  isMoment
    ? {
        and: [
          [path, 'gte', from],
          [path, 'lt', plusDays(to, 1)],
        ],
      }
    : [path, 'between', [from, to]]

/** A period in its calendar months, the first and the last of which may be broken. */
export function monthsOf(p: Period): Period[] {
  const out: Period[] = []
  for (let first = monthOf(p.from); first <= p.to; first = plusMonths(first, 1))
    out.push(within(stepFrom(first, 'month'), p))
  return out
}
export const monthOf = (date: string) => `${date.slice(0, 8)}01`

/** A period without these days of it, which stand apart. */
export function less({ from, to }: Period, days: readonly Period[]): Period[] {
  const out: Period[] = []
  let next = from
  for (const had of days.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (had.from > to || had.to < next) continue
    if (had.from > next) out.push({ from: next, to: plusDays(had.from, -1) })
    next = plusDays(had.to, 1)
  }
  return next > to ? out : [...out, { from: next, to }]
}

/** What of these days was over when this day began. */
export const before = (today: string, days: Period): Period[] =>
  days.from < today ? [within(days, { from: days.from, to: plusDays(today, -1) })] : []
