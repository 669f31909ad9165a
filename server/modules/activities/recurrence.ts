import ICAL from 'ical.js'
import { ruleClocks } from './rule-clocks.ts'
import { clockAt, momentOf } from './time-zone.ts'

/** What of an activity says when it happens. Times as ISO instants. */
export type Recurring = {
  /** When the first one starts, or is due. */
  at: string
  timeZone: string
  rule: string
  exceptions?: readonly string[] | null
  extraTimes?: readonly string[] | null
}

// Twenty-seven years of every day; what repeats without end is not walked through from its start.
const mostSteps = 10_000
const mostInstances = 5_000
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const mostInterval = 999
const mostCount = 2000
/** Several hours, minutes or seconds of one day. */
const withinDay = /;BY(?:HOUR|MINUTE|SECOND)=[^;]*,[^;]*/gi

const clockOf = (t: ICAL.Time) => Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second)

/** Why a rule cannot be kept; null when it can. */
export function whyNotRule(rule: string): 'bad_rule' | 'too_often' | 'too_many' | null {
  const bare = bareOf(rule)
  // The library makes 1 of what is less, and no end of a count of none.
  const [interval, count] = ['INTERVAL', 'COUNT'].map((name) =>
    Number(new RegExp(`(?:^|;)${name}=([^;]*)`, 'i').exec(bare)?.[1] ?? 1),
  ) as [number, number]
  let read: ICAL.Recur
  try {
    read = ICAL.Recur.fromString(bare)
  } catch {
    return 'bad_rule'
  }
  if (!(interval >= 1 && interval <= mostInterval) || !(count >= 1) || (read.count && read.until))
    return 'bad_rule'
  if (!read.freq) return 'bad_rule'
  if (!frequencies.includes(read.freq) || bare.search(withinDay) >= 0) return 'too_often'
  if (read.count && read.count > mostCount) return 'too_many'
  const start = Date.UTC(2026, 0, 1, 12)
  try {
    const next = clocksOf({ at: new Date(start).toISOString(), timeZone: 'UTC', rule: bare })
    next()
    return read.until || read.count === 1 || next() !== null ? null : 'bad_rule'
  } catch {
    return 'bad_rule'
  }
}

export const bareOf = (rule: string) => rule.trim().replace(/^RRULE:/i, '')

/** The rule by the clock of its zone, its end too: a rule that ends at 22:00 UTC ends at midnight in Kyiv. */
function clocksOf({ at, rule, timeZone: zone }: Recurring, from = -Infinity) {
  const first = clockAt(Date.parse(at), zone)
  // Such a rule was once taken: it happens once a day.
  const bare = bareOf(rule).replace(withinDay, '')
  const start = new Date(first)
  // A start that is passed over to may lie in a year without a 29 February.
  const whole =
    /FREQ=YEARLY/i.test(bare) && !/;BY/i.test(bare)
      ? `${bare};BYMONTH=${start.getUTCMonth() + 1};BYMONTHDAY=${start.getUTCDate()}`
      : bare
  const read = ICAL.Recur.fromString(whole)
  const { until } = read
  const utc = until ? clockOf(until) : Infinity
  const isUtc = until?.zone === ICAL.Timezone.utcTimezone
  const end = until?.isDate ? utc + 86_399_000 : isUtc ? clockAt(utc, zone) : utc
  const clocks = ruleClocks(read, passedOver(read, first, from), end)
  return () => clocks.next().value ?? null
}

const day = 86_400_000
const twoDays = 2 * day

/** The first one, or one that whole rounds of the rule later still lies well before `from`: where nothing is counted,
 * the rule is the same after them, and need not be walked through. */
function passedOver({ freq, interval, count }: ICAL.Recur, first: number, from: number): number {
  if (count || !Number.isFinite(from)) return first
  const rounds = (length: number) => Math.max(0, Math.floor((from - twoDays - first) / length) - 1)
  const days = { DAILY: 1, WEEKLY: 7 }[freq as string]
  if (days) return first + rounds(days * interval * day) * days * interval * day
  // So many years later the month has its 29th again.
  const years = fewestYears(freq === 'YEARLY' ? interval * 12 : interval)
  const later = new Date(first)
  later.setUTCFullYear(later.getUTCFullYear() + rounds(years * 366 * day) * years)
  return later.getTime()
}

/** Of whole rounds of so many months, the fewest that make years that four divides. */
function fewestYears(months: number): number {
  let years = 4
  while ((years * 12) % months) years += 4
  return years
}

/** The moments at which it happens, in order; those well before `from` are passed over by the clock alone, which is
 * quick. Stops by itself only where the rule does. */
function* moments(r: Recurring, from: number): Generator<number> {
  const { at, timeZone, exceptions, extraTimes } = r
  const first = Date.parse(at)
  const left = new Set((exceptions ?? []).map((e) => Date.parse(e)))
  const extra = [...new Set((extraTimes ?? []).map((e) => Date.parse(e)))].toSorted((a, b) => a - b)
  const next = clocksOf(r, from)
  let told = -Infinity
  const fresh = (moment: number) => moment > told && !left.has(moment)
  // The start counts as an instance, whether its rule would name it or not: RFC 5545, 3.8.5.3.
  if (fresh(first)) yield (told = first)
  for (let step = 0; step < mostSteps; step++) {
    const clock = next()
    if (clock === null) break
    if (clock < from - twoDays) continue
    const moment = momentOf(clock, timeZone)
    while (extra.length && extra[0]! <= moment) {
      const one = extra.shift()!
      if (fresh(one)) yield (told = one)
    }
    if (fresh(moment)) yield (told = moment)
  }
  for (const one of extra) if (fresh(one)) yield (told = one)
}

/** The instances that start in [from, to), at most a few thousand. */
export function instancesBetween(r: Recurring, from: number, to: number): string[] {
  const found: string[] = []
  for (const moment of moments(r, from)) {
    if (moment >= to || found.length >= mostInstances) break
    if (moment >= from) found.push(new Date(moment).toISOString())
  }
  return found
}

/** The first instance at or after a moment that is not among `except`. */
export function nextInstance(
  r: Recurring,
  from: number,
  except: ReadonlySet<number> = new Set(),
): string | null {
  for (const moment of moments(r, from))
    if (moment >= from && !except.has(moment)) return new Date(moment).toISOString()
  return null
}

export const isInstance = (r: Recurring, at: string): boolean => nextInstance(r, Date.parse(at)) === at

/** When the last one starts; null when it goes on for ever, or for longer than anybody counts. */
export function lastInstance(r: Recurring): string | null {
  const { count, until } = ICAL.Recur.fromString(bareOf(r.rule))
  if (!count && !until) return null
  const end = until ? clockOf(until) : Infinity
  for (const back of until ? [60 * day, 5000 * day, Infinity] : [Infinity]) {
    const last = lastOf(clocksOf(r, end - back))
    if (last === undefined) return null
    // Where none is found so near the end, it is looked for from further back.
    if (last === null && back < Infinity) continue
    const moment = momentOf(last ?? clockAt(Date.parse(r.at), r.timeZone), r.timeZone)
    return new Date(Math.max(moment, ...(r.extraTimes ?? []).map((e) => Date.parse(e)))).toISOString()
  }
  return null
}

/** Null when there is none, undefined when there are too many to count. */
function lastOf(next: () => number | null): number | null | undefined {
  let last: number | null = null
  for (let step = 0; step <= mostSteps; step++) {
    const clock = next()
    if (clock === null) return last
    last = clock
  }
  return undefined
}
