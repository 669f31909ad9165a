import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { keys, type Rec } from '../../records.ts'
import { formatMoney } from '../../format.ts'
import type { Money } from '../../ui/number-input.tsx'
import { Banner } from '../../ui/state.tsx'

type Verdict = {
  go: 'yes' | 'warn' | 'approve' | 'stop'
  why: 'limit' | 'overdue' | 'noRate' | null
  sums?: { limit: Money; adding: Money; inLimits: Money; missing: string[] }
}

const sumsKey = ({ why, sums }: Verdict) =>
  why === 'noRate' ? 'missing' : sums?.adding.currency === sums?.limit.currency ? 'sums' : 'rated'

/** Says before the client agrees what his credit will say to the order. */
export function QuoteCredit({ record }: { record: Rec }) {
  const { t } = useTranslation()
  const known = useCatalogue().operations['quote.credit']
  const { data } = useQuery({
    queryKey: [...keys.one('quotes', record.id), 'credit', record.revision],
    queryFn: ({ signal }) =>
      api<Verdict>('operations/quote.credit', { method: 'POST', body: { id: record.id }, signal }),
    enabled:
      known !== undefined && ['draft', 'awaiting', 'approved', 'sent'].includes(String(record['status'])),
  })
  if (!data?.why) return null
  return (
    <div className="pb-2">
      <Banner tone={data.go === 'warn' ? 'warning' : 'danger'}>
        {t(`selling.credit.${data.why}`)}{' '}
        {data.sums &&
          t(`selling.credit.${sumsKey(data)}`, {
            limit: formatMoney(data.sums.limit),
            adding: formatMoney(data.sums.adding),
            inLimits: formatMoney(data.sums.inLimits),
            currencies: data.sums.missing.join(', '),
          })}{' '}
        {data.go !== 'warn' && t(`selling.credit.${data.go}`)}
      </Banner>
    </div>
  )
}
