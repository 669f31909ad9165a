import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoneyShort, formatPercent } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { periodName, useFigures, type Whose } from './client.ts'
import { Figure } from './figure.tsx'

type Err = { wape: number | null; periods: number }
type Trial = {
  period: string
  came: number
  foretold: { mean: number; p10: number; p90: number }
  covered: boolean
  /** The deals that came. */
  filter: Filter
  plain: { average: number | null; last: number | null; yearAgo: number | null }
}
type BackTest = {
  trials: Trial[]
  covered: number
  foretold: Err
  plain: Record<'average' | 'last' | 'yearAgo', Err>
}
export type Expected = {
  currency: string
  wins: number
  filters: Record<'soFar' | 'open' | 'wins', Filter>
  figures: Record<'soFar' | 'open' | 'fresh' | 'mean' | 'p10' | 'p50' | 'p90', string>
}
type Tried = { atStart: BackTest; atThisPoint: BackTest | null }

/** What past deals say, and how far that can be trusted: the same tried on past periods, beside plain averages. */
export function Experience({ period, whose }: { period: string; whose: Whose }) {
  const { t } = useTranslation()
  const { data } = useFigures<Expected>('forecast.expect', { period, ...whose })
  const tried = useFigures<Tried>('forecast.back_test', { period, ...whose }).data
  if (!data) return <Skeleton lines={6} />
  if (data.wins < 10)
    return <EmptyState title={t('forecast.noExperience')}>{t('forecast.noExperienceHow')}</EmptyState>
  const money = (x: number | string | null) => (x === null ? '—' : formatMoneyShort(Number(x), data.currency))
  const f = data.figures
  const tests = [tried?.atThisPoint ?? null, tried?.atStart ?? null].filter(
    (b): b is BackTest => b !== null && b.trials.length > 0,
  )
  const right = 'figures text-right whitespace-nowrap'
  return (
    <div className="flex flex-col gap-5">
      <p className="max-w-prose text-ink-2">
        {t('forecast.experienceSays', { low: money(f.p10), high: money(f.p90), middle: money(f.p50) })}
      </p>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Part label={t('forecast.buckets.won')}>
          <Figure amount={f.soFar} currency={data.currency} filter={data.filters.soFar} />
        </Part>
        <Part label={t('forecast.fromOpen')}>
          <Figure amount={f.open} currency={data.currency} filter={data.filters.open} />
        </Part>
        <Part label={t('forecast.fromNew')}>
          <Figure amount={f.fresh} currency={data.currency} />
        </Part>
        <Part label={t('forecast.learntFrom')}>
          <Link
            to="/$plural"
            params={{ plural: 'deals' }}
            search={{ filter: data.filters.wins } as never}
            className="hover:underline"
          >
            {t('forecast.wins', { count: data.wins })}
          </Link>
        </Part>
      </dl>
      {tests.map((b) => (
        <div key={b === tried?.atStart ? 'start' : 'now'} className="flex flex-col gap-2">
          <h3 className="font-semibold">
            {t(b === tried?.atStart ? 'forecast.triedAtStart' : 'forecast.triedNow')}
          </h3>
          <p className="max-w-prose text-ink-2">
            {t('forecast.errors', {
              own: percent(b.foretold),
              average: percent(b.plain.average),
              last: percent(b.plain.last),
              yearAgo: percent(b.plain.yearAgo),
            })}{' '}
            {t('forecast.covered', { covered: b.covered, count: b.trials.length })}
          </p>
          <Table>
            <thead>
              <tr>
                <Th>{t('forecast.period')}</Th>
                <Th className="text-right">{t('forecast.came')}</Th>
                <Th className="text-right">{t('forecast.foretold')}</Th>
                <Th className="text-right">{t('forecast.range')}</Th>
                <Th className="text-right">{t('forecast.average')}</Th>
                <Th className="text-right">{t('forecast.last')}</Th>
                <Th className="text-right">{t('forecast.yearAgo')}</Th>
              </tr>
            </thead>
            <tbody>
              {b.trials.map((trial) => (
                <tr key={trial.period}>
                  <Td className="whitespace-nowrap">{periodName(trial.period, t)}</Td>
                  <Td className={`${right} font-medium`}>
                    <Figure amount={String(trial.came)} currency={data.currency} filter={trial.filter} />
                  </Td>
                  <Td className={right}>{money(trial.foretold.mean)}</Td>
                  <Td className={`${right} ${trial.covered ? 'text-ink-2' : 'text-warning'}`}>
                    {money(trial.foretold.p10)} – {money(trial.foretold.p90)}
                  </Td>
                  <Td className={right}>{money(trial.plain.average)}</Td>
                  <Td className={right}>{money(trial.plain.last)}</Td>
                  <Td className={right}>{money(trial.plain.yearAgo)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      ))}
    </div>
  )
}

const Part = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt className="text-sm text-ink-3">{label}</dt>
    <dd className="figures mt-0.5 font-semibold">{children}</dd>
  </div>
)

const percent = (e: Err) => (e.wape === null ? '—' : formatPercent(e.wape))
