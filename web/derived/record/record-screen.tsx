import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { byPlural, useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { recordQuery, type Rec } from '../../records.ts'
import { FailedToLoad, NotFound } from '../../shell/failed.tsx'
import { EntityIcon } from '../../shell/icons.tsx'
import { useKeys } from '../../shell/keys.ts'
import { PageBar } from '../../ui/page.tsx'
import { Banner, Skeleton } from '../../ui/state.tsx'
import { cx } from '../../ui/class.ts'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { badges } from './badges.tsx'
import { useAsFarAsHis } from './as-far-as-his.ts'
import { ClientCard, useCard } from './card.tsx'
import { Companions, companionsOf } from './companions.tsx'
import { KeyFacts } from './key-facts.tsx'
import { RecordActions } from './record-actions.tsx'
import { RecordFields } from './record-fields.tsx'
import { notices, Presence } from './panels.ts'
import { QuickActions } from './quick.tsx'
import { Related } from './related.tsx'
import { seedFromLists } from './seed.ts'
import { tabsOf, type Tab, type TabName } from './tabs.ts'
import { Timeline } from './timeline.tsx'

export function RecordScreen() {
  const { plural, id } = useParams({ from: '/signed-in/$plural/$id' })
  const entity = byPlural(useCatalogue(), plural)
  return entity ? <RecordPage key={id} entity={entity} id={id} /> : <NotFound what="noPage" />
}

function RecordPage({ entity: any, id }: { entity: Entity; id: string }) {
  const client = useQueryClient()
  const query = useQuery({
    ...recordQuery(any.plural, id),
    placeholderData: () => seedFromLists(client, any.plural, id),
  })
  const entity = useAsFarAsHis(any, id, query.data?.revision)
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
        {query.data && (
          <Suspense>
            <Presence entity={entity} record={query.data} />
          </Suspense>
        )}
      </PageBar>
      {query.data ? <Whole entity={entity} record={query.data} /> : <Skeleton lines={8} />}
    </>
  )
}

/** What it is, in five seconds; then part by part, each loaded when it is opened. */
function Whole({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const title = titleOf(catalogue, entity.name, record)
  const Badges = badges[entity.name]
  const { data: card } = useCard(entity, record.id)
  const tabs = tabsOf(catalogue, entity, card?.counts)
  const [tab, setTab] = useTab(tabs)
  const client = useQueryClient()
  const mayFile = tabs.some((x) => x.name === 'files') && catalogue.entities['attachment']?.rights.create
  const drop = async (files: readonly File[]) => {
    setTab('files')
    const { upload } = await import('../../screens/files/uploads.ts')
    upload(client, { entity, id: record.id }, files)
  }
  return (
    <div
      className="@container flex min-h-0 flex-1 flex-col overflow-y-auto"
      onDragOver={(e) => mayFile && e.dataTransfer.types.includes('Files') && e.preventDefault()}
      onDrop={(e) => {
        if (!mayFile || e.dataTransfer.files.length === 0) return
        e.preventDefault()
        void drop([...e.dataTransfer.files])
      }}
    >
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
          <QuickActions entity={entity} record={record} openFiles={() => setTab('files')} />
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
        {entity.card && <ClientCard entity={entity} record={record} />}
      </header>
      <Tabs
        label={t('record.parts')}
        className="shrink-0 px-2"
        value={tab.name}
        onChange={setTab}
        items={tabs.map((x) => ({
          value: x.name,
          label: t(`record.tab.${x.name}`),
          ...(x.count ? { count: x.count } : {}),
        }))}
      >
        <TabPanel key={tab.name} value={tab.name} className="outline-none">
          <Part entity={entity} record={record} tab={tab} />
        </TabPanel>
      </Tabs>
    </div>
  )
}

/** The tab that the address names; the keys 1 to 9 go there. */
function useTab(tabs: readonly Tab[]) {
  const { tab: asked } = useSearch({ from: '/signed-in/$plural/$id' })
  const navigate = useNavigate()
  const setTab = (name: TabName) =>
    void navigate({ to: '.', search: name === 'overview' ? {} : { tab: name }, replace: true })
  useKeys(Object.fromEntries(tabs.map((x, i) => [`${i + 1}`, () => setTab(x.name)])))
  return [tabs.find((x) => x.name === asked) ?? tabs[0]!, setTab] as const
}

/** Beside its fields where there is room; on a phone they are the overview's last part. */
function Part({ entity, record, tab }: { entity: Entity; record: Rec; tab: Tab }) {
  const isOverview = tab.name === 'overview'
  const isWide = tab.panels.some((p) => p.wide)
  const hasTimeline = (isOverview && !isWide) || tab.name === 'timeline'
  const catalogue = useCatalogue()
  const hasMiddle =
    tab.panels.length + tab.relations.length > 0 ||
    (isOverview && companionsOf(catalogue.entities, entity, record).length > 0)
  const isInThree = isOverview && hasTimeline && hasMiddle
  return (
    <div
      className={cx(
        'grid flex-1 grid-cols-1 @3xl:grid-cols-[21rem_minmax(0,1fr)]',
        hasTimeline && hasMiddle && '@3xl:grid-rows-[auto_1fr]',
        isInThree && '@6xl:grid-cols-[22rem_minmax(0,1fr)_22rem] @6xl:grid-rows-none',
      )}
    >
      <div
        className={cx(
          'px-4 @3xl:row-span-2 @3xl:border-r @3xl:border-line',
          isInThree && '@6xl:row-span-1',
          isOverview
            ? 'order-last border-t border-line @3xl:order-first @3xl:border-t-0'
            : 'hidden @3xl:block',
        )}
      >
        <RecordFields entity={entity} record={record} />
      </div>
      {hasMiddle && (
        <div className={cx('min-w-0', isOverview && !isWide && '@6xl:border-r @6xl:border-line')}>
          {isOverview && !isWide && <Companions entity={entity} record={record} />}
          {tab.panels.map(({ key, Show }) => (
            <Suspense key={key}>
              <Show entity={entity} record={record} />
            </Suspense>
          ))}
          {isOverview && isWide && <Companions entity={entity} record={record} />}
          <Related entity={entity} record={record} relations={tab.relations} />
        </div>
      )}
      {hasTimeline && (
        <div className={cx('min-w-0', hasMiddle && 'border-t border-line', isOverview && '@6xl:border-t-0')}>
          <Timeline entity={entity} id={record.id} />
        </div>
      )}
    </div>
  )
}
