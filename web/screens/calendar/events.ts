import type { Ref } from '../../records.ts'
import type { Planned } from '../activities/journal.ts'

export type CalendarEvent = {
  id: string
  start: Date
  end: Date
  title: string
  allDay: boolean
  resourceIds: string[]
  classNames: string[]
  durationEditable: boolean
  extendedProps: { activity: Planned; hue: string }
}

const ofKind: Record<string, string> = {
  task: 'blue',
  call: 'green',
  meeting: 'purple',
  visit: 'orange',
  message: 'teal',
  note: 'gray',
}
const halfHour = 30 * 60_000

/** Activities as the calendar draws them: coloured by their kind, or by whose they are when several people are shown. */
export function eventsOf(
  activities: readonly Planned[],
  people: readonly Ref[],
  hues: readonly string[],
): CalendarEvent[] {
  return activities.flatMap((a) => {
    if (!a.plannedAt) return []
    const start = new Date(a.plannedAt)
    const end =
      a.startsAt && a.endsAt
        ? new Date(a.endsAt)
        : new Date(start.valueOf() + (a.isAllDay ? 86_400_000 : halfHour))
    const whose = people.findIndex((p) => p.id === a.assignee?.id)
    return [
      {
        id: `${a.id} ${a.occursAt ?? ''}`,
        start,
        end,
        title: a.record?.title ? `${a.subject} · ${a.record.title}` : a.subject,
        allDay: a.isAllDay === true,
        resourceIds: a.assignee ? [a.assignee.id] : [],
        classNames: [
          ...(a.status === 'done' ? ['is-done'] : []),
          ...(end.valueOf() - start.valueOf() <= halfHour ? ['is-short'] : []),
        ],
        durationEditable: a.startsAt !== null,
        extendedProps: {
          activity: a,
          hue:
            people.length > 1 && whose >= 0
              ? hues[1 + (whose % (hues.length - 1))]!
              : (ofKind[a.kind] ?? 'gray'),
        },
      },
    ]
  })
}
