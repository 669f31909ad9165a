import { useTranslation } from 'react-i18next'
import { today } from '../../days.ts'
import { ViewChanges, ViewMenu } from '../../derived/list/saved-views.tsx'
import { FailedToLoad } from '../../shell/failed.tsx'
import { PageBar } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { byPlace, textIn, useAddress, useAnswer, type Crossed } from './ask.ts'
import { CrossChart } from './cross-chart.tsx'
import { CrossTable } from './cross-table.tsx'
import { About, Behind, Change, figureText } from './figure.tsx'
import { periodOf } from './period.ts'
import { useSaved } from './saved.ts'
import { Choose, PeriodPicker } from './period-picker.tsx'

const none = '-'
const figures = ['lostValue', 'lostCount', 'priceGap']
const sides = [
  'lostFrom',
  'owner',
  'team',
  'product',
  'productGroup',
  'competitor',
  'source',
  'industry',
  'month',
]

/** Why deals are lost: for which reason, at which stage, by whom, to whom, and how it changes. */
export function RefusalsScreen() {
  const { t } = useTranslation()
  const [search, set] = useAddress()
  const saved = useSaved('refusals', t('analysis.refusals'))
  const period = periodOf(search, 'twelveMonths', today())
  const columns = textIn(search, 'columns') ?? null
  const measureKey = textIn(search, 'measure') ?? 'lostCount'
  const lost = { from: period.from, to: period.to, filter: ['status', 'is', 'lost'] }
  const table = useAnswer<Crossed>(
    'deal.volume',
    { ...lost, rows: 'lossReason', measures: figures, comparison: 'year' },
    ['deals'],
  )
  const crossed = useAnswer<Crossed>(
    'deal.volume',
    { ...lost, rows: 'lossReason', columns: columns ?? 'lostFrom', measures: [measureKey] },
    ['deals'],
    columns !== null,
  )
  const trend = useAnswer<Crossed>(
    'deal.volume',
    { ...lost, rows: 'month', columns: 'lossReason', measures: [measureKey] },
    ['deals'],
  )
  const all = table.data
  const dimensions = (all?.dimensions ?? []).filter((d) => sides.includes(d.key))
  const shown = columns ? crossed : table
  const error = shown.error ?? trend.error
  const total = all && byPlace(all)(-1, -1)
  return (
    <>
      <PageBar actions={<ViewChanges what={saved} />}>
        <ViewMenu what={saved} />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-7xl flex-col gap-5 px-3 py-4 sm:px-5">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <PeriodPicker value={period} onChange={set} />
            <Choose
              label={t('analysis.figure')}
              value={measureKey}
              items={(all?.measures ?? []).map((m) => ({ value: m.key, label: m.label }))}
              onChange={(v) => set({ measure: v })}
            />
            <Choose
              label={t('analysis.splitBy')}
              className="sm:w-48!"
              value={columns ?? none}
              items={[
                { value: none, label: t('analysis.nothing') },
                ...dimensions.map((d) => ({ value: d.key, label: d.label })),
              ]}
              onChange={(v) => set({ columns: v === none ? undefined : v })}
            />
          </div>
          {error && <FailedToLoad error={error} retry={() => void shown.refetch()} />}
          {!all && !error && <Skeleton lines={8} />}
          {all && !error && all.rows.length === 0 && (
            <EmptyState title={t('analysis.noneLost')}>{t('analysis.noneHow')}</EmptyState>
          )}
          {all && !error && all.rows.length > 0 && (
            <>
              <dl className="grid gap-3 sm:grid-cols-3">
                {all.measures.map((m) => (
                  <div key={m.key} className="rounded-xl border border-line px-4 py-3">
                    <dt className="flex items-center text-sm text-ink-3">
                      {m.label}
                      <About label={m.label}>{m.about}</About>
                    </dt>
                    <dd className="mt-0.5 flex flex-wrap items-baseline gap-x-2">
                      <Behind
                        plural={all.plural}
                        filter={{ and: [all.filter, ...(m.filter ? [m.filter] : [])] }}
                        className="figures text-2xl font-semibold"
                      >
                        {figureText(m.kind, total?.now?.[m.key], all.currency)}
                      </Behind>
                      <Change
                        figure={m.key}
                        kind={m.kind}
                        now={total?.now?.[m.key]}
                        before={total?.before?.[m.key]}
                        currency={all.currency}
                      />
                    </dd>
                  </div>
                ))}
              </dl>
              {trend.data?.columns && trend.data.measures[0] && (
                <section>
                  <h2 className="mb-2 font-semibold">{t('analysis.trend')}</h2>
                  <CrossChart
                    answer={trend.data}
                    rows="month"
                    columns="lossReason"
                    measure={trend.data.measures[0]}
                  />
                </section>
              )}
              {shown.data?.measures[0] && (
                <section>
                  <h2 className="mb-2 font-semibold">{t('analysis.reasons')}</h2>
                  <CrossTable
                    answer={columns ? shown.data : { ...shown.data, before: null }}
                    rows="lossReason"
                    columns={shown.data.columns && columns}
                    measure={shown.data.measures[0]}
                  />
                </section>
              )}
            </>
          )}
        </div>
      </div>
    </>
  )
}
