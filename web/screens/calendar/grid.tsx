import {
  createCalendar,
  DayGrid,
  destroyCalendar,
  Interaction,
  ResourceTimeGrid,
  TimeGrid,
} from '@event-calendar/core'
import './calendar.css'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { show } from '../../shell/overlays.ts'
import { useStable } from '../../stable.ts'
import { plural, useJournal, type Planned } from '../activities/journal.ts'
import type { CalendarEvent } from './events.ts'
import { SeriesDialog, type OfSeries } from './series-dialog.tsx'
import { viewOf, type State } from './shape.ts'

type Moved = { event: CalendarEvent; oldEvent: CalendarEvent; revert(): void; newResource?: { id: string } }

const ofTables = ['table', 'rowgroup', 'row', 'cell', 'columnheader', 'rowheader', 'gridcell']
const placed = ['colindex', 'rowindex', 'colcount', 'rowcount', 'colspan', 'rowspan'].map((a) => `aria-${a}`)

/** The library calls its grid a table, but gives its body no rows: a reader is better served by plain text and buttons.
 * Who has no mouse scrolls it by the arrows. */
function mended(root: HTMLElement): () => void {
  const mend = () => {
    for (const el of root.querySelectorAll(ofTables.map((r) => `[role=${r}]`).join()))
      el.removeAttribute('role')
    for (const el of root.querySelectorAll(placed.map((a) => `[${a}]`).join()))
      for (const name of placed) el.removeAttribute(name)
    for (const el of root.querySelectorAll('.ec-main')) el.setAttribute('tabindex', '0')
  }
  mend()
  const watch = new MutationObserver(mend)
  watch.observe(root, { childList: true, subtree: true })
  return () => watch.disconnect()
}

/** The calendar itself; it is told what to show and tells what was dragged. */
export function Grid({
  state,
  events,
  onDay,
}: {
  state: State
  events: CalendarEvent[]
  onDay: (day: string) => void
}) {
  const { t, i18n } = useTranslation()
  const { people, day: shownDay } = state
  const view = viewOf(state)
  const place = useRef<HTMLDivElement>(null)
  const calendar = useRef<ReturnType<typeof createCalendar> | null>(null)
  const navigate = useNavigate()
  const { attempt, reschedule } = useJournal()
  const [asked, setAsked] = useState<OfSeries | null>(null)
  const moved = useStable(async ({ event, oldEvent, revert, newResource }: Moved) => {
    const a = event.extendedProps.activity
    const begins = a.startsAt !== null
    const times = begins
      ? { startsAt: event.start.toISOString(), ...(a.endsAt ? { endsAt: event.end.toISOString() } : {}) }
      : { dueAt: event.start.toISOString() }
    const isOther = event.allDay !== oldEvent.allDay
    const others = {
      ...(isOther ? { isAllDay: event.allDay } : {}),
      ...(newResource ? { assignee: newResource.id } : {}),
    }
    if (a.repeat) return setAsked({ activity: a, changes: { ...times, ...others }, undo: revert })
    const done =
      isOther || newResource
        ? await attempt(() =>
            api(`${plural}/${a.id}`, { method: 'PATCH', body: { ...times, ...others }, once: newKey() }),
          )
        : await reschedule(a, times)
    if (!done) revert()
  })
  const opened = useStable((a: Planned) =>
    a.repeat
      ? setAsked({ activity: a })
      : void navigate({ to: '/$plural/$id', params: { plural, id: a.id } }),
  )
  const selected = useStable(
    (info: { start: Date; end: Date; allDay: boolean; resource?: { id: string } }) => {
      const person = state.people.find((p) => p.id === info.resource?.id) ?? state.people[0]
      show({
        kind: 'create',
        entity: 'activity',
        values: {
          kind: 'meeting',
          startsAt: info.start.toISOString(),
          endsAt: info.end.toISOString(),
          isAllDay: info.allDay,
          ...(person ? { assignee: person } : {}),
        },
      })
      calendar.current?.unselect()
    },
  )
  const day = useStable(onDay)
  useEffect(() => {
    const clock = { hour: '2-digit', minute: '2-digit', hour12: false } as const
    calendar.current = createCalendar(place.current!, [TimeGrid, DayGrid, ResourceTimeGrid, Interaction], {
      height: '100%',
      headerToolbar: { start: '', center: '', end: '' },
      locale: i18n.language === 'uk' ? 'uk' : 'en-GB',
      firstDay: 1,
      nowIndicator: true,
      scrollTime: '08:00:00',
      slotDuration: '00:30:00',
      slotHeight: 32,
      slotLabelFormat: clock,
      eventTimeFormat: clock,
      dayMaxEvents: true,
      editable: true,
      selectable: true,
      eventStartEditable: true,
      pointer: true,
      allDayContent: t('activities.allDay'),
      moreLinkContent: ({ num }: { num: number }) => t('activities.more', { count: num }),
      buttonText: (text: object) => ({ ...text, close: t('ui.close') }),
      eventDrop: (info: never) => void moved(info),
      eventResize: (info: never) => void moved(info),
      eventClick: ({ event }: { event: CalendarEvent }) => opened(event.extendedProps.activity),
      select: selected,
      dateClick: ({ dateStr, view }: { dateStr: string; view: { type: string } }) => {
        if (view.type === 'dayGridMonth') day(dateStr.slice(0, 10))
      },
      eventDidMount: ({ el, event }: { el: HTMLElement; event: CalendarEvent }) => {
        el.dataset['hue'] = event.extendedProps.hue
      },
    } as never)
    const stop = mended(place.current!)
    return () => {
      stop()
      if (calendar.current) void destroyCalendar(calendar.current)
      calendar.current = null
    }
  }, [i18n.language, t, moved, opened, selected, day])
  useEffect(() => {
    const c = calendar.current
    if (!c) return
    c.setOption('resources', people.map((p) => ({ id: p.id, title: p.title })) as never)
    c.setOption('view', view)
    c.setOption('date', shownDay as never)
  }, [people, view, shownDay, i18n.language])
  useEffect(() => {
    calendar.current?.setOption('events', events as never)
  }, [events, i18n.language])
  return (
    <>
      <div ref={place} className="min-h-0 flex-1 border-t border-line" />
      {asked && <SeriesDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}
