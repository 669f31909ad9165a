import { instancesBetween, isInstance } from './recurrence.ts'
import { clockAt, momentOf } from './time-zone.ts'
import { recurringOf, type Timing } from './timing.ts'

const day = 86_400_000
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

const partsOf = (rule: string) =>
  rule
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase()
    .split(';')
    .filter(Boolean)
const without = (parts: string[], ...keys: string[]) => parts.filter((p) => !keys.includes(p.split('=')[0]!))
const stamp = (ms: number) => new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')

/** A rule that is over before a moment. */
export const endingBefore = (rule: string, at: number): string =>
  [...without(partsOf(rule), 'COUNT', 'UNTIL'), `UNTIL=${stamp(at - 1000)}Z`].join(';')

const untilLater = (part: string, by: number) =>
  part.replace(/^UNTIL=(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/, (...m: (string | undefined)[]) => {
    const [y, mo, d, h, mi, s] = m.slice(1, 7).map((n) => Number(n ?? 0))
    const whole = m[4] === undefined ? Math.floor(by / day) * day : by
    const at = stamp(Date.UTC(y!, mo! - 1, d, h, mi, s) + whole)
    return `UNTIL=${m[4] === undefined ? at.slice(0, 8) : at + m[7]}`
  })

/** What of a rule is left after `passed` instances, each as much later by the clock as `shift` says, which lies `days`
 * days on. Null when the rule cannot say that: then it has to be written anew. */
export function remaining(rule: string, passed: number, shift = 0, days = 0): string | null {
  let parts = partsOf(rule)
  const count = Number(/COUNT=(\d+)/.exec(parts.join(';'))?.[1] ?? 0)
  if (count && count <= passed) return null
  if (count) parts = [...without(parts, 'COUNT'), `COUNT=${count - passed}`]
  if (shift) parts = parts.map((p) => untilLater(p, shift))
  // On other days the rule has to name them; only a single day of the week can be told again.
  const by = days ? parts.filter((p) => p.startsWith('BY')) : []
  const isSameWeekday = days % 7 === 0 && parts.includes('FREQ=WEEKLY') && shift % day === 0
  if (by.length === 0 || isSameWeekday) return parts.join(';')
  const named = /^BYDAY=(SU|MO|TU|WE|TH|FR|SA)$/.exec(by[0]!)?.[1]
  if (by.length > 1 || !named) return null
  const next = weekdays[(((weekdays.indexOf(named) + days) % 7) + 7) % 7]!
  return [...without(parts, 'BYDAY'), `BYDAY=${next}`].join(';')
}

export type Place = {
  /** How many instances come before; 0: the whole series is meant. */
  passed: number
  /** A time of the series from there on, when the instance itself moves to `to`. */
  moved(iso: string): string
  shift: number
  days: number
}

/** Where an instance stands in its series, and how far a new time of it moves what follows, by the clock of each zone.
 * Null when it is none that the rule names. */
export function placeIn(
  series: Timing,
  occursAt: string,
  to = occursAt,
  zone = series.timeZone,
): Place | null {
  const ruled = recurringOf({ ...series, exceptions: null, extraTimes: null })
  const at = Date.parse(occursAt)
  if (!ruled || !isInstance(ruled, new Date(at).toISOString())) return null
  const clock = (ms: number) => clockAt(ms, zone ?? 'UTC')
  const [from, till] = [clock(at), clock(Date.parse(to))]
  const shift = till - from
  return {
    passed: instancesBetween(ruled, -8e15, at).length,
    shift,
    days: Math.floor(till / day) - Math.floor(from / day),
    moved: (iso) => new Date(momentOf(clock(Date.parse(iso)) + shift, zone ?? 'UTC')).toISOString(),
  }
}
