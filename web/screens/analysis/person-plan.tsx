import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { formatMoneyShort, formatNumber, formatPercent } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { About, Behind } from './figure.tsx'
import { useAnswer } from './ask.ts'
import { presets } from './period.ts'

type Quota = {
  id: string
  period: string
  measure: 'value' | 'margin' | 'count'
  owner: { id: string } | null
  group: { title: string } | null
  target: string | null
  got: string | null
  pace: { attained: number | null } | null
  filter: Filter
}

/** The key under which a quota of that period stands: 2026-11, 2026-Q4, 2026. */
export function quotaPeriod(name: string, day: string): string {
  const { from } = (presets[name] ?? presets['thisMonth']!)(day)
  const [year, month] = from.split('-') as [string, string]
  if (name.endsWith('Quarter')) return `${year}-Q${Math.ceil(Number(month) / 3)}`
  return name.endsWith('Month') ? `${year}-${month}` : year
}

/** What was to be brought in the period, and what was. */
export function PersonPlan({ user, period }: { user: string; period: string }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const key = quotaPeriod(period, today())
  const { data } = useAnswer<{ currency: string; items: Quota[] }>(
    'quota.attainment',
    { period: key },
    ['deals', 'quotas'],
    Boolean(entities['quota']) && period !== 'twelveMonths',
  )
  const mine = (data?.items ?? []).filter((q) => q.owner?.id === user && q.period === key && q.got !== null)
  if (!data || mine.length === 0) return null
  const measures = entities['quota']?.fields['measure']?.options ?? []
  const text = (q: Quota, amount: string) =>
    q.measure === 'count' ? formatNumber(Number(amount)) : formatMoneyShort(Number(amount), data.currency)
  return (
    <section className="min-w-0">
      <h2 className="mb-2 flex items-center font-semibold">
        {t('analysis.plan')}
        <About label={t('analysis.plan')}>{t('analysis.planAbout')}</About>
      </h2>
      <ul className="grid gap-2.5 @2xl:grid-cols-2">
        {mine.map((q) => {
          const attained = q.pace?.attained ?? 0
          return (
            <li key={q.id} className="min-w-0 rounded-xl border border-line px-3 py-2.5">
              <p className="truncate text-sm text-ink-2">
                {[measures.find((o) => o.key === q.measure)?.label, q.group?.title]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              <p className="flex flex-wrap items-baseline gap-x-2">
                <Behind plural="deals" filter={q.filter} className="figures text-xl font-semibold">
                  {text(q, q.got ?? '0')}
                </Behind>
                <span className="figures text-ink-3">
                  {t('analysis.outOf')} {q.target === null ? '—' : text(q, q.target)} ·{' '}
                  {formatPercent(Math.round(attained))}
                </span>
              </p>
              <span aria-hidden className="mt-1.5 block h-1.5 overflow-hidden rounded-full bg-hover">
                <span
                  className={`block h-full rounded-full ${attained >= 100 ? 'bg-success' : 'bg-accent'}`}
                  style={{ width: `${Math.min(100, Math.max(0, attained))}%` }}
                />
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
