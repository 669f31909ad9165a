import { useQuery } from '@tanstack/react-query'
import { Swords } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatDate, formatMoney } from '../../format.ts'
import { keys, type Page, type Ref } from '../../records.ts'
import type { Money } from './call.ts'

/** What competitors ask for theirs, the newest of each first. */
export default function CompetitionPanel({ record }: PanelProps) {
  const { t } = useTranslation()
  const known = useCatalogue().entities['competitorPrice']
  const ask = {
    filter: ['competitorProduct.product', 'is', record.id],
    fields: 'competitorProduct,competitorProduct.competitor,price,observedOn,source',
    sort: '-observedOn',
    limit: 30,
  }
  const { data } = useQuery({
    queryKey: [...keys.lists('competitorPrices'), ask],
    queryFn: async ({ signal }) => (await api<Page>(`competitorPrices${query(ask)}`, { signal })).items,
    enabled: known !== undefined,
  })
  if (!data?.length) return null
  const own = record['price'] as Money | null
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={t('pricing.competitors')}>
      <header className="flex min-h-8 items-center gap-2">
        <Swords size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('pricing.competitors')}</h2>
      </header>
      <ul>
        {data.map((p) => {
          const price = p['price'] as Money
          const apart =
            own && own.currency === price.currency && Number(own.amount) > 0
              ? Math.round((Number(price.amount) / Number(own.amount) - 1) * 100)
              : null
          return (
            <li key={p.id} className="flex items-baseline gap-3 py-1">
              <span className="min-w-0 flex-1 truncate">
                {(p['competitorProduct'] as Ref).title}{' '}
                <span className="text-ink-3">{(p['competitorProduct.competitor'] as Ref | null)?.title}</span>
              </span>
              <span className="text-sm text-ink-3">{formatDate(String(p['observedOn']))}</span>
              {apart !== null && (
                <span className={apart < 0 ? 'figures text-sm text-danger' : 'figures text-sm text-success'}>
                  {apart > 0 ? '+' : '−'}
                  {Math.abs(apart)} %
                </span>
              )}
              <span className="figures font-medium">{formatMoney(price)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
