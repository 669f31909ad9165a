import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { Lines } from '../../derived/lines/lines.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { keys } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../ui/toast.tsx'
import { useSorry } from '../settings/use-all.ts'
import type { Move } from './move-dialog.tsx'
import { useRun } from './run.ts'
import { StateLine } from './state-line.tsx'
import { DocumentSums } from './sums.tsx'

const MoveDialog = lazy(() => import('./move-dialog.tsx'))

const aside = new Set(['order.return', 'order.contract'])
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
  const { run, busy } = useRun(['orders', 'orderLines', 'shipments', 'invoices', 'documents'])
  const client = useQueryClient()
  const sorry = useSorry()
  const [move, setMove] = useState<Move | null>(null)
  const line = entities['orderLine']
  if (!line) return null
  const { status, shipped, invoiced, reserved } = record as Record<string, string>
  const isOpen = status === 'confirmed' || status === 'done'
  const next: { name: string; on: boolean; run: () => void }[] = [
    { name: 'order.confirm', on: status === 'draft', run: () => void act('order.confirm') },
    {
      name: 'order.reserve',
      on: status === 'confirmed' && shipped !== 'all' && reserved !== 'all',
      run: () => void reserve(),
    },
    { name: 'order.ship', on: isOpen && shipped !== 'all', run: () => setMove('order.ship') },
    { name: 'order.invoice', on: isOpen && invoiced !== 'all', run: () => setMove('order.invoice') },
    { name: 'order.contract', on: status !== 'cancelled', run: () => void act('order.contract') },
    { name: 'order.return', on: shipped !== 'none', run: () => setMove('order.return') },
  ].filter(
    (n) => n.on && operations[n.name] && (entity.rights.update !== 'none' || n.name === 'order.contract'),
  )
  const act = async (name: string) => {
    if (await run(name, { id: record.id })) void say(t('selling.done'))
  }
  /** What is short is said, and what there is may be reserved all the same. */
  const reserve = (partly = false) =>
    api('operations/order.reserve', { method: 'POST', body: { id: record.id, partly }, once: newKey() }).then(
      async () => {
        for (const plural of ['orders', 'orderLines'])
          await client.invalidateQueries({ queryKey: keys.all(plural) })
        void say(t('selling.done'))
      },
      (error: unknown) =>
        error instanceof ApiError && error.code === 'short'
          ? void say(error.message, {
              stays: true,
              tone: 'danger',
              action: { label: t('selling.reserveRest'), run: () => void reserve(true) },
            })
          : sorry(error),
    )
  const isDraft = status === 'draft'
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={t('selling.lines')}>
      <StateLine entity={entity} order={record} />
      <div className="flex flex-wrap gap-1.5 py-1.5">
        {next.map(({ name, run: start }, i) => (
          <Button
            key={name}
            size="sm"
            look={aside.has(name) ? 'quiet' : i === 0 ? 'solid' : 'outline'}
            busy={busy === name}
            onClick={start}
          >
            {operations[name]!.summary}
          </Button>
        ))}
      </div>
      {move && (
        <Suspense>
          <MoveDialog entity={entity} record={record} name={move} onClose={() => setMove(null)} />
        </Suspense>
      )}
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
