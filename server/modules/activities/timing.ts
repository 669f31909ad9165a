import { isTimeZone } from '#core/actor.ts'
import { lastInstance, nextInstance, whyNotRule, type Recurring } from './recurrence.ts'

/** What of an activity says when it is. Times as ISO instants. */
export type Timing = {
  startsAt?: string | null
  endsAt?: string | null
  dueAt?: string | null
  timeZone?: string | null
  repeat?: string | null
  /** Lists of instants; checked by faultIn before they are kept. */
  exceptions?: unknown
  extraTimes?: unknown
  reminders?: string[] | null
  status?: string | null
}

export const timingMessages = {
  ends_first: 'It ends before it starts.',
  no_zone: 'There is no such time zone.',
  bad_rule: 'This is not a rule of iCalendar that can be kept.',
  too_often: 'It may repeat every day, week, month or year, not more often.',
  too_many: 'It may repeat at most 2000 times: give it no end, or a day on which it ends.',
  no_start: 'What repeats needs a start or a due time.',
  bad_times: 'Give a list of times like 2026-03-01T09:30:00Z.',
} as const
export type TimingFault = { path: keyof Timing; code: keyof typeof timingMessages }

const isTimes = (list: unknown): list is string[] =>
  Array.isArray(list) &&
  list.length <= 1000 &&
  list.every((t) => typeof t === 'string' && /^\d{4}-\d\d-\d\dT/.test(t) && !Number.isNaN(Date.parse(t)))

/** The first thing about its times that cannot be; null when all can. */
export function faultIn(t: Timing): TimingFault | null {
  if (t.startsAt && t.endsAt && t.endsAt < t.startsAt) return { path: 'endsAt', code: 'ends_first' }
  if (t.timeZone && !isTimeZone(t.timeZone)) return { path: 'timeZone', code: 'no_zone' }
  for (const path of ['exceptions', 'extraTimes'] as const)
    if (t[path] && !isTimes(t[path])) return { path, code: 'bad_times' }
  if (!t.repeat) return null
  if (!t.startsAt && !t.dueAt) return { path: 'repeat', code: 'no_start' }
  const code = whyNotRule(t.repeat)
  return code && { path: 'repeat', code }
}

export const plannedAt = (t: Timing): string | null => t.startsAt ?? t.dueAt ?? null

/** How it repeats; null when it does not. */
export const recurringOf = (t: Timing): Recurring | null => {
  const at = plannedAt(t)
  return t.repeat && at
    ? {
        at,
        timeZone: t.timeZone ?? 'UTC',
        rule: t.repeat,
        exceptions: (t.exceptions as string[] | null | undefined) ?? null,
        extraTimes: (t.extraTimes as string[] | null | undefined) ?? null,
      }
    : null
}

/** When its last instance ends; null for what goes on for ever or does not repeat. */
export function repeatsUntil(t: Timing): string | null {
  const r = recurringOf(t)
  const last = r && lastInstance(r)
  if (!last) return null
  const length = t.startsAt && t.endsAt ? Date.parse(t.endsAt) - Date.parse(t.startsAt) : 0
  return new Date(Date.parse(last) + length).toISOString()
}

/** The next moment after `after` at which somebody is to be reminded; null when there is none. `own`: instances that
 * have rows of their own, which remind by themselves. */
export function remindAt(t: Timing, after: number, own: ReadonlySet<number> = new Set()): string | null {
  const at = plannedAt(t)
  if (!at || !t.reminders?.length || (t.status && t.status !== 'planned' && t.status !== 'started'))
    return null
  const minutes = t.reminders.map(Number).toSorted((a, b) => b - a)
  const r = recurringOf(t)
  const moments = minutes.flatMap((m) => {
    const before = m * 60_000
    const instance = r ? nextInstance(r, after + before + 1, own) : at
    const moment = instance ? Date.parse(instance) - before : -Infinity
    return moment > after ? [moment] : []
  })
  return moments.length ? new Date(Math.min(...moments)).toISOString() : null
}
