import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { listQuery, valueAt, type Count, type Rec } from '../../records.ts'
import type { ListState } from './use-list.ts'

export type GroupHead = { kind: 'group'; key: string; value: unknown; isFolded: boolean }
export type Line = GroupHead | { kind: 'record'; record: Rec; at: number }

const keyOf = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? String((value as { id?: string }).id ?? JSON.stringify(value))
      : String(value)

/** Records in their order, headed by groups when there are any. `at` counts records alone. */
function linesOf(records: readonly Rec[], group: string | undefined, folded: ReadonlySet<string>): Line[] {
  if (!group) return records.map((record, at) => ({ kind: 'record', record, at }))
  const lines: Line[] = []
  let head: GroupHead | undefined
  records.forEach((record, at) => {
    const value = valueAt(record, group)
    const key = keyOf(value)
    if (!head || head.key !== key) {
      head = { kind: 'group', key, value, isFolded: folded.has(key) }
      lines.push(head)
    }
    if (!head.isFolded) lines.push({ kind: 'record', record, at })
  })
  return lines
}

/** The records of a list, page after page as they are scrolled to. */
export function useRows(list: ListState) {
  const query = useInfiniteQuery(listQuery(list.entity.plural, list.ask))
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const records = useMemo(() => query.data?.pages.flatMap((p) => p.items) ?? [], [query.data])
  const lines = useMemo(() => linesOf(records, list.group, folded), [records, list.group, folded])
  const fold = (key: string) =>
    setFolded((now) => (now.has(key) ? new Set([...now].filter((k) => k !== key)) : new Set([...now, key])))
  return { query, records, lines, fold, count: query.data?.pages[0]?.count as Count | undefined }
}
export type Rows = ReturnType<typeof useRows>
