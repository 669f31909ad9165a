import {
  Fragment,
  useId,
  useRef,
  useState,
  type ClipboardEvent,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'
import type { Rec, Ref } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { isTyping } from '../../shell/keys.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { AddLine } from './add-line.tsx'
import { columnsOf, tracksOf } from './columns.ts'
import { LineRow, type Acts } from './line-row.tsx'
import { cellsOf, readCells } from './pasted.ts'
import { SectionHead } from './section-head.tsx'
import { Sums } from './sums.tsx'
import { useLines, type Parent } from './use-lines.ts'

export type LinesProps = {
  /** The entity of the lines, and the document that they are a part of. */
  entity: Entity
  parent: Parent
  currency: string
  columns?: readonly string[]
  /** Yes-or-no fields that a line's menu sets. */
  marks?: readonly string[]
  readOnly?: boolean
  /** What must be said of a line, under its name. */
  warn?: ((line: Rec) => string | null) | undefined
  /** What stands under the lines; the sum of their amounts, if not said. */
  totals?: (lines: readonly Rec[]) => ReactNode
  label?: string
}

const usual = ['product', 'quantity', 'unit', 'unitPrice', 'discount', 'taxRate', 'amount']
const none: readonly string[] = []

/** The lines of a deal, a quote, an order or an invoice, edited on one screen. */
export function Lines(p: LinesProps) {
  const { entity, parent, currency, readOnly = false } = p
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const grid = useId()
  const frame = useRef<HTMLDivElement>(null)
  const lines = useLines(entity, parent)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const [editing, setEditing] = useState<{ row: number; path: string } | null>(null)
  const [newSection, setNewSection] = useState<string | null>(null)
  const mayAdd = !readOnly && entity.rights.create
  const columns = columnsOf(entity, p.columns ?? usual, { currency, readOnly })
  const [description] = columnsOf(entity, ['description'], { currency, readOnly })
  const marks = columnsOf(entity, p.marks ?? none, { currency, readOnly })
  const hasSections = entity.fields['section'] !== undefined
  const count = lines.lines.length
  const addId = `${grid}-add`
  if (lines.error) return <FailedToLoad error={lines.error} retry={() => location.reload()} />

  const focus = () => frame.current?.focus({ preventScroll: true })
  const go = (row: number, column: number) => {
    if (row >= count) return document.getElementById(addId)?.focus()
    const to = {
      row: Math.max(0, Math.min(count - 1, row)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    }
    setCursor(to)
    document.getElementById(`${grid}-${to.row}-${to.column}`)?.scrollIntoView({ block: 'nearest' })
  }
  const edit = (row: number, path: string) => {
    const column = path === 'description' ? description : columns.find((c) => c.path === path)
    if (column && !column.isFixed) setEditing({ row, path })
  }
  /** The next cell that can be typed in, in this line or the one after. */
  const step = (row: number, path: string, by: 1 | -1) => {
    for (let at = columns.findIndex((c) => c.path === path) + by, r = row; ; at += by) {
      if (at < 0 || at >= columns.length) {
        r += by
        at = by > 0 ? 0 : columns.length - 1
      }
      if (r < 0 || r >= count) return (setEditing(null), go(r, 0))
      if (columns[at]!.isFixed) continue
      go(r, at)
      return setEditing({ row: r, path: columns[at]!.path })
    }
  }
  const sectionOfLast = () => newSection ?? lines.lines.at(-1)?.row['section'] ?? null
  const add = (values: Record<string, unknown>) => {
    const section = hasSections && sectionOfLast() ? { section: sectionOfLast() } : {}
    setNewSection(null)
    lines.add({ ...section, ...values })
  }
  const acts: Acts = {
    go,
    edit,
    cancel: () => {
      setEditing(null)
      focus()
    },
    save: (row, path, value, leave) => {
      const line = lines.lines[row]!
      if (JSON.stringify(line.row[path] ?? null) !== JSON.stringify(value))
        lines.change(line.row.id, { [path]: value })
      if (leave === 'next' || leave === 'previous') return step(row, path, leave === 'next' ? 1 : -1)
      setEditing(null)
      focus()
      if (leave === 'below')
        go(
          row + 1,
          columns.findIndex((c) => c.path === path),
        )
    },
    move: lines.move,
    drop: (id) => {
      lines.drop(id)
      focus()
    },
    mark: (id, path, value) => lines.change(id, { [path]: value }),
    duplicate: (row) => {
      const kept = [...columns, ...marks, ...(description ? [description] : [])].filter((c) => !c.isFixed)
      add(Object.fromEntries(kept.flatMap((c) => (row[c.path] == null ? [] : [[c.path, row[c.path]]]))))
    },
  }

  const onKeyDown = (e: KeyboardEvent) => {
    if (e.defaultPrevented || isTyping(e.target) || editing) return
    const { row, column } = cursor
    const here = lines.lines[row]
    if (!here) return
    const moves: Record<string, () => void> = {
      ArrowUp: () =>
        e.altKey ? row > 0 && (lines.move(here.row.id, row - 1), go(row - 1, column)) : go(row - 1, column),
      ArrowDown: () =>
        e.altKey
          ? row < count - 1 && (lines.move(here.row.id, row + 1), go(row + 1, column))
          : go(row + 1, column),
      ArrowLeft: () => go(row, column - 1),
      ArrowRight: () => go(row, column + 1),
      Home: () => go(e.ctrlKey ? 0 : row, 0),
      End: () => go(e.ctrlKey ? count - 1 : row, columns.length - 1),
      Enter: () => edit(row, columns[column]!.path),
      F2: () => edit(row, columns[column]!.path),
      Delete: () => !readOnly && (e.ctrlKey ? acts.drop(here.row.id) : clear(here.row.id, column)),
      Escape: () => lines.forget(here.row.id),
    }
    const run = moves[e.key]
    if (run) {
      e.preventDefault()
      e.stopPropagation()
      run()
    } else if (e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey) {
      // The editor has the focus before the letter comes: what is typed over a cell goes into it.
      e.stopPropagation()
      flushSync(() => edit(row, columns[column]!.path))
    }
  }
  const clear = (id: string, column: number) => {
    const { path, isFixed, field } = columns[column]!
    if (!isFixed && !field.required) lines.change(id, { [path]: null })
  }
  const onPaste = async (e: ClipboardEvent) => {
    if (readOnly || isTyping(e.target)) return
    e.preventDefault()
    const cells = cellsOf(e.clipboardData.getData('text/plain'))
    const from = count === 0 ? 0 : cursor.column
    const { rows, unread } = await readCells(catalogue, columns.slice(from), cells)
    const section = sectionOfLast()
    rows.forEach((values, i) => {
      const line = count === 0 ? undefined : lines.lines[cursor.row + i]
      if (line) lines.change(line.row.id, values)
      else if (mayAdd) add({ ...values, ...(section ? { section } : {}) })
    })
    say(
      [t('lines.pasted', { count: rows.length }), unread ? t('lines.unread', { count: unread }) : ''].join(
        ' ',
      ),
    )
  }
  const rename = (from: string, to: string) => {
    for (const { row } of lines.lines)
      if ((row['section'] ?? '') === from) lines.change(row.id, { section: to || null })
  }

  return (
    <div className="@container" style={tracksOf(columns) as CSSProperties}>
      <div
        ref={frame}
        role="grid"
        tabIndex={0}
        aria-label={p.label ?? entity.labelPlural}
        aria-description={readOnly ? undefined : t('lines.keys')}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        aria-activedescendant={count ? `${grid}-${cursor.row}-${cursor.column}` : undefined}
        onKeyDown={onKeyDown}
        onPaste={(e) => void onPaste(e)}
        className="group/lines outline-none"
      >
        <div
          role="row"
          className="sr-only border-b border-line text-sm font-medium text-ink-3 @2xl:not-sr-only @2xl:grid @2xl:pr-9! @2xl:pl-1! @2xl:[grid-template-columns:var(--line-tight)] @3xl:[grid-template-columns:var(--line-columns)]"
        >
          <span aria-hidden className="hidden @3xl:block" />
          {columns.map((c) => (
            <span
              key={c.path}
              role="columnheader"
              className={cx(
                'px-2 py-1.5 leading-tight wrap-anywhere hyphens-auto',
                c.isMinor && '@2xl:hidden @3xl:block',
                kindOf(c.field).align === 'end' && 'text-right',
              )}
            >
              {c.field.label}
            </span>
          ))}
        </div>
        {lines.isLoading && <Skeleton lines={3} />}
        {lines.lines.map((line, i) => {
          const section = String(line.row['section'] ?? '')
          const begins = hasSections && section !== String(lines.lines[i - 1]?.row['section'] ?? '')
          return (
            <Fragment key={line.row.id}>
              {begins && section !== '' && (
                <SectionHead
                  key={section}
                  name={section}
                  readOnly={readOnly}
                  onRename={(to) => rename(section, to)}
                />
              )}
              <LineRow
                grid={grid}
                line={line}
                at={i}
                count={count}
                columns={columns}
                marks={marks}
                description={description}
                active={cursor.row === i ? cursor.column : -1}
                editing={editing?.row === i ? editing.path : null}
                warning={p.warn?.(line.row) ?? null}
                readOnly={readOnly}
                acts={acts}
              />
            </Fragment>
          )
        })}
        {newSection !== null && (
          <SectionHead name={newSection} readOnly={false} autoFocus onRename={setNewSection} />
        )}
      </div>
      {readOnly && count === 0 && !lines.isLoading && (
        <p className="px-2 py-3 text-ink-3">{t('lines.none')}</p>
      )}
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2 py-1">
        {mayAdd && (
          <div className="flex min-w-60 flex-1 items-center gap-2">
            <div className="min-w-0 flex-1">
              {entity.fields['product'] && (
                <AddLine
                  id={addId}
                  field={entity.fields['product']}
                  onAdd={(product: Ref) => add({ product })}
                  inWords={description ? (text) => add({ description: text }) : null}
                  onLeave={focus}
                />
              )}
            </div>
            {hasSections && newSection === null && (
              <Button size="sm" look="quiet" onClick={() => setNewSection('')}>
                {t('lines.addSection')}
              </Button>
            )}
          </div>
        )}
        <div className="ml-auto px-2 py-1.5 text-right">
          {p.totals ? (
            p.totals(lines.lines.map((l) => l.row))
          ) : (
            <Sums lines={lines.lines.map((l) => l.row)} />
          )}
        </div>
      </div>
    </div>
  )
}
