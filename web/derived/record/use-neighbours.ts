import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useMemo } from 'react'
import { keys, type Page } from '../../records.ts'

export type Neighbours = { previous: string | undefined; next: string | undefined; at: number; of: number }

/** The records before and after in the list one came from: the longest that knows this record. */
export function useNeighbours(plural: string, id: string): Neighbours | null {
  const client = useQueryClient()
  return useMemo(() => {
    const lists = client
      .getQueriesData<InfiniteData<Page>>({ queryKey: keys.lists(plural) })
      .map(([, data]) => data?.pages?.flatMap((page) => page.items.map((r) => r.id)) ?? [])
      .filter((ids) => ids.includes(id) && ids.length > 1)
      .toSorted((a, b) => b.length - a.length)
    const ids = lists[0]
    if (!ids) return null
    const at = ids.indexOf(id)
    return { previous: ids[at - 1], next: ids[at + 1], at: at + 1, of: ids.length }
  }, [client, plural, id])
}
