import { z } from 'zod'
import { clockAt, nextInstance, recurringOf, timesAt } from '#modules/activities/index.ts'
import { nameless, type Told } from '#modules/calendars/index.ts'
import { body, dateTime, dayIn, momentIn, plainOf, priorityIn, readAs, timeTo } from './event.ts'
import type { Json } from './graph.ts'
import type { Fields, Side } from './merge.ts'

const task = z.object({
  id: z.string().min(1).max(400),
  title: z.string().nullish(),
  body: body.nullish(),
  status: z.string().nullish(),
  importance: z.string().nullish(),
  dueDateTime: dateTime.nullish(),
  completedDateTime: dateTime.nullish(),
})

const day = 86_400_000

/** The day on which it is due. Some programs keep it as midnight UTC of that day, some as midnight where they are. */
function dueDay(t: z.infer<typeof dateTime>, home: string): string {
  const local = clockAt(Date.parse(momentIn(t, home)), home)
  const isBare = /T00:00:00/.test(t.dateTime)
  return dayIn(isBare ? t : { dateTime: new Date(local).toISOString() }, home)
}

const statuses: Record<string, Told['status']> = { completed: 'done', inprogress: 'started' }

/** A task of To Do. Its due time is a day; a task that repeats there is one task after another. */
export function readTask(json: Json, home: string): Side {
  const t = readAs(task, json)
  const due = t.dueDateTime ? dueDay(t.dueDateTime, home) : null
  const status = statuses[t.status?.toLowerCase() ?? ''] ?? 'planned'
  const whole = {
    subject: t.title?.trim().slice(0, 500) || nameless,
    description: plainOf(t.body),
    dueAt: due,
    isAllDay: due ? true : null,
    timeZone: home,
    priority: priorityIn(t.importance),
    status,
    doneAt: status === 'done' && t.completedDateTime ? momentIn(t.completedDateTime, home) : null,
  }
  return { whole, parts: {} }
}

/** What To Do can say of a task of ours. */
export const taskFields = (t: Told): Fields => {
  const { subject, description, startsAt, endsAt, dueAt, isAllDay, timeZone, priority, status, doneAt } = t
  const { repeat } = t
  return {
    subject,
    description,
    startsAt,
    endsAt,
    dueAt,
    isAllDay,
    timeZone,
    priority,
    status,
    doneAt,
    repeat,
  }
}

/** Of a task that repeats, the first that is not dealt with: To Do is given one after another. Its own repetition is not
 * used: it makes tasks of its own when a day is changed, and does not always say that it repeats. */
export function nextOf(t: Told, own: readonly string[]): Told {
  const r = recurringOf(t)
  const at = r && nextInstance(r, -Infinity, new Set(own.map((iso) => Date.parse(iso))))
  return at ? { ...t, ...timesAt(t, at) } : { ...t, status: 'done' }
}

/** What of a task that repeats is only said in Kolo. */
export const timesOf = ({ startsAt, endsAt, dueAt, isAllDay, timeZone, status, doneAt }: Fields): Fields => ({
  startsAt,
  endsAt,
  dueAt,
  isAllDay,
  timeZone,
  status,
  doneAt,
})

/** A day that they chose keeps the time of day that we have. */
export function withOurClock(next: Fields, ours: Fields, theirs: Fields): Fields {
  if (next['dueAt'] === ours['dueAt'] || !ours['dueAt'] || !theirs['dueAt'] || ours['isAllDay']) return next
  const moved =
    Date.parse(theirs['dueAt'] as string) - midnightBefore(ours['dueAt'] as string, theirs['dueAt'] as string)
  const { startsAt, endsAt, timeZone } = ours
  const dueAt = new Date(Date.parse(ours['dueAt'] as string) + moved).toISOString()
  return { ...next, dueAt, isAllDay: null, startsAt, endsAt, timeZone }
}

/** The midnight of our day, counted in days from theirs. */
function midnightBefore(ours: string, theirs: string): number {
  const [a, b] = [Date.parse(ours), Date.parse(theirs)]
  return b + Math.floor((a - b) / day) * day
}

export function writeTask(f: Fields, names: readonly string[]): Json {
  const t = f as Told
  const says = (name: string) => names.includes(name)
  const zone = t.timeZone ?? 'UTC'
  return {
    ...(says('subject') ? { title: t.subject } : {}),
    ...(says('description') ? { body: { contentType: 'text', content: t.description ?? '' } } : {}),
    ...(says('startsAt')
      ? { dueDateTime: t.dueAt ? { ...timeTo(t.dueAt, zone, true), timeZone: 'UTC' } : null }
      : {}),
    ...(says('priority') ? { importance: t.priority ?? 'normal' } : {}),
    ...(says('status')
      ? {
          status: t.status === 'done' ? 'completed' : t.status === 'started' ? 'inProgress' : 'notStarted',
        }
      : {}),
  }
}
