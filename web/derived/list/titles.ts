import { useQueries } from '@tanstack/react-query'
import { useCatalogue } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { recordQuery, type Ref } from '../../records.ts'

/** Names of records that are known only by id (a filter in the address keeps ids). */
export function useTitles(entity: string | undefined, ids: readonly string[]): Ref[] {
  const catalogue = useCatalogue()
  const plural = entity ? catalogue.entities[entity]?.plural : undefined
  const found = useQueries({
    queries: plural ? ids.map((id) => ({ ...recordQuery(plural, id), retry: false })) : [],
  })
  return ids.map((id, i) => {
    const record = found[i]?.data
    return { id, title: record && entity ? titleOf(catalogue, entity, record) : '…' }
  })
}
