import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../catalogue.ts'
import { calledIn, kindOf, textOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { valueAt, type Rec } from '../../records.ts'
import { cx } from '../../ui/class.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { ListState } from './use-list.ts'
import type { Rows } from './use-rows.ts'
import type { Selection } from './use-selection.ts'

const height = 62

/** On a phone: two lines a record, the name and what the next columns say. */
export function NarrowShape({
  list,
  rows,
  selection,
}: {
  list: ListState
  rows: Rows
  /** Without one nothing is selected. */
  selection?: Selection
}) {
  const { t } = useTranslation()
  const { entity, columns } = list
  const box = useRef<HTMLDivElement>(null)
  const { records, query } = rows
  const virtual = useVirtualizer({
    count: records.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= records.length - 20) void fetchNextPage()
  }, [last, records.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const nameOf = (record: Rec) => calledIn(entity, record) || t('list.unnamed')
  const rest = columns.slice(1)
  const end = rest.toSorted((a, b) => rank(a.field) - rank(b.field))[0]
  const middle = rest.filter((c) => c !== end)
  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <ul aria-label={entity.labelPlural} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const record = records[item.index]
          if (!record) return null
          return (
            <li
              key={record.id}
              className={cx(
                'absolute inset-x-0 flex border-b border-line',
                selection?.ids.has(record.id) && 'bg-accent-soft',
              )}
              style={{ height, transform: `translateY(${item.start}px)` }}
            >
              {selection && (
                <label className="flex w-11 shrink-0 items-center justify-center">
                  <Checkbox
                    aria-label={t('list.selectRow', { name: nameOf(record) })}
                    checked={selection.ids.has(record.id)}
                    onCheckedChange={() => selection.toggle(record.id)}
                  />
                </label>
              )}
              <Link
                to="/$plural/$id"
                params={{ plural: entity.plural, id: record.id }}
                className={cx(
                  'flex h-full min-w-0 flex-1 flex-col justify-center gap-0.5 pr-4 -outline-offset-2 hover:bg-hover active:bg-hover',
                  !selection && 'pl-4',
                )}
              >
                <span className="flex items-baseline gap-3">
                  <span className="min-w-0 flex-1 truncate text-md font-medium">{nameOf(record)}</span>
                  {end && (
                    <span className="figures max-w-1/2 shrink-0 truncate text-ink-2">
                      <Value inside field={end.field} value={valueAt(record, end.path)} />
                    </span>
                  )}
                </span>
                <span className="truncate text-ink-3">
                  {middle
                    .map((c) => textOf(c.field, valueAt(record, c.path)))
                    .filter(Boolean)
                    .slice(0, 3)
                    .join(' · ')}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

// What a person looks for at the right end of a line: a sum before anything, then a state.
const rank = (field: Field) => (kindOf(field).adds ? 0 : field.options ? 1 : 2)
