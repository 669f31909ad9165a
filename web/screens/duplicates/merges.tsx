import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { formatTime } from '../../format.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Badge } from '../../ui/tag.tsx'
import { mergesQuery, type Merge } from './client.ts'
import { useDecisions } from './use-decisions.ts'
import { percentOf } from './words.ts'

/** The ledger: what became what, by whom or by the rule, and the way back. */
export function Merges({ entity, byRule = false }: { entity: Entity; byRule?: boolean }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(mergesQuery(entity.name, null, byRule))
  if (query.error) return <FailedToLoad error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Skeleton lines={6} />
  const merges = query.data.pages.flatMap((p) => p.items)
  if (merges.length === 0)
    return (
      <EmptyState title={t('duplicates.noMerges')}>
        {t(byRule ? 'duplicates.noMergesByRule' : 'duplicates.noMergesHow')}
      </EmptyState>
    )
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <MergeLines entity={entity} merges={merges} />
      {query.hasNextPage && (
        <div className="p-3">
          <Button look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('duplicates.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

export function MergeLines({
  entity,
  merges,
  isOfOne = false,
}: {
  entity: Entity
  merges: readonly Merge[]
  isOfOne?: boolean
}) {
  const { t } = useTranslation()
  const { undoMerge } = useDecisions(entity)
  const untitled = t('record.untitled')
  return (
    <ul>
      {merges.map((m) => (
        <li
          key={m.id}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-0"
        >
          <div className="min-w-0 flex-1 basis-60">
            <div className="wrap-anywhere">
              {m.from.map((f) => f.title ?? untitled).join(', ')}
              {!isOfOne && (
                <>
                  <span aria-label={t('duplicates.into')} className="px-1.5 text-ink-3">
                    →
                  </span>
                  <Link
                    to="/$plural/$id"
                    params={{ plural: entity.plural, id: m.into.id }}
                    className="font-medium hover:underline"
                  >
                    {m.into.title ?? untitled}
                  </Link>
                </>
              )}
            </div>
            <div className="flex flex-wrap items-center gap-x-2 text-sm text-ink-3">
              <span className="figures">{formatTime(m.mergedAt)}</span>
              {m.byRule ? (
                <Badge>
                  {t('duplicates.byRule')} <span className="figures">{percentOf(m.probability ?? 0)}</span>
                </Badge>
              ) : (
                m.mergedBy?.title && <span>{m.mergedBy.title}</span>
              )}
              {m.moved > 0 && <span>{t('duplicates.moved', { count: m.moved })}</span>}
            </div>
          </div>
          {m.undoneAt ? (
            <span className="text-sm text-ink-3">
              {t('duplicates.undoneAt', { at: formatTime(m.undoneAt) })}
            </span>
          ) : (
            <Button size="sm" onClick={() => void undoMerge(m.id)}>
              {t('ui.undo')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
