import { useQuery } from '@tanstack/react-query'
import { api, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { keys, type Page } from '../../records.ts'
import type { Candidate } from './client.ts'

export type Named = Candidate & { name: string }

/** What else a thread may belong to, as far as he may see it. */
export function useCandidates(candidates: readonly Candidate[] | null): Named[] {
  const catalogue = useCatalogue()
  const of = candidates ?? []
  const { data } = useQuery({
    queryKey: [...keys.lists('mailThreads'), 'candidates', of.map((c) => c.id)],
    enabled: of.length > 0,
    queryFn: async ({ signal }) => {
      const asked = [...Map.groupBy(of, (c) => c.entity)].map(async ([name, some]) => {
        const entity = catalogue.entities[name]
        if (!entity) return []
        const filter = ['id', 'in', some.map((c) => c.id)]
        const ask = query({ filter, fields: entity.title, limit: 50 })
        const { items } = await api<Page>(`${entity.plural}${ask}`, { signal })
        return some.flatMap((c): Named[] => {
          const record = items.find((r) => r.id === c.id)
          return record ? [{ ...c, name: titleOf(catalogue, name, record) }] : []
        })
      })
      return (await Promise.all(asked)).flat()
    },
  })
  return data ?? []
}
