import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { formatMonth } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { byPlace, stepIn, type AxisValue, type Crossing, type Measure } from './ask.ts'
import { FigureCell, FigureLine, FigureTable } from './figure-table.tsx'
import { Behind, Change, figureText, figureTip } from './figure.tsx'

const all = -1

/** A month, a quarter or a year by the day it begins. */
export function stepName(day: string, dimension: string, t: TFunction): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  if (dimension === 'year') return String(year)
  return dimension === 'quarter'
    ? t('analysis.quarterOf', { quarter: Math.ceil(month / 3), year })
    : formatMonth(year, month - 1)
}

/** What a value of a dimension is called here. */
export function useNames() {
  const { t } = useTranslation()
  return (v: AxisValue, dimension: string): string =>
    v.value === null
      ? t('analysis.empty')
      : stepIn(dimension)
        ? stepName(v.value, stepIn(dimension)!, t)
        : (v.title ?? t('analysis.hidden'))
}

/** Figures in rows and columns: by one dimension each column is a figure, by two the columns are the other's values. The
 * totals stand first; each figure opens its records. */
export function CrossTable({ answer, rows, columns, measure }: Crossing) {
  const { t } = useTranslation()
  const name = useNames()
  const at = byPlace(answer)
  const heads: { measure: Measure; column: number; title: string }[] = answer.columns
    ? [
        { measure, column: all, title: t('analysis.total') },
        ...answer.columns.map((c, column) => ({ measure, column, title: name(c, columns ?? '') })),
      ]
    : answer.measures.map((m) => ({ measure: m, column: all, title: m.label }))
  const filterOf = (row: number, column: number, m: Measure): Filter => ({
    and: [
      answer.filter,
      ...(m.filter ? [m.filter] : []),
      ...(row === all ? [] : [answer.rows[row]!.filter]),
      ...(column === all ? [] : [answer.columns![column]!.filter]),
    ],
  })
  /** Orders are counted by their lines: what opens is the orders that have such lines. */
  const behind = (row: number, column: number, m: Measure) => {
    const filter = filterOf(row, column, m)
    return m.key === 'orders' || m.key === 'orderAverage'
      ? { plural: 'orders', filter: ['orderLine.order', 'some', filter] as Filter }
      : { plural: answer.plural, filter }
  }
  const line = (row: number, title: string) => (
    <FigureLine key={row} title={title} isTotal={row === all}>
      {heads.map(({ measure: m, column }) => {
        const cell = at(row, column)
        const value = cell?.now?.[m.key]
        return (
          <FigureCell key={`${m.key} ${column}`}>
            {value === null || value === undefined || value === '0' ? (
              <span className="text-ink-3">{value === '0' ? '0' : '—'}</span>
            ) : (
              <Behind {...behind(row, column, m)} tip={figureTip(m.kind, value, answer.currency)}>
                {figureText(m.kind, value, answer.currency)}
              </Behind>
            )}
            {answer.before && (
              <span className="ml-2 inline-block min-w-12">
                <Change
                  figure={m.key}
                  kind={m.kind}
                  now={value}
                  before={cell?.before?.[m.key]}
                  currency={answer.currency}
                />
              </span>
            )}
          </FigureCell>
        )
      })}
    </FigureLine>
  )
  return (
    <FigureTable
      label={t('analysis.table')}
      corner={answer.dimensions.find((d) => d.key === rows)?.label}
      heads={heads.map(({ measure: m, column, title }) => ({
        key: `${m.key} ${column}`,
        label: title,
        about: answer.columns ? undefined : m.about,
      }))}
    >
      {line(all, t('analysis.total'))}
      {answer.rows.map((r, i) => line(i, name(r, rows)))}
    </FigureTable>
  )
}
