import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { stepName } from './cross-table.tsx'
import { FigureCell, FigureLine, FigureTable } from './figure-table.tsx'
import { Behind, figureTip } from './figure.tsx'
import { columnText, type ClientFlow } from './portfolio.ts'

const Chart = lazy(() => import('./chart.tsx').then((m) => ({ default: m.Chart })))
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
      <FigureTable label={t('insight.tabs.flow')} corner={t('analysis.period')} heads={answer.columns}>
        {answer.steps.map((s) => (
          <FigureLine key={s.from} title={stepName(s.from, step, t)}>
            {answer.columns.map(({ key, kind }) => {
              const value = s.figures[key]
              const text = columnText(kind, value, answer.currency)
              return (
                <FigureCell key={key}>
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
                </FigureCell>
              )
            })}
          </FigureLine>
        ))}
      </FigureTable>
    </>
  )
}
