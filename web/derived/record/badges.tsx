import { useInfiniteQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { formatDate } from '../../format.ts'
import { textOf } from '../../kinds/index.ts'
import { listQuery, type Rec } from '../../records.ts'
import { Badge } from '../../ui/tag.tsx'

/** What an account is to the company now and was before, with the dates. */
function AccountRoles({ record }: { record: Rec }) {
  const { t } = useTranslation()
  const role = useCatalogue().entities['accountRole']
  const ask = {
    filter: ['account', 'is', record.id] as const,
    fields: 'role,since,until',
    sort: '-since',
    limit: 20,
  }
  const { data } = useInfiniteQuery({ ...listQuery(role?.plural ?? '', ask), enabled: role !== undefined })
  const field = role?.fields['role']
  if (!field) return null
  const span = (r: Rec) => {
    const [since, until] = [r['since'] as string | null, r['until'] as string | null]
    if (since && until) return `${formatDate(since)} – ${formatDate(until)}`
    return since
      ? t('record.since', { day: formatDate(since) })
      : until
        ? t('record.until', { day: formatDate(until) })
        : ''
  }
  const isOver = (r: Rec) => typeof r['until'] === 'string' && r['until'] < today()
  return data?.pages[0]?.items.map((r) => (
    <Badge key={r.id} tone={isOver(r) ? 'plain' : 'accent'}>
      {textOf(field, r['role'])} <span className="figures font-normal">{span(r)}</span>
    </Badge>
  ))
}

/** What stands beside the title of some entities' records. */
export const badges: Record<string, ComponentType<{ record: Rec }>> = { account: AccountRoles }
