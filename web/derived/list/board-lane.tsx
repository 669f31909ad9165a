import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { formatMoneyShort, formatNumber } from '../../format.ts'
import { calledIn, isEmpty, kindOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { listQuery, valueAt, type Ask, type Filter, type Rec } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Menu, MenuHeading, MenuItem } from '../../ui/menu.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { Dot } from '../../ui/tag.tsx'
import type { Lane } from './lanes.ts'
import { groupKey, type Sum, type SummaryGroup } from './summary.ts'
import type { ListState } from './use-list.ts'

type Props = {
  list: ListState
  by: string
  lane: Lane
  /** Where a card may be moved; none when it may not. */
  lanes: readonly Lane[]
  summary: SummaryGroup | undefined
  isSummed: boolean
  /** What of the sum is likely to come. */
  likely: SummaryGroup | undefined
  onMove: (record: Rec, lane: Lane) => void
  onOpen: (id: string) => void
}

const sumText = (s: Sum) =>
  s.currency ? formatMoneyShort(Number(s.amount), s.currency) : formatNumber(Number(s.amount))

/** The sum in the workspace's currency; those in others are told when pointed at. */
function Sums({ sums }: { sums: readonly Sum[] }) {
  const { workspace } = useCatalogue()
  const [first, ...others] = [...sums].sort(
    (a, b) => Number(b.currency === workspace.currency) - Number(a.currency === workspace.currency),
  )
  if (!first) return null
  return (
    <span title={others.map(sumText).join(' · ') || undefined}>
      {sumText(first)}
      {others.length > 0 && '+'}
    </span>
  )
}

/** The yes-or-no field by which a card says that it has stood in its column for too long. */
const staleMark = 'isStale'

/** What a column asks for. */
export function laneAsk(list: ListState, by: string, lane: Lane): Ask {
  const filter: Filter = list.filter ? { and: [list.filter, lane.filter] } : lane.filter
  const marked = list.entity.fields[staleMark] ? [staleMark] : []
  const fields = [...new Set([...(list.ask.fields ?? '').split(','), by, ...marked])].join(',')
  return { filter, sort: list.sort, q: list.q, fields, limit: 30 }
}

export function LaneColumn(p: Props) {
  const { t } = useTranslation()
  const { list, lane } = p
  const box = useRef<HTMLElement>(null)
  const [isOver, setOver] = useState(false)
  const query = useInfiniteQuery(listQuery(list.entity.plural, laneAsk(list, p.by, lane)))
  const onMove = useRef(p.onMove)
  onMove.current = p.onMove
  useEffect(() => {
    if (!box.current || p.lanes.length === 0) return
    return dropTargetForElements({
      element: box.current,
      canDrop: ({ source }) => groupKey(valueAt(source.data['record'] as Rec, p.by)) !== lane.key,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        onMove.current(source.data['record'] as Rec, lane)
      },
    })
  }, [lane, p.by, p.lanes.length])
  // A card that was just moved stands in its old column until the server has answered: show it in neither twice.
  const records = (query.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (r) => groupKey(valueAt(r, p.by)) === lane.key,
  )
  return (
    <section
      ref={box}
      data-lane={lane.key}
      aria-label={lane.title}
      className={cx(
        'flex w-[82vw] shrink-0 snap-center flex-col rounded-lg bg-canvas md:w-72',
        isOver && 'outline-2 -outline-offset-2 outline-accent',
      )}
    >
      <header className="grid shrink-0 grid-cols-[minmax(0,1fr)_auto] gap-x-2 px-3 py-2">
        <h2 className="truncate font-medium" title={lane.title}>
          <Dot color={lane.color}>{lane.title}</Dot>
        </h2>
        {p.summary && (
          <>
            <span className="figures text-sm text-ink-2">{formatNumber(p.summary.count)}</span>
            {p.isSummed && (
              <span className="figures col-span-2 flex min-h-5 gap-2 text-sm whitespace-nowrap text-ink-3">
                <Sums sums={p.summary.sums} />
                {p.likely && p.likely.sums.length > 0 && (
                  <span title={list.entity.fields['weighted']?.label}>
                    ≈ <Sums sums={p.likely.sums} />
                  </span>
                )}
              </span>
            )}
          </>
        )}
      </header>
      <ul className="flex min-h-0 flex-1 flex-col gap-1.5 overflow-y-auto px-1.5 pb-2">
        {query.isPending && <Skeleton lines={3} />}
        {records.map((r) => (
          <Card key={r.id} {...p} record={r} />
        ))}
        {query.hasNextPage && (
          <li>
            <Button
              look="quiet"
              size="sm"
              className="w-full"
              busy={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t('list.more30')}
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}

function Card({ list, by, lane, lanes, record, onMove, onOpen }: Props & { record: Rec }) {
  const { t } = useTranslation()
  const { entity } = list
  const box = useRef<HTMLLIElement>(null)
  const [isDragged, setDragged] = useState(false)
  useEffect(() => {
    if (!box.current || lanes.length === 0) return
    return draggable({
      element: box.current,
      getInitialData: () => ({ record }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [record, lanes.length])
  const title = calledIn(entity, record) || t('list.unnamed')
  const shown = list.columns
    .filter((c) => c.path !== entity.title && c.path !== by && !isEmpty(valueAt(record, c.path)))
    .slice(0, 5)
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.target !== e.currentTarget) return
    if (e.key === 'Enter') onOpen(record.id)
    else if (e.key === ' ')
      list.set({ peek: list.peek === record.id ? undefined : record.id }, { replace: true })
    else if (e.code === 'KeyM') box.current?.querySelector('button')?.click()
    else return
    e.preventDefault()
  }
  return (
    <li
      ref={box}
      data-card
      tabIndex={0}
      aria-label={title}
      onKeyDown={onKeyDown}
      onClick={(e) => !(e.target as HTMLElement).closest('button, [role^=menu]') && onOpen(record.id)}
      className={cx(
        'group relative rounded-md border border-line bg-surface px-2.5 py-2 hover:border-line-strong',
        isDragged && 'opacity-40',
        list.peek === record.id && 'border-accent-line',
      )}
    >
      <div className="pr-6 font-medium wrap-anywhere">
        {record[staleMark] === true && (
          <span
            role="img"
            className="mr-1.5 inline-block size-2 rounded-full bg-danger align-middle"
            title={list.entity.fields[staleMark]?.label}
            aria-label={list.entity.fields[staleMark]?.label}
          />
        )}
        {title}
      </div>
      <div className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5">
        {shown.map((c) => (
          <div
            key={c.path}
            className={cx(
              'flex max-w-full min-w-0 items-center text-sm',
              kindOf(c.field).align === 'end' ? 'figures text-ink' : 'text-ink-2',
            )}
          >
            <span className="truncate" title={c.label}>
              <Value inside field={c.field} value={valueAt(record, c.path)} />
            </span>
          </div>
        ))}
      </div>
      {lanes.length > 0 && (
        <div className="absolute top-1 right-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
          <Menu
            align="end"
            trigger={
              <IconButton size="sm" label={t('list.moveTo')} keys="m">
                <ArrowRight size={13} />
              </IconButton>
            }
          >
            <MenuHeading>{t('list.moveTo')}</MenuHeading>
            {lanes.map((l) => (
              <MenuItem
                key={l.key}
                disabled={l.key === lane.key}
                icon={<Dot color={l.color} />}
                onSelect={() => onMove(record, l)}
              >
                {l.title}
              </MenuItem>
            ))}
          </Menu>
        </div>
      )}
    </li>
  )
}
