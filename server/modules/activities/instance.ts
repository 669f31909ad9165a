import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import type { Activity } from './activity.ts'
import { isInstance, nextInstance } from './recurrence.ts'
import { clockAt, momentOf } from './time-zone.ts'
import { recurringOf } from './timing.ts'

/** What an instance has of its series until somebody changes it. */
const kept = [
  'kind',
  'subject',
  'record',
  'assignee',
  'timeZone',
  'isAllDay',
  'priority',
  'location',
  'reminders',
  'showAs',
  'isPrivate',
  'participants',
  'checklist',
  'description',
  'uid',
] as const

type Times = Pick<Activity, 'startsAt' | 'endsAt' | 'dueAt' | 'timeZone'>

/** As long by the clock as the first one, also across a change of clocks; `of` is what `at` is of. */
export function timesAt(a: Times, at: string, of = (a.startsAt ?? a.dueAt)!) {
  const zone = a.timeZone ?? 'UTC'
  const clock = clockAt(Date.parse(at), zone)
  const base = clockAt(Date.parse(of), zone)
  const moved = (was: string | null) =>
    was && new Date(momentOf(clock + clockAt(Date.parse(was), zone) - base, zone)).toISOString()
  return { startsAt: moved(a.startsAt), endsAt: moved(a.endsAt), dueAt: moved(a.dueAt) }
}

/** The new times: what is not said moves along with what is. */
export function movedTimes(a: Times, to: Partial<Omit<Times, 'timeZone'>>) {
  const [at, of] = to.startsAt ? [to.startsAt, a.startsAt ?? a.dueAt] : [to.dueAt, a.dueAt ?? a.startsAt]
  const along = at && of ? timesAt(a, at, of) : a
  return {
    startsAt: to.startsAt ?? along.startsAt,
    endsAt: to.endsAt ?? along.endsAt,
    dueAt: to.dueAt ?? along.dueAt,
  }
}

/** Instances of a series that have rows of their own. */
export async function ownInstances(c: Context, series: string): Promise<Set<number>> {
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{ at: string }>(
      sql`select to_char(occurs_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from activities
        where series_id = ${series}::uuid and occurs_at is not null and deleted_at is null`,
    ),
  )
  return new Set(rows.map((r) => Date.parse(r.at)))
}

/** The instance meant: the one named, else the first that is not dealt with. Null when there is none such. */
export async function instanceOf(c: Context, series: Activity, named: string | null): Promise<string | null> {
  const r = recurringOf(series)
  if (!r) return null
  const own = await ownInstances(c, series.id)
  if (!named) return nextInstance(r, -Infinity, own)
  return isInstance(r, named) && !own.has(Date.parse(named)) ? named : null
}

/** A row for one instance of a series. */
export const instanceRow = (series: Activity, at: string): Record<string, unknown> => ({
  ...Object.fromEntries(kept.map((key) => [key, series[key]])),
  ...timesAt(series, at),
  series: series.id,
  occursAt: at,
})
