import { useTranslation } from 'react-i18next'
import { formatDate, formatPercent } from '../../format.ts'
import { cx } from '../../ui/class.ts'
import { About, Behind, figureTip } from './figure.tsx'
import { columnText, type Explained, type Figures } from './portfolio.ts'

const steps = ['before', 'came', 'left', 'volume', 'price', 'mix', 'now'] as const
const isWhole = (key: string) => key === 'before' || key === 'now'

/** More is said to be more. */
export const signed = (text: string, value: number) => (value > 0 ? `+${text}` : text)

/** Each from where the one before it ended. */
function barsOf(total: Figures) {
  let at = 0
  return steps.map((key) => {
    const value = Number(total[key] ?? 0)
    const from = isWhole(key) ? 0 : at
    at = from + value
    return { key, low: Math.min(from, at), high: Math.max(from, at), value }
  })
}

/** From what was to what is: each part begins where the one before it ended. */
export function Waterfall({ answer }: { answer: Explained }) {
  const { t } = useTranslation()
  const bars = barsOf(answer.total)
  const least = Math.min(0, ...bars.map((b) => b.low))
  const width = Math.max(...bars.map((b) => b.high)) - least || 1
  const change = Number(answer.total['change'])
  const before = Number(answer.total['before'])
  return (
    <section aria-label={t('insight.changed')}>
      <p className="mb-3 text-ink-2">
        {formatDate(answer.before.from)} – {formatDate(answer.before.to)} → {formatDate(answer.period.from)} –{' '}
        {formatDate(answer.period.to)}:{' '}
        <span
          className={cx(
            'figures text-lg font-semibold',
            change > 0 ? 'text-success' : change < 0 ? 'text-danger' : 'text-ink',
          )}
        >
          {signed(columnText('money', answer.total['change'], answer.currency), change)}
          {before > 0 && ` (${signed(formatPercent(Math.round((1000 * change) / before) / 10), change)})`}
        </span>
      </p>
      <ul className="flex flex-col gap-1">
        {bars.map(({ key, low, high, value: amount }) => {
          const column = answer.columns.find((c) => c.key === key)!
          const { filter, count } = answer.behind[key]!
          return (
            <li
              key={key}
              className="grid grid-cols-[1fr_auto] items-center gap-x-3 sm:grid-cols-[11rem_1fr_8rem]"
            >
              <span className={cx('flex items-center', isWhole(key) && 'font-medium')}>
                {column.label}
                <About label={column.label}>{column.about}</About>
              </span>
              <span
                aria-hidden
                className="relative order-last col-span-2 h-5 overflow-hidden rounded-sm bg-hover sm:order-none sm:col-span-1"
              >
                <span
                  className={cx(
                    'absolute inset-y-0 min-w-px rounded-xs opacity-75',
                    isWhole(key) ? 'bg-accent' : amount >= 0 ? 'bg-success' : 'bg-danger',
                  )}
                  style={{
                    left: `${(100 * (low - least)) / width}%`,
                    width: `${(100 * (high - low)) / width}%`,
                  }}
                />
              </span>
              <Behind
                plural={answer.plural}
                filter={filter}
                tip={`${figureTip('money', answer.total[key], answer.currency) ?? ''} · ${t('insight.records', { count })}`}
                className={cx('figures text-right whitespace-nowrap', isWhole(key) && 'font-medium')}
              >
                {isWhole(key)
                  ? columnText('money', answer.total[key], answer.currency)
                  : signed(columnText('money', answer.total[key], answer.currency), amount)}
              </Behind>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
