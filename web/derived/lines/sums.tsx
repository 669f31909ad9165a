import { useTranslation } from 'react-i18next'
import { formatMoney } from '../../format.ts'
import type { Rec } from '../../records.ts'
import { sumOf } from './sum.ts'

/** What the lines come to, by currency. */
export function Sums({ lines }: { lines: readonly Rec[] }) {
  const { t } = useTranslation()
  const sums = sumOf(lines.map((l) => l['amount'] as { amount: string; currency: string } | null))
  if (sums.length === 0) return null
  return (
    <span className="figures">
      <span className="mr-3 text-ink-3">{t('lines.total')}</span>
      <span className="font-medium">{sums.map(formatMoney).join(' · ')}</span>
    </span>
  )
}
