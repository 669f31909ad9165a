import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { localDay } from '../../days.ts'
import { formatDate } from '../../format.ts'
import { Control } from '../../kinds/value.tsx'
import { keys, type Ref } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { deedsOf, type Entry } from './told.ts'
import { DeedLine } from './deed.tsx'

type Page = { items: Entry[]; next: string | null }

/** What happened to a record and to all that belongs to it, newest first, as far as this user may see it. */
export function Timeline({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState('all')
  const [by, setBy] = useState<Ref | null>(null)
  const ask = { ...(kind === 'own' ? { own: true } : kind === 'all' ? {} : { kind }), by: by?.id }
  const found = useInfiniteQuery({
    queryKey: [...keys.history(entity.plural, id), ask],
    queryFn: ({ pageParam, signal }) =>
      api<Page>(`${entity.plural}/${id}/timeline${query({ ...ask, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  const deeds = deedsOf(found.data?.pages.flatMap((p) => p.items) ?? [])
  const days = Map.groupBy(deeds, (d) => d.day ?? localDay(d.at))
  const isNarrowed = kind !== 'all' || by !== null
  return (
    <section className="@container px-4 py-3" aria-label={t('record.history')}>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h2 className="flex-1 font-medium">{t('record.history')}</h2>
        <Filters entity={entity} kind={kind} setKind={setKind} by={by} setBy={setBy} />
      </div>
      {found.error && <FailedToLoad error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Skeleton lines={6} />}
      {[...days].map(([day, list]) => (
        <div key={day}>
          <h3 className="figures py-1 text-xs text-ink-3">{formatDate(day)}</h3>
          <ol className="flex flex-col">
            {list.map((deed) => (
              <DeedLine key={deed.id} of={entity} id={id} deed={deed} />
            ))}
          </ol>
        </div>
      ))}
      {found.data && deeds.length === 0 && !found.hasNextPage && (
        <p className="py-2 text-ink-3">{t(isNarrowed ? 'record.nothingSuch' : 'record.nothingYet')}</p>
      )}
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

type FilterProps = {
  entity: Entity
  kind: string
  setKind: (kind: string) => void
  by: Ref | null
  setBy: (by: Ref | null) => void
}

function Filters({ entity, kind, setKind, by, setBy }: FilterProps) {
  const { t } = useTranslation()
  const { navigation, entities } = useCatalogue()
  const modules = entity.timeline.flatMap((name) => navigation.find((m) => m.module === name) ?? [])
  const kinds = [
    { value: 'all', label: t('record.everything') },
    { value: 'own', label: t('record.itself') },
    { value: 'changes', label: t('record.changes') },
    ...(modules.length > 1 ? modules.map((m) => ({ value: m.module, label: m.label })) : []),
  ]
  const person = entities['user'] && {
    kind: 'reference',
    input: 'reference',
    entity: 'user',
    label: t('record.byWhom'),
    required: false,
    read: true,
    create: true,
    update: true,
    ops: [],
    sort: false,
  }
  return (
    <>
      <Select
        className="w-36"
        aria-label={t('record.whatHappened')}
        items={kinds}
        value={kind}
        onChange={setKind}
      />
      {person && (
        <div className="hidden items-center gap-2 @lg:flex">
          <span className="text-ink-3">{t('record.byWhom')}</span>
          <span className="w-44">
            <Control
              field={person}
              aria-label={t('record.byWhom')}
              value={by}
              onChange={(v) => setBy(v as Ref | null)}
            />
          </span>
        </div>
      )}
    </>
  )
}
