import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Select } from '../../ui/select.tsx'
import { buckets, useFigures, type Figures, type Filters, type Line } from './client.ts'
import type { Filter } from '../../records.ts'
import { Figure } from './figure.tsx'

type Item = Figures & { id: string | null; title: string | null; filter: Filter }
type Answer = { currency: string; filters: Filters; items: Item[] }

/** The same by what is sold: a deal's money goes to its lines' products; each figure opens its deals. */
export function Products({ period, line }: { period: string; line: Line | null }) {
  const { t } = useTranslation()
  const [by, setBy] = useState<'group' | 'product'>('group')
  const whose = line?.id ? { [line.kind]: line.id } : {}
  const { data } = useFigures<Answer>('forecast.by_product', { period, by, ...whose })
  if (!data) return <Skeleton lines={6} />
  return (
    <div className="flex flex-col gap-2">
      <Select
        aria-label={t('forecast.parts.products')}
        className="w-44"
        value={by}
        onChange={setBy}
        items={(['group', 'product'] as const).map((value) => ({ value, label: t(`forecast.by.${value}`) }))}
      />
      {data.items.length === 0 && <EmptyState title={t('forecast.noDeals')} />}
      {data.items.length > 0 && (
        <Table>
          <thead>
            <tr>
              <Th>{t(`forecast.by.${by}`)}</Th>
              {[...buckets, 'weighted' as const].map((b) => (
                <Th key={b} className="text-right">
                  {t(`forecast.buckets.${b}`)}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.items.slice(0, 100).map((item) => (
              <tr key={item.id ?? 'none'}>
                <Td className="max-w-72 truncate">{item.title ?? t('forecast.noProduct')}</Td>
                {[...buckets, 'weighted' as const].map((b) => (
                  <Td key={b} className="figures text-right whitespace-nowrap">
                    <Figure
                      amount={item[b]}
                      currency={data.currency}
                      filter={{ and: [data.filters[b], item.filter] }}
                    />
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  )
}
