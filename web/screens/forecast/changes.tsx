import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { formatDate, formatMoneyShort } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { cx } from '../../ui/class.ts'
import { Select } from '../../ui/select.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Behind } from '../analysis/figure.tsx'
import { useFigures, type Whose } from './client.ts'
import { Figure } from './figure.tsx'

type Change = {
  kind: string
  value: string
  count: number
  deals: { id: string; name: string; value: number }[]
  /** How many of them still are. */
  standing: number
  filter: Filter
}
type Answer = {
  currency: string
  week: string | null
  weeks: string[]
  start: string
  end: string
  startFilter: Filter
  endFilter: Filter
  changes: Change[]
}

type Opens = { plural: string; filter: Filter }
type Bar = { kind: string; from: number; to: number; value: string; change?: Change; opens?: Opens }

const row =
  'grid w-full grid-cols-[1fr_auto] items-center gap-x-3 py-1.5 text-left sm:grid-cols-[12rem_1fr_6rem]'

/** The steps from what was open to what is, one under another; each tells its deals when it is opened. */
export function Changes({ period, whose }: { period: string; whose: Whose }) {
  const { t } = useTranslation()
  const frozen = useEntity('forecastSnapshot')
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
  const ends: Record<'start' | 'end', Opens> = {
    start: { plural: frozen.plural, filter: data.startFilter },
    end: { plural: 'deals', filter: data.endFilter },
  }
  const bars: Bar[] = [
    { kind: 'start', from: 0, to: Number(data.start), value: data.start, opens: ends.start },
    ...steps,
    { kind: 'end', from: 0, to: Number(data.end), value: data.end, opens: ends.end },
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
          const told = (
            <>
              <span className={cx(isEnd && 'font-medium')}>
                {t(`forecast.steps.${bar.kind}`, { day: formatDate(data.week!) })}
                {bar.change && <span className="figures ml-1.5 text-sm text-ink-3">{bar.change.count}</span>}
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
                {bar.opens ? (
                  <Figure amount={bar.value} currency={data.currency} {...bar.opens} />
                ) : (
                  formatMoneyShort(Number(bar.value), data.currency)
                )}
              </span>
            </>
          )
          return (
            <li key={bar.kind} className="border-b border-line last:border-0">
              {isEnd ? (
                <div className={row}>{told}</div>
              ) : (
                <button
                  type="button"
                  aria-expanded={open === bar.kind}
                  onClick={() => setOpen(open === bar.kind ? null : bar.kind)}
                  className={cx(row, 'hover:bg-hover')}
                >
                  {told}
                </button>
              )}
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
                  {bar.change.standing > 0 && (
                    <li>
                      <Behind
                        plural="deals"
                        filter={bar.change.filter}
                        className="text-sm text-accent-strong"
                      >
                        {t('forecast.inList', { count: bar.change.standing })}
                      </Behind>
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
