import { Link } from '@tanstack/react-router'
import { lazy, memo, Suspense, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { mayUpdate, type Entity } from '../../catalogue.ts'
import { calledIn, kindOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { valueAt, type Rec } from '../../records.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { cx } from '../../ui/class.ts'
import type { Leave } from './cell-editor.tsx'
import type { Column } from './columns.ts'

export const loadEditor = () => import('./cell-editor.tsx')
const CellEditor = lazy(() => loadEditor().then((m) => ({ default: m.CellEditor })))

export const rowHeight = 34

export type RowProps = {
  entity: Entity
  record: Rec
  columns: readonly Column[]
  /** Among the records, from nought. */
  at: number
  top: number
  id: string
  /** The column the cursor is in; -1 when it is in another row. */
  active: number
  isEditing: boolean
  isSelected: boolean
  isPeeked: boolean
  onCell: (at: number, column: number, e: MouseEvent) => void
  onEdit: (at: number, column: number) => void
  onSelect: (id: string, through: boolean) => void
  onSave: (record: Rec, column: Column, value: unknown, leave: Leave) => void
  onCancel: () => void
}

const isPlain = (column: Column) => !column.path.includes('.') || column.path.startsWith('custom.')
export const isEditable = (entity: Entity, column: Column | undefined) =>
  column !== undefined && isPlain(column) && mayUpdate(entity, column.field)

/** A row of the table. Draws itself anew only when its record or the cursor in it changes. */
export const Row = memo(function Row(p: RowProps) {
  const { t } = useTranslation()
  const title = calledIn(p.entity, p.record) || t('list.unnamed')
  return (
    <div
      role="row"
      aria-rowindex={p.at + 2}
      aria-selected={p.isSelected}
      className={cx(
        'group absolute left-0 grid min-w-full border-b border-line [grid-template-columns:var(--columns)]',
        p.isSelected
          ? 'bg-accent-soft'
          : p.active >= 0 || p.isPeeked
            ? 'bg-canvas'
            : 'bg-surface hover:bg-canvas',
      )}
      style={{ height: rowHeight, transform: `translateY(${p.top}px)` }}
    >
      <div
        role="gridcell"
        aria-colindex={1}
        className="sticky left-0 z-2 flex items-center justify-center bg-inherit"
      >
        <Checkbox
          tabIndex={-1}
          aria-label={t('list.selectRow', { name: title })}
          checked={p.isSelected}
          onClick={(e) => (e.stopPropagation(), p.onSelect(p.record.id, e.shiftKey))}
          className={p.isSelected ? '' : 'opacity-0 group-hover:opacity-100 pointer-coarse:opacity-100'}
        />
      </div>
      {p.columns.map((column, i) => (
        <Cell key={column.path} {...p} column={column} index={i} title={title} />
      ))}
    </div>
  )
})

function Cell({ column, index, title, ...p }: RowProps & { column: Column; index: number; title: string }) {
  const value = valueAt(p.record, column.path)
  const isActive = p.active === index
  return (
    <div
      role="gridcell"
      id={`${p.id}-${p.at}-${index}`}
      aria-colindex={index + 2}
      aria-readonly={!isEditable(p.entity, column) || undefined}
      onClick={(e) => p.onCell(p.at, index, e)}
      onDoubleClick={() => p.onEdit(p.at, index)}
      className={cx(
        'relative flex min-w-0 items-center bg-inherit px-2',
        kindOf(column.field).align === 'end' && 'figures justify-end',
        index === 0 && 'sticky left-9 z-2',
        isActive && 'group-focus/grid:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
    >
      {isActive && p.isEditing ? (
        <Suspense>
          <CellEditor
            field={column.field}
            value={value}
            onSave={(v, leave) => p.onSave(p.record, column, v, leave)}
            onCancel={p.onCancel}
          />
        </Suspense>
      ) : index === 0 ? (
        <Link
          to="/$plural/$id"
          params={{ plural: p.entity.plural, id: p.record.id }}
          tabIndex={-1}
          className="truncate font-medium hover:underline"
        >
          {title}
        </Link>
      ) : (
        <span className="min-w-0 truncate">
          <Value inside field={column.field} value={value} />
        </span>
      )}
    </div>
  )
}
