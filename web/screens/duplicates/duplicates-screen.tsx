import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CheckCheck } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { useNarrow } from '../../narrow.ts'
import { FailedToLoad, NotFound } from '../../shell/failed.tsx'
import { useKeys } from '../../shell/keys.ts'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { undoLast } from '../../undo.ts'
import { comparedIn, comparedQuery, groupsQuery, type Group } from './client.ts'
import { Comparison } from './comparison.tsx'
import { GroupList } from './group-list.tsx'
import { KnownClients } from './known-clients.tsx'
import { Merges } from './merges.tsx'
import { ScanStrip } from './scan-strip.tsx'

type Search = {
  entity?: string
  certainty?: string
  group?: string
  /** Records chosen elsewhere, to compare these. */
  ids?: string
  tab?: 'clients' | 'merged' | 'rule'
}

/** All that may be there twice, looked through one by one. */
export function DuplicatesScreen() {
  const catalogue = useCatalogue()
  const search: Search = useSearch({ strict: false })
  const entities = comparedIn(catalogue)
  const entity = entities.find((e) => e.name === search.entity) ?? entities[0]
  return entity ? (
    <OfEntity key={entity.name} entity={entity} entities={entities} search={search} />
  ) : (
    <NotFound />
  )
}

function OfEntity({
  entity,
  entities,
  search,
}: {
  entity: Entity
  entities: readonly Entity[]
  search: Search
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const go = (to: Search, replace = false) =>
    void navigate({ to: '/duplicates' as never, search: { entity: entity.name, ...to } as never, replace })
  useKeys({ u: () => void undoLast() })
  if (search.ids) {
    const ids = [...new Set(String(search.ids).split(','))]
    return (
      <>
        <PageBar>
          <PageTitle>{t('duplicates.title')}</PageTitle>
        </PageBar>
        <Comparison
          entity={entity}
          ids={ids}
          onBack={() => (history.length > 1 ? history.back() : go({}))}
          onDecided={(id) =>
            id
              ? void navigate({ to: '/$plural/$id', params: { plural: entity.plural, id }, replace: true })
              : go({}, true)
          }
        />
      </>
    )
  }
  return (
    <>
      <PageBar
        actions={
          <Select
            aria-label={t('duplicates.ofWhat')}
            value={entity.name}
            onChange={(name) => go({ entity: name })}
            items={entities.map((e) => ({ value: e.name, label: e.labelPlural }))}
          />
        }
      >
        <PageTitle>{t('duplicates.title')}</PageTitle>
      </PageBar>
      <div className="px-3 sm:px-4">
        <Tabs
          label={t('duplicates.title')}
          value={search.tab ?? 'review'}
          onChange={(tab) => go(tab === 'review' ? {} : { tab })}
          items={(['review', 'clients', 'merged', 'rule'] as const)
            .filter((value) => value !== 'clients' || entity.name === 'lead')
            .map((value) => ({ value, label: t(`duplicates.tab.${value}`) }))}
        />
      </div>
      {search.tab === 'clients' ? (
        <KnownClients entity={entity} />
      ) : search.tab ? (
        <Merges entity={entity} byRule={search.tab === 'rule'} />
      ) : (
        <Review entity={entity} search={search} go={go} />
      )}
    </>
  )
}

const idsOf = (group: Group) => group.records.map((r) => r.id)

function Review({
  entity,
  search,
  go,
}: {
  entity: Entity
  search: Search
  go: (to: Search, replace?: boolean) => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const isNarrow = useNarrow()
  const certainty = search.certainty ?? ''
  const query = useInfiniteQuery(groupsQuery(entity.name, certainty))
  const groups = query.data?.pages.flatMap((p) => p.items) ?? []
  const { hasNextPage, isFetching, fetchNextPage } = query
  const found = groups.findIndex((g) => g.id === search.group)
  const at = found < 0 && !isNarrow ? 0 : found
  const open = groups[at]
  const next = groups[at + 1]
  const show = (group: Group | undefined) =>
    go({ ...(certainty ? { certainty } : {}), ...(group ? { group: group.id } : {}) }, true)
  const move = (by: number) => {
    const to = groups[Math.max(0, Math.min(groups.length - 1, at + by))]
    if (to) show(to)
  }
  useKeys({
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
  })
  useEffect(() => {
    if (next) void client.prefetchQuery(comparedQuery(entity.name, idsOf(next)))
  }, [client, entity.name, next])
  useEffect(() => {
    if (hasNextPage && !isFetching && groups.length - at < 8) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage, groups.length, at])
  if (query.error) return <FailedToLoad error={query.error} retry={() => void query.refetch()} />
  const comparison = open && (
    <Comparison
      entity={entity}
      ids={idsOf(open)}
      onBack={isNarrow ? () => show(undefined) : undefined}
      onDecided={() => show(isNarrow ? undefined : (next ?? groups[at - 1]))}
    />
  )
  if (isNarrow && open) return comparison
  return (
    <>
      <ScanStrip entity={entity} />
      <div className="flex min-h-0 flex-1 border-t border-line">
        <div className="flex w-full shrink-0 flex-col md:w-80 md:border-r md:border-line">
          <div className="p-2">
            <Select
              aria-label={t('duplicates.howCertain')}
              value={certainty || 'all'}
              onChange={(value) => go(value === 'all' ? {} : { certainty: value })}
              items={(['all', 'certain', 'likely', 'possible'] as const).map((value) => ({
                value,
                label: t(`duplicates.show.${value}`),
              }))}
            />
          </div>
          {query.isPending ? (
            <Skeleton lines={8} />
          ) : groups.length === 0 && !hasNextPage ? (
            <EmptyState icon={<CheckCheck size={22} />} title={t('duplicates.none')}>
              {t('duplicates.noneHow')}
            </EmptyState>
          ) : (
            <GroupList
              entity={entity}
              groups={groups}
              current={open?.id}
              onOpen={(id) => show(groups.find((g) => g.id === id))}
              more={{ has: hasNextPage, busy: isFetching, load: () => void fetchNextPage() }}
            />
          )}
        </div>
        {!isNarrow && <div className="flex min-w-0 flex-1 flex-col">{comparison}</div>}
      </div>
    </>
  )
}
