import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import { keys } from '../../records.ts'

type Doings = { update: boolean; delete: boolean; items: { name: string; refusal: string | null }[] }

/** The entity as far as this record is his: one that he may only read offers no change, and no operation that would be
 * refused now (who has won a deal is not asked to win it). Until the server has said, no operation is offered. */
export function useAsFarAsHis(entity: Entity, id: string, revision: number | undefined): Entity {
  const { data } = useQuery({
    queryKey: [...keys.one(entity.plural, id), 'operations', revision],
    queryFn: ({ signal }) => api<Doings>(`${entity.plural}/${id}/operations`, { signal }),
    enabled: revision !== undefined,
    placeholderData: keepPreviousData,
  })
  return useMemo(
    () => ({
      ...entity,
      operations: data?.items.filter((o) => o.refusal === null).map((o) => o.name) ?? [],
      rights: {
        ...entity.rights,
        ...(data?.update === false ? { update: 'none' } : {}),
        ...(data?.delete === false ? { delete: 'none' } : {}),
      },
    }),
    [entity, data],
  )
}
