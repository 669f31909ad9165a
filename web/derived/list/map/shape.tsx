import { ArrowLeft, List, MapPinOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelAt, useCatalogue } from '../../../catalogue.ts'
import { formatNumber } from '../../../format.ts'
import { FailedToLoad } from '../../../shell/failed.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState, Skeleton } from '../../../ui/state.tsx'
import type { Filter } from '../../../records.ts'
import { NarrowShape } from '../narrow.tsx'
import { placeable, placeOtherwise } from '../shapes.ts'
import type { ListState } from '../use-list.ts'
import { useRows } from '../use-rows.ts'
import type { Spot } from './bubbles.ts'
import { PlaceTable } from './place-table.tsx'
import { Sheet } from './sheet.tsx'
import { conditionAt, conditionWithout, narrowed, usePlaces } from './use-places.ts'

/** Records where they are: bubbles on a map, the same places as a table beside it, and the records of what is chosen. */
export function MapShape({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const { entity } = list
  const paths = placeable(catalogue, entity)
  const by = list.by && paths.includes(list.by) ? list.by : paths[0]
  const whose = { by, otherwise: placeOtherwise(paths, by) }
  const { query, spots } = usePlaces(list, whose)
  const [chosen, setChosen] = useState<readonly string[]>([])
  // What was chosen may be gone since the filter changed.
  const there = spots.filter((s) => chosen.includes(s.point))
  if (!by) return <EmptyState title={t('map.noPlaces')} />
  if (query.isError) return <FailedToLoad error={query.error} retry={() => void query.refetch()} />
  const inTable = (more: Filter) =>
    list.set({ as: 'table', by: undefined, filter: narrowed(list.filter, more) })
  const choose = (those: readonly Spot[]) => setChosen(those.map((s) => s.point))
  const condition = conditionAt(whose, there, (count) => t('map.andMore', { count }))
  return (
    <div className="flex min-h-0 flex-1 flex-col md:flex-row">
      <Sheet
        label={t('map.of', { what: entity.labelPlural })}
        spots={spots}
        chosen={chosen}
        onChoose={(bubble) => choose(bubble.spots)}
      />
      <aside
        aria-label={t('map.places')}
        className="flex h-[45%] shrink-0 flex-col border-line max-md:border-t md:h-auto md:w-80 md:border-l"
      >
        {query.isPending ? (
          <Skeleton lines={8} />
        ) : there.length ? (
          <Chosen
            key={there.map((s) => s.point).join()}
            list={list}
            spots={there}
            condition={condition}
            onBack={() => setChosen([])}
            onShow={() => inTable(condition)}
          />
        ) : (
          <>
            {paths.length > 1 && (
              <div className="px-3 pt-2">
                <Select
                  aria-label={t('map.by')}
                  value={by}
                  items={paths.map((value) => ({ value, label: labelAt(catalogue, entity, value) }))}
                  onChange={(v) => list.set({ by: v })}
                />
              </div>
            )}
            <PlaceTable spots={spots} onChoose={(spot) => choose([spot])} />
            {query.data.beyond > 0 && (
              <p className="px-4 py-1 text-sm text-ink-3">
                {t('map.beyond', { count: query.data.beyond, number: formatNumber(query.data.beyond) })}
              </p>
            )}
            {query.data.without > 0 && (
              <div className="border-t border-line p-2">
                <Button
                  look="quiet"
                  className="w-full justify-start!"
                  onClick={() => inTable(conditionWithout(whose))}
                >
                  <MapPinOff size={14} />
                  {t('map.without', { count: query.data.without, number: formatNumber(query.data.without) })}
                </Button>
              </div>
            )}
          </>
        )}
      </aside>
    </div>
  )
}

function Chosen({
  list,
  spots,
  condition,
  onBack,
  onShow,
}: {
  list: ListState
  spots: readonly Spot[]
  condition: Filter
  onBack: () => void
  onShow: () => void
}) {
  const { t } = useTranslation()
  const filter = narrowed(list.filter, condition)
  const rows = useRows({ ...list, group: undefined, ask: { ...list.ask, sort: list.sort, filter } })
  const count = spots.reduce((sum, s) => sum + s.count, 0)
  const [main] = spots
  return (
    <>
      <header className="flex items-center gap-1 border-b border-line p-2">
        <IconButton label={t('map.back')} onClick={onBack}>
          <ArrowLeft size={15} />
        </IconButton>
        <h2 className="min-w-0 flex-1">
          <span className="block truncate font-semibold">
            {main!.name}
            {spots.length > 1 && ` ${t('map.andMore', { count: spots.length - 1 })}`}
          </span>
          <span className="block truncate text-sm text-ink-3">
            {t('list.howMany', { count, number: formatNumber(count) })}
          </span>
        </h2>
        <Button size="sm" onClick={onShow}>
          <List size={14} />
          {t('map.inList')}
        </Button>
      </header>
      {rows.query.isPending ? <Skeleton lines={8} /> : <NarrowShape list={list} rows={rows} />}
    </>
  )
}
