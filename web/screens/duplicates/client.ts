import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { api, newKey } from '../../api.ts'
import { catalogueQuery, type Catalogue } from '../../catalogue.ts'
import { keys, type Rec, type Ref } from '../../records.ts'

/** What one field says: how alike it is, and how much that weighs, in bits; above 0 speaks for one client. */
export type Part = { field: string; level: string; weight: number }
type Score = { probability: number; weight: number; parts: Part[] }
export type Pair = Score & { a: string; b: string }
export type Likely = Score & { id: string; title: string }
export type Group = { id: string; weight: number; records: Rec[]; pairs: Pair[] }
export type KnownClient = Score & { entity: string; record: Rec }
export type Links = {
  entity: string
  field: string
  label: string
  fieldLabel: string
  counts: Record<string, number>
}
export type Compared = { records: Rec[]; pairs: Pair[]; links: Links[] }
export type Merge = {
  id: string
  into: { id: string; title: string | null }
  from: { id: string; title: string | null }[]
  mergedAt: string
  mergedBy: Ref | null
  byRule: boolean
  probability: number | null
  undoneAt: string | null
  moved: number
}
export type Scan = {
  id: string
  status: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'
  phase: string | null
  progress: number
  records: number | null
  found: number | null
  problem: string | null
  finishedAt: string | null
}

export const run = <T>(name: string, input: object, signal?: AbortSignal) =>
  api<T>(`operations/${name}`, { method: 'POST', body: input, signal })
export const act = <T>(name: string, input: object) =>
  api<T>(`operations/${name}`, { method: 'POST', body: input, once: newKey() })

/** Kinds of record that are compared. */
export const comparedIn = ({ operations, entities }: Catalogue) =>
  (operations['duplicate.find']?.input['entity']?.options ?? []).flatMap((o) => entities[o.key] ?? [])

const all = ['duplicates'] as const

export const groupsQuery = (entity: string, certainty: string) =>
  infiniteQueryOptions({
    queryKey: [...all, 'groups', entity, certainty] as const,
    queryFn: ({ pageParam, signal }) =>
      run<{ items: Group[]; next: string | null }>(
        'duplicate.list',
        {
          entity,
          ...(certainty ? { certainty } : {}),
          ...(pageParam ? { after: pageParam } : {}),
          limit: 30,
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

/** Leads that are likely clients already. */
export const clientsQuery = infiniteQueryOptions({
  queryKey: [...all, 'clients'] as const,
  queryFn: ({ pageParam, signal }) =>
    run<{ items: { lead: Rec; clients: KnownClient[] }[]; next: string | null }>(
      'duplicate.clients',
      { limit: 30, ...(pageParam ? { after: pageParam } : {}) },
      signal,
    ),
  initialPageParam: '',
  getNextPageParam: (last) => last.next,
})

export const comparedQuery = (entity: string, ids: readonly string[]) =>
  queryOptions({
    queryKey: [...all, 'compared', entity, ids.join()] as const,
    queryFn: ({ signal }) => run<Compared>('duplicate.compare', { entity, ids }, signal),
    enabled: ids.length > 1,
  })

export const mergesQuery = (entity: string, id: string | null, byRule = false) =>
  infiniteQueryOptions({
    queryKey: [...all, 'merges', entity, id, byRule] as const,
    queryFn: ({ pageParam, signal }) =>
      run<{ items: Merge[]; next: string | null }>(
        'merge.list',
        {
          entity,
          ...(id ? { id } : {}),
          ...(byRule ? { byRule } : {}),
          ...(pageParam ? { after: pageParam } : {}),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

const goes = (scan: Scan | null | undefined) => scan?.status === 'waiting' || scan?.status === 'running'
export const scanQuery = (entity: string) =>
  queryOptions({
    queryKey: [...all, 'scan', entity] as const,
    queryFn: async ({ signal }) =>
      (await run<{ scan: Scan | null }>('duplicate.status', { entity }, signal)).scan,
    refetchInterval: ({ state }) => (goes(state.data) ? 1000 : false),
  })
export { goes }

/** Of a record that is there, in its revision, or of what is being typed. */
export const likelyQuery = (entity: string, values: Record<string, unknown>, revision = 0) =>
  queryOptions({
    queryKey: [...all, 'likely', entity, values, revision] as const,
    queryFn: async ({ signal }) =>
      (await run<{ items: Likely[] }>('duplicate.find', { entity, values }, signal)).items,
    staleTime: 10_000,
    retry: false,
  })

/** After records became one, or two again: whatever shows them reads anew. */
export async function refreshAll(client: QueryClient, entity: string) {
  const plural = client.getQueryData<Catalogue>(catalogueQuery.queryKey)?.entities[entity]?.plural
  await Promise.all([
    client.invalidateQueries({ queryKey: all }),
    plural && client.invalidateQueries({ queryKey: keys.all(plural) }),
  ])
}
