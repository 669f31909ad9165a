import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { formatMoney } from '../../format.ts'
import { keys, type Page, type Rec, type Ref } from '../../records.ts'
import { NotificationList } from '../../shell/notification-list.tsx'

const Box = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <section className="mt-5 first:mt-0 @max-4xl:first:mt-6">
    <h2 className="pb-1.5 text-sm font-medium text-ink-2">{title}</h2>
    {children}
  </section>
)

/** Deals that wait for somebody to say what is next, and what came in. */
export function Beside() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  return (
    <div className="min-w-0">
      {entities['deal']?.fields['nextStep'] && <WithoutNext />}
      <Box title={t('activities.cameIn')}>
        <NotificationList limit={8} />
      </Box>
    </div>
  )
}

export const withoutNextStep = {
  and: [
    ['owner', 'isMe'],
    ['status', 'is', 'open'],
    ['nextStep', 'empty'],
  ],
} as const

function WithoutNext() {
  const { t } = useTranslation()
  const ask = {
    filter: withoutNextStep,
    fields: 'name,account,amount',
    limit: 6,
    count: true,
    sort: 'closeDate',
  }
  const { data } = useQuery({
    queryKey: [...keys.lists('deals'), 'bare', ask],
    queryFn: ({ signal }) => api<Page>(`deals${query(ask)}`, { signal }),
    staleTime: 30_000,
  })
  if (!data?.items.length) return null
  return (
    <Box
      title={
        <Link
          to="/$plural"
          params={{ plural: 'deals' }}
          search={{ filter: withoutNextStep } as never}
          className="hover:underline"
        >
          {t('activities.withoutNext')}{' '}
          <span className="figures text-ink-3">{data.count?.value ?? data.items.length}</span>
        </Link>
      }
    >
      <ul className="overflow-hidden rounded-lg border border-line">
        {data.items.map((deal) => (
          <Deal key={deal.id} deal={deal} />
        ))}
      </ul>
    </Box>
  )
}

const Deal = ({ deal }: { deal: Rec }) => {
  const amount = deal['amount'] as { amount: string; currency: string } | null
  return (
    <li className="border-b border-line last:border-0">
      <Link
        to="/$plural/$id"
        params={{ plural: 'deals', id: deal.id }}
        className="flex items-baseline gap-2 px-2.5 py-1.5 hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate">{deal['name'] as string}</span>
          <span className="block truncate text-sm text-ink-3">{(deal['account'] as Ref | null)?.title}</span>
        </span>
        {amount && <span className="figures shrink-0 text-sm text-ink-2">{formatMoney(amount)}</span>}
      </Link>
    </li>
  )
}
