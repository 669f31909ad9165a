import {
  createCalendar,
  DayGrid,
  destroyCalendar,
  Interaction,
  ResourceTimeGrid,
  TimeGrid,
} from '@event-calendar/core'
import './calendar.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { addDays, addMonths, localDay, monthGrid, today, weekday } from '../../days.ts'
import { formatDay, formatDayLong, formatMonth } from '../../format.ts'
import { useLookup } from '../../kinds/reference.tsx'
import { useNarrow } from '../../narrow.ts'
import type { Ref } from '../../records.ts'
import { useKeys } from '../../shell/keys.ts'
import { show } from '../../shell/overlays.ts'
import { useStable } from '../../stable.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { MultiSelect } from '../../ui/combobox.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { hues } from '../../ui/tag.tsx'
import { agendaQuery, plural, refetch, useJournal, type Planned } from '../activities/journal.ts'
import { eventsOf, type CalendarEvent } from './events.ts'

export type Shape = 'day' | 'week' | 'month'
const shapes: readonly Shape[] = ['day', 'week', 'month']
type State = { shape: Shape; day: string; people: readonly Ref[] }

/** What is shown stands in the address. */
function useState_(): [State, (change: Partial<State>) => void] {
  const narrow = useNarrow()
  const search = useSearch({ strict: false }) as { shape?: Shape; day?: string; people?: Ref[] }
  const navigate = useNavigate()
  const state = {
    shape: shapes.includes(search.shape!) ? search.shape! : narrow ? ('day' as const) : ('week' as const),
    day: /^\d{4}-\d\d-\d\d$/.test(search.day ?? '') ? search.day! : today(),
    people: Array.isArray(search.people) ? search.people : [],
  }
  const change = (next: Partial<State>) =>
    void navigate({ to: '.', search: { ...state, ...next } as never, replace: true })
  return [state, change]
}

const mondayOf = (day: string) => addDays(day, -weekday(day))
const spanOf = ({ shape, day }: State): [string, string] => {
  if (shape === 'day') return [day, addDays(day, 1)]
  if (shape === 'week') return [mondayOf(day), addDays(mondayOf(day), 7)]
  const grid = monthGrid(day)
  return [grid[0]!, addDays(grid.at(-1)!, 1)]
}
const step = ({ shape, day }: State, by: number) =>
  shape === 'month' ? addMonths(day, by) : addDays(day, by * (shape === 'week' ? 7 : 1))

const viewOf = ({ shape, people }: State) =>
  shape === 'month'
    ? 'dayGridMonth'
    : shape === 'week'
      ? 'timeGridWeek'
      : people.length > 1
        ? 'resourceTimeGridDay'
        : 'timeGridDay'

const titleOf = ({ shape, day }: State) => {
  if (shape === 'day') return formatDayLong(day)
  if (shape === 'week') return `${formatDay(mondayOf(day))} – ${formatDay(addDays(mondayOf(day), 6))}`
  return formatMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1)
}

const startOf = (day: string) => new Date(`${day}T00:00`).toISOString()

export function CalendarScreen() {
  const { t } = useTranslation()
  const [state, change] = useState_()
  const { entities } = useCatalogue()
  const [from, to] = spanOf(state)
  const { data } = useQuery(
    agendaQuery(
      startOf(from),
      startOf(to),
      state.people.map((p) => p.id),
    ),
  )
  useKeys({
    t: () => change({ day: today() }),
    arrowleft: () => change({ day: step(state, -1) }),
    arrowright: () => change({ day: step(state, 1) }),
    d: () => change({ shape: 'day' }),
    w: () => change({ shape: 'week' }),
    m: () => change({ shape: 'month' }),
  })
  return (
    <>
      <PageBar
        actions={
          <div role="group" aria-label={t('activities.shape')} className="flex gap-0.5">
            {shapes.map((shape) => (
              <Button
                key={shape}
                look={state.shape === shape ? 'outline' : 'quiet'}
                aria-pressed={state.shape === shape}
                onClick={() => change({ shape })}
              >
                {t(`activities.shapes.${shape}`)}
              </Button>
            ))}
          </div>
        }
      >
        <PageTitle>{t('activities.calendar')}</PageTitle>
      </PageBar>
      <div className="flex flex-wrap items-center gap-1.5 border-t border-line px-3 py-2 sm:px-4">
        <IconButton size="sm" label={t('activities.before')} onClick={() => change({ day: step(state, -1) })}>
          <ChevronLeft size={15} />
        </IconButton>
        <IconButton size="sm" label={t('activities.after')} onClick={() => change({ day: step(state, 1) })}>
          <ChevronRight size={15} />
        </IconButton>
        <Button size="sm" onClick={() => change({ day: today() })}>
          {t('activities.today')}
        </Button>
        <h2 className="min-w-0 flex-1 px-1 font-medium" aria-live="polite">
          {titleOf(state)}
        </h2>
        {entities['user'] && (
          <span className="w-full sm:w-72">
            <People value={state.people} onChange={(people) => change({ people })} />
          </span>
        )}
      </div>
      <Grid
        state={state}
        events={eventsOf(data ?? [], state.people, hues)}
        onDay={(day) => change({ day, shape: 'day' })}
      />
    </>
  )
}

function People({ value, onChange }: { value: readonly Ref[]; onChange: (people: Ref[]) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const found = useLookup('user', typed, open)
  return (
    <MultiSelect<Ref>
      aria-label={t('activities.whose')}
      placeholder={t('activities.whose')}
      items={found.data ?? []}
      value={value}
      itemKey={(p) => p.id}
      itemLabel={(p) => p.title}
      onSearch={setTyped}
      onOpenChange={setOpen}
      onChange={(people) => onChange(people.map(({ id, title }) => ({ id, title })))}
    />
  )
}

type Moved = { event: CalendarEvent; oldEvent: CalendarEvent; revert(): void; newResource?: { id: string } }

/** The calendar itself; it is told what to show and tells what was dragged. */
function Grid({
  state,
  events,
  onDay,
}: {
  state: State
  events: CalendarEvent[]
  onDay: (day: string) => void
}) {
  const { t, i18n } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const calendar = useRef<ReturnType<typeof createCalendar> | null>(null)
  const navigate = useNavigate()
  const client = useQueryClient()
  const { attempt, reschedule } = useJournal()
  const moved = useStable(async ({ event, oldEvent, revert, newResource }: Moved) => {
    const a = event.extendedProps.activity
    const begins = a.startsAt !== null
    const times = begins
      ? { startsAt: event.start.toISOString(), ...(a.endsAt ? { endsAt: event.end.toISOString() } : {}) }
      : { dueAt: event.start.toISOString() }
    const isOther = event.allDay !== oldEvent.allDay
    const done =
      isOther || newResource
        ? !a.repeat &&
          (await attempt(() =>
            api(`${plural}/${a.id}`, {
              method: 'PATCH',
              body: {
                ...times,
                isAllDay: event.allDay,
                ...(newResource ? { assignee: newResource.id } : {}),
              },
              once: newKey(),
            }),
          ))
        : await reschedule(a, times)
    if (!done) revert()
  })
  const opened = useStable(
    (a: Planned) => void navigate({ to: '/$plural/$id', params: { plural, id: a.id } }),
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
    return () => {
      if (calendar.current) void destroyCalendar(calendar.current)
      calendar.current = null
    }
  }, [i18n.language, t, moved, opened, selected, day])
  useEffect(() => {
    const c = calendar.current
    if (!c) return
    c.setOption('resources', state.people.map((p) => ({ id: p.id, title: p.title })) as never)
    c.setOption('view', viewOf(state))
    c.setOption('date', state.day as never)
  }, [state.people, state.shape, state.day, i18n.language])
  useEffect(() => {
    calendar.current?.setOption('events', events as never)
  }, [events, i18n.language])
  useEffect(() => () => void refetch(client), [client])
  return (
    <div
      ref={place}
      className="min-h-0 flex-1 border-t border-line"
      data-day={localDay(new Date().toISOString())}
    />
  )
}
