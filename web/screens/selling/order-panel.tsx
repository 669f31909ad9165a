import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { Lines } from '../../derived/lines/lines.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../ui/toast.tsx'
import { useRun } from './run.ts'
import { StateLine } from './state-line.tsx'
import { DocumentSums } from './sums.tsx'

const columns = [
  'product',
  'quantity',
  'unit',
  'unitPrice',
  'discount',
  'amount',
  'shippedQuantity',
  'invoicedQuantity',
]

/** An order: where it stands, what to do next, its lines. */
export default function OrderPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { entities, operations } = useCatalogue()
  const { run, busy } = useRun(['orders', 'orderLines', 'shipments', 'invoices'])
  const line = entities['orderLine']
  if (!line) return null
  const { status, shipped, invoiced } = record as Record<string, string>
  const isOpen = status === 'confirmed' || status === 'done'
  const next = [
    { name: 'order.confirm', on: status === 'draft' },
    { name: 'order.ship', on: isOpen && shipped !== 'all' },
    { name: 'order.invoice', on: isOpen && invoiced !== 'all' },
  ].filter((n) => n.on && operations[n.name])
  const act = async (name: string) => {
    if (await run(name, { id: record.id })) void say(t('selling.done'))
  }
  const isDraft = status === 'draft'
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={line.labelPlural}>
      <StateLine entity={entity} order={record} />
      <div className="flex flex-wrap gap-1.5 py-1.5">
        {next.map(({ name }, i) => (
          <Button
            key={name}
            size="sm"
            look={i === 0 ? 'solid' : 'outline'}
            busy={busy === name}
            onClick={() => void act(name)}
          >
            {operations[name]!.summary}
          </Button>
        ))}
      </div>
      <Lines
        entity={line}
        parent={{ entity, id: record.id, field: 'order' }}
        currency={String(record['currency'])}
        columns={isDraft ? columns.slice(0, 6) : columns}
        readOnly={!isDraft || entity.rights.update === 'none'}
        totals={() => <DocumentSums entity={entity} record={record} />}
      />
    </section>
  )
}
