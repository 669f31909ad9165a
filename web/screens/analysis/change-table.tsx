import { useTranslation } from 'react-i18next'
import type { Filter } from '../../records.ts'
import { cx } from '../../ui/class.ts'
import { About, Behind, figureTip } from './figure.tsx'
import { columnText, type Explained, type Figures } from './portfolio.ts'
import { signed } from './waterfall.tsx'

const head =
  'sticky top-0 z-10 h-9 border-b border-line bg-surface px-2.5 text-right text-sm font-medium whitespace-nowrap text-ink-3'
const first = 'sticky left-0 max-w-40 truncate bg-surface px-2.5 text-left! font-normal sm:max-w-72'

/** The same parts of each product group, manager or whatever it is split by: they add up to those of all. */
export function ChangeTable({ answer, rows }: { answer: Explained; rows: string }) {
  const { t } = useTranslation()
  const line = (key: string, title: string, figures: Figures, filter: Filter | null) => (
    <tr key={key} className={cx('group', !filter && 'font-medium')}>
      <th
        scope="row"
        title={title}
        className={cx(first, 'h-9 border-b border-line group-hover:bg-canvas', !filter && 'font-medium!')}
      >
        {title}
      </th>
      {answer.columns.map((c) => {
        const value = figures[c.key]
        const amount = Number(value ?? 0)
        const isWhole = c.key === 'before' || c.key === 'now'
        const text = columnText('money', value, answer.currency)
        const behind = answer.behind[c.key]!.filter
        return (
          <td
            key={c.key}
            className={cx(
              'figures h-9 border-b border-line px-2.5 text-right whitespace-nowrap group-hover:bg-canvas',
              !isWhole && amount > 0 && 'text-success',
              !isWhole && amount < 0 && 'text-danger',
            )}
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
          </td>
        )
      })}
    </tr>
  )
  return (
    <section>
      <div
        tabIndex={0}
        role="region"
        aria-label={t('analysis.table')}
        className="max-h-[70dvh] overflow-auto rounded-xl border border-line"
      >
        <table className="w-full border-separate border-spacing-0">
          <thead>
            <tr>
              <th scope="col" className={cx(head, first, 'z-20! font-medium')}>
                {answer.dimensions.find((d) => d.key === rows)?.label}
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
            {line('total', t('analysis.total'), answer.total, null)}
            {answer.rows.map((r) =>
              line(
                r.value ?? '',
                r.value === null ? t('analysis.empty') : (r.title ?? t('analysis.hidden')),
                r.figures,
                r.filter,
              ),
            )}
          </tbody>
        </table>
      </div>
      {answer.leftOut > 0 && (
        <p className="mt-2 text-sm text-ink-3">{t('analysis.leftOut', { count: answer.leftOut })}</p>
      )}
    </section>
  )
}
