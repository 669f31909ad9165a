import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { ChevronLeft, CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { today } from '../days.ts'
import { formatAgo, formatDayLong, formatTime } from '../format.ts'
import { KindIcon } from '../screens/activities/kind-icon.tsx'
import { whenOf } from '../screens/activities/line.tsx'
import { PageBar, PageTitle } from '../ui/page.tsx'
import { EmptyState, Skeleton } from '../ui/state.tsx'
import { cx } from '../ui/class.ts'
import { AwayCard } from './away-card.tsx'
import { partsOf } from './day-parts.ts'
import { kept, type KeptActivity, type KeptDay } from './kept.ts'
import { useAway } from './network.ts'
import { asWritten } from './rules.ts'
import { useWaiting } from './waiting.ts'

/** My day without a network: what was kept of it, how old that is, and what can be written meanwhile. */
export function AwayDay() {
  const { t } = useTranslation()
  const { open, at } = useSearch({ strict: false }) as { open?: string; at?: string }
  const { data: day, error } = useQuery({
    queryKey: ['kept', 'day'],
    queryFn: () => kept('day'),
    retry: false,
    gcTime: 0,
  })
  return (
    <>
      <PageBar>
        {open ? (
          <Link to={'/my-day' as never} className="flex items-center gap-1 text-ink-2 hover:text-ink">
            <ChevronLeft size={16} aria-hidden /> {t('activities.myDay')}
          </Link>
        ) : (
          <>
            <PageTitle>{t('activities.myDay')}</PageTitle>
            <span className="truncate text-ink-3">{formatDayLong(today())}</span>
          </>
        )}
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto max-w-3xl px-3 py-4 sm:px-5">
          {day ? (
            <Kept day={day} open={open} at={at} />
          ) : day === null || error ? (
            <EmptyState icon={<CloudOff size={22} />} title={t('offline.nothing')}>
              {t(error ? 'offline.keepsNothing' : 'offline.nothingHow')}
            </EmptyState>
          ) : (
            <Skeleton lines={6} />
          )}
        </div>
      </div>
    </>
  )
}

function Kept({ day: then, open, at }: { day: KeptDay; open: string | undefined; at: string | undefined }) {
  const { t } = useTranslation()
  const away = useAway()
  const day = { ...then, activities: asWritten(then.activities, useWaiting()) }
  const { overdue, day: now, undated } = partsOf(day.activities, today())
  return (
    <>
      {away && (
        <p className="text-sm text-ink-3" title={formatTime(day.at)}>
          {t('offline.asOf', { when: formatAgo(day.at) })}
        </p>
      )}
      {open ? (
        <AwayCard key={`${open} ${at}`} day={day} open={open} at={at} />
      ) : (
        <>
          <Part title={t('activities.overdue')} some={overdue} withDay />
          <Part title={t('activities.today')} some={now} />
          <Part title={t('activities.undated')} some={undated} />
          {overdue.length + now.length + undated.length === 0 && (
            <EmptyState title={t('activities.free')}>{t('offline.freeThen')}</EmptyState>
          )}
        </>
      )}
    </>
  )
}

const Part = ({
  title,
  some,
  withDay = false,
}: {
  title: ReactNode
  some: readonly KeptActivity[]
  withDay?: boolean
}) =>
  some.length === 0 ? null : (
    <section className="mt-5">
      <h2 className="pb-1 text-sm font-medium text-ink-2">
        {title} <span className="figures text-ink-3">{some.length}</span>
      </h2>
      <ul className="overflow-hidden rounded-lg border border-line">
        {some.map((a) => (
          <Thing key={`${a.id} ${a.occursAt ?? ''}`} activity={a} withDay={withDay} />
        ))}
      </ul>
    </section>
  )

function Thing({ activity: a, withDay }: { activity: KeptActivity; withDay: boolean }) {
  const when = whenOf(a, withDay)
  const about = a.record?.title ?? a.account?.title
  return (
    <li className="border-b border-line last:border-0">
      <Link
        to={'/my-day' as never}
        search={{ open: `activity:${a.id}`, ...(a.occursAt ? { at: a.occursAt } : {}) } as never}
        className="flex min-h-12 items-center gap-2.5 px-3 py-1.5 hover:bg-hover"
      >
        <KindIcon kind={a.kind} />
        <span className="min-w-0 flex-1">
          <span className={cx('block truncate', a.status === 'done' && 'text-ink-3 line-through')}>
            {a.subject}
          </span>
          {about && <span className="block truncate text-sm text-ink-3">{about}</span>}
        </span>
        <span className={cx('figures shrink-0 text-sm', withDay ? 'text-danger' : 'text-ink-3')}>{when}</span>
      </Link>
    </li>
  )
}
