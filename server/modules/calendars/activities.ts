import sql from 'sql-template-tag'
import type { Kolo } from '#core/kolo.ts'
import type { Tx } from '#core/database.ts'
import type { Activity } from '#modules/activities/index.ts'
import { writeObject, type Raw, type Written } from './object.ts'
import { attendeesOf, type Attendee } from './people.ts'
import { nameless, type Told } from './read-component.ts'

const keys = [
  'kind',
  'subject',
  'record',
  'assignee',
  'startsAt',
  'endsAt',
  'dueAt',
  'isAllDay',
  'timeZone',
  'repeat',
  'exceptions',
  'extraTimes',
  'priority',
  'percent',
  'location',
  'showAs',
  'isPrivate',
  'participants',
  'reminders',
  'description',
  'status',
  'doneAt',
  'uid',
  'sequence',
  'ical',
  'series',
  'occursAt',
  'createdAt',
  'updatedAt',
] as const

/** An activity as the actor may read it; what is hidden from him is as if it were empty. */
export type Seen = Pick<Activity, 'id' | 'revision' | (typeof keys)[number]> & {
  attendees?: Attendee[] | null
}

/** Activities and the instances of them that have rows of their own, series first. */
export async function seriesOf(kolo: Kolo, tx: Tx, ids: readonly string[]): Promise<Map<string, Seen[]>> {
  if (ids.length === 0) return new Map()
  const own = await tx.rows<{ id: string; series: string }>(
    sql`select id, series_id as series from activities where series_id = any(${ids}::uuid[]) and deleted_at is null order by occurs_at`,
  )
  const rights = kolo.rightsOf(tx.actor)['activity']
  const fields = keys.filter((key) => rights?.fields[key] !== 'none')
  const rows = (await kolo.readIn(
    tx,
    'activity',
    [...ids, ...own.map((o) => o.id)],
    fields,
  )) as unknown as Seen[]
  const attendees = await attendeesOf(kolo, tx, rows)
  const byId = new Map(rows.map((r, i) => [r.id, { ...r, attendees: attendees[i]! }]))
  const ownBySeries = Map.groupBy(own, (o) => o.series)
  return new Map(
    ids.flatMap((id) => {
      const master = byId.get(id)
      const exceptions = (ownBySeries.get(id) ?? []).flatMap((o) => byId.get(o.id) ?? [])
      return master ? [[id, [master, ...exceptions]] as const] : []
    }),
  )
}

/** What a calendar is told of an activity. */
export function toldOf(a: Seen, kind: 'vevent' | 'vtodo'): Told {
  const isEvent = kind === 'vevent'
  return {
    subject: a.subject ?? nameless,
    description: a.description ?? null,
    location: a.location ?? null,
    startsAt: a.startsAt ?? null,
    endsAt: isEvent ? (a.endsAt ?? null) : null,
    dueAt: isEvent ? null : (a.dueAt ?? a.endsAt ?? null),
    isAllDay: a.isAllDay || null,
    timeZone: a.timeZone ?? 'UTC',
    repeat: a.repeat ?? null,
    exceptions: (a.exceptions as string[] | null) ?? null,
    extraTimes: (a.extraTimes as string[] | null) ?? null,
    priority: (a.priority as Told['priority']) ?? null,
    percent: isEvent || a.percent === null || a.percent === undefined ? null : Number(a.percent),
    showAs: isEvent && a.showAs !== 'busy' ? ((a.showAs as Told['showAs']) ?? null) : null,
    isPrivate: a.isPrivate || null,
    status: isEvent && a.status !== 'cancelled' ? null : (a.status as Told['status']),
    doneAt: isEvent || a.status !== 'done' ? null : (a.doneAt ?? null),
    reminders: a.reminders ?? null,
    attendees: a.attendees ?? null,
  }
}

const writtenOf = (a: Seen, kind: 'vevent' | 'vtodo', master: Seen): Written => ({
  told: toldOf(a, kind),
  raw: (a.ical as Raw | null) ?? null,
  marks: {
    uid: master.uid ?? `${master.id}@kolo`,
    sequence: a.sequence === null || a.sequence === undefined ? null : Number(a.sequence),
    createdAt: a.createdAt,
    updatedAt: a.updatedAt,
    occursAt: a.occursAt ?? null,
  },
})

/** A series and its instances as the text of one calendar object. */
export const textOfSeries = (rows: readonly Seen[], kind: 'vevent' | 'vtodo'): string =>
  writeObject(
    kind,
    rows.map((a) => writtenOf(a, kind, rows[0]!)),
  )
