import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { formatAgo, formatTime } from '../../format.ts'
import { keys, type Page, type Rec } from '../../records.ts'

/** What has become of a quote, in one sentence. */
export function QuoteState({ record }: { record: Rec }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [status, opened] = [String(record['status']), record['openedAt'] as string | null]
  const orders = entities['order']
  const { data } = useQuery({
    queryKey: [...keys.lists('orders'), 'of quote', record.id],
    queryFn: ({ signal }) =>
      api<Page>(`orders${query({ filter: ['quote', 'is', record.id], fields: 'number', limit: 1 })}`, {
        signal,
      }),
    enabled: status === 'accepted' && orders !== undefined,
  })
  const order = data?.items[0]
  const proof = record['proof'] as { name?: string; position?: string | null; comment?: string | null } | null
  const said: Record<string, string | null> = {
    awaiting: t('selling.awaits'),
    sent: [
      record['sentAt'] ? t('selling.sent', { when: formatAgo(String(record['sentAt'])) }) : null,
      opened ? t('selling.opened', { when: formatAgo(opened) }) : t('selling.notOpened'),
    ]
      .filter(Boolean)
      .join(' · '),
    accepted: t('selling.acceptedBy', {
      name: [proof?.name, proof?.position].filter(Boolean).join(', ') || '—',
      when: record['decidedAt'] ? formatTime(String(record['decidedAt'])) : '',
    }),
    declined: String(record['declineReason'] ?? ''),
  }
  if (!said[status]) return null
  return (
    <p className="pb-1.5 text-ink-2" role="status">
      {said[status]}
      {proof?.comment && <span className="text-ink-3"> “{proof.comment}”</span>}
      {status === 'awaiting' && entities['approval'] && (
        <>
          {' '}
          <Link to={'/to-approve' as never} className="text-accent-strong hover:underline">
            {t('selling.toApprovals')}
          </Link>
        </>
      )}
      {order && (
        <>
          {' '}
          <Link
            to="/$plural/$id"
            params={{ plural: orders!.plural, id: order.id }}
            className="font-medium text-accent-strong hover:underline"
          >
            {orders!.label} {String(order['number'])}
          </Link>
        </>
      )}
    </p>
  )
}
