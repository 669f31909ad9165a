import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { type Entity, type Field } from '../../catalogue.ts'
import { formatAgo, formatDate, formatTime } from '../../format.ts'
import { isEmpty, kindOf } from '../../kinds/index.ts'
import { keys, type Ref } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { Badge } from '../../ui/tag.tsx'
import { StoredValue } from './stored-value.tsx'

type Change = [before: unknown, after: unknown]
type Entry = {
  id: string
  at: string
  name: string
  actor: Ref | null
  via: string
  changes: Record<string, Change>
}
type Page = { items: Entry[]; next: string | null }

/** What happened to a record, newest first, as far as this user may see its fields. */
export function History({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation()
  const found = useInfiniteQuery({
    queryKey: keys.history(entity.plural, id),
    queryFn: ({ pageParam, signal }) =>
      api<Page>(`${entity.plural}/${id}/history${query({ after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  if (found.error) return <FailedToLoad error={found.error} retry={() => void found.refetch()} />
  const entries = found.data?.pages.flatMap((p) => p.items) ?? []
  const days = Map.groupBy(entries, (e) => e.at.slice(0, 10))
  return (
    <section className="px-4 py-3" aria-label={t('record.history')}>
      <h2 className="mb-2 font-medium">{t('record.history')}</h2>
      {found.isPending && <Skeleton lines={4} />}
      {[...days].map(([day, list]) => (
        <div key={day}>
          <h3 className="figures py-1 text-xs text-ink-3">{formatDate(day)}</h3>
          <ol className="flex flex-col">
            {list.map((e) => (
              <Line key={e.id} entity={entity} entry={e} />
            ))}
          </ol>
        </div>
      ))}
      {found.hasNextPage && (
        <Button
          look="quiet"
          size="sm"
          busy={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('record.earlier')}
        </Button>
      )}
    </section>
  )
}

const known = ['created', 'updated', 'deleted', 'restored', 'won', 'lost', 'reopened']
const silent = new Set(['web'])

function Line({ entity, entry }: { entity: Entity; entry: Entry }) {
  const { t } = useTranslation()
  const what = entry.name.split('.')[1] ?? ''
  const changes = Object.entries(entry.changes).filter(([key]) => entity.fields[key])
  const who = entry.actor?.title ?? t('record.nobody')
  return (
    <li className="flex gap-2.5 py-1.5">
      <Avatar name={who} size={22} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-1.5">
          <span className="font-medium">{who}</span>
          <span className="text-ink-2">{known.includes(what) ? t(`record.event.${what}`) : entry.name}</span>
          {!silent.has(entry.via) && <Badge>{t(`record.via.${entry.via}`)}</Badge>}
          <time dateTime={entry.at} title={formatTime(entry.at)} className="text-sm text-ink-3">
            {formatAgo(entry.at)}
          </time>
        </p>
        {changes.length > 0 && (
          <ul className="mt-0.5 flex flex-col gap-0.5">
            {changes.map(([key, change]) => (
              <Difference key={key} field={entity.fields[key]!} change={change} />
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

/** Before and after, each as its kind shows it; long ones under each other. */
function Difference({ field, change: [before, after] }: { field: Field; change: Change }) {
  const { wide } = kindOf(field)
  return (
    <li className={wide ? 'flex flex-col' : 'flex flex-wrap items-center gap-x-1.5'}>
      <span className="text-ink-3">
        {field.label}
        {wide ? '' : ':'}
      </span>
      {!isEmpty(before) && (
        <del className="max-w-full truncate text-ink-3">
          <StoredValue field={field} value={before} />
        </del>
      )}
      {!wide && !isEmpty(before) && (
        <span aria-hidden className="text-ink-3">
          →
        </span>
      )}
      {isEmpty(after) ? (
        <span className="text-ink-3">—</span>
      ) : (
        <ins className="line-clamp-3 max-w-full no-underline">
          <StoredValue field={field} value={after} />
        </ins>
      )}
    </li>
  )
}
