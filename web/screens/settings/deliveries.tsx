import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { formatAgo, formatTime } from '../../format.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Badge, type Tone } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import { useSorry } from './use-all.ts'

const statuses = ['waiting', 'delivered', 'failed', 'skipped'] as const
type Status = (typeof statuses)[number]
type Delivery = {
  id: string
  at: string
  event: string
  status: Status
  reason: string | null
  attempts: number
  nextAt: string | null
  responseStatus: number | null
  tookMs: number | null
}
type Page = { items: Delivery[]; next: string | null }

const tones: Record<Status, Tone> = {
  waiting: 'warning',
  delivered: 'success',
  failed: 'danger',
  skipped: 'plain',
}

/** What a receiver was told, how it answered, and telling it again. */
export function Deliveries({ webhook }: { webhook: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const [status, setStatus] = useState<Status | 'all'>('all')
  const key = ['deliveries', webhook]
  const found = useInfiniteQuery({
    queryKey: [...key, status],
    queryFn: ({ pageParam }) =>
      api<Page>(
        `webhooks/${webhook}/deliveries${query({ after: pageParam, status: status === 'all' ? undefined : status, limit: 20 })}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    // A ledger is watched while it is open.
    refetchInterval: 4000,
  })
  const again = (path: string, body: object) =>
    void api(path, { method: 'POST', body }).then(() => {
      say(t('settings.webhooks.again'))
      return client.invalidateQueries({ queryKey: key })
    }, sorry)
  const items = found.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <div className="mt-3 border-t border-line pt-3">
      <div className="mb-2 flex flex-wrap gap-2">
        <Select
          aria-label={t('settings.webhooks.status')}
          className="w-40!"
          value={status}
          onChange={setStatus}
          items={(['all', ...statuses] as const).map((value) => ({
            value,
            label: t(`settings.webhooks.statuses.${value}`),
          }))}
        />
        <Button onClick={() => again(`webhooks/${webhook}/replay`, { status: 'failed' })}>
          {t('settings.webhooks.replayFailed')}
        </Button>
      </div>
      {items.length === 0 && found.data && (
        <p className="py-2 text-ink-3">{t('settings.webhooks.nothing')}</p>
      )}
      {items.length > 0 && (
        <Table>
          <thead>
            <tr>
              {(['event', 'when', 'how', 'answer'] as const).map((c) => (
                <Th key={c}>{t(`settings.webhooks.columns.${c}`)}</Th>
              ))}
              <Th />
            </tr>
          </thead>
          <tbody>
            {items.map((d) => (
              <tr key={d.id}>
                <Td className="whitespace-nowrap">
                  <code className="text-sm">{d.event}</code>
                </Td>
                <Td className="text-ink-2 whitespace-nowrap" title={formatTime(d.at)}>
                  {formatAgo(d.at)}
                </Td>
                <Td>
                  <Badge tone={tones[d.status]}>{t(`settings.webhooks.statuses.${d.status}`)}</Badge>
                  {d.reason && (
                    <span className="ml-2 text-sm text-ink-3">
                      {t(`settings.webhooks.reasons.${d.reason}`, { defaultValue: d.reason })}
                    </span>
                  )}
                </Td>
                <Td className="figures text-sm whitespace-nowrap text-ink-2">
                  {[
                    d.responseStatus,
                    d.tookMs !== null && t('settings.webhooks.took', { ms: d.tookMs }),
                    d.attempts > 1 && t('settings.webhooks.tries', { count: d.attempts }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </Td>
                <Td className="pr-0 text-right">
                  <IconButton
                    size="sm"
                    label={t('settings.webhooks.replay')}
                    onClick={() => again(`webhooks/deliveries/${d.id}/replay`, {})}
                  >
                    <RotateCw size={14} />
                  </IconButton>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {found.hasNextPage && (
        <Button look="quiet" size="sm" onClick={() => void found.fetchNextPage()}>
          {t('record.earlier')}
        </Button>
      )}
    </div>
  )
}
