import ICAL from 'ical.js'
import { isTimeZone } from '#core/actor.ts'
import { clockAt, momentOf, whyNotRule } from '#modules/activities/index.ts'
import { Unkept } from './refusal.ts'
import { ianaOf } from './windows-zones.ts'

const hour = 3_600_000
const day = 24 * hour

export const clockOf = (t: ICAL.Time) => Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second)

const stamp = (clock: number) => new Date(clock).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')

function offsetText(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`
}

/** When the clocks of a zone are moved between two moments: the first moment of each new time. */
function changes(zone: string, from: number, to: number): number[] {
  const offset = (t: number) => clockAt(t, zone) - t
  const found: number[] = []
  for (let t = from; t < to; t += day) {
    if (offset(t) === offset(t + day)) continue
    let [before, after] = [t, t + day]
    while (after - before > 60_000) {
      const middle = Math.floor((before + after) / 120_000) * 60_000
      if (offset(middle) === offset(before)) before = middle
      else after = middle
    }
    found.push(after)
  }
  return found
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** The rule by which clocks are moved on such a day every year: the last Sunday of March. */
function everyYear(clock: number): string {
  const d = new Date(clock)
  const last = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate()
  const nth = d.getUTCDate() + 7 > last ? -1 : Math.ceil(d.getUTCDate() / 7)
  return `FREQ=YEARLY;BYMONTH=${d.getUTCMonth() + 1};BYDAY=${nth}${weekdays[d.getUTCDay()]}`
}

const made = new Map<string, unknown[]>()

/** A zone as iCalendar describes it, by the rules of a year, as jCal. */
export function describeZone(zone: string, year: number): unknown[] {
  const key = `${zone} ${year}`
  const known = made.get(key)
  if (known) return known
  const start = Date.UTC(year, 0, 1)
  const moved = changes(zone, start, Date.UTC(year + 1, 0, 1))
  const part = (at: number, rule: string | null) => {
    const [from, to] = [clockAt(at - 60_000, zone) - (at - 60_000), clockAt(at, zone) - at]
    const lines = [
      `DTSTART:${stamp(at + from)}`,
      `TZOFFSETFROM:${offsetText(from)}`,
      `TZOFFSETTO:${offsetText(to)}`,
      ...(rule ? [`RRULE:${rule}`] : []),
    ]
    const name = to > from && rule ? 'DAYLIGHT' : 'STANDARD'
    return `BEGIN:${name}\r\n${lines.join('\r\n')}\r\nEND:${name}`
  }
  const parts =
    moved.length === 2
      ? moved.map((at) => part(at, everyYear(at + clockAt(at - 60_000, zone) - (at - 60_000))))
      : [part(start, null), ...moved.map((at) => part(at, null))]
  const text = `BEGIN:VTIMEZONE\r\nTZID:${zone}\r\n${parts.join('\r\n')}\r\nEND:VTIMEZONE`
  const described = ICAL.parse(text) as unknown[]
  if (made.size > 500) made.clear()
  made.set(key, described)
  return described
}

/** The name that we know a zone by, of `Europe/Kyiv`, `/citadel.org/20210210_1/Europe/Kyiv` and the like. */
function knownName(tzid: string): string | null {
  const pieces = tzid.replace(/^"|"$/g, '').split('/').filter(Boolean)
  const tails = [2, 3, 1].map((n) => pieces.slice(-n).join('/'))
  return [tzid, ...tails].find((name) => /^(UTC|GMT)$|\//.test(name) && isTimeZone(name)) ?? null
}

/** The library follows the rules of a zone to their end: only such as end. */
const isBounded = (zone: ICAL.Component) =>
  zone.getAllSubcomponents().every((c) =>
    c.getAllProperties('rrule').every((p) => {
      const rule = String(p.getFirstValue())
      return /FREQ=YEARLY/.test(rule) && whyNotRule(rule) === null
    }),
  )

/** A zone known by name whose clocks show through a year what the described one's show. */
function likeness(described: ICAL.Timezone, year: number, home: string): string | null {
  const samples = Array.from({ length: 24 }, (_, i) => {
    const parts = {
      year,
      month: (i >> 1) + 1,
      day: i % 2 ? 20 : 5,
      hour: 12,
      minute: 0,
      second: 0,
      isDate: false,
    }
    const t = new ICAL.Time(parts, ICAL.Timezone.localTimezone)
    return [clockOf(t) - described.utcOffset(t) * 1000, clockOf(t)] as const
  })
  const fits = (zone: string) => samples.every(([moment, clock]) => clockAt(moment, zone) === clock)
  return [home, ...Intl.supportedValuesOf('timeZone')].find(fits) ?? null
}

/** The zones that a calendar names. */
export type Zones = {
  home: string
  nameOf(tzid: string, year: number): string
  raw(tzid: string): unknown[] | null
}

/** `home`: the zone of times that name none. */
export function zonesOf(calendar: ICAL.Component | null, home: string): Zones {
  const described = new Map<string, ICAL.Component>()
  for (const zone of calendar?.getAllSubcomponents('vtimezone') ?? [])
    described.set(String(zone.getFirstPropertyValue('tzid')), zone)
  const names = new Map<string, string>()
  const find = (tzid: string, year: number): string => {
    const known = knownName(tzid)
    if (known) return known
    const component = described.get(tzid)
    let found: string | null = null
    try {
      found =
        component && isBounded(component)
          ? likeness(new ICAL.Timezone({ component, tzid }), year, home)
          : null
    } catch {
      // What describes nothing is as good as not there.
    }
    // Outlook names zones as Windows does, not always with a description.
    found ??= ianaOf(tzid.replace(/^"|"$/g, ''), home)
    if (!found) throw new Unkept('no_zone')
    return found
  }
  return {
    home,
    nameOf(tzid, year) {
      const key = `${tzid} ${year}`
      const name = names.get(key) ?? find(tzid, year)
      names.set(key, name)
      return name
    },
    raw: (tzid) => (described.get(tzid)?.toJSON() as unknown as unknown[] | undefined) ?? null,
  }
}

/** The moment at which a value of iCalendar is, or so many days later by the clock; a day begins where `zone` is. */
export function momentOfTime(t: unknown, zone: string, days = 0): string {
  const time = t as ICAL.Time
  const clock = typeof time?.year === 'number' ? clockOf(time) + days * day : Number.NaN
  const isUtc = !time?.isDate && time?.zone === ICAL.Timezone.utcTimezone
  // PostgreSQL and JavaScript agree on these years only.
  if (!(clock > Date.UTC(1, 0, 2) && clock < Date.UTC(9999, 0, 1))) throw new Unkept('bad_time')
  return new Date(isUtc ? clock : momentOf(clock, zone)).toISOString()
}
