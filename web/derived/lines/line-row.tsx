import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { GripVertical } from 'lucide-react'
import { Suspense, useEffect, useRef, useState, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isEmpty, kindOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import type { Rec } from '../../records.ts'
import { cx } from '../../ui/class.ts'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { CellEditor, type Leave } from '../list/cell-editor.tsx'
import { inGrid, type LineColumn } from './columns.ts'
import type { Line } from './use-lines.ts'

export type Acts = {
  go: (row: number, column: number) => void
  edit: (row: number, path: string) => void
  save: (row: number, path: string, value: unknown, leave: Leave | 'below') => void
  cancel: () => void
  move: (id: string, to: number) => void
  duplicate: (row: Rec) => void
  drop: (id: string) => void
  mark: (id: string, path: string, value: boolean) => void
}

export type RowProps = {
  grid: string
  line: Line
  at: number
  count: number
  columns: readonly LineColumn[]
  /** Yes-or-no fields set in the line's menu: optional, an alternative. */
  marks: LineColumn[]
  description: LineColumn | undefined
  /** The column of the cursor; -1 when it is in another row. */
  active: number
  /** The field being edited. */
  editing: string | null
  warning: string | null
  readOnly: boolean
  acts: Acts
}

export function LineRow(p: RowProps) {
  const { t } = useTranslation()
  const { line, at, acts, columns } = p
  const row = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLSpanElement>(null)
  const [over, setOver] = useState(false)
  const latest = useRef({ at, acts })
  latest.current = { at, acts }
  useEffect(() => {
    if (!row.current || !handle.current || p.readOnly) return
    const [element, dragHandle] = [row.current, handle.current]
    const stopDrag = draggable({
      element,
      dragHandle,
      getInitialData: () => ({ line: line.row.id, grid: p.grid }),
    })
    const stopDrop = dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data['grid'] === p.grid && source.data['line'] !== line.row.id,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        latest.current.acts.move(source.data['line'] as string, latest.current.at)
      },
    })
    return () => (stopDrag(), stopDrop())
  }, [line.row.id, p.grid, p.readOnly])
  const loose = Object.entries(line.problems).filter(([path]) => !columns.some((c) => c.path === path))
  return (
    <div
      ref={row}
      role="row"
      aria-rowindex={at + 2}
      aria-busy={line.isBusy || undefined}
      className={cx(
        'group relative border-b border-line',
        over && 'shadow-[0_-2px_0_var(--accent)]',
        p.active >= 0 && 'bg-canvas',
        p.marks.some((m) => line.row[m.path] === true) && 'text-ink-2',
      )}
    >
      <div className="grid grid-cols-3 px-1 py-1.5 @2xl:[grid-template-columns:var(--line-tight)] @3xl:[grid-template-columns:var(--line-columns)] @2xl:py-0 @2xl:pr-9">
        <span
          ref={handle}
          aria-hidden
          className={cx(
            'hidden cursor-grab items-center justify-center self-stretch text-ink-3 opacity-0 group-hover:opacity-100 @3xl:flex',
            p.readOnly && 'invisible',
          )}
        >
          <GripVertical size={13} />
        </span>
        {columns.map((column, i) => (
          <Cell key={column.path} {...p} column={column} index={i} />
        ))}
      </div>
      {loose.map(([path, message]) => (
        <div key={path} role="gridcell" className="px-2 pb-1.5 text-sm text-danger @3xl:pl-8">
          <p role="alert">{message}</p>
        </div>
      ))}
      {!p.readOnly && (
        <span role="gridcell" className="absolute top-1 right-1">
          <MoreMenu label={t('lines.menu', { number: at + 1 })} size="sm" tabIndex={-1}>
            {p.description && (
              <MenuItem onSelect={() => acts.edit(at, 'description')}>{t('lines.describe')}</MenuItem>
            )}
            {p.marks.map(({ path, field }) => (
              <MenuItem
                key={path}
                icon={line.row[path] === true ? '✓' : ' '}
                onSelect={() => acts.mark(line.row.id, path, line.row[path] !== true)}
              >
                {field.label}
              </MenuItem>
            ))}
            <MenuItem onSelect={() => acts.duplicate(line.row)}>{t('lines.duplicate')}</MenuItem>
            <MenuLine />
            <MenuItem disabled={at === 0} keys="alt+↑" onSelect={() => acts.move(line.row.id, at - 1)}>
              {t('lines.up')}
            </MenuItem>
            <MenuItem
              disabled={at === p.count - 1}
              keys="alt+↓"
              onSelect={() => acts.move(line.row.id, at + 1)}
            >
              {t('lines.down')}
            </MenuItem>
            <MenuLine />
            <MenuItem danger onSelect={() => acts.drop(line.row.id)}>
              {t('lines.remove')}
            </MenuItem>
          </MoreMenu>
        </span>
      )}
    </div>
  )
}

function Cell({ column, index, ...p }: RowProps & { column: LineColumn; index: number }) {
  const { line, at, acts } = p
  const value = line.row[column.path] ?? null
  const problem = line.problems[column.path]
  const isFirst = index === 0
  const described = isFirst && p.description && !isEmpty(line.row['description'])
  const isEditing = p.editing === column.path || (isFirst && p.editing === 'description')
  const edited = p.editing === 'description' && p.description ? p.description : column
  const byEnter = useRef(false)
  const onClick = (e: MouseEvent) => {
    acts.go(at, index)
    if (!column.isFixed && !(e.target as Element).closest('a')) acts.edit(at, column.path)
  }
  return (
    <div
      role="gridcell"
      id={`${p.grid}-${at}-${index}`}
      aria-colindex={index + 1}
      aria-readonly={column.isFixed || undefined}
      aria-invalid={problem ? true : undefined}
      title={problem}
      onClick={isEditing ? undefined : onClick}
      onKeyDownCapture={(e) => (byEnter.current = e.key === 'Enter')}
      onPointerDownCapture={() => (byEnter.current = false)}
      className={cx(
        'relative flex min-h-9 min-w-0 flex-col rounded-sm @2xl:justify-center px-1.5 @2xl:rounded-none @2xl:px-2',
        isFirst && 'col-span-3 pr-9 @2xl:col-span-1 @2xl:pr-2',
        column.isMinor && '@2xl:hidden @3xl:flex',
        kindOf(column.field).align === 'end' && 'figures @2xl:items-end',
        p.readOnly && !isFirst && isEmpty(value) && 'hidden @2xl:flex',
        !column.isFixed && 'cursor-text',
        problem && 'shadow-[inset_0_0_0_1px_var(--danger)]',
        p.active === index && 'group-focus/lines:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
    >
      {!isFirst && <span className="text-xs text-ink-3 @2xl:hidden">{column.field.label}</span>}
      <span className={cx('min-w-0', isFirst ? 'font-medium wrap-anywhere' : 'truncate')}>
        {isFirst && isEmpty(value) && described ? (
          <span className="whitespace-pre-wrap">{String(line.row['description'])}</span>
        ) : (
          <Value inside field={column.field} value={value} />
        )}
      </span>
      {described && !isEmpty(value) && (
        <span className="line-clamp-2 text-sm whitespace-pre-wrap text-ink-3">
          {String(line.row['description'])}
        </span>
      )}
      {isFirst &&
        p.marks
          .filter((m) => line.row[m.path] === true)
          .map((m) => (
            <span key={m.path} className="text-sm text-ink-3">
              {m.field.label}
            </span>
          ))}
      {isFirst && p.warning && <span className="text-sm text-warning">{p.warning}</span>}
      {problem && (
        <span role="alert" className="text-sm text-danger @2xl:sr-only">
          {problem}
        </span>
      )}
      {isEditing && <Editor key={edited.path} {...p} column={edited} byEnter={byEnter} />}
    </div>
  )
}

function Editor({
  column,
  byEnter,
  line,
  at,
  acts,
}: RowProps & { column: LineColumn; byEnter: { current: boolean } }) {
  const { field, value, back } = inGrid(column.field, line.row[column.path] ?? null)
  return (
    <Suspense>
      <CellEditor
        field={field}
        value={value}
        onCancel={acts.cancel}
        onSave={(v, leave) =>
          acts.save(at, column.path, back(v), leave === 'stay' && byEnter.current ? 'below' : leave)
        }
      />
    </Suspense>
  )
}
