import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { AddFilter, useFilterDraft } from '../../derived/list/filter-bar.tsx'
import { FilterChips } from '../../derived/list/filter-chips.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatNumber } from '../../format.ts'
import { titleOf } from '../../kinds/index.ts'
import { keys, type Count, type Filter, type Rec } from '../../records.ts'
import { Skeleton } from '../../ui/state.tsx'
import { updateRecord } from '../../writing.ts'
import { useSorry } from '../settings/use-all.ts'

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
  const of = catalogue.entities[String(record['of'])]
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={t('segments.now')}>
      <header className="flex min-h-8 items-center gap-2">
        <Users size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('segments.now')}</h2>
      </header>
      {record['kind'] !== 'frozen' && of && <FilterOf entity={entity} record={record} of={of} />}
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

/** Whom the segment takes, in words, and changed here as in a list. */
function FilterOf({ entity, record, of }: PanelProps & { of: Entity }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const kept = (record['filter'] ?? undefined) as Filter | undefined
  const draft = useFilterDraft(
    kept,
    (filter) => void updateRecord(client, entity, record, { filter }).catch(sorry),
  )
  const isFixed = entity.rights.update === 'none'
  return (
    <div
      inert={isFixed || undefined}
      role="group"
      aria-label={t('segments.filter')}
      className="flex flex-wrap items-center gap-1.5 pb-2 pl-6"
    >
      {draft.group.items.length === 0 && <span className="text-ink-3">{t('segments.everybody')}</span>}
      {draft.group.items.length === 0 && <AddFilter entity={of} draft={draft} />}
      <FilterChips entity={of} draft={draft} />
    </div>
  )
}
