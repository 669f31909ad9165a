import {
  infiniteQueryOptions,
  queryOptions,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query'
import { api, query } from './api.ts'

export type Ref = { id: string; title: string }
export type Rec = {
  id: string
  revision?: number
  custom?: Record<string, unknown>
  [field: string]: unknown
}
export type Filter =
  | readonly [string, string, unknown?]
  | { and: readonly Filter[] }
  | { or: readonly Filter[] }
  | { not: Filter }
export type Count = { value: number; exact: boolean }
export type Page = { items: Rec[]; next: string | null; count?: Count }

/** What a list asks the server for. */
export type Ask = {
  filter?: Filter | undefined
  sort?: string | undefined
  fields?: string | undefined
  q?: string | undefined
  bin?: boolean | undefined
  limit?: number | undefined
}

/** Keys of the cache: ['records', plural, …] is everything about an entity. */
export const keys = {
  all: (plural: string) => ['records', plural] as const,
  lists: (plural: string) => ['records', plural, 'list'] as const,
  list: (plural: string, ask: Ask) => ['records', plural, 'list', ask] as const,
  one: (plural: string, id: string) => ['records', plural, 'one', id] as const,
  history: (plural: string, id: string) => ['records', plural, 'history', id] as const,
}

export const pageSize = 50

/** A list page by page; the first page also tells how many there are. */
export const listQuery = (plural: string, ask: Ask) =>
  infiniteQueryOptions({
    queryKey: keys.list(plural, ask),
    queryFn: ({ pageParam, signal }) =>
      api<Page>(
        plural +
          query({
            limit: pageSize,
            ...ask,
            after: pageParam || undefined,
            count: pageParam === '' || undefined,
          }),
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    staleTime: 30_000,
  })

export const recordQuery = (plural: string, id: string) =>
  queryOptions({
    queryKey: keys.one(plural, id),
    queryFn: ({ signal }) => api<Rec>(`${plural}/${id}`, { signal }),
    staleTime: 30_000,
  })

/** A value by its path in a record: fields of references and customers' own ones too. */
export function valueAt(record: Rec, path: string): unknown {
  if (path in record) return record[path]
  let value: unknown = record
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key]
  return value
}

/** The record with one field changed; `custom.size` goes into `custom`. */
export function withValue(record: Rec, path: string, value: unknown): Rec {
  if (!path.startsWith('custom.')) return { ...record, [path]: value }
  return { ...record, custom: { ...record.custom, [path.slice(7)]: value } }
}

type Pages = InfiniteData<Page, string>

/** Changes records in every list that is kept. */
export function patchLists(client: QueryClient, plural: string, change: (record: Rec) => Rec | null) {
  client.setQueriesData<Pages>({ queryKey: keys.lists(plural) }, (data) =>
    data && 'pages' in data
      ? {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.flatMap((r) => change(r) ?? []) })),
        }
      : data,
  )
}

/** Puts what the server now says about a record wherever it is shown. A list keeps the columns it asked for. */
export function putRecord(client: QueryClient, plural: string, fresh: Rec) {
  client.setQueryData<Rec>(keys.one(plural, fresh.id), (old) => ({ ...old, ...fresh }))
  patchLists(client, plural, (r) => (r.id === fresh.id ? { ...r, ...fresh } : r))
}
