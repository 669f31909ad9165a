import type { QueryClient } from '@tanstack/react-query'
import { catalogueQuery } from '../catalogue.ts'
import { kept } from './kept.ts'
import { heard, isAway, onNetwork } from './network.ts'

/** What this user may see, as the server said last; everything is asked for anew as soon as it can be reached. */
export async function keptCatalogue(client: QueryClient) {
  const catalogue = await kept('catalogue').catch(() => null)
  if (!catalogue) return null
  client.setQueryData(catalogueQuery.queryKey, catalogue)
  // It did not answer, or not in time.
  heard(false)
  const stop = onNetwork(() => {
    if (isAway()) return
    stop()
    void client.invalidateQueries()
  })
  return catalogue
}
