import { useQuery } from '@tanstack/react-query'
import { api, query } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import { keys, type Filter } from '../../records.ts'

export type Sum = { amount: string; currency: string | null }
export type SummaryGroup = { value: unknown; count: number; sums: Sum[] }

/** How many records, and how much, by the values of a field. */
export const useSummary = (
  entity: Entity,
  ask: {
    group: string | undefined
    sum?: string | undefined
    filter?: Filter | undefined
    q?: string | undefined
  },
) =>
  useQuery({
    queryKey: [...keys.lists(entity.plural), 'summary', ask],
    queryFn: async ({ signal }) =>
      (await api<{ groups: SummaryGroup[] }>(`${entity.plural}/summary${query(ask)}`, { signal })).groups,
    enabled: ask.group !== undefined,
    staleTime: 30_000,
  })

export const groupKey = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? (value as { id: string }).id
      : String(value)
