import { useTranslation } from 'react-i18next'
import { formatMoneyShort, formatPercent } from '../../format.ts'
import { cx } from '../../ui/class.ts'
import { buckets, useFigures, type Forecast } from './client.ts'
import type { Expected } from './experience.tsx'
import { colours, Figure } from './figure.tsx'

/** The whole in one look: what is there and what may come, against the plan and what experience says. */
export function Head({ forecast }: { forecast: Forecast }) {
  const { t } = useTranslation()
  const { period, currency, total, lines } = forecast
  const expected = useFigures<Expected>('forecast.expect', { period: period.key }).data
  const top = lines.filter((l) => l.depth === 0 && l.plan)
  const plan = top.reduce((sum, l) => sum + Number(l.plan!.quota), 0)
  const sum = buckets.reduce((all, b) => all + Number(total[b]), 0)
  const scale = Math.max(sum, plan, Number(expected?.figures.p90 ?? 0)) || 1
  const at = (amount: number) => `${(100 * amount) / scale}%`
  const pace = plan > 0 ? Math.max(0, plan - Number(total.won)) : 0
  const weeks = forecast.daysLeft / 7
  const said = expected && expected.wins > 0 ? expected.figures : null
  return (
    <section className="flex flex-col gap-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4 lg:grid-cols-6">
        {buckets.map((b) => (
          <div key={b} className="min-w-0">
            <dt className="flex items-center gap-1.5 text-sm text-ink-3">
              <i aria-hidden className={cx('size-2 rounded-full', colours[b])} />
              {t(`forecast.buckets.${b}`)}
            </dt>
            <dd className="figures mt-0.5 text-xl font-semibold tracking-tight">
              <Figure amount={total[b]} currency={currency} filter={forecast.filters[b]} />
            </dd>
          </div>
        ))}
        {plan > 0 && (
          <div className="min-w-0">
            <dt className="text-sm text-ink-3">{t('forecast.plan')}</dt>
            <dd className="figures mt-0.5 text-xl font-semibold tracking-tight">
              {formatPercent(Math.round((1000 * Number(total.won)) / plan) / 10)}
            </dd>
            <dd className="text-sm text-ink-3">
              {pace === 0
                ? t('forecast.met')
                : weeks > 0
                  ? t('forecast.perWeek', {
                      amount: formatMoneyShort(pace / Math.max(weeks, 1 / 7), currency),
                    })
                  : t('forecast.missed', { amount: formatMoneyShort(pace, currency) })}
            </dd>
          </div>
        )}
        {said && (
          <div className="min-w-0">
            <dt className="text-sm text-ink-3">{t('forecast.byExperience')}</dt>
            <dd className="figures mt-0.5 text-xl font-semibold tracking-tight">
              {formatMoneyShort(Number(said.p50), currency)}
            </dd>
            <dd className="figures text-sm text-ink-3">
              {formatMoneyShort(Number(said.p10), currency)} – {formatMoneyShort(Number(said.p90), currency)}
            </dd>
          </div>
        )}
      </dl>
      <div className="relative pt-1 pb-5" aria-hidden>
        <div className="flex h-3 overflow-hidden rounded-full bg-press">
          {buckets.map((b) => (
            <div key={b} className={colours[b]} style={{ width: at(Number(total[b])) }} />
          ))}
        </div>
        {said && (
          <div
            className="absolute top-5.5 h-1 rounded-full bg-ink-3/50"
            style={{ left: at(Number(said.p10)), width: at(Number(said.p90) - Number(said.p10)) }}
          />
        )}
        {plan > 0 && (
          <div className="absolute top-0 h-5 w-0.5 bg-ink" style={{ left: `min(${at(plan)}, 100% - 2px)` }}>
            <span
              className={cx(
                'absolute top-5 text-sm whitespace-nowrap text-ink-3',
                plan / scale > 0.8 ? 'right-0' : 'left-0',
              )}
            >
              {t('forecast.plan')}
            </span>
          </div>
        )}
      </div>
    </section>
  )
}
