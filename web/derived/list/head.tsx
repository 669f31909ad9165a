import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { kindOf } from '../../kinds/index.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { cx } from '../../ui/class.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { clamp, writeColumns, type Column } from './columns.ts'
import type { ListState } from './use-list.ts'
import type { Selection } from './use-selection.ts'

/** The names of the columns: sorted by, moved, hidden and widened here. */
export function Head({
  list,
  selection,
  onResize,
  recordIds,
}: {
  list: ListState
  selection: Selection
  onResize: (path: string, width: number | null) => void
  recordIds: () => string[]
}) {
  const { t } = useTranslation()
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-5 grid h-8 min-w-full border-b border-line bg-surface [grid-template-columns:var(--columns)]"
    >
      <div
        role="columnheader"
        aria-colindex={1}
        className="sticky left-0 z-2 flex items-center justify-center bg-surface"
      >
        <Checkbox
          tabIndex={-1}
          aria-label={t('list.selectAll')}
          checked={selection.isAll}
          indeterminate={selection.isSome && !selection.isAll}
          onCheckedChange={(on) => (on ? selection.take(recordIds()) : selection.clear())}
        />
      </div>
      {list.columns.map((column, i) => (
        <HeadCell key={column.path} list={list} column={column} index={i} onResize={onResize} />
      ))}
    </div>
  )
}

function HeadCell({
  list,
  column,
  index,
  onResize,
}: {
  list: ListState
  column: Column
  index: number
  onResize: (path: string, width: number | null) => void
}) {
  const { t } = useTranslation()
  const { columns, entity, set } = list
  const sorted = list.sort.split(',').find((s) => s.replace('-', '') === column.path)
  const direction = sorted ? (sorted.startsWith('-') ? 'descending' : 'ascending') : undefined
  const keep = (next: readonly Column[]) => set({ columns: writeColumns(entity, next) })
  const move = (by: number) => {
    const next = columns.filter((c) => c !== column)
    next.splice(index + by, 0, column)
    keep(next)
  }
  const end = kindOf(column.field).align === 'end'
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={direction}
      className={cx('relative flex min-w-0 bg-surface', index === 0 && 'sticky left-9 z-2')}
    >
      <Menu
        trigger={
          <button
            type="button"
            tabIndex={-1}
            className={cx(
              'flex h-full min-w-0 flex-1 items-center gap-1 px-2 text-sm text-ink-3 hover:bg-hover hover:text-ink data-popup-open:bg-press',
              end && 'justify-end',
              direction && 'text-ink',
            )}
          >
            <span className="truncate">{column.label}</span>
            {direction === 'ascending' && <ArrowUp size={12} className="shrink-0" />}
            {direction === 'descending' && <ArrowDown size={12} className="shrink-0" />}
          </button>
        }
      >
        {column.field.sort && (
          <>
            <MenuItem icon={<ArrowUp size={14} />} onSelect={() => set({ sort: column.path })}>
              {t('list.sortUp')}
            </MenuItem>
            <MenuItem icon={<ArrowDown size={14} />} onSelect={() => set({ sort: `-${column.path}` })}>
              {t('list.sortDown')}
            </MenuItem>
            <MenuLine />
          </>
        )}
        {column.field.sort && !column.path.includes('.') && (
          <MenuItem onSelect={() => set({ group: list.group === column.path ? '-' : column.path })}>
            {t(list.group === column.path ? 'list.ungroup' : 'list.groupByThis')}
          </MenuItem>
        )}
        <MenuItem disabled={index < 2} onSelect={() => move(-1)}>
          {t('list.moveLeft')}
        </MenuItem>
        <MenuItem disabled={index === 0 || index === columns.length - 1} onSelect={() => move(1)}>
          {t('list.moveRight')}
        </MenuItem>
        <MenuItem disabled={index === 0} onSelect={() => keep(columns.filter((c) => c !== column))}>
          {t('list.hideColumn')}
        </MenuItem>
      </Menu>
      <Resizer
        onMove={(by) => onResize(column.path, clamp(column.width + by))}
        onEnd={(by) => {
          onResize(column.path, null)
          keep(columns.map((c) => (c === column ? { ...c, width: clamp(c.width + by) } : c)))
        }}
      />
    </div>
  )
}

/** The edge of a column: pulled with the mouse. By keyboard widths are set in the columns' panel. */
function Resizer({ onMove, onEnd }: { onMove: (by: number) => void; onEnd: (by: number) => void }) {
  const from = useRef<number | null>(null)
  const start = (e: PointerEvent<HTMLDivElement>) => {
    e.preventDefault()
    e.currentTarget.setPointerCapture(e.pointerId)
    from.current = e.clientX
  }
  const finish = (e: PointerEvent) => {
    if (from.current !== null && e.clientX !== from.current) onEnd(e.clientX - from.current)
    from.current = null
  }
  return (
    <div
      aria-hidden
      onPointerDown={start}
      onPointerMove={(e) => from.current !== null && onMove(e.clientX - from.current)}
      onPointerUp={finish}
      className="absolute inset-y-0 -right-1 z-3 w-2 cursor-col-resize touch-none after:absolute after:inset-y-2 after:left-1 after:w-px after:bg-line hover:after:inset-y-0 hover:after:w-0.5 hover:after:bg-accent"
    />
  )
}
