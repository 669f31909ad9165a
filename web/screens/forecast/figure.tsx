import { Link } from '@tanstack/react-router'
import { formatMoney, formatMoneyShort } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { cx } from '../../ui/class.ts'

/** A sum in short, the whole of it when pointed at; it opens what it is made of. */
export function Figure({
  amount,
  currency,
  filter,
  plural = 'deals',
  className,
}: {
  amount: string
  currency: string
  filter?: Filter
  plural?: string
  className?: string
}) {
  if (Number(amount) === 0) return <span className="text-ink-3">—</span>
  const tip = formatMoney({ amount, currency })
  const text = formatMoneyShort(Number(amount), currency)
  return filter ? (
    <Link
      to="/$plural"
      params={{ plural }}
      search={{ filter } as never}
      data-tip={tip}
      className={cx('hover:underline', className)}
    >
      {text}
    </Link>
  ) : (
    <span data-tip={tip} className={className}>
      {text}
    </span>
  )
}

export const colours = {
  won: 'bg-success',
  commit: 'bg-accent',
  bestCase: 'bg-accent-line',
  pipeline: 'bg-line-strong',
} as const
