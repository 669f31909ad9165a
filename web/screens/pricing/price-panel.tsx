import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Tags } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatMoney } from '../../format.ts'
import { currentLocale } from '../../i18n.ts'
import { ReferenceEdit } from '../../kinds/reference-edit.tsx'
import type { Ref } from '../../records.ts'
import { DecimalInput } from '../../ui/number-input.tsx'
import { call, type Explained } from './call.ts'

/** What this product costs a client, and why: every step with the price after it. */
export default function PricePanel({ record }: PanelProps) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [account, setAccount] = useState<Ref | null>(null)
  const [quantity, setQuantity] = useState<string | null>('1')
  const many = Number(quantity ?? 1) > 0 ? Number(quantity ?? 1) : 1
  const asked = { product: record.id, quantity: many, ...(account && { account: account.id }) }
  const { data, error } = useQuery({
    queryKey: ['operations', 'price.explain', asked, record.revision],
    queryFn: ({ signal }) => call<Explained>('price.explain', asked, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const accountField = entities['deal']?.fields['account'] ?? entities['quote']?.fields['account']
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={t('pricing.why')}>
      <header className="flex min-h-8 items-center gap-2">
        <Tags size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('pricing.why')}</h2>
      </header>
      <div className="flex flex-wrap items-center gap-2 py-1">
        {accountField && (
          <div className="flex min-w-52 flex-1 items-center gap-2">
            <span className="shrink-0 text-ink-3">{t('pricing.forClient')}</span>
            <ReferenceEdit
              field={accountField}
              value={account}
              onChange={setAccount}
              aria-label={t('pricing.forClient')}
            />
          </div>
        )}
        <DecimalInput
          className="w-28!"
          aria-label={t('pricing.quantity')}
          value={quantity}
          onChange={setQuantity}
          suffix={t('pricing.pieces')}
        />
      </div>
      {error && <p className="py-1 text-danger">{error.message}</p>}
      {data && !error && <Steps told={data} />}
    </section>
  )
}

function Steps({ told }: { told: Explained }) {
  const { t } = useTranslation()
  if (told.unitPrice === null) return <p className="py-1 text-ink-3">{t('pricing.noPrice')}</p>
  const tax =
    told.taxRate === null
      ? t('pricing.noVat')
      : t(told.taxIncluded ? 'pricing.withVat' : 'pricing.withoutVat')
  return (
    <>
      <ol className="py-1">
        {told.steps.map((s, i) => (
          <li key={i} className="flex items-baseline gap-3 py-0.5">
            <span className="min-w-0 flex-1 text-ink-2">{s.text[currentLocale()]}</span>
            <span className="figures text-ink-2">
              {formatMoney({ amount: s.price, currency: s.currency })}
            </span>
          </li>
        ))}
        <li className="flex items-baseline gap-3 border-t border-line pt-1.5 font-medium">
          <span className="flex-1">
            {t('pricing.price')} <span className="font-normal text-ink-3">{tax}</span>
          </span>
          <span className="figures">{formatMoney({ amount: told.unitPrice, currency: told.currency })}</span>
        </li>
      </ol>
      {told.floor.amount !== '0' && (
        <p className="text-sm text-ink-3">{t('pricing.floorIs', { floor: formatMoney(told.floor) })}</p>
      )}
    </>
  )
}
