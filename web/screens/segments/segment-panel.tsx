import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatNumber } from '../../format.ts'
import { titleOf } from '../../kinds/index.ts'
import { keys, type Count, type Filter, type Rec } from '../../records.ts'
import { Skeleton } from '../../ui/state.tsx'

type Counted = { of: string; plural: string; filter: Filter; count: Count; sample: Rec[] }

/** How many are in the segment now, some of them, and the way to all. */
export default function SegmentPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const { data } = useQuery({
    queryKey: [...keys.lists(entity.plural), 'count', record.id, record.revision],
    queryFn: ({ signal }) =>
      api<Counted>('operations/segment.count', { method: 'POST', body: { id: record.id }, signal }),
  })
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={t('segments.now')}>
      <header className="flex min-h-8 items-center gap-2">
        <Users size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('segments.now')}</h2>
      </header>
      {!data && <Skeleton lines={3} />}
      {data && (
        <div className="pl-6">
          <Link
            to="/$plural"
            params={{ plural: data.plural }}
            search={{ filter: data.filter } as never}
            className="figures text-lg font-semibold hover:underline"
          >
            {formatNumber(data.count.value)}
            {data.count.exact ? '' : '+'}
          </Link>
          <ul className="text-ink-2">
            {data.sample.map((r) => (
              <li key={r.id} className="truncate">
                <Link
                  to="/$plural/$id"
                  params={{ plural: data.plural, id: r.id }}
                  className="hover:underline"
                >
                  {titleOf(catalogue, data.of, r) || t('record.untitled')}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
