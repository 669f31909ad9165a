import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { byPlace, stepIn, type Crossing, type Measure } from './ask.ts'
import type { Series } from './chart.tsx'
import { useNames } from './cross-table.tsx'
import { figureText } from './figure.tsx'

const Chart = lazy(() => import('./chart.tsx').then((m) => ({ default: m.Chart })))

const mostNames = 16
const mostSeries = 7
const isTime = (dimension: string | null) => stepIn(dimension) !== null
const numberOf = (value: string | null | undefined) =>
  value === null || value === undefined ? null : Number(value)

// Totals stand on one another; averages and the like do not.
const addsUp = ({ key, kind }: Measure) =>
  ['money', 'count', 'number', 'hours'].includes(kind) && !/^(average|least|most):/.test(key)

/** The same table as a picture: time runs along, whatever else is split stands on one another. */
export function CrossChart({ answer, rows, columns, measure }: Crossing) {
  const { t } = useTranslation()
  const name = useNames()
  const { currency } = answer
  const drawn = useMemo(() => {
    const at = byPlace(answer)
    const turned = !isTime(rows) && isTime(columns)
    const along = turned ? answer.columns! : answer.rows
    const across = turned ? answer.rows : answer.columns
    const [one, other] = turned ? [columns!, rows] : [rows, columns]
    const places = along.map((_, i) => i).slice(0, isTime(one) ? undefined : mostNames)
    const value = (place: number, side: number) => (turned ? at(side, place) : at(place, side))
    const series: Series[] = across
      ? across.slice(0, mostSeries).map((s, side) => ({
          name: name(s, other!),
          values: places.map((p) => numberOf(value(p, side)?.now?.[measure.key])),
        }))
      : [
          {
            name: answer.before ? t('analysis.now') : measure.label,
            values: places.map((p) => numberOf(value(p, -1)?.now?.[measure.key])),
          },
          ...(answer.before
            ? [
                {
                  name: t('analysis.then'),
                  values: places.map((p) => numberOf(value(p, -1)?.before?.[measure.key])),
                  isBefore: true,
                },
              ]
            : []),
        ]
    return { names: places.map((p) => name(along[p]!, one)), series }
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [answer, rows, columns, measure.key])
  const format = useMemo(
    () => (v: number) => figureText(measure.kind, String(v), currency),
    [measure.kind, currency],
  )
  if (drawn.names.length === 0) return null
  return (
    <Suspense fallback={<div className="h-64" />}>
      <Chart {...drawn} adds={addsUp(measure)} format={format} label={measure.label} />
    </Suspense>
  )
}
