import ICAL from 'ical.js'
import { clockAt } from '#modules/activities/index.ts'
import { emailIn, minutesOf, nameless, readComponent, type Told } from './read-component.ts'
import type { Zones } from './zones.ts'

/** What of an activity stands in its iCalendar besides what people say of it. */
export type Marks = {
  uid: string
  sequence: number | null
  createdAt: string
  updatedAt: string
  occursAt?: string | null
}

/** An appointment or task of which nothing is told. */
export const nothing: Told = {
  subject: nameless,
  description: null,
  location: null,
  startsAt: null,
  endsAt: null,
  dueAt: null,
  isAllDay: null,
  timeZone: '',
  repeat: null,
  exceptions: null,
  extraTimes: null,
  priority: null,
  percent: null,
  showAs: null,
  isPrivate: null,
  status: null,
  doneAt: null,
  reminders: null,
  attendees: null,
}

export const same = (a: unknown, b: unknown) => JSON.stringify(a || null) === JSON.stringify(b || null)

const utcTime = (iso: string) => ICAL.Time.fromDateTimeString(`${iso.slice(0, 19)}Z`)

/** A moment as the calendar of its activity writes it: a day, by the clock of the zone, or in UTC. */
function timeOf(iso: string, { isAllDay, timeZone }: Pick<Told, 'isAllDay' | 'timeZone'>): ICAL.Time {
  if (!isAllDay && timeZone === 'UTC') return utcTime(iso)
  const clock = new Date(clockAt(Date.parse(iso), timeZone)).toISOString()
  return isAllDay
    ? ICAL.Time.fromDateString(clock.slice(0, 10))
    : ICAL.Time.fromDateTimeString(clock.slice(0, 19))
}

function setTimes(c: ICAL.Component, name: string, moments: readonly string[], told: Told): void {
  c.removeAllProperties(name)
  for (const iso of moments) {
    const p = new ICAL.Property(name)
    if (told.isAllDay) p.resetType('date')
    else if (told.timeZone !== 'UTC') p.setParameter('tzid', told.timeZone)
    p.setValue(timeOf(iso, told))
    c.addProperty(p)
  }
}

const set = (c: ICAL.Component, name: string, value: string | number | ICAL.Time | null) => {
  if (value === null) c.removeAllProperties(name)
  else c.updatePropertyWithValue(name, value as string)
}

const priorities = { high: 1, normal: 5, low: 9 }
const statuses = { planned: 'NEEDS-ACTION', started: 'IN-PROCESS', done: 'COMPLETED', cancelled: 'CANCELLED' }
const list = (one: string | null) => (one ? [one] : [])

/** The alarms that are Kolo's reminders; others stay. */
function setReminders(c: ICAL.Component, { reminders, subject }: Told): void {
  if (!reminders) return
  const there = new Set<string>()
  for (const alarm of c.getAllSubcomponents('valarm')) {
    const minutes = minutesOf(alarm, c)
    if (minutes && !reminders.includes(minutes)) c.removeSubcomponent(alarm)
    else if (minutes) there.add(minutes)
  }
  for (const minutes of reminders.filter((m) => !there.has(m))) {
    const alarm = new ICAL.Component('valarm')
    alarm.updatePropertyWithValue('action', 'DISPLAY')
    alarm.updatePropertyWithValue('description', subject)
    const trigger = alarm.updatePropertyWithValue(
      'trigger',
      ICAL.Duration.fromSeconds(-Number(minutes) * 60) as never,
    )
    if (c.name === 'vtodo' && !c.hasProperty('dtstart')) trigger.setParameter('related', 'END')
    c.addSubcomponent(alarm)
  }
}

const partstats = {
  asked: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  declined: 'DECLINED',
  tentative: 'TENTATIVE',
}

/** Who takes part: a line that says so already stays to the letter. */
function setAttendees(c: ICAL.Component, { attendees }: Told, was: Told): void {
  if (!attendees) return
  const key = (email: string) => email.toLowerCase()
  const wanted = new Map(attendees.map((a) => [key(a.email), a]))
  const before = new Map((was.attendees ?? []).map((a) => [key(a.email), a]))
  for (const p of [...c.getAllProperties('organizer'), ...c.getAllProperties('attendee')]) {
    const email = emailIn(p)
    if (email && !same(wanted.get(key(email)), before.get(key(email)))) c.removeProperty(p)
  }
  for (const a of attendees) {
    if (same(a, before.get(key(a.email)))) continue
    const p = new ICAL.Property(a.role === 'organizer' ? 'organizer' : 'attendee')
    if (a.name) p.setParameter('cn', a.name)
    if (a.role !== 'organizer') {
      p.setParameter('role', a.role === 'optional' ? 'OPT-PARTICIPANT' : 'REQ-PARTICIPANT')
      p.setParameter('partstat', partstats[a.reply])
    }
    p.setValue(`mailto:${a.email}`)
    c.addProperty(p)
  }
}

/** How each group of what is told is written, when it is not what already stands there. */
const writers: readonly [readonly (keyof Told)[], (c: ICAL.Component, told: Told, was: Told) => void][] = [
  [['subject'], (c, t) => set(c, 'summary', t.subject)],
  [['description'], (c, t) => set(c, 'description', t.description)],
  [['location'], (c, t) => set(c, 'location', t.location)],
  [
    ['startsAt', 'endsAt', 'dueAt', 'isAllDay', 'timeZone'],
    (c, t) => {
      c.removeAllProperties('duration')
      setTimes(c, 'dtstart', list(t.startsAt), t)
      if (c.name === 'vevent') setTimes(c, 'dtend', list(t.endsAt), t)
      else setTimes(c, 'due', list(t.dueAt), t)
    },
  ],
  [
    ['repeat', 'exceptions', 'extraTimes', 'isAllDay'],
    (c, t) => {
      c.removeAllProperties('rrule')
      if (t.repeat)
        c.addPropertyWithValue('rrule', ICAL.Recur.fromString(t.repeat.replace(/^RRULE:/i, '')) as never)
      setTimes(c, 'exdate', t.exceptions ?? [], t)
      setTimes(c, 'rdate', t.extraTimes ?? [], t)
    },
  ],
  [['priority'], (c, t) => set(c, 'priority', t.priority && priorities[t.priority])],
  [['percent'], (c, t) => set(c, 'percent-complete', t.percent === null ? null : Math.round(t.percent))],
  [['reminders'], (c, t) => setReminders(c, t)],
  [['attendees'], setAttendees],
  [['isPrivate'], (c, t) => set(c, 'class', t.isPrivate ? 'PRIVATE' : null)],
  [
    ['status', 'doneAt', 'showAs'],
    (c, t) => {
      if (c.name === 'vtodo') {
        set(c, 'status', t.status && statuses[t.status])
        return set(c, 'completed', t.status === 'done' && t.doneAt ? utcTime(t.doneAt) : null)
      }
      set(c, 'transp', t.showAs === 'free' ? 'TRANSPARENT' : null)
      set(c, 'status', t.status === 'cancelled' ? 'CANCELLED' : t.showAs === 'tentative' ? 'TENTATIVE' : null)
    },
  ],
]

/** Makes a component say what is told. What stands in `raw`, as a program once sent it, stays to the letter where it
 * says that already; all that Kolo does not know stays too. */
export function writeComponent(
  name: 'vevent' | 'vtodo',
  raw: unknown[] | null,
  told: Told,
  marks: Marks,
  zones: Zones,
): ICAL.Component {
  const c = raw ? new ICAL.Component(structuredClone(raw) as never) : new ICAL.Component(name)
  const was = raw ? readComponent(c, zones) : nothing
  let differs = false
  for (const [keys, write] of writers) {
    if (keys.every((key) => same(was[key], told[key]))) continue
    write(c, told, was)
    differs = true
  }
  if (!raw) {
    set(c, 'uid', marks.uid)
    set(c, 'created', utcTime(marks.createdAt))
    if (marks.occursAt) setTimes(c, 'recurrence-id', [marks.occursAt], told)
  }
  if (differs) {
    set(c, 'dtstamp', utcTime(marks.updatedAt))
    set(c, 'last-modified', utcTime(marks.updatedAt))
    set(c, 'sequence', Math.max(marks.sequence ?? 0, Number(c.getFirstPropertyValue('sequence') ?? 0)))
  }
  return c
}
