import { useQuery } from '@tanstack/react-query'
import { Warehouse } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatNumber } from '../../format.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import { call } from './call.ts'

type Place = { warehouse: string; name: string; onHand: string; reserved: string; available: string }

/** How much of it lies where, and what of that is promised to nobody. */
export default function StockPanel({ record }: PanelProps) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const may = operations['product.stock'] !== undefined
  const { data } = useQuery({
    queryKey: ['operations', 'product.stock', record.id],
    queryFn: ({ signal }) => call<{ places: Place[] }>('product.stock', { product: record.id }, signal),
    enabled: may,
  })
  const places = data?.places ?? []
  if (places.length === 0) return null
  const total = (key: 'onHand' | 'reserved' | 'available') =>
    formatNumber(places.reduce((sum, p) => sum + Number(p[key]), 0))
  const figure = 'figures text-right'
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={t('pricing.stock')}>
      <header className="flex min-h-8 items-center gap-2">
        <Warehouse size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('pricing.stock')}</h2>
      </header>
      <Table>
        <thead>
          <tr>
            <Th>{t('pricing.warehouse')}</Th>
            <Th className="text-right">{t('pricing.onHand')}</Th>
            <Th className="text-right">{t('pricing.reserved')}</Th>
            <Th className="text-right">{t('pricing.available')}</Th>
          </tr>
        </thead>
        <tbody>
          {places.map((p) => (
            <tr key={p.warehouse}>
              <Td>{p.name || t('pricing.anyWarehouse')}</Td>
              <Td className={figure}>{formatNumber(Number(p.onHand))}</Td>
              <Td className={figure}>{formatNumber(Number(p.reserved))}</Td>
              <Td className={figure}>{formatNumber(Number(p.available))}</Td>
            </tr>
          ))}
        </tbody>
        {places.length > 1 && (
          <tfoot className="font-medium">
            <tr>
              <Td>{t('pricing.inAll')}</Td>
              <Td className={figure}>{total('onHand')}</Td>
              <Td className={figure}>{total('reserved')}</Td>
              <Td className={figure}>{total('available')}</Td>
            </tr>
          </tfoot>
        )}
      </Table>
    </section>
  )
}
