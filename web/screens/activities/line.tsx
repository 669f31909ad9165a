import { Link } from '@tanstack/react-router'
import { Check, Lock, Repeat } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { localDay, today } from '../../days.ts'
import { formatClock, formatDay } from '../../format.ts'
import { cx } from '../../ui/class.ts'
import type { Planned } from './journal.ts'
import { KindIcon } from './kind-icon.tsx'

/** When, as short as it can be said beside others: the hour today, the day otherwise. */
export function whenOf(a: Planned, withDay: boolean): string {
  if (!a.plannedAt) return ''
  const day = localDay(a.plannedAt)
  const clock = a.isAllDay ? '' : formatClock(a.plannedAt)
  return withDay && day !== today() ? `${formatDay(day)} ${clock}`.trim() : clock
}

/** One thing to do: its ring completes it, its name opens it. */
export function Line({
  activity: a,
  isCurrent,
  withDay = false,
  isLate,
  on,
  onComplete,
}: {
  activity: Planned
  isCurrent?: boolean
  withDay?: boolean
  isLate?: boolean
  /** The record whose page it stands on: it need not be named there. */
  on?: string
  onComplete: () => void
}) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const about = a.record && entities[a.record.entity]
  const isDone = a.status === 'done'
  const when = whenOf(a, withDay)
  return (
    <li
      data-current={isCurrent || undefined}
      className="group flex min-h-9 items-center gap-2 rounded-md px-2 py-1 hover:bg-hover data-current:bg-accent-soft pointer-coarse:min-h-12"
    >
      <button
        type="button"
        disabled={isDone}
        aria-label={t('activities.complete', { what: a.subject })}
        onClick={onComplete}
        className={cx(
          'relative flex size-4.5 shrink-0 items-center justify-center rounded-full border after:absolute after:-inset-2',
          isDone
            ? 'border-success bg-success-soft text-success'
            : 'border-field-line text-transparent hover:border-success hover:text-success',
        )}
      >
        <Check size={12} strokeWidth={2.5} />
      </button>
      <span
        className={cx(
          'figures shrink-0 text-sm',
          withDay ? 'w-24' : 'w-11',
          isLate ? 'text-danger' : 'text-ink-3',
        )}
      >
        {when}
      </span>
      <KindIcon kind={a.kind} />
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
        <Link
          to="/$plural/$id"
          params={{ plural: 'activities', id: a.id }}
          className={cx('min-w-0 truncate hover:underline', isDone && 'text-ink-3 line-through')}
        >
          {a.subject}
        </Link>
        {a.priority === 'high' && (
          <span className="text-danger" title={t('activities.urgent')}>
            <span aria-hidden>!</span>
            <span className="sr-only">{t('activities.urgent')}</span>
          </span>
        )}
        {a.repeat && (
          <Repeat size={12} className="shrink-0 text-ink-3" aria-label={t('activities.repeats')} />
        )}
        {a.isPrivate && (
          <Lock size={12} className="shrink-0 text-ink-3" aria-label={t('activities.private')} />
        )}
        {about && a.record?.title && a.record.id !== on && (
          <Link
            to="/$plural/$id"
            params={{ plural: about.plural, id: a.record.id }}
            className="min-w-0 truncate text-sm text-ink-3 hover:text-ink hover:underline"
          >
            {a.record.title}
          </Link>
        )}
      </span>
    </li>
  )
}
