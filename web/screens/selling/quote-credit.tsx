import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { keys, type Rec } from '../../records.ts'
import { Banner } from '../../ui/state.tsx'

type Verdict = { go: 'yes' | 'warn' | 'approve' | 'stop'; why: 'limit' | 'overdue' | null }

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
        {t(`selling.credit.${data.why}`)} {data.go !== 'warn' && t(`selling.credit.${data.go}`)}
      </Banner>
    </div>
  )
}
