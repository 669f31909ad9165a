import { Link, useSearch } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { formatDayLong } from '../../format.ts'
import { AwayDay } from '../../offline/away-day.tsx'
import { useAway } from '../../offline/network.ts'
import { useKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { useJournal, type Planned } from '../activities/journal.ts'
import { Line } from '../activities/line.tsx'
import { Beside } from './beside.tsx'
import { useDay } from './use-day.ts'
import { QuickAdd } from './quick-add.tsx'

const Part = ({ title, count, children }: { title: string; count: number; children: ReactNode }) =>
  count === 0 ? null : (
    <section aria-label={title} className="mt-5">
      <h2 className="px-2 pb-1 text-sm font-medium text-ink-2">
        {title} <span className="figures text-ink-3">{count}</span>
      </h2>
      <ul>{children}</ul>
    </section>
  )

const shiftOf = (a: Planned) => {
  const base = a.plannedAt ? new Date(a.plannedAt) : new Date(`${today()}T00:00`)
  const to = new Date()
  to.setDate(to.getDate() + 1)
  to.setHours(base.getHours(), base.getMinutes(), 0, 0)
  return { [a.startsAt ? 'startsAt' : 'dueAt']: to.toISOString() }
}

/** With the network the day itself; without it, what was kept. What is being written there is not taken away when the
 * network comes back. */
export function MyDayScreen() {
  const { open } = useSearch({ strict: false }) as { open?: string }
  return useAway() || open ? <AwayDay /> : <Day />
}

/** What is to be done now, by the hour; what was left; what nobody said when. */
function Day() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const { overdue, day, undated, isPending } = useDay()
  const { complete, reschedule } = useJournal()
  const [at, setAt] = useState(-1)
  const add = useRef<{ focus(): void }>(null)
  const all = [...overdue, ...day, ...undated]
  const keyOf = (a: Planned) => `${a.id} ${a.occursAt ?? ''}`
  const current = all[Math.min(at, all.length - 1)]
  const move = (by: number) => setAt(Math.max(0, Math.min(all.length - 1, at + by)))
  const open = (a: Planned | undefined) =>
    a && document.querySelector<HTMLAnchorElement>('[data-current] a')?.click()
  useKeys({
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
    x: () => current && void complete(current),
    enter: () => open(current),
    t: () => current && void reschedule(current, shiftOf(current)),
    n: () => add.current?.focus(),
  })
  const line = (a: Planned, more: { withDay?: boolean; isLate?: boolean } = {}) => (
    <Line
      key={keyOf(a)}
      activity={a}
      isCurrent={at >= 0 && current === a}
      onComplete={() => void complete(a)}
      {...more}
    />
  )
  return (
    <>
      <PageBar
        actions={
          <Link to={'/calendar' as never} className="text-accent-strong hover:underline">
            {t('activities.calendar')}
          </Link>
        }
      >
        <PageTitle>{t('activities.myDay')}</PageTitle>
        <span className="truncate text-ink-3">{formatDayLong(today())}</span>
      </PageBar>
      <div className="@container min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto grid max-w-6xl gap-x-8 px-3 py-4 @4xl:grid-cols-[minmax(0,1fr)_20rem] sm:px-5">
          <div className="min-w-0">
            {entities['activity']?.rights.create && <QuickAdd ref={add} />}
            {isPending && <Skeleton lines={6} />}
            <Part title={t('activities.overdue')} count={overdue.length}>
              {overdue.map((a) => line(a, { withDay: true, isLate: true }))}
            </Part>
            <Part title={t('activities.today')} count={day.length}>
              {day.map((a) => line(a))}
            </Part>
            <Part title={t('activities.undated')} count={undated.length}>
              {undated.map((a) => line(a))}
            </Part>
            {!isPending && all.length === 0 && (
              <EmptyState
                title={t('activities.free')}
                actions={<Button onClick={() => add.current?.focus()}>{t('activities.add')}</Button>}
              >
                {t('activities.freeHow')}
              </EmptyState>
            )}
            {all.length > 0 && (
              <p className="mt-5 hidden flex-wrap items-center gap-x-3 gap-y-1 px-2 text-sm text-ink-3 md:flex">
                {(['j', 'x', 't', 'n'] as const).map((key) => (
                  <span key={key} className="inline-flex items-center gap-1">
                    <Kbd keys={key} /> {t(`activities.keys.${key}`)}
                  </span>
                ))}
              </p>
            )}
          </div>
          <Beside />
        </div>
      </div>
    </>
  )
}
