import { useQuery } from '@tanstack/react-query'
import { ChevronDown, FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { Lines } from '../../derived/lines/lines.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { keys, type Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useRun } from './run.ts'
import { DocumentSums } from './sums.tsx'

/** The lines of an invoice or a shipment: written by what was done, only read here. */
export default function ReadLines({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { entities, operations } = useCatalogue()
  const { run, busy } = useRun(['documents', 'invoices', 'orders'])
  const line = entities[`${entity.name}Line`]
  const print = operations[`${entity.name}.print`]
  const credit = operations['order.credit']
  const order = (record['order'] as Ref | null)?.id
  const isInvoice = entity.name === 'invoice' && record['kind'] === 'invoice' && order !== undefined
  const { data: credits } = useQuery({
    queryKey: [...keys.all('orders'), 'may_credit', order],
    queryFn: ({ signal }) =>
      api<{ may: boolean }>('operations/order.may_credit', { method: 'POST', body: { id: order }, signal }),
    enabled: isInvoice && credit !== undefined,
  })
  if (!line) return null
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={t('selling.lines')}>
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <h2 className="flex-1 font-medium">{t('selling.lines')}</h2>
        {isInvoice && credit && credits?.may && (
          <Button
            size="sm"
            look="quiet"
            onClick={() => void run('order.credit', { id: order, invoice: record.id })}
          >
            {credit.summary}
          </Button>
        )}
        {print && (
          <Menu
            align="end"
            trigger={
              <Button size="sm" busy={busy !== null}>
                <FileText size={14} /> {print.summary} <ChevronDown size={13} aria-hidden />
              </Button>
            }
          >
            {(print.input['paper']?.options ?? [null]).flatMap((paper) =>
              (print.input['language']?.options ?? []).map((language) => (
                <MenuItem
                  key={`${paper?.key} ${language.key}`}
                  onSelect={() =>
                    void run(`${entity.name}.print`, {
                      id: record.id,
                      language: language.key,
                      ...(paper ? { paper: paper.key } : {}),
                    })
                  }
                >
                  {[paper?.label ?? entity.label, language.label.toLowerCase()].join(', ')}
                </MenuItem>
              )),
            )}
          </Menu>
        )}
      </header>
      <Lines
        entity={line}
        parent={{ entity, id: record.id, field: entity.name }}
        currency={String(record['currency'] ?? 'UAH')}
        readOnly
        totals={record['total'] ? () => <DocumentSums entity={entity} record={record} /> : () => null}
      />
    </section>
  )
}
