import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { formatMoney, formatNumber } from '../../format.ts'
import type { Rec } from '../../records.ts'
import type { Evaluation, Option } from './configuration.ts'

type Possible = Extract<Evaluation, { isPossible: true }>

/** The base picture and a layer for each chosen option that has one, the lower layers first. */
export function Picture({
  model,
  options,
  evaluation,
}: {
  model: Rec
  options: readonly Option[]
  evaluation: Possible
}) {
  const { t } = useTranslation()
  const [models, parts] = [useEntity('optionModel'), useEntity('modelOption')]
  const layers = options
    .filter((o) => o.picture && (evaluation.options[o.key]?.count ?? 0) > 0)
    .toSorted((a, b) => (a.layer ?? 0) - (b.layer ?? 0))
  const sources = [
    ...(model['picture'] ? [`/api/${models.plural}/${model.id}/files/picture`] : []),
    ...layers.map((o) => `/api/${parts.plural}/${o.id}/files/picture`),
  ]
  if (sources.length === 0) return null
  return (
    <div
      role="img"
      aria-label={t('configurator.picture', { what: layers.map((o) => o.name).join(', ') })}
      className="relative aspect-4/3 overflow-hidden rounded-lg border border-line bg-white"
    >
      {sources.map((src) => (
        <img key={src} src={src} alt="" className="absolute inset-0 size-full object-contain" />
      ))}
    </div>
  )
}

/** What it is made of and what that comes to. */
export function Prices({ evaluation: { price } }: { evaluation: Possible }) {
  const { t } = useTranslation()
  const money = (amount: string) => formatMoney({ amount, currency: price.currency })
  return (
    <table className="w-full">
      <caption className="sr-only">{t('configurator.price')}</caption>
      <tbody>
        {price.lines.map((l) => (
          <tr key={l.option ?? ''} className="border-b border-line align-top">
            <td className="py-1 pr-2 wrap-anywhere">
              {l.name}
              {l.quantity > 1 && <span className="figures text-ink-3"> × {formatNumber(l.quantity)}</span>}
            </td>
            <td className="figures py-1 text-right whitespace-nowrap">
              {money(String(Number(l.unitPrice) * l.quantity))}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="text-md font-semibold">
          <td className="pt-2">{t('configurator.total')}</td>
          <td className="figures pt-2 text-right" aria-live="polite">
            {money(price.total)}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
