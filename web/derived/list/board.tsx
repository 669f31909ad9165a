import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ComponentType, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { mayUpdate, type Entity } from '../../catalogue.ts'
import { farTexts } from '../../i18n.ts'
import { kindOf } from '../../kinds/index.ts'
import { keys, listQuery, withValue, type Page, type Rec, type Ref } from '../../records.ts'
import { useSave } from '../../saving.ts'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { laneAsk, LaneColumn } from './board-lane.tsx'
import { useLanes, type Lane } from './lanes.ts'
import { columnable, startBy, summable } from './shapes.ts'
import { groupKey, useSummary } from './summary.ts'
import type { ListState } from './use-list.ts'

type Mover = ComponentType<{ entity: Entity; record: Rec; to: Ref; onClose: () => void }>

/** Moves that may have to ask something first, by entity and field: what a stage needs, why a deal was lost. */
const movers: Record<string, Mover> = {
  'deal.stage': lazy(async () => {
    const [dialog] = await Promise.all([import('../../screens/deals/move-dialog.tsx'), farTexts()])
    return dialog
  }),
}

/** Records as cards in columns, one for each value of a field. Moved by mouse, or by M and the menu. */
export function BoardShape({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const { entity } = list
  const navigate = useNavigate()
  const [pipeline, setPipeline] = useState<string>()
  const by = list.by ?? startBy(entity)
  const field = by ? entity.fields[by] : undefined
  const { lanes, parents, parent } = useLanes(by, field, pipeline)
  const sum = list.sum ?? summable(entity).find(([, f]) => kindOf(f).adds)?.[0]
  const summary = useSummary(entity, { group: by, sum, filter: list.filter, q: list.q })
  // Beside the whole sum, what of it is likely to come.
  const likely = useSummary(entity, {
    group: entity.fields['weighted'] && by,
    sum: 'weighted',
    filter: list.filter,
    q: list.q,
  })
  const save = useSave(entity)
  const client = useQueryClient()
  const [moving, setMoving] = useState<{ record: Rec; to: Ref } | null>(null)
  if (!by || !field) return <EmptyState title={t('list.noBoard')}>{t('list.noBoardHow')}</EmptyState>
  const canMove = mayUpdate(entity, field)
  const Mover = movers[`${entity.name}.${by}`]
  const move = async (record: Rec, lane: Lane) => {
    if (Mover) return setMoving({ record, to: lane.value as Ref })
    const moved = withValue(record, by, lane.value)
    client.setQueryData(
      listQuery(entity.plural, laneAsk(list, by, lane)).queryKey,
      (data) => data && onTop(data, moved),
    )
    await save(record, { [by]: lane.value })
    await client.invalidateQueries({ queryKey: keys.lists(entity.plural) })
  }
  const open = (id: string) => void navigate({ to: '/$plural/$id', params: { plural: entity.plural, id } })
  return (
    <>
      <div className="flex items-center gap-2 px-4 pt-2.5">
        <Select
          bare
          aria-label={t('list.boardBy')}
          className="h-6! w-auto! items-center rounded-md px-1.5 text-sm text-ink-2 hover:bg-hover"
          value={by}
          items={columnable(entity).map(([value, f]) => ({
            value,
            label: t('list.byField', { what: f.label }),
          }))}
          onChange={(v) => list.set({ by: v })}
        />
        {parents.length > 1 && parent && (
          <Select
            bare
            aria-label={t('list.part')}
            className="h-6! w-auto! items-center rounded-md px-1.5 text-sm text-ink-2 hover:bg-hover"
            value={parent}
            items={parents.map((p) => ({ value: p.id, label: p.title }))}
            onChange={setPipeline}
          />
        )}
        {!canMove && <span className="text-sm text-ink-3">{t('list.boardFixed')}</span>}
      </div>
      <div
        role="group"
        aria-label={entity.labelPlural}
        onKeyDown={walk}
        className="flex min-h-0 flex-1 snap-x snap-mandatory gap-2 overflow-x-auto px-4 py-2.5 md:snap-none"
      >
        {lanes.map((lane) => (
          <LaneColumn
            key={lane.key}
            list={list}
            by={by}
            lane={lane}
            lanes={canMove ? lanes : []}
            summary={summary.data?.find((g) => groupKey(g.value) === lane.key)}
            isSummed={sum !== undefined}
            likely={likely.data?.find((g) => groupKey(g.value) === lane.key)}
            onMove={(record, to) => void move(record, to)}
            onOpen={open}
          />
        ))}
      </div>
      {Mover && moving && (
        <Suspense>
          <Mover
            key={`${moving.record.id} ${moving.to.id}`}
            entity={entity}
            {...moving}
            onClose={() => setMoving(null)}
          />
        </Suspense>
      )}
    </>
  )
}

/** The card stands at the top of its new column at once; where it belongs, the server's answer says. */
const onTop = <P,>(data: InfiniteData<Page, P>, record: Rec): InfiniteData<Page, P> => ({
  ...data,
  pages: data.pages.map((page, i) => ({
    ...page,
    items: [...(i === 0 ? [record] : []), ...page.items.filter((r) => r.id !== record.id)],
  })),
})

/** Arrows go from card to card, up and down in a column and across columns. */
function walk(e: KeyboardEvent<HTMLElement>) {
  const card = (e.target as HTMLElement).closest<HTMLElement>('[data-card]')
  if (!card || !e.key.startsWith('Arrow')) return
  const columns = [...e.currentTarget.querySelectorAll<HTMLElement>('[data-lane]')].map((lane) => [
    ...lane.querySelectorAll<HTMLElement>('[data-card]'),
  ])
  const x = columns.findIndex((cards) => cards.includes(card))
  const y = columns[x]!.indexOf(card)
  const across = (step: number) => {
    for (let i = x + step; i >= 0 && i < columns.length; i += step)
      if (columns[i]!.length) return columns[i]![Math.min(y, columns[i]!.length - 1)]
    return undefined
  }
  const to: Record<string, () => HTMLElement | undefined> = {
    ArrowUp: () => columns[x]![y - 1],
    ArrowDown: () => columns[x]![y + 1],
    ArrowLeft: () => across(-1),
    ArrowRight: () => across(1),
  }
  e.preventDefault()
  to[e.key]?.()?.focus()
}
