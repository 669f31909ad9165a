import { useTranslation } from 'react-i18next'
import type { Filter } from '../../records.ts'
import { cx } from '../../ui/class.ts'
import { FigureCell, FigureLine, FigureTable } from './figure-table.tsx'
import { Behind, figureTip } from './figure.tsx'
import { columnText, type Explained, type Figures } from './portfolio.ts'
import { signed } from './waterfall.tsx'

/** The same parts of each product group, manager or whatever it is split by: they add up to those of all. */
export function ChangeTable({ answer, rows }: { answer: Explained; rows: string }) {
  const { t } = useTranslation()
  const line = (key: string, title: string, figures: Figures, filter: Filter | null) => (
    <FigureLine key={key} title={title} isTotal={!filter}>
      {answer.columns.map((c) => {
        const value = figures[c.key]
        const amount = Number(value ?? 0)
        const isWhole = c.key === 'before' || c.key === 'now'
        const text = columnText('money', value, answer.currency)
        const behind = answer.behind[c.key]!.filter
        return (
          <FigureCell
            key={c.key}
            className={cx(!isWhole && amount > 0 && 'text-success', !isWhole && amount < 0 && 'text-danger')}
          >
            {amount === 0 ? (
              <span className="text-ink-3">—</span>
            ) : (
              <Behind
                plural={answer.plural}
                filter={filter ? { and: [behind, filter] } : behind}
                tip={figureTip('money', value, answer.currency)}
              >
                {isWhole ? text : signed(text, amount)}
              </Behind>
            )}
          </FigureCell>
        )
      })}
    </FigureLine>
  )
  return (
    <section>
      <FigureTable
        label={t('analysis.table')}
        corner={answer.dimensions.find((d) => d.key === rows)?.label}
        heads={answer.columns}
      >
        {line('total', t('analysis.total'), answer.total, null)}
        {answer.rows.map((r) =>
          line(
            r.value ?? '',
            r.value === null ? t('analysis.empty') : (r.title ?? t('analysis.hidden')),
            r.figures,
            r.filter,
          ),
        )}
      </FigureTable>
      {answer.leftOut > 0 && (
        <p className="mt-2 text-sm text-ink-3">{t('analysis.leftOut', { count: answer.leftOut })}</p>
      )}
    </section>
  )
}
