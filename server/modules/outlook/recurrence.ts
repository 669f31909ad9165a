import { z } from 'zod'
import { clockAt, momentOf } from '#modules/activities/index.ts'
import { Unsuited } from './reasons.ts'

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const codes = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const indexes = { first: 1, second: 2, third: 3, fourth: 4, last: -1 } as const

const lower = z.string().transform((s) => s.toLowerCase())
const day = lower.pipe(z.enum(days))
const date = z.string().regex(/^\d{4}-\d\d-\d\d/)

/** patternedRecurrence, as Microsoft documents it. What a kind of pattern does not use may be zero. */
export const patterned = z.object({
  pattern: z.object({
    type: lower.pipe(
      z.enum(['daily', 'weekly', 'absolutemonthly', 'relativemonthly', 'absoluteyearly', 'relativeyearly']),
    ),
    interval: z.int().min(1).max(999),
    month: z.int().nullish(),
    dayOfMonth: z.int().nullish(),
    daysOfWeek: z.array(day).nullish(),
    firstDayOfWeek: day.nullish().catch(null),
    index: lower.pipe(z.enum(['first', 'second', 'third', 'fourth', 'last'])).nullish(),
  }),
  range: z.object({
    type: lower.pipe(z.enum(['enddate', 'noend', 'numbered'])),
    startDate: date.nullish(),
    endDate: date.nullish(),
    numberOfOccurrences: z.int().nullish(),
  }),
})
export type Patterned = z.infer<typeof patterned>

const need = <T>(value: T | null | undefined): T => {
  if (value === null || value === undefined) throw new Unsuited('unreadable')
  return value
}
const between = (n: number | null | undefined, from: number, to: number) => {
  if (need(n) < from || n! > to) throw new Unsuited('unreadable')
  return n!
}

function ruleOf({ pattern: p }: Patterned): string[] {
  const named = () => {
    if (!p.daysOfWeek?.length) throw new Unsuited('unreadable')
    return p.daysOfWeek.map((d) => codes[days.indexOf(d)]!)
  }
  const nth = () => {
    const [one, ...more] = named()
    const n = indexes[p.index ?? 'first']
    return more.length ? [`BYDAY=${[one, ...more].join(',')}`, `BYSETPOS=${n}`] : [`BYDAY=${n}${one}`]
  }
  const inMonth = () => [`BYMONTH=${between(p.month, 1, 12)}`]
  const onDay = () => [`BYMONTHDAY=${between(p.dayOfMonth, 1, 31)}`]
  const rules = {
    daily: () => ['FREQ=DAILY'],
    weekly: () => [
      'FREQ=WEEKLY',
      `BYDAY=${named().join(',')}`,
      `WKST=${codes[days.indexOf(p.firstDayOfWeek ?? 'sunday')]}`,
    ],
    absolutemonthly: () => ['FREQ=MONTHLY', ...onDay()],
    relativemonthly: () => ['FREQ=MONTHLY', ...nth()],
    absoluteyearly: () => ['FREQ=YEARLY', ...inMonth(), ...onDay()],
    relativeyearly: () => ['FREQ=YEARLY', ...inMonth(), ...nth()],
  }
  return [...rules[p.type](), ...(p.interval > 1 ? [`INTERVAL=${p.interval}`] : [])]
}

const bare = (iso: string) => `${iso.slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** The rule of iCalendar that says the same. Its end is the end of that day where it happens. */
export function ruleFrom(r: Patterned, zone: string, isAllDay: boolean): string {
  const { type, endDate, numberOfOccurrences } = r.range
  const rule = ruleOf(r)
  if (type === 'numbered') rule.push(`COUNT=${between(numberOfOccurrences, 1, 999)}`)
  if (type === 'enddate') {
    const last = need(endDate).slice(0, 10)
    const end = Date.parse(`${last}T23:59:59Z`)
    if (Number.isNaN(end)) throw new Unsuited('unreadable')
    rule.push(
      `UNTIL=${isAllDay ? last.replaceAll('-', '') : bare(new Date(momentOf(end, zone)).toISOString())}`,
    )
  }
  return rule.join(';')
}

const known = new Set([
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'WKST',
  'BYDAY',
  'BYMONTHDAY',
  'BYMONTH',
  'BYSETPOS',
])

function partsOf(rule: string): Map<string, string> {
  const parts = new Map(
    rule
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, '')
      .split(';')
      .filter(Boolean)
      .map((part) => part.split('=', 2) as [string, string]),
  )
  if ([...parts.keys()].some((key) => !known.has(key))) throw new Unsuited('repeat')
  return parts
}

/** Days of the week, and which of them in the month; null when no days are named. */
function weekdays(parts: Map<string, string>): { daysOfWeek: string[]; index: string | null } | null {
  const given = parts.get('BYDAY')?.split(',')
  if (!given) return null
  const read = given.map((d) => /^([+-]?\d+)?(SU|MO|TU|WE|TH|FR|SA)$/.exec(d))
  const nths = [...read.map((m) => m?.[1]).filter(Boolean), ...(parts.get('BYSETPOS')?.split(',') ?? [])]
  // “The first Monday and the third Friday” is two patterns there.
  if (read.includes(null) || nths.length > 1 || (nths.length && given.length > 1 && !parts.has('BYSETPOS')))
    throw new Unsuited('repeat')
  const index = nths.length ? Object.entries(indexes).find(([, n]) => n === Number(nths[0]))?.[0] : null
  if (index === undefined) throw new Unsuited('repeat')
  return { daysOfWeek: read.map((m) => days[codes.indexOf(m![2]!)]!), index }
}

const single = (text: string | undefined, usual: number, most: number) => {
  const n = text === undefined ? usual : Number(text)
  if (!(n >= 1 && n <= most)) throw new Unsuited('repeat')
  return n
}

function patternOf(parts: Map<string, string>, start: Date): Record<string, unknown> {
  const interval = single(parts.get('INTERVAL'), 1, 99)
  const named = weekdays(parts)
  const freq = parts.get('FREQ')
  const has = (...keys: string[]) => keys.some((key) => parts.has(key))
  const month = () => single(parts.get('BYMONTH'), start.getUTCMonth() + 1, 12)
  const dayOfMonth = () => single(parts.get('BYMONTHDAY'), start.getUTCDate(), 31)
  const firstDayOfWeek = days[codes.indexOf(parts.get('WKST') ?? 'MO')] ?? 'monday'
  if (freq === 'DAILY' && !has('BYMONTHDAY', 'BYMONTH', 'BYSETPOS')) {
    if (!named) return { type: 'daily', interval }
    if (interval === 1 && named.index === null)
      return { type: 'weekly', interval, daysOfWeek: named.daysOfWeek, firstDayOfWeek }
  }
  if (freq === 'WEEKLY' && !has('BYMONTHDAY', 'BYMONTH', 'BYSETPOS') && !named?.index)
    return {
      type: 'weekly',
      interval,
      daysOfWeek: named?.daysOfWeek ?? [days[start.getUTCDay()]!],
      firstDayOfWeek,
    }
  if (freq === 'MONTHLY' && !has('BYMONTH') && !(named && has('BYMONTHDAY'))) {
    if (!named && !has('BYSETPOS')) return { type: 'absoluteMonthly', interval, dayOfMonth: dayOfMonth() }
    if (named?.index) return { type: 'relativeMonthly', interval, ...named }
  }
  if (freq === 'YEARLY' && !(named && has('BYMONTHDAY'))) {
    if (!named && !has('BYSETPOS'))
      return { type: 'absoluteYearly', interval, month: month(), dayOfMonth: dayOfMonth() }
    // Without a month it is the nth of the year.
    if (named?.index && has('BYMONTH')) return { type: 'relativeYearly', interval, month: month(), ...named }
  }
  throw new Unsuited('repeat')
}

const dayOf = (clock: number) => new Date(clock).toISOString().slice(0, 10)

/** The pattern that says what a rule says; throws Unsuited when there is none. */
export function patternFrom(
  rule: string,
  { startsAt, zone, windows }: { startsAt: string; zone: string; windows: string },
): Record<string, unknown> {
  const parts = partsOf(rule)
  const start = new Date(clockAt(Date.parse(startsAt), zone))
  const range = { startDate: dayOf(start.getTime()), recurrenceTimeZone: windows }
  const pattern = patternOf(parts, start)
  const until = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(parts.get('UNTIL') ?? '')
  if (parts.has('UNTIL') && !until) throw new Unsuited('repeat')
  if (until) {
    const [, y, m, d, h = '0', min = '0', s = '0', utc] = until
    const clock = Date.UTC(Number(y), Number(m) - 1, Number(d), Number(h), Number(min), Number(s))
    return {
      pattern,
      range: { ...range, type: 'endDate', endDate: dayOf(utc ? clockAt(clock, zone) : clock) },
    }
  }
  if (parts.has('COUNT'))
    return {
      pattern,
      range: { ...range, type: 'numbered', numberOfOccurrences: single(parts.get('COUNT'), 1, 999) },
    }
  return { pattern, range: { ...range, type: 'noEnd' } }
}
