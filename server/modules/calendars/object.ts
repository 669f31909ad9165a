import ICAL from 'ical.js'
import { isForAllAfter, occursAt, readComponent, type Told } from './read-component.ts'
import { Unkept } from './refusal.ts'
import { same, writeComponent, type Marks } from './write-component.ts'
import { describeZone, zonesOf, type Zones } from './zones.ts'

/** What a program sent, kept beside what was understood of it (jCal). */
export type Raw = { component: unknown[]; zones?: unknown[][] }

/** `raw`: null of what came by another way than iCalendar. */
export type Part = {
  told: Told
  raw: Raw | null
  sequence: number | null
  occursAt: string | null
  /** It stands for all instances after it, too. */
  isForAllAfter?: boolean
}

/** An appointment or a task as iCalendar has it: with the instances of it that differ. */
export type CalendarObject = { kind: 'vevent' | 'vtodo'; uid: string; master: Part; exceptions: Part[] }

export const largest = 1_000_000

export function textOf(bytes: Uint8Array): string {
  if (bytes.byteLength > largest) throw new Unkept('too_large')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Unkept('not_utf8')
  }
}

function calendarsIn(text: string): ICAL.Component[] {
  let read: unknown[]
  try {
    read = ICAL.parse(text.replace(/^\uFEFF/, '').trim()) as unknown[]
  } catch {
    throw new Unkept('not_calendar')
  }
  const all = (typeof read[0] === 'string' ? [read] : read) as unknown[][]
  const calendars = all.map((one) => new ICAL.Component(one as never))
  if (calendars.length === 0 || calendars.some((c) => c.name !== 'vcalendar'))
    throw new Unkept('not_calendar')
  return calendars
}

const tzids = (c: ICAL.Component) =>
  new Set(c.getAllProperties().flatMap((p) => (p.getFirstParameter('tzid') as string | undefined) ?? []))

function partOf(c: ICAL.Component, zones: Zones, master: ICAL.Component): Part {
  const described = [...tzids(c)].flatMap((tzid) => {
    const raw = zones.raw(tzid)
    return raw ? [raw] : []
  })
  const sequence = Number(c.getFirstPropertyValue('sequence') ?? Number.NaN)
  return {
    told: readComponent(c, zones),
    raw: { component: c.toJSON() as unknown as unknown[], ...(described.length ? { zones: described } : {}) },
    sequence: Number.isSafeInteger(sequence) && sequence >= 0 ? sequence : null,
    occursAt: c === master ? null : occursAt(c, master, zones),
    ...(c !== master && isForAllAfter(c) ? { isForAllAfter: true } : {}),
  }
}

function objectOf(some: ICAL.Component[], zones: Zones): CalendarObject {
  const masters = some.filter((c) => !c.hasProperty('recurrence-id'))
  const [master] = masters
  if (!master || masters.length > 1 || some.some((c) => c.name !== master.name)) throw new Unkept('not_one')
  return {
    kind: master.name as 'vevent',
    uid: String(master.getFirstPropertyValue('uid') ?? ''),
    master: partOf(master, zones, master),
    exceptions: some.filter((c) => c !== master).map((c) => partOf(c, zones, master)),
  }
}

/** What one calendar file holds, or why it cannot be kept; one answer for each UID. */
export function objectsIn(text: string, home: string): (CalendarObject | Unkept)[] {
  return calendarsIn(text).flatMap((calendar) => {
    const zones = zonesOf(calendar, home)
    const all = calendar.getAllSubcomponents().filter((c) => c.name === 'vevent' || c.name === 'vtodo')
    let unnamed = 0
    const byUid = Map.groupBy(all, (c) => String(c.getFirstPropertyValue('uid') ?? `${unnamed++} `))
    return [...byUid.values()].map((some) => {
      try {
        return objectOf(some, zones)
      } catch (error) {
        if (error instanceof Unkept) return error
        // The library reads on where it should not; what it then stumbles over is no calendar.
        return new Unkept('not_calendar')
      }
    })
  })
}

/** The one appointment or task that is sent. */
export function objectIn(text: string, home: string): CalendarObject {
  const found = objectsIn(text, home)
  const [one] = found
  if (found.length > 1) throw new Unkept('not_one')
  if (one instanceof Unkept) throw one
  if (!one) throw new Unkept('wrong_kind')
  return one
}

export type Written = { told: Told; raw: Raw | null; marks: Marks }

/** The text of an activity and of the instances of it that have rows of their own. */
export function writeObject(kind: 'vevent' | 'vtodo', parts: readonly Written[]): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.updatePropertyWithValue('version', '2.0')
  calendar.updatePropertyWithValue('prodid', '-//Kolo//Kolo//EN')
  const described = new Map<string, unknown[]>()
  const components = parts.map(({ told, raw, marks }) => {
    const own = new ICAL.Component(['vcalendar', [], raw?.zones ?? []] as never)
    const c = writeComponent(kind, raw?.component ?? null, told, marks, zonesOf(own, told.timeZone))
    const year = new Date(told.startsAt ?? told.dueAt ?? marks.createdAt).getUTCFullYear() - 1
    for (const tzid of tzids(c)) {
      const kept = zonesOf(own, told.timeZone).raw(tzid)
      if (kept) described.set(tzid, kept)
      else if (!described.has(tzid) && tzid === told.timeZone) described.set(tzid, describeZone(tzid, year))
    }
    return c
  })
  for (const zone of described.values())
    calendar.addSubcomponent(new ICAL.Component(structuredClone(zone) as never))
  for (const c of components) calendar.addSubcomponent(c)
  return `${calendar.toString()}\r\n`
}

/** What somebody who was served `served` and sends `sent` has changed; what he left as it was is not in it. */
export function changed<T extends object>(served: T, sent: T): Partial<T> {
  const keys = Object.keys(sent) as (keyof T)[]
  return Object.fromEntries(
    keys.filter((key) => !same(served[key], sent[key])).map((key) => [key, sent[key]]),
  ) as Partial<T>
}

/** Many of them as one calendar, each zone described once. */
export function joined(name: string, texts: readonly string[]): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.updatePropertyWithValue('version', '2.0')
  calendar.updatePropertyWithValue('prodid', '-//Kolo//Kolo//EN')
  calendar.updatePropertyWithValue('x-wr-calname', name)
  const inside = texts.flatMap((text) => new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents())
  const zones = new Map(
    inside.filter((c) => c.name === 'vtimezone').map((c) => [String(c.getFirstPropertyValue('tzid')), c]),
  )
  for (const c of [...zones.values(), ...inside.filter((c) => c.name !== 'vtimezone')])
    calendar.addSubcomponent(c)
  return `${calendar.toString()}\r\n`
}
