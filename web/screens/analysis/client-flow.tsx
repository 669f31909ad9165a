import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { stepName } from './cross-table.tsx'
import { About, Behind, figureTip } from './figure.tsx'
import { columnText, type ClientFlow } from './portfolio.ts'

const Chart = lazy(() => import('./chart.tsx').then((m) => ({ default: m.Chart })))
const head = 'h-9 border-b border-line px-2.5 text-right text-sm font-medium whitespace-nowrap text-ink-3'
const whole = (n: number) => formatNumber(n, 0)

/** Who bought the first time, again, after a silence, and who has gone, step by step. */
export function ClientFlowTable({ answer, step }: { answer: ClientFlow; step: string }) {
  const { t } = useTranslation()
  const drawn = useMemo(
    () => ({
      names: answer.steps.map((s) => stepName(s.from, step, t)),
      series: (['repeat', 'new', 'returned', 'lost'] as const).map((key) => ({
        name: answer.columns.find((c) => c.key === key)!.label,
        values: answer.steps.map((s) => Number(s.figures[key]) * (key === 'lost' ? -1 : 1)),
      })),
    }),
    [answer, step, t],
  )
  return (
    <>
      <Suspense fallback={<div className="h-64" />}>
        <Chart {...drawn} adds format={whole} label={t('insight.tabs.flow')} />
      </Suspense>
      <p className="text-ink-2">
        {t('insight.activeBefore')}{' '}
        <Behind plural={answer.plural} filter={answer.active.filter} className="figures font-medium text-ink">
          {formatNumber(answer.active.count)}
        </Behind>
      </p>
      <div
        tabIndex={0}
        role="region"
        aria-label={t('insight.tabs.flow')}
        className="overflow-x-auto rounded-xl border border-line"
      >
        <table className="w-full border-separate border-spacing-0">
          <thead>
            <tr>
              <th scope="col" className={`${head} sticky left-0 bg-surface text-left!`}>
                {t('analysis.period')}
              </th>
              {answer.columns.map((c) => (
                <th key={c.key} scope="col" className={head}>
                  {c.label}
                  <About label={c.label}>{c.about}</About>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.steps.map((s) => (
              <tr key={s.from} className="group">
                <th
                  scope="row"
                  className="sticky left-0 h-9 border-b border-line bg-surface px-2.5 text-left font-normal whitespace-nowrap group-hover:bg-canvas"
                >
                  {stepName(s.from, step, t)}
                </th>
                {answer.columns.map(({ key, kind }) => {
                  const value = s.figures[key]
                  const text = columnText(kind, value, answer.currency)
                  return (
                    <td
                      key={key}
                      className="figures h-9 border-b border-line px-2.5 text-right whitespace-nowrap group-hover:bg-canvas"
                    >
                      {Number(value) === 0 ? (
                        <span className="text-ink-3">{text}</span>
                      ) : (
                        <Behind
                          plural={answer.plural}
                          filter={s.filters[key]!}
                          tip={kind === 'money' ? figureTip('money', value, answer.currency) : undefined}
                        >
                          {text}
                        </Behind>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
