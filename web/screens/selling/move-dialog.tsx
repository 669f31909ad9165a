import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { OperationDialog } from '../../derived/record/operation-dialog.tsx'
import { formatNumber } from '../../format.ts'
import { textOf } from '../../kinds/index.ts'
import { keys, type Rec, type Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { DecimalInput } from '../../ui/number-input.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { useAll } from '../settings/use-all.ts'

export type Move = 'order.ship' | 'order.return' | 'order.invoice'

const number = (l: Rec, key: string) => Number(l[key] ?? 0)
const lefts: Record<Move, (l: Rec) => number> = {
  'order.ship': (l) => number(l, 'quantity') - number(l, 'shippedQuantity'),
  'order.return': (l) => number(l, 'shippedQuantity') - number(l, 'returnedQuantity'),
  'order.invoice': (l) => number(l, 'quantity') - number(l, 'invoicedQuantity'),
}

/** Ships, takes back or invoices a part of an order: so many of each line, all that is left unless told. */
export default function MoveDialog({
  entity,
  record,
  name,
  onClose,
}: {
  entity: Entity
  record: Rec
  name: Move
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { entities, operations } = useCatalogue()
  const client = useQueryClient()
  const navigate = useNavigate()
  const line = entities['orderLine']!
  const { data } = useAll(line.plural, { filter: ['order', 'is', record.id], sort: 'position' })
  const [typed, setTyped] = useState<Record<string, string>>({})
  const rows = (data ?? []).filter((l) => lefts[name](l) > 0)
  const countOf = (l: Rec) => Number(typed[l.id] ?? (name === 'order.return' ? 0 : lefts[name](l)))
  const nameOf = (l: Rec) => (l['product'] as Ref | null)?.title ?? String(l['description'] ?? '')
  const done = (result: Record<string, unknown>) => {
    for (const plural of ['orderLines', 'shipments', 'invoices', 'stockLevels'])
      void client.invalidateQueries({ queryKey: keys.all(plural) })
    const [kind, id] = Object.entries(result)[0] as ['shipment' | 'invoice', string]
    const plural = entities[kind]?.plural
    say(t(`selling.written.${name === 'order.return' ? 'return' : kind}`), {
      ...(plural && {
        action: {
          label: t('selling.open'),
          run: () => void navigate({ to: '/$plural/$id', params: { plural, id } }),
        },
      }),
    })
  }
  return (
    <OperationDialog
      entity={entity}
      record={record}
      name={name}
      operation={operations[name]!}
      answers={{
        lines: rows.map((l) => ({ line: l.id, quantity: countOf(l) })).filter((l) => l.quantity !== 0),
      }}
      onDone={done}
      onClose={onClose}
    >
      {!data && <Skeleton lines={3} />}
      <ul className="flex flex-col">
        {rows.map((l) => {
          const left = lefts[name](l)
          const unit = l['unit'] ? ` ${textOf(line.fields['unit']!, l['unit'])}` : ''
          return (
            <li key={l.id} className="flex items-center gap-3 border-b border-line py-1.5">
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2">{nameOf(l)}</span>
                <span className="text-sm text-ink-3">
                  {t(name === 'order.return' ? 'selling.mayReturn' : 'selling.left', {
                    count: formatNumber(left) + unit,
                  })}
                </span>
              </span>
              <span className="w-24">
                <DecimalInput
                  aria-label={t('selling.howMany', { what: nameOf(l) })}
                  invalid={countOf(l) > left || countOf(l) < 0}
                  value={String(countOf(l))}
                  onChange={(value) => setTyped((all) => ({ ...all, [l.id]: value ?? '0' }))}
                />
              </span>
            </li>
          )
        })}
      </ul>
      {rows.length > 1 && (
        <span className="flex gap-1.5">
          <Button size="sm" look="quiet" onClick={() => setTyped(allAs(rows, (l) => lefts[name](l)))}>
            {t('selling.all')}
          </Button>
          <Button size="sm" look="quiet" onClick={() => setTyped(allAs(rows, () => 0))}>
            {t('selling.nothing')}
          </Button>
        </span>
      )}
    </OperationDialog>
  )
}

const allAs = (rows: readonly Rec[], count: (l: Rec) => number) =>
  Object.fromEntries(rows.map((l) => [l.id, String(count(l))]))
