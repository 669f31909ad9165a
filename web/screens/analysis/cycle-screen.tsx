import { useTranslation } from 'react-i18next'
import { today } from '../../days.ts'
import { formatNumber } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { ViewChanges, ViewMenu } from '../../derived/list/saved-views.tsx'
import { FailedToLoad } from '../../shell/failed.tsx'
import { PageBar } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { textIn, useAddress, useAnswer } from './ask.ts'
import { Cohorts } from './cohorts.tsx'
import { share, type Cycle, type CycleStage } from './cycle.ts'
import { About, Behind } from './figure.tsx'
import { periodOf } from './period.ts'
import { useSaved } from './saved.ts'
import { Choose, PeriodPicker } from './period-picker.tsx'
import { SlowDeals } from './slow-deals.tsx'

const days = (n: number | null) => (n === null ? '—' : formatNumber(n, 1))

/** How far deals come, how long they stand in each stage, and which stand too long. */
export function CycleScreen() {
  const { t } = useTranslation()
  const [search, set] = useAddress()
  const saved = useSaved('sales-cycle', t('analysis.cycle'))
  const period = periodOf(search, 'twelveMonths', today())
  const pipeline = textIn(search, 'pipeline')
  const step = textIn(search, 'step') ?? 'month'
  const { data, error, refetch } = useAnswer<Cycle>(
    'deal.cycle',
    { from: period.from, to: period.to, step, ...(pipeline ? { pipeline } : {}) },
    ['deals'],
  )
  return (
    <>
      <PageBar actions={<ViewChanges what={saved} />}>
        <ViewMenu what={saved} />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-7xl flex-col gap-6 px-3 py-4 sm:px-5">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            {data && data.pipelines.length > 1 && (
              <Choose
                label={t('analysis.pipeline')}
                className="sm:w-52!"
                value={data.pipeline.id}
                items={data.pipelines.map((p) => ({ value: p.id, label: p.name }))}
                onChange={(v) => set({ pipeline: v })}
              />
            )}
            <PeriodPicker value={period} onChange={set} />
            <Choose
              label={t('analysis.cohortsBy')}
              value={step}
              items={['month', 'quarter'].map((value) => ({ value, label: t(`analysis.steps.${value}`) }))}
              onChange={(v) => set({ step: v })}
            />
          </div>
          {error && <FailedToLoad error={error} retry={() => void refetch()} />}
          {!data && !error && <Skeleton lines={8} />}
          {data && data.entered === 0 && data.stages.every((s) => s.open === 0 && s.left === 0) ? (
            <EmptyState title={t('analysis.none')}>{t('analysis.noneHow')}</EmptyState>
          ) : (
            data && (
              <>
                <Stages cycle={data} />
                <Cohorts cycle={data} step={step} />
                <SlowDeals stages={data.stages} />
              </>
            )
          )}
        </div>
      </div>
    </>
  )
}

const head = 'h-9 border-b border-line px-2 text-right text-sm font-medium whitespace-nowrap text-ink-3'
const cell = 'figures h-10 border-b border-line px-2 text-right whitespace-nowrap'

/** The funnel, and beside each stage how long it takes and who stands there now. */
function Stages({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation()
  const entered = (more: Filter): Filter => ({ and: [cycle.filter, more] })
  const lines = [
    ...cycle.stages.map((s, i) => ({ ...s, before: i ? cycle.stages[i - 1]!.reached : cycle.entered })),
    {
      id: 'won',
      name: t('analysis.won'),
      reached: cycle.won,
      reachedFilter: cycle.wonFilter,
      before: cycle.stages.at(-1)?.reached ?? cycle.entered,
    },
  ] as (Partial<CycleStage> & {
    id: string
    name: string
    reached: number
    reachedFilter: Filter
    before: number
  })[]
  const titled = (key: string) => (
    <>
      {t(`analysis.${key}`)}
      <About label={t(`analysis.${key}`)}>{t(`analysis.${key}About`)}</About>
    </>
  )
  return (
    <section>
      <h2 className="mb-1 font-semibold">{t('analysis.funnel')}</h2>
      <p className="mb-2 text-ink-2">
        {t('analysis.entered')}{' '}
        <Behind plural="deals" filter={cycle.filter} className="figures font-medium text-ink">
          {formatNumber(cycle.entered)}
        </Behind>
        , {t('analysis.wonOfThem')}{' '}
        <Behind plural="deals" filter={entered(cycle.wonFilter)} className="figures font-medium text-ink">
          {formatNumber(cycle.won)}
        </Behind>{' '}
        ({share(cycle.won, cycle.entered)})
      </p>
      <div tabIndex={0} role="region" aria-label={t('analysis.funnel')} className="overflow-x-auto">
        <table className="w-full border-collapse">
          <thead>
            <tr>
              <th scope="col" className={`${head} pl-0! text-left!`}>
                {t('analysis.stage')}
              </th>
              <th scope="col" className={`${head} w-[34%] min-w-44 text-left!`}>
                {titled('reached')}
              </th>
              {['onward', 'median', 'p90', 'norm', 'openNow', 'slow'].map((key) => (
                <th key={key} scope="col" className={head}>
                  {titled(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((s) => (
              <tr key={s.id}>
                <th
                  scope="row"
                  className="h-10 border-b border-line pr-3 text-left font-normal whitespace-nowrap"
                >
                  {s.name}
                </th>
                <td className="border-b border-line px-2">
                  <Behind
                    plural="deals"
                    filter={entered(s.reachedFilter)}
                    className="flex items-center gap-2"
                  >
                    <span aria-hidden className="h-4 flex-1 overflow-hidden rounded-sm bg-hover">
                      <span
                        className={`block h-full rounded-sm ${s.id === 'won' ? 'bg-success' : 'bg-accent'}`}
                        style={{
                          width: `${cycle.entered ? (100 * s.reached) / cycle.entered : 0}%`,
                          opacity: 0.75,
                        }}
                      />
                    </span>
                    <span className="figures w-20 shrink-0 text-right">
                      {formatNumber(s.reached)}{' '}
                      <span className="text-ink-3">{share(s.reached, cycle.entered)}</span>
                    </span>
                  </Behind>
                </td>
                <td className={cell}>{share(s.reached, s.before)}</td>
                <td className={cell}>{days(s.median ?? null)}</td>
                <td className={cell}>{days(s.p90 ?? null)}</td>
                <td className={cell}>{days(s.norm ?? null)}</td>
                <td className={cell}>
                  {s.openFilter ? (
                    <Behind plural="deals" filter={s.openFilter}>
                      {formatNumber(s.open ?? 0)}
                    </Behind>
                  ) : (
                    '—'
                  )}
                </td>
                <td className={cell}>
                  {s.slowFilter && s.slow ? (
                    <Behind plural="deals" filter={s.slowFilter} className="font-medium text-danger">
                      {formatNumber(s.slow)}
                    </Behind>
                  ) : (
                    <span className="text-ink-3">{s.slowFilter ? 0 : '—'}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
