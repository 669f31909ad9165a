import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CircleHelp } from 'lucide-react'
import { formatMoney, formatMoneyShort, formatNumber, formatPercent } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { cx } from '../../ui/class.ts'
import { Popover } from '../../ui/popover.tsx'
import type { FigureKind } from './ask.ts'

const long = 1_000_000

/** A figure as people write it; money without its cents, which no table needs. */
export function figureText(kind: FigureKind, value: string | null | undefined, currency: string): string {
  if (value === null || value === undefined) return '—'
  if (kind === 'money') return formatMoneyShort(Number(value), currency)
  if (kind === 'percent') return formatPercent(Math.round(Number(value) * 10) / 10)
  return formatNumber(Number(value), kind === 'count' ? 0 : kind === 'number' ? 2 : 1)
}
/** The whole figure, where the shown one is shortened. */
export const figureTip = (kind: FigureKind, value: string | null | undefined, currency: string) =>
  kind === 'money' && value && Math.abs(Number(value)) < long * long
    ? formatMoney({ amount: value, currency })
    : undefined

/** The records behind a figure. */
export const Behind = ({
  plural,
  filter,
  children,
  className,
  tip,
}: {
  plural: string
  filter: Filter
  children: ReactNode
  className?: string
  tip?: string | undefined
}) => (
  <Link
    to="/$plural"
    params={{ plural }}
    search={{ filter } as never}
    data-tip={tip}
    className={cx('rounded-sm hover:text-accent-strong hover:underline', className)}
  >
    {children}
  </Link>
)

/** Of these more is worse. */
const lessIsBetter = new Set([
  'lostCount',
  'lostValue',
  'priceGap',
  'discount',
  'daysAverage',
  'daysMedian',
  'daysP90',
  'answerMedian',
  'top1',
  'top5',
  'top10',
  'hhi',
])

/** How much more or less than before, in percent; in points where the figure is a percent itself. */
export function Change({
  figure,
  kind,
  now,
  before,
  currency,
}: {
  /** Its key. */
  figure: string
  kind: FigureKind
  now: string | null | undefined
  before: string | null | undefined
  currency: string
}) {
  const { t } = useTranslation()
  if (before === null || before === undefined) return null
  const [a, b] = [Number(now ?? 0), Number(before)]
  const by = kind === 'percent' ? a - b : b === 0 ? null : (100 * (a - b)) / Math.abs(b)
  if (by === null) return null
  const rounded = Math.round(by * 10) / 10
  const sign = rounded > 0 ? '+' : rounded < 0 ? '−' : ''
  const size = Math.abs(rounded) >= 10 ? Math.round(Math.abs(rounded)) : Math.abs(rounded)
  return (
    <span
      data-tip={t('analysis.before', { figure: figureText(kind, before, currency) })}
      className={cx(
        'figures text-sm whitespace-nowrap',
        rounded === 0
          ? 'text-ink-3'
          : rounded > 0 !== lessIsBetter.has(figure)
            ? 'text-success'
            : 'text-danger',
      )}
    >
      {sign}
      {kind === 'percent' ? t('analysis.points', { amount: formatNumber(size, 1) }) : formatPercent(size)}
    </span>
  )
}

/** What a figure means. */
export function About({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useTranslation()
  const name = t('analysis.aboutFigure', { label })
  return (
    <Popover
      label={name}
      className="max-w-72 p-3 text-sm font-normal text-wrap text-ink-2"
      trigger={
        <button
          type="button"
          aria-label={name}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm align-middle text-ink-3 hover:text-ink"
        >
          <CircleHelp size={13} />
        </button>
      }
    >
      <p className="mb-1 font-medium text-ink">{label}</p>
      <p>{children}</p>
    </Popover>
  )
}
