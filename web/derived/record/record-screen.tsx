import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { byPlural, useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { recordQuery, type Rec } from '../../records.ts'
import { FailedToLoad, NotFound } from '../../shell/failed.tsx'
import { EntityIcon } from '../../shell/icons.tsx'
import { PageBar } from '../../ui/page.tsx'
import { Banner, Skeleton } from '../../ui/state.tsx'
import { cx } from '../../ui/class.ts'
import { badges } from './badges.tsx'
import { Companions, companionsOf } from './companions.tsx'
import { History } from './history.tsx'
import { KeyFacts } from './key-facts.tsx'
import { RecordActions } from './record-actions.tsx'
import { RecordFields } from './record-fields.tsx'
import { notices, panels } from './panels.ts'
import { Related } from './related.tsx'
import { seedFromLists } from './seed.ts'

export function RecordScreen() {
  const { plural, id } = useParams({ from: '/signed-in/$plural/$id' })
  const entity = byPlural(useCatalogue(), plural)
  return entity ? <RecordPage key={id} entity={entity} id={id} /> : <NotFound />
}

function RecordPage({ entity, id }: { entity: Entity; id: string }) {
  const client = useQueryClient()
  const query = useQuery({
    ...recordQuery(entity.plural, id),
    placeholderData: () => seedFromLists(client, entity.plural, id),
  })
  const navigate = useNavigate()
  // Asked for by the id of one that became part of it: its address is its own.
  const now = query.data?.id
  useEffect(() => {
    if (now && now !== id)
      void navigate({ to: '/$plural/$id', params: { plural: entity.plural, id: now }, replace: true })
  }, [now, id, entity.plural, navigate])
  if (query.error) return <FailedToLoad error={query.error} retry={() => void query.refetch()} />
  return (
    <>
      <PageBar actions={query.data && <RecordActions entity={entity} record={query.data} />}>
        <Link
          to="/$plural"
          params={{ plural: entity.plural }}
          className="flex items-center gap-1.5 text-ink-3 hover:text-ink"
        >
          <EntityIcon entity={entity} size={15} /> {entity.labelPlural}
        </Link>
        <ChevronRight size={13} className="shrink-0 text-ink-3" />
      </PageBar>
      {query.data ? <Whole entity={entity} record={query.data} /> : <Skeleton lines={8} />}
    </>
  )
}

/** Three columns where there is room, one on a phone: what it is, what belongs to it, what happened. */
function Whole({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const title = titleOf(catalogue, entity.name, record)
  const Badges = badges[entity.name]
  const own = panels[entity.name] ?? []
  const hasMiddle =
    own.length > 0 ||
    entity.related.some((r) => catalogue.entities[r.entity]) ||
    companionsOf(catalogue.entities, entity, record).length > 0
  return (
    <div className="@container flex min-h-0 flex-1 flex-col overflow-y-auto">
      <header className="shrink-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight wrap-anywhere">
            {title || t('record.untitled')}
          </h1>
          {Badges && (
            <span className="flex flex-wrap gap-1.5">
              <Badges record={record} />
            </span>
          )}
        </div>
        <KeyFacts entity={entity} record={record} />
        {record['deletedAt'] ? (
          <div className="px-4 pb-3">
            <Banner tone="warning">{t('record.inBin')}</Banner>
          </div>
        ) : (
          notices[entity.name]?.map(({ key, Show }) => (
            <Suspense key={key}>
              <Show entity={entity} record={record} />
            </Suspense>
          ))
        )}
      </header>
      <div
        className={cx(
          'grid flex-1 grid-cols-1 border-t border-line @3xl:grid-cols-[21rem_minmax(0,1fr)]',
          hasMiddle && '@6xl:grid-cols-[22rem_minmax(0,1fr)_20rem]',
        )}
      >
        <div className="px-4 @3xl:row-span-2 @3xl:border-r @3xl:border-line @6xl:row-span-1">
          <RecordFields entity={entity} record={record} />
        </div>
        {hasMiddle && (
          <div className="min-w-0 border-t border-line @3xl:border-t-0 @6xl:border-r">
            <Companions entity={entity} record={record} />
            {own.map(({ key, Show }) => (
              <Suspense key={key}>
                <Show entity={entity} record={record} />
              </Suspense>
            ))}
            <Related entity={entity} record={record} except={own.flatMap((p) => p.shows ?? [])} />
          </div>
        )}
        <div
          className={cx('min-w-0 border-t border-line', hasMiddle ? '@6xl:border-t-0' : '@3xl:border-t-0')}
        >
          <History entity={entity} id={record.id} />
        </div>
      </div>
    </div>
  )
}
