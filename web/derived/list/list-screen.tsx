import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { byPlural, useCatalogue, type Entity } from '../../catalogue.ts'
import { farTexts } from '../../i18n.ts'
import { useNarrow } from '../../narrow.ts'
import { FailedToLoad, NotFound } from '../../shell/failed.tsx'
import { useKeys } from '../../shell/keys.ts'
import { Skeleton } from '../../ui/state.tsx'
import { useFilterDraft } from './filter-bar.tsx'
import { TableShape } from './table.tsx'
import { Toolbar } from './toolbar.tsx'
import { useBin } from './use-bin.ts'
import { isNothing, useList, type ListState } from './use-list.ts'
import { useRows } from './use-rows.ts'
import { useSelection } from './use-selection.ts'
import { ListChanges } from './views.tsx'

const FilterChips = lazy(() => import('./filter-chips.tsx').then((m) => ({ default: m.FilterChips })))
const Board = lazy(() => import('./board.tsx').then((m) => ({ default: m.BoardShape })))
const CalendarShape = lazy(() => import('./calendar.tsx').then((m) => ({ default: m.CalendarShape })))
const MapShape = lazy(async () => {
  const [shape] = await Promise.all([import('./map/shape.tsx'), farTexts()])
  return { default: shape.MapShape }
})
const Chart = lazy(() => import('./chart.tsx').then((m) => ({ default: m.ChartShape })))
const BulkBar = lazy(() => import('./bulk.tsx').then((m) => ({ default: m.BulkBar })))
const NarrowShape = lazy(() => import('./narrow.tsx').then((m) => ({ default: m.NarrowShape })))
const EmptyList = lazy(() => import('./empty-list.tsx').then((m) => ({ default: m.EmptyList })))
const Peek = lazy(() => import('./peek.tsx').then((m) => ({ default: m.Peek })))

export function ListScreen() {
  const { plural } = useParams({ from: '/signed-in/$plural' })
  const entity = byPlural(useCatalogue(), plural)
  return entity ? <EntityList key={entity.name} entity={entity} /> : <NotFound what="noPage" />
}

function EntityList({ entity }: { entity: Entity }) {
  const list = useList(entity)
  const draft = useFilterDraft(list.filter, (filter) =>
    list.set({ filter: isNothing(filter) && !list.saved?.definition.filter ? undefined : filter }),
  )
  useKeys({ f: () => draft.setAdding(true) })
  return (
    <>
      <Toolbar list={list} draft={draft} />
      {(draft.group.items.length > 0 || list.isChanged) && (
        <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-1.5 border-t border-line px-3 py-1.5 sm:px-4">
          <Suspense>
            <FilterChips entity={entity} draft={draft} />
          </Suspense>
          <ListChanges list={list} />
        </div>
      )}
      <div className="relative flex min-h-0 flex-1 border-t border-line">
        <div className="relative flex min-w-0 flex-1 flex-col">
          <Suspense fallback={<Skeleton lines={6} />}>
            {list.as === 'table' ? (
              <Records list={list} />
            ) : list.as === 'board' ? (
              <Board list={list} />
            ) : list.as === 'calendar' ? (
              <CalendarShape list={list} />
            ) : list.as === 'map' ? (
              <MapShape list={list} />
            ) : (
              <Chart list={list} />
            )}
          </Suspense>
        </div>
        {list.peek && (
          <Suspense>
            <Peek
              entity={entity}
              id={list.peek}
              onClose={() => list.set({ peek: undefined }, { replace: true })}
            />
          </Suspense>
        )}
      </div>
    </>
  )
}

function Records({ list }: { list: ListState }) {
  const rows = useRows(list)
  const selection = useSelection(rows.records)
  const isNarrow = useNarrow()
  const bin = useBin(list, selection)
  const { query, records } = rows
  if (query.isError && !query.data)
    return <FailedToLoad error={query.error} retry={() => void query.refetch()} />
  if (query.isPending) return <Skeleton lines={12} />
  if (records.length === 0) return <EmptyList list={list} />
  return (
    <>
      {isNarrow ? (
        <NarrowShape list={list} rows={rows} selection={selection} />
      ) : (
        <TableShape list={list} rows={rows} selection={selection} onBin={bin} />
      )}
      {selection.ids.size > 0 && (
        <Suspense>
          <BulkBar list={list} selection={selection} records={records} count={rows.count} onBin={bin} />
        </Suspense>
      )}
    </>
  )
}
