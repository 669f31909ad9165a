import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { keys, type Page, type Rec } from '../../records.ts'

/** What some list already knows of a record: enough to draw its page before the rest has come. */
export function seedFromLists(client: QueryClient, plural: string, id: string): Rec | undefined {
  for (const [, data] of client.getQueriesData<InfiniteData<Page>>({ queryKey: keys.lists(plural) }))
    for (const page of data?.pages ?? []) {
      const found = page.items.find((r) => r.id === id)
      if (found) return found
    }
  return undefined
}
