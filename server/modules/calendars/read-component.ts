import ICAL from 'ical.js'
import { whyNotRule } from '#modules/activities/index.ts'
import type { Attendee } from './people.ts'
import { Unkept } from './refusal.ts'
import { momentOfTime, type Zones } from './zones.ts'

/** What of an activity an iCalendar says: VEVENT and VTODO alike. Null: nothing. */
export type Told = {
  subject: string
  description: string | null
  location: string | null
  startsAt: string | null
  endsAt: string | null
  dueAt: string | null
  isAllDay: boolean | null
  timeZone: string
  repeat: string | null
  exceptions: string[] | null
  extraTimes: string[] | null
  priority: 'high' | 'normal' | 'low' | null
  percent: number | null
  showAs: 'busy' | 'free' | 'tentative' | null
  isPrivate: boolean | null
  status: 'planned' | 'started' | 'done' | 'cancelled' | null
  doneAt: string | null
  /** Minutes before; null: nothing is said. So also of who takes part. */
  reminders: string[] | null
  attendees: Attendee[] | null
}

/** What stands where a thing has no name. */
export const nameless = '—'

const statuses = { 'NEEDS-ACTION': 'planned', 'IN-PROCESS': 'started', COMPLETED: 'done' } as const

const textIn = (c: ICAL.Component, name: string): string | null => {
  const value = c.getFirstPropertyValue(name)
  return (typeof value === 'string' ? value.trim() : '') || null
}

/** The zone in which a property's times are. */
function zoneOf(p: ICAL.Property, zones: Zones): string {
  const tzid = p.getFirstParameter('tzid') as string | undefined
  const t = p.getFirstValue() as unknown as ICAL.Time | null
  return tzid && !t?.isDate ? zones.nameOf(tzid, t?.year ?? 2026) : zones.home
}

const momentIn = (p: ICAL.Property | null, zones: Zones) =>
  p && momentOfTime(p.getFirstValue(), zoneOf(p, zones))

/** After a duration: days by the clock, hours by the time that passes. */
function later(p: ICAL.Property, by: unknown, zones: Zones): string {
  if (!(by instanceof ICAL.Duration)) throw new Unkept('bad_time')
  const sign = by.isNegative ? -1 : 1
  const day = momentOfTime(p.getFirstValue(), zoneOf(p, zones), sign * (by.days + by.weeks * 7))
  const rest = Date.parse(day) + sign * (by.hours * 3600 + by.minutes * 60 + by.seconds) * 1000
  if (!(Math.abs(rest) < 2e14)) throw new Unkept('bad_time')
  return new Date(rest).toISOString()
}

/** When it starts and ends or is due. */
function times(c: ICAL.Component, zones: Zones) {
  const start = c.getFirstProperty('dtstart')
  const endName = c.name === 'vtodo' ? 'due' : 'dtend'
  const end = c.getFirstProperty(endName)
  const duration = c.getFirstPropertyValue('duration')
  if (!start && c.name === 'vevent') throw new Unkept('no_start')
  const first = (start ?? end)?.getFirstValue() as unknown as ICAL.Time | undefined
  const isAllDay = first?.isDate === true
  const startsAt = momentIn(start, zones)
  const given = end ? momentIn(end, zones) : start && duration ? later(start, duration, zones) : null
  // A day without an end is that day.
  const whole = start && isAllDay && !given && c.name === 'vevent'
  const ends = whole ? later(start, new ICAL.Duration({ days: 1 }), zones) : given
  const zone = start ?? end
  return {
    startsAt,
    endsAt: c.name === 'vevent' ? ends : null,
    dueAt: c.name === 'vtodo' ? ends : null,
    isAllDay: isAllDay || null,
    timeZone: zone ? zoneOf(zone, zones) : zones.home,
  }
}

/** Moments of EXDATE or RDATE; a bare day means the time of day at which the series starts. */
function moments(c: ICAL.Component, name: string, zones: Zones): string[] {
  const start = c.getFirstPropertyValue('dtstart') as unknown as ICAL.Time | null
  return c.getAllProperties(name).flatMap((p) =>
    (p.getValues() as unknown[]).map((v) => {
      if (v instanceof ICAL.Period) throw new Unkept('periods')
      const t = v as ICAL.Time
      if (!t?.isDate || !start || start.isDate) return momentOfTime(v, zoneOf(p, zones))
      const at = start.clone()
      Object.assign(at, { year: t.year, month: t.month, day: t.day })
      return momentOfTime(at, zoneOf(c.getFirstProperty('dtstart')!, zones))
    }),
  )
}

function repetition(c: ICAL.Component, zones: Zones) {
  const rules = c.getAllProperties('rrule')
  if (rules.length > 1 || c.hasProperty('exrule')) throw new Unkept('two_rules')
  // The library makes no end of it.
  if ((rules[0]?.toJSON()[3] as { count?: number } | undefined)?.count === 0) throw new Unkept('bad_rule')
  const extra = [...new Set(moments(c, 'rdate', zones))].toSorted()
  const left = [...new Set(moments(c, 'exdate', zones))].toSorted()
  const given = rules[0]?.getFirstValue()?.toString() ?? null
  // Only days that are named: one by a rule, and the others.
  const repeat = given ?? (extra.length ? 'FREQ=DAILY;COUNT=1' : null)
  const fault = repeat && whyNotRule(repeat)
  if (fault) throw new Unkept(fault)
  return {
    repeat,
    exceptions: repeat && left.length ? left : null,
    extraTimes: extra.length ? extra : null,
  }
}

function priority(c: ICAL.Component): Told['priority'] {
  const n = Number(c.getFirstPropertyValue('priority') ?? 0)
  return !(n >= 1 && n <= 9) ? null : n < 5 ? 'high' : n === 5 ? 'normal' : 'low'
}

function standing(c: ICAL.Component, zones: Zones): Pick<Told, 'status' | 'doneAt' | 'percent' | 'showAs'> {
  const status = textIn(c, 'status')?.toUpperCase()
  const transparent = textIn(c, 'transp')?.toUpperCase() === 'TRANSPARENT'
  const cancelled = status === 'CANCELLED' ? ('cancelled' as const) : null
  if (c.name === 'vevent')
    return {
      status: cancelled,
      doneAt: null,
      percent: null,
      showAs: transparent ? 'free' : status === 'TENTATIVE' ? 'tentative' : null,
    }
  const completed = c.getFirstProperty('completed')
  const percent = Number(c.getFirstPropertyValue('percent-complete') ?? Number.NaN)
  const told = statuses[status as keyof typeof statuses] ?? cancelled
  return {
    status: told ?? (completed ? 'done' : 'planned'),
    doneAt: told === 'done' || !told ? momentIn(completed, zones) : null,
    percent: percent >= 0 && percent <= 100 ? percent : null,
    showAs: null,
  }
}

/** The reminders that Kolo knows; an alarm at any other moment stays with the program that set it. */
export const remindable = ['0', '5', '15', '30', '60', '120', '1440', '2880', '10080']

/** How many minutes before its time an alarm goes off; null when that is no reminder of Kolo's. */
export function minutesOf(alarm: ICAL.Component, c: ICAL.Component): string | null {
  const trigger = alarm.getFirstProperty('trigger')
  const before = trigger?.getFirstValue() as unknown
  if (!trigger || !(before instanceof ICAL.Duration)) return null
  const fromEnd = String(trigger.getFirstParameter('related') ?? '').toUpperCase() === 'END'
  if (fromEnd !== (c.name === 'vtodo' && !c.hasProperty('dtstart'))) return null
  const minutes = String(-before.toSeconds() / 60).replace('-0', '0')
  return remindable.includes(minutes) ? minutes : null
}

function reminders(c: ICAL.Component): string[] | null {
  const found = c.getAllSubcomponents('valarm').flatMap((alarm) => minutesOf(alarm, c) ?? [])
  return found.length ? [...new Set(found)].toSorted((a, b) => Number(a) - Number(b)) : null
}

const replies = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' } as const
const parameter = (p: ICAL.Property, name: string) => String(p.getFirstParameter(name) ?? '').toUpperCase()

/** The address of a person who takes part; rooms and what has no e-mail are none. */
export function emailIn(p: ICAL.Property): string | null {
  if (/^(ROOM|RESOURCE|GROUP)$/.test(parameter(p, 'cutype'))) return null
  const address = /^mailto:\s*(\S+@\S+)\s*$/i.exec(String(p.getFirstValue() ?? ''))?.[1]
  return address && address.length <= 320 ? address : null
}

function attendees(c: ICAL.Component): Attendee[] | null {
  const read = (p: ICAL.Property): Attendee[] => {
    const email = emailIn(p)
    const name = String(p.getFirstParameter('cn') ?? '').trim()
    const isOrganizer = p.name === 'organizer'
    const isOptional = /^(OPT|NON)-PARTICIPANT$/.test(parameter(p, 'role'))
    const reply = replies[parameter(p, 'partstat') as keyof typeof replies] ?? 'asked'
    return email
      ? [
          {
            email,
            ...(name ? { name: name.slice(0, 200) } : {}),
            role: isOrganizer ? 'organizer' : isOptional ? 'optional' : 'required',
            reply: isOrganizer ? 'accepted' : reply,
          },
        ]
      : []
  }
  const all = ['organizer', 'attendee'].flatMap((name) => c.getAllProperties(name).flatMap(read))
  const once = new Map(all.toReversed().map((a) => [a.email.toLowerCase(), a]))
  return once.size ? [...once.values()].toReversed().slice(0, 200) : null
}

/** Reads a VEVENT or VTODO; throws Unkept where it says what cannot be kept. */
export const readComponent = (c: ICAL.Component, zones: Zones): Told => ({
  subject: textIn(c, 'summary') ?? nameless,
  description: textIn(c, 'description'),
  location: textIn(c, 'location'),
  ...times(c, zones),
  ...repetition(c, zones),
  priority: priority(c),
  ...standing(c, zones),
  isPrivate: /^(PRIVATE|CONFIDENTIAL)$/i.test(textIn(c, 'class') ?? '') || null,
  reminders: reminders(c),
  attendees: attendees(c),
})

const isForward = (range: unknown) => String(range ?? '').toUpperCase() === 'THISANDFUTURE'

/** Does an exception stand for all that follow, too? */
export const isForAllAfter = (c: ICAL.Component): boolean =>
  isForward(c.getFirstProperty('recurrence-id')?.getFirstParameter('range'))

/** Which instance of a series an exception stands for. */
export function occursAt(c: ICAL.Component, master: ICAL.Component, zones: Zones): string {
  const p = c.getFirstProperty('recurrence-id')!
  const range = p.getFirstParameter('range')
  if (range && !isForward(range)) throw new Unkept('this_and_future')
  const t = p.getFirstValue() as unknown as ICAL.Time
  const start = master.getFirstProperty('dtstart') ?? master.getFirstProperty('due')
  const first = start?.getFirstValue() as unknown as ICAL.Time | undefined
  if (!t?.isDate || !first || first.isDate) return momentIn(p, zones)!
  const at = first.clone()
  Object.assign(at, { year: t.year, month: t.month, day: t.day })
  return momentOfTime(at, zoneOf(start!, zones))
}
