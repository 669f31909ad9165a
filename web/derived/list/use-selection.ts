import { useCallback, useMemo, useRef, useState } from 'react'
import type { Rec } from '../../records.ts'

/** Which rows are selected; shift takes everything from the last one touched. */
export function useSelection(records: readonly Rec[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const anchor = useRef<string | null>(null)
  const latest = useRef(records)
  latest.current = records
  const toggle = useCallback((id: string, through = false) => {
    setIds((now) => {
      const next = new Set(now)
      const list = latest.current
      const from = list.findIndex((r) => r.id === anchor.current)
      const to = list.findIndex((r) => r.id === id)
      if (through && from >= 0 && to >= 0)
        for (const r of list.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(r.id)
      else if (!next.delete(id)) next.add(id)
      return next
    })
    anchor.current = id
  }, [])
  const clear = useCallback(() => setIds(new Set()), [])
  const take = useCallback((all: readonly string[]) => setIds(new Set(all)), [])
  const shown = useMemo(() => records.filter((r) => ids.has(r.id)).length, [records, ids])
  return {
    ids,
    toggle,
    clear,
    take,
    isAll: records.length > 0 && shown === records.length,
    isSome: shown > 0,
  }
}
export type Selection = ReturnType<typeof useSelection>
