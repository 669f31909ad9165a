import { Link } from '@tanstack/react-router'
import { Tags } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { hasPage, useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'

/** From a price list to its prices. */
export default function ListPanel({ record }: PanelProps) {
  const { t } = useTranslation()
  if (!hasPage(useCatalogue(), 'price-editor')) return null
  return (
    <section className="flex items-center gap-2 border-b border-line px-4 py-3 last:border-0">
      <Tags size={15} className="text-ink-3" aria-hidden />
      <Link
        to={'/price-editor' as never}
        search={{ list: record.id } as never}
        className="font-medium text-accent-strong hover:underline"
      >
        {t('pricing.openEditor')}
      </Link>
    </section>
  )
}
