import { List } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { Lines } from '../../derived/lines/lines.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { useSave } from '../../saving.ts'
import { Button } from '../../ui/button.tsx'

/** What the deal is about, line by line; its amount is what they come to, unless somebody set it by hand. */
export default function LinesPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const save = useSave(entity)
  const lines = catalogue.entities['dealLine']
  if (!lines) return null
  const money = record['amount'] as { currency: string } | null
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={lines.labelPlural}>
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <List size={15} className="text-ink-3" aria-hidden />
        <h2 className="font-medium">{lines.labelPlural}</h2>
        {record['amountIsManual'] === true && (
          <span className="ml-auto flex flex-wrap items-center gap-2 text-sm text-ink-2">
            {t('deals.amountByHand')}
            <Button size="sm" onClick={() => void save(record, { amountIsManual: false })}>
              {t('deals.amountOfLines')}
            </Button>
          </span>
        )}
      </header>
      <Lines
        entity={lines}
        parent={{ entity, id: record.id, field: 'deal' }}
        currency={money?.currency ?? catalogue.workspace.currency}
        columns={['product', 'quantity', 'unit', 'unitPrice', 'discount', 'theirPrice', 'amount']}
        readOnly={entity.rights.update === 'none'}
      />
    </section>
  )
}
