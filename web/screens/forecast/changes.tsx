import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatMoneyShort } from '../../format.ts'
import { cx } from '../../ui/class.ts'
import { Select } from '../../ui/select.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { useFigures, type Whose } from './client.ts'
import { Figure } from './figure.tsx'

type Change = {
  kind: string
  value: string
  count: number
  deals: { id: string; name: string; value: number }[]
}
type Answer = {
  currency: string
  week: string | null
  weeks: string[]
  start: string
  end: string
  changes: Change[]
}

type Bar = { kind: string; from: number; to: number; value: string; change?: Change }

/** The steps from what was open to what is, one under another; each tells its deals when it is opened. */
export function Changes({ period, whose }: { period: string; whose: Whose }) {
  const { t } = useTranslation()
  const [since, setSince] = useState<string | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  const { data } = useFigures<Answer>('forecast.changes', { period, ...whose, ...(since ? { since } : {}) })
  if (!data) return <Skeleton lines={6} />
  if (!data.week) return <EmptyState title={t('forecast.notFrozen')}>{t('forecast.notFrozenHow')}</EmptyState>
  const steps = data.changes.reduce<Bar[]>((done, change) => {
    const from = done.at(-1)?.to ?? Number(data.start)
    return [
      ...done,
      { kind: change.kind, from, to: from + Number(change.value), value: change.value, change },
    ]
  }, [])
  const bars: Bar[] = [
    { kind: 'start', from: 0, to: Number(data.start), value: data.start },
    ...steps,
    { kind: 'end', from: 0, to: Number(data.end), value: data.end },
  ]
  const most = Math.max(...bars.flatMap((b) => [b.from, b.to]), 1)
  const least = Math.min(...bars.flatMap((b) => [b.from, b.to]), 0)
  const x = (v: number) => (100 * (v - least)) / (most - least)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2 text-ink-2">
        {t('forecast.since')}
        <Select
          aria-label={t('forecast.since')}
          className="w-40"
          value={data.week}
          onChange={setSince}
          items={data.weeks.map((week) => ({ value: week, label: formatDate(week) }))}
        />
      </div>
      <ul className="flex flex-col">
        {bars.map((bar) => {
          const isEnd = !bar.change
          const grows = Number(bar.value) >= 0
          return (
            <li key={bar.kind} className="border-b border-line last:border-0">
              <button
                type="button"
                disabled={isEnd}
                aria-expanded={isEnd ? undefined : open === bar.kind}
                onClick={() => setOpen(open === bar.kind ? null : bar.kind)}
                className="grid w-full grid-cols-[1fr_auto] items-center gap-x-3 py-1.5 text-left enabled:hover:bg-hover sm:grid-cols-[12rem_1fr_6rem]"
              >
                <span className={cx(isEnd && 'font-medium')}>
                  {t(`forecast.steps.${bar.kind}`, { day: formatDate(data.week!) })}
                  {bar.change && (
                    <span className="figures ml-1.5 text-sm text-ink-3">{bar.change.count}</span>
                  )}
                </span>
                <span aria-hidden className="relative h-4 max-sm:order-last max-sm:col-span-2 max-sm:mt-1">
                  <span
                    className={cx(
                      'absolute inset-y-0 min-w-0.5 rounded-xs',
                      isEnd ? 'bg-ink-3' : bar.kind === 'won' || grows ? 'bg-success' : 'bg-danger',
                      bar.kind === 'movedOut' || bar.kind === 'given' || bar.kind === 'shrunk'
                        ? 'opacity-60'
                        : '',
                    )}
                    style={{
                      left: `${x(Math.min(bar.from, bar.to))}%`,
                      width: `${Math.abs(x(bar.to) - x(bar.from))}%`,
                    }}
                  />
                </span>
                <span className={cx('figures text-right whitespace-nowrap', isEnd && 'font-medium')}>
                  {bar.change && grows && '+'}
                  {formatMoneyShort(Number(bar.value), data.currency)}
                </span>
              </button>
              {bar.change && open === bar.kind && (
                <ul className="flex flex-col gap-0.5 pb-3 sm:pl-4">
                  {bar.change.deals.map((deal) => (
                    <li key={deal.id} className="flex gap-3">
                      <Link
                        to="/$plural/$id"
                        params={{ plural: 'deals', id: deal.id }}
                        className="min-w-0 flex-1 truncate hover:underline"
                      >
                        {deal.name}
                      </Link>
                      <span className="figures">
                        <Figure amount={String(deal.value)} currency={data.currency} />
                      </span>
                    </li>
                  ))}
                  {bar.change.count > bar.change.deals.length && (
                    <li className="text-sm text-ink-3">
                      {t('forecast.andMore', { count: bar.change.count - bar.change.deals.length })}
                    </li>
                  )}
                </ul>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
