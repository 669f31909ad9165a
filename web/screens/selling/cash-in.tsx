import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import { formatDay, formatMoney } from '../../format.ts'
import { keys, type Filter } from '../../records.ts'

type Week = {
  when: string
  from: string | null
  to: string | null
  sums: { currency: string; amount: string; count: number }[]
}

const unpaid: Filter[] = [
  ['status', 'in', ['open', 'part']],
  ['kind', 'is', 'invoice'],
]
/** On the day that was promised, else on the day it is due. */
const between = ({ from, to }: Week): Filter => {
  const within = (key: string): Filter[] => {
    const all: Filter[] = []
    if (from) all.push([key, 'gte', from])
    if (to) all.push([key, 'lte', to])
    return all.length ? all : [[key, 'empty']]
  }
  const due: Filter = { and: [['promisedOn', 'empty'], ...within('dueDate')] }
  return from || to ? { or: [{ and: within('promisedOn') }, due] } : due
}

/** What is to come in, week by week; every figure opens its invoices. */
export function CashIn() {
  const { t } = useTranslation()
  const invoices = useEntity('invoice')
  const known = useCatalogue().operations['invoice.cash_in']
  const { data } = useQuery({
    queryKey: [...keys.lists(invoices.plural), 'cash in'],
    queryFn: ({ signal }) =>
      api<{ items: Week[] }>('operations/invoice.cash_in', { method: 'POST', body: {}, signal }),
    enabled: known !== undefined,
  })
  if (!data?.items.some((w) => w.sums.length > 0)) return null
  const label = (w: Week) =>
    ['overdue', 'later', 'unknown'].includes(w.when)
      ? t(`selling.cashIn.${w.when}`, { day: w.from ? formatDay(w.from) : '' })
      : `${formatDay(w.from!)} – ${formatDay(w.to!)}`
  return (
    <section aria-label={known!.summary} className="pb-4">
      <h2 className="pt-3 font-medium">{known!.summary}</h2>
      <p className="pb-2 text-sm text-ink-3">{t('selling.cashIn.how')}</p>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-2">
        {data.items.map((w) => (
          <li key={w.when} className="rounded-md border border-line px-3 py-2">
            <span className={w.when === 'overdue' ? 'text-sm text-danger' : 'text-sm text-ink-3'}>
              {label(w)}
            </span>
            {w.sums.length === 0 && <span className="figures block text-ink-3">—</span>}
            {w.sums.map((s) => (
              <Link
                key={s.currency}
                to="/$plural"
                params={{ plural: invoices.plural }}
                search={{ filter: { and: [...unpaid, ['currency', 'is', s.currency], between(w)] } } as never}
                className="figures block font-medium hover:underline"
              >
                {formatMoney(s)}
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
