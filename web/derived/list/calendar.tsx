import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { addMonths, monthGrid, today } from '../../days.ts'
import { formatDate, formatMonth, weekdays } from '../../format.ts'
import { calledIn } from '../../kinds/index.ts'
import { keys, valueAt, type Page, type Rec } from '../../records.ts'
import { useNarrow } from '../../narrow.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Popover } from '../../ui/popover.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { datable } from './shapes.ts'
import type { ListState } from './use-list.ts'

const most = 500
const inCell = 3

const useMonth = (list: ListState, by: string | undefined, days: readonly string[]) => {
  const between = [by, 'between', [days[0], days.at(-1)]]
  const ask = {
    filter: list.filter ? { and: [list.filter, between] } : between,
    q: list.q,
    sort: by,
    fields: `${list.entity.title},${by}`,
    limit: most,
  }
  return useQuery({
    queryKey: [...keys.lists(list.entity.plural), 'month', ask],
    queryFn: async ({ signal }) => (await api<Page>(`${list.entity.plural}${query(ask)}`, { signal })).items,
    enabled: by !== undefined,
    staleTime: 30_000,
  }).data
}

/** Records on the days of a month, by one of their dates. */
export function CalendarShape({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const { entity } = list
  const fields = datable(entity)
  const by =
    list.by ??
    fields.find(([key]) => ['closeDate', 'dueDate', 'startsAt'].includes(key))?.[0] ??
    fields[0]?.[0]
  const [at, setAt] = useState(today())
  const days = monthGrid(at)
  const records = useMonth(list, by, days)
  if (!by) return <EmptyState title={t('list.noCalendar')} />
  const byDay = Map.groupBy(records ?? [], (r) => String(valueAt(r, by)).slice(0, 10))
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-1.5 px-4 py-2.5">
        <IconButton size="sm" label={t('ui.previousMonth')} onClick={() => setAt(addMonths(at, -1))}>
          <ChevronLeft size={15} />
        </IconButton>
        <IconButton size="sm" label={t('ui.nextMonth')} onClick={() => setAt(addMonths(at, 1))}>
          <ChevronRight size={15} />
        </IconButton>
        <h2 aria-live="polite" className="px-1 font-semibold">
          {formatMonth(Number(at.slice(0, 4)), Number(at.slice(5, 7)) - 1)}
        </h2>
        <Button look="quiet" size="sm" onClick={() => setAt(today())}>
          {t('list.toToday')}
        </Button>
        <Select
          bare
          aria-label={t('list.calendarBy')}
          className="ml-auto h-6! w-auto! items-center rounded-md px-1.5 text-sm text-ink-2 hover:bg-hover"
          value={by}
          items={fields.map(([value, f]) => ({ value, label: t('list.byField', { what: f.label }) }))}
          onChange={(v) => list.set({ by: v })}
        />
      </div>
      {records && records.length >= most && (
        <p className="px-4 pb-2 text-sm text-ink-3">{t('list.firstOnly', { count: most })}</p>
      )}
      <div className="grid grid-cols-7 border-b border-line">
        {weekdays().map((name) => (
          <div key={name} className="px-2 pb-1 text-xs text-ink-3">
            {name}
          </div>
        ))}
      </div>
      <div className="grid min-h-0 flex-1 auto-rows-[minmax(8rem,1fr)] grid-cols-7 overflow-y-auto">
        {days.map((day) => (
          <Day
            key={day}
            list={list}
            day={day}
            isOut={day.slice(0, 7) !== at.slice(0, 7)}
            records={byDay.get(day) ?? []}
          />
        ))}
      </div>
    </div>
  )
}

function Day({
  list,
  day,
  isOut,
  records,
}: {
  list: ListState
  day: string
  isOut: boolean
  records: readonly Rec[]
}) {
  const { t } = useTranslation()
  const link = (r: Rec) => (
    <Link
      key={r.id}
      to="/$plural/$id"
      params={{ plural: list.entity.plural, id: r.id }}
      className="block truncate rounded-sm bg-accent-soft px-1.5 text-sm leading-6 hover:bg-press"
    >
      {calledIn(list.entity, r) || t('list.unnamed')}
    </Link>
  )
  const isNarrow = useNarrow()
  // On a phone a day has room for a number only.
  const shown = isNarrow ? 0 : inCell
  const more = records.length - shown
  return (
    <section
      aria-label={formatDate(day)}
      className={cx('min-w-0 overflow-hidden border-r border-b border-line p-1', isOut && 'bg-canvas')}
    >
      <div
        className={cx(
          'figures mb-0.5 px-1 text-sm',
          day === today() ? 'font-semibold text-accent-strong' : 'text-ink-3',
        )}
      >
        {Number(day.slice(8))}
      </div>
      <div className="flex flex-col gap-0.5">
        {records.slice(0, shown).map(link)}
        {more > 0 && (
          <Popover
            label={formatDate(day)}
            className="flex w-64 flex-col gap-0.5 p-2"
            trigger={
              <button
                type="button"
                className="rounded-sm px-1.5 text-left text-sm leading-6 text-ink-3 hover:bg-hover"
              >
                {isNarrow ? more : t('list.nMore', { count: more })}
              </button>
            }
          >
            <div className="px-1 pb-1 font-medium">{formatDate(day)}</div>
            {records.map(link)}
          </Popover>
        )}
      </div>
    </section>
  )
}
