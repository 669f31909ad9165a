import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isEmpty, textOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { valueAt } from '../../records.ts'
import type { ListState } from './use-list.ts'
import type { Rows } from './use-rows.ts'

const height = 62

/** On a phone: two lines a record, the name and what the next columns say. */
export function NarrowShape({ list, rows }: { list: ListState; rows: Rows }) {
  const { t } = useTranslation()
  const { entity, columns } = list
  const box = useRef<HTMLDivElement>(null)
  const { records, query } = rows
  const virtual = useVirtualizer({ count: records.length, getScrollElement: () => box.current, estimateSize: () => height, overscan: 6 })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= records.length - 20) void fetchNextPage()
  }, [last, records.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const [end, ...middle] = [...columns.slice(1)].sort((a, b) => rank(a.field.input) - rank(b.field.input))
  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <ul aria-label={entity.labelPlural} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const record = records[item.index]
          if (!record) return null
          return (
            <li key={record.id} className="absolute inset-x-0 border-b border-line" style={{ height, transform: `translateY(${item.start}px)` }}>
              <Link to="/$plural/$id" params={{ plural: entity.plural, id: record.id }} className="flex h-full flex-col justify-center gap-0.5 px-4 -outline-offset-2 active:bg-hover">
                <span className="flex items-baseline gap-3">
                  <span className="min-w-0 flex-1 truncate text-md font-medium">{textOf(entity.fields[entity.title]!, record[entity.title]) || t('list.unnamed')}</span>
                  {end && <span className="figures max-w-1/2 shrink-0 truncate text-ink-2"><Value inside field={end.field} value={valueAt(record, end.path)} /></span>}
                </span>
                <span className="flex gap-2 overflow-hidden text-ink-3">
                  {middle
                    .filter((c) => !isEmpty(valueAt(record, c.path)))
                    .slice(0, 3)
                    .map((c, i) => (
                      <span key={c.path} className="flex min-w-0 items-center gap-2">
                        {i > 0 && <span aria-hidden>·</span>}
                        <span className="truncate"><Value inside field={c.field} value={valueAt(record, c.path)} /></span>
                      </span>
                    ))}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

// What a person looks for at the right end of a line: money before anything, then a state.
const rank = (input: string) => ({ money: 0, choice: 1, lifecycle: 1 })[input] ?? 2
