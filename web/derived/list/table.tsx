import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import { valueAt, type Rec } from '../../records.ts'
import { useSave } from '../../saving.ts'
import { useStable } from '../../stable.ts'
import { cx } from '../../ui/class.ts'
import type { Leave } from './cell-editor.tsx'
import type { Column } from './columns.ts'
import { Head } from './head.tsx'
import { isEditable, loadEditor, Row, rowHeight } from './row.tsx'
import { groupKey, useSummary } from './summary.ts'
import { useCursor, type Cursor } from './use-cursor.ts'
import type { ListState } from './use-list.ts'
import type { GroupHead, Rows } from './use-rows.ts'
import type { Selection } from './use-selection.ts'

type Props = { list: ListState; rows: Rows; selection: Selection; onBin: (ids: string[]) => void }

const headHeight = 32

/** The grid: one tab stop, moved through by arrows or j and k, edited in place; only the rows in sight are drawn. */
export function TableShape({ list, rows, selection, onBin }: Props) {
  const { t } = useTranslation()
  const { entity, set, peek } = list
  const { lines, records, query } = rows
  const id = useId()
  const grid = useRef<HTMLDivElement>(null)
  const held = useRef<string | undefined>(undefined)
  const navigate = useNavigate()
  const save = useSave(entity)
  const [isEditing, setEditing] = useState(false)
  const [widths, setWidths] = useState<Record<string, number>>({})
  const columns = list.columns
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
  })
  const lineOf = useCallback(
    (at: number) => lines.findIndex((l) => l.kind === 'record' && l.at === at),
    [lines],
  )
  const moved = (to: Cursor) => {
    setEditing(false)
    const line = list.group ? lineOf(to.row) : to.row
    if (line >= 0) virtual.scrollToIndex(line)
    const record = records[to.row]
    held.current = record?.id
    if (peek && record) set((now) => (now.peek ? { peek: record.id } : {}), { replace: true })
  }
  const current = (): Rec | undefined => records[cursor.row]
  const open = (record: Rec | undefined) =>
    record && void navigate({ to: '/$plural/$id', params: { plural: entity.plural, id: record.id } })
  const edit = () => {
    if (mayEdit(cursor.column)) setEditing(true)
    else open(current())
  }
  const { cursor, isMoved, go, follow, onKeyDown } = useCursor(
    { rows: records.length, columns: columns.length, page: 15 },
    {
      open: () => open(current()),
      edit,
      peek: () => set({ peek: peek ? undefined : current()?.id }, { replace: true }),
      select: (through) => current() && selection.toggle(current()!.id, through),
      selectAll: () => selection.take(records.map((r) => r.id)),
      bin: () => onBin(selection.ids.size ? [...selection.ids] : current() ? [current()!.id] : []),
      leave: () => (peek ? set({ peek: undefined }, { replace: true }) : selection.clear()),
    },
    moved,
  )
  // Else what is being edited, or binned by the next key, would become its neighbour when somebody adds a record.
  useLayoutEffect(() => {
    const at = records.findIndex((r) => r.id === held.current)
    const row = at >= 0 ? at : Math.max(0, Math.min(cursor.row, records.length - 1))
    held.current = isMoved ? records[row]?.id : undefined
    if (isMoved && row !== cursor.row) follow(row)
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [records])
  const mayEdit = (column: number) => column > 0 && !list.bin && isEditable(entity, columns[column])
  const onCell = useStable((row: number, column: number, e: MouseEvent) => {
    if ((e.target as HTMLElement).closest('a, button, input, [data-base-ui-portal]')) return
    const again = cursor.row === row && cursor.column === column
    go({ row, column })
    grid.current?.focus({ preventScroll: true })
    if (again && mayEdit(column)) setEditing(true)
  })
  const onEdit = useStable((row: number, column: number) => {
    go({ row, column })
    if (mayEdit(column)) setEditing(true)
  })
  const onCancel = useStable(() => {
    setEditing(false)
    requestAnimationFrame(() => grid.current?.focus({ preventScroll: true }))
  })
  const onSave = useStable((record: Rec, column: Column, value: unknown, leave: Leave) => {
    onCancel()
    if (JSON.stringify(value ?? null) !== JSON.stringify(valueAt(record, column.path) ?? null))
      void save(record, { [column.path]: value })
    const next =
      leave === 'stay'
        ? undefined
        : nextEditable(cursor.column, leave === 'next' ? 1 : -1, mayEdit, columns.length)
    if (next === undefined) return
    go({ row: cursor.row, column: next })
    setEditing(true)
  })

  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= lines.length - 25) void fetchNextPage()
  }, [last, lines.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  useEffect(() => {
    if (isMoved) void loadEditor()
  }, [isMoved])
  // The list is what a person came for: its keys work at once.
  useLayoutEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.id === 'main')
      grid.current?.focus({ preventScroll: true })
  }, [])

  // The name takes what is left over.
  const template = `36px ${columns.map((c, i) => track(widths[c.path] ?? c.width, i === 0)).join(' ')}`
  const resize = (path: string, width: number | null) =>
    setWidths((now) =>
      width === null
        ? Object.fromEntries(Object.entries(now).filter(([p]) => p !== path))
        : { ...now, [path]: width },
    )
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label={entity.labelPlural}
      aria-rowcount={query.hasNextPage ? -1 : records.length + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-activedescendant={
        records.length > 0 && !isEditing ? `${id}-${cursor.row}-${cursor.column}` : undefined
      }
      aria-busy={query.isFetching || undefined}
      onKeyDown={onKeyDown}
      className="group/grid relative min-h-0 flex-1 overflow-auto overscroll-contain outline-none"
      style={{ '--columns': template } as React.CSSProperties}
    >
      <Head list={list} selection={selection} onResize={resize} recordIds={() => records.map((r) => r.id)} />
      <div
        role="rowgroup"
        className="relative w-max min-w-full"
        style={{ height: virtual.getTotalSize() - headHeight }}
      >
        <div aria-hidden className="invisible grid h-0 [grid-template-columns:var(--columns)]" />
        {items.map((item) => {
          const line = lines[item.index]
          if (!line) return null
          const top = item.start - headHeight
          return line.kind === 'group' ? (
            <GroupRow
              key={`group ${line.key} ${item.index}`}
              list={list}
              group={line}
              top={top}
              onFold={() => rows.fold(line.key)}
            />
          ) : (
            <Row
              key={line.record.id}
              id={id}
              entity={entity}
              record={line.record}
              columns={columns}
              at={line.at}
              top={top}
              active={isMoved && line.at === cursor.row ? cursor.column : -1}
              isEditing={isEditing && line.at === cursor.row}
              isSelected={selection.ids.has(line.record.id)}
              isPeeked={peek === line.record.id}
              onCell={onCell}
              onEdit={onEdit}
              onSelect={selection.toggle}
              onSave={onSave}
              onCancel={onCancel}
            />
          )
        })}
      </div>
      {query.isFetchNextPageError && (
        <div role="row" className="sticky left-0 px-4 py-2 text-danger">
          <span role="gridcell">
            {t('list.moreFailed')}{' '}
            <button type="button" className="underline" onClick={() => void fetchNextPage()}>
              {t('ui.retry')}
            </button>
          </span>
        </div>
      )}
    </div>
  )
}

const track = (width: number, grows: boolean) => (grows ? `minmax(${width}px,1fr)` : `${width}px`)

function nextEditable(
  from: number,
  step: 1 | -1,
  may: (column: number) => boolean,
  count: number,
): number | undefined {
  for (let i = from + step; i > 0 && i < count; i += step) if (may(i)) return i
  return undefined
}

function GroupRow({
  list,
  group,
  top,
  onFold,
}: {
  list: ListState
  group: GroupHead
  top: number
  onFold: () => void
}) {
  const { t } = useTranslation()
  const field = list.entity.fields[list.group!]
  const counts = useSummary(list.entity, { group: list.group, filter: list.filter, q: list.q }).data
  const count = counts?.find((g) => groupKey(g.value) === group.key)?.count
  const Chevron = group.isFolded ? ChevronRight : ChevronDown
  return (
    <div
      role="row"
      className="absolute left-0 flex min-w-full border-b border-line bg-canvas"
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" aria-colindex={1} className="sticky left-0 flex items-center">
        <button
          type="button"
          tabIndex={-1}
          aria-expanded={!group.isFolded}
          onClick={onFold}
          className={cx('flex h-full items-center gap-2 px-2.5 font-medium')}
        >
          <Chevron size={14} className="text-ink-3" />
          {group.key === '' ? (
            <span className="text-ink-3">{t('list.noValue', { what: field?.label })}</span>
          ) : (
            field && <Value inside field={field} value={group.value} />
          )}
          <span className="figures text-sm font-normal text-ink-3">
            {count !== undefined && formatNumber(count)}
          </span>
        </button>
      </div>
    </div>
  )
}
