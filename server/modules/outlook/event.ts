import { createRequire } from 'node:module'
import { z } from 'zod'
import { clockAt, momentOf } from '#modules/activities/index.ts'
import {
  ianaOf,
  nameless,
  remindable,
  windowsOf,
  type Attendee,
  type Told,
} from '#modules/calendars/index.ts'
import type { Json } from './graph.ts'
import type { Fields, Side } from './merge.ts'
import { Unsuited } from './reasons.ts'
import { patterned, patternFrom, ruleFrom } from './recurrence.ts'

// Read with the first HTML.
const require = createRequire(import.meta.url)
const html = (): typeof import('html-to-text') => require('html-to-text')

const text = z.string().max(1_000_000)
export const dateTime = z.object({ dateTime: z.string().max(60), timeZone: z.string().max(120).nullish() })
export const body = z.object({ contentType: z.string().nullish(), content: text.nullish() })
const email = z.object({ name: z.string().nullish(), address: z.string().nullish() })
const status = z.object({ response: z.string().nullish() })

const event = z.object({
  id: z.string().min(1).max(400),
  subject: text.nullish(),
  body: body.nullish(),
  start: dateTime,
  end: dateTime,
  originalStart: z.string().nullish(),
  originalStartTimeZone: z.string().max(120).nullish(),
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  importance: z.string().nullish(),
  sensitivity: z.string().nullish(),
  showAs: z.string().nullish(),
  isReminderOn: z.boolean().nullish(),
  reminderMinutesBeforeStart: z.number().nullish(),
  location: z.object({ displayName: text.nullish() }).nullish(),
  attendees: z
    .array(z.object({ type: z.string().nullish(), status: status.nullish(), emailAddress: email.nullish() }))
    .max(1000)
    .nullish(),
  organizer: z.object({ emailAddress: email.nullish() }).nullish(),
  recurrence: patterned.nullish(),
  iCalUId: z.string().max(500).nullish(),
  cancelledOccurrences: z.array(z.string()).max(5000).nullish(),
  exceptionOccurrences: z.array(z.unknown()).max(5000).nullish(),
})
type Event = z.infer<typeof event>

/** What of an event is asked for by name: what of a series was cancelled is told in no other way. */
export const eventFields = Object.keys(event.shape).join(',')

export const readAs = <T>(schema: z.ZodType<T>, json: unknown): T => {
  const read = schema.safeParse(json)
  if (!read.success) throw new Unsuited('unreadable')
  return read.data
}

const zoneIn = (name: string | null | undefined, home: string): string => {
  const zone = !name || name === 'UTC' ? 'UTC' : ianaOf(name, home)
  if (!zone) throw new Unsuited('zone')
  return zone
}

const clockIn = ({ dateTime: at }: z.infer<typeof dateTime>): number => {
  const clock = Date.parse(`${at.slice(0, 19)}Z`)
  if (!(clock > Date.UTC(1900, 0, 1) && clock < Date.UTC(9000, 0, 1))) throw new Unsuited('time')
  return clock
}
export const momentIn = (t: z.infer<typeof dateTime>, home: string): string =>
  new Date(momentOf(clockIn(t), zoneIn(t.timeZone, home))).toISOString()

/** Midnight, where it is, of the day that a time names. */
export const dayIn = (t: z.infer<typeof dateTime>, zone: string): string =>
  new Date(momentOf(Math.floor(clockIn(t) / 86_400_000) * 86_400_000, zone)).toISOString()

/** What a text says; Outlook keeps it as HTML and ends it with line breaks of its own. */
export function plainOf(b: z.infer<typeof body> | null | undefined, most = 20_000): string | null {
  const given = b?.content ?? ''
  const plain = b?.contentType?.toLowerCase() === 'html' ? html().convert(given, { wordwrap: false }) : given
  return plain.replaceAll('\r\n', '\n').trim().slice(0, most) || null
}

const replies: Record<string, Attendee['reply']> = {
  accepted: 'accepted',
  organizer: 'accepted',
  declined: 'declined',
  tentativelyaccepted: 'tentative',
}

function attendeesIn(e: Event): Attendee[] | null {
  const one = (address: z.infer<typeof email> | null | undefined, rest: Pick<Attendee, 'role' | 'reply'>) =>
    address?.address?.includes('@') && address.address.length <= 320
      ? [{ email: address.address, ...(address.name ? { name: address.name.slice(0, 200) } : {}), ...rest }]
      : []
  const people = (e.attendees ?? []).flatMap(({ type, status: s, emailAddress }) =>
    type?.toLowerCase() === 'resource'
      ? []
      : one(emailAddress, {
          role: type?.toLowerCase() === 'optional' ? 'optional' : 'required',
          reply: replies[s?.response?.toLowerCase() ?? ''] ?? 'asked',
        }),
  )
  if (people.length === 0) return null
  const asking = one(e.organizer?.emailAddress, { role: 'organizer', reply: 'accepted' })
  const key = (a: Attendee) => a.email.toLowerCase()
  return [...asking, ...people.filter((p) => !asking.some((a) => key(a) === key(p)))].slice(0, 200)
}

const priorities: Record<string, Told['priority']> = { high: 'high', low: 'low' }
export const priorityIn = (importance: string | null | undefined) =>
  priorities[importance?.toLowerCase() ?? ''] ?? null

function fieldsOf(e: Event, home: string, isPart = false): Told {
  // What Outlook calls a custom zone of its own has no name.
  const zone = (e.originalStartTimeZone && ianaOf(e.originalStartTimeZone, home)) || home
  const isAllDay = e.isAllDay === true
  const at = (t: z.infer<typeof dateTime>) => (isAllDay ? dayIn(t, zone) : momentIn(t, home))
  const showAs = e.showAs?.toLowerCase()
  const minutes = String(e.reminderMinutesBeforeStart ?? '')
  return {
    subject: e.subject?.trim().slice(0, 500) || nameless,
    description: plainOf(e.body),
    location: e.location?.displayName?.trim().slice(0, 500) || null,
    startsAt: at(e.start),
    endsAt: at(e.end),
    dueAt: null,
    isAllDay: isAllDay || null,
    timeZone: zone,
    repeat: e.recurrence && !isPart ? ruleFrom(e.recurrence, zone, isAllDay) : null,
    exceptions: null,
    extraTimes: null,
    priority: priorityIn(e.importance),
    percent: null,
    showAs: showAs === 'free' || showAs === 'tentative' ? showAs : null,
    isPrivate: ['private', 'personal', 'confidential'].includes(e.sensitivity?.toLowerCase() ?? '') || null,
    status: e.isCancelled ? 'cancelled' : null,
    doneAt: null,
    reminders: e.isReminderOn && remindable.includes(minutes) ? [minutes] : null,
    attendees: attendeesIn(e),
  }
}

export type ThereEvent = Side & { uid: string | null; isOnline: boolean; ids: Record<string, string> }

/** Reads an event with what of its series was cancelled and moved. Throws Unsuited. */
export function readEvent(json: Json, home: string): ThereEvent {
  const e = readAs(event, json)
  const whole = fieldsOf(e, home)
  const ids: Record<string, string> = {}
  const parts: Record<string, Fields> = {}
  for (const one of e.exceptionOccurrences ?? []) {
    const x = readAs(event, one)
    const at = Date.parse(x.originalStart ?? '')
    if (Number.isNaN(at)) continue
    const iso = whole.isAllDay
      ? dayIn({ dateTime: new Date(at).toISOString() }, whole.timeZone)
      : new Date(at).toISOString()
    parts[iso] = fieldsOf(x, home, true)
    ids[iso] = x.id
  }
  // “OID.{series}.{day}”: by the clock at which the series starts.
  const clock = clockAt(Date.parse(whole.startsAt!), whole.timeZone) % 86_400_000
  const left = (e.cancelledOccurrences ?? []).flatMap((oid) => {
    const day = /\.(\d{4}-\d\d-\d\d)$/.exec(oid)?.[1]
    const at = day ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
    return Number.isNaN(at) ? [] : [new Date(momentOf(at + clock, whole.timeZone)).toISOString()]
  })
  const exceptions = whole.repeat && left.length ? [...new Set(left)].toSorted().slice(0, 1000) : null
  return {
    whole: { ...whole, exceptions },
    parts: whole.repeat ? parts : {},
    uid: e.iCalUId ?? null,
    isOnline: e.isOnlineMeeting === true,
    ids,
  }
}

export const timeTo = (iso: string, zone: string, isDay = false): Json => {
  const windows = windowsOf(zone)
  const clock = new Date(windows ? clockAt(Date.parse(iso), zone) : Date.parse(iso)).toISOString()
  return {
    dateTime: isDay ? `${clock.slice(0, 10)}T00:00:00` : clock.slice(0, 19),
    timeZone: windows ?? 'UTC',
  }
}

type Writing = { invites: boolean; isOnline?: boolean }

/** What Microsoft is told of some groups of fields. `isOnline`: its text carries the way into the meeting. */
export function writeEvent(
  f: Fields,
  names: readonly string[],
  { invites, isOnline = false }: Writing,
): Json {
  const t = f as Told
  const says = (name: string) => names.includes(name)
  const windows = windowsOf(t.timeZone)
  if (t.repeat && !windows) throw new Unsuited('zone')
  if (t.repeat && t.extraTimes?.length) throw new Unsuited('extra')
  const ends = t.endsAt ?? t.startsAt!
  return {
    ...(says('subject') ? { subject: t.subject } : {}),
    ...(says('description') && !isOnline
      ? { body: { contentType: 'text', content: t.description ?? '' } }
      : {}),
    ...(says('location') ? { location: { displayName: t.location ?? '' } } : {}),
    ...(says('startsAt')
      ? {
          isAllDay: t.isAllDay === true,
          start: timeTo(t.startsAt!, t.timeZone, t.isAllDay === true),
          end: timeTo(ends, t.timeZone, t.isAllDay === true),
        }
      : {}),
    ...(says('repeat') || (says('startsAt') && t.repeat)
      ? {
          recurrence: t.repeat
            ? patternFrom(t.repeat, { startsAt: t.startsAt!, zone: t.timeZone, windows: windows! })
            : null,
        }
      : {}),
    ...(says('priority') ? { importance: t.priority ?? 'normal' } : {}),
    ...(says('showAs') ? { showAs: t.showAs ?? 'busy' } : {}),
    ...(says('isPrivate') ? { sensitivity: t.isPrivate ? 'private' : 'normal' } : {}),
    ...(says('reminders') && t.reminders
      ? t.reminders.length
        ? { isReminderOn: true, reminderMinutesBeforeStart: Number(t.reminders[0]) }
        : { isReminderOn: false }
      : {}),
    // Whoever stands here is written to by Microsoft: only where its user wants that.
    ...(says('attendees') && invites && t.attendees
      ? {
          attendees: t.attendees
            .filter((a) => a.role !== 'organizer')
            .map((a) => ({ type: a.role, emailAddress: { address: a.email, name: a.name ?? a.email } })),
        }
      : {}),
  }
}
