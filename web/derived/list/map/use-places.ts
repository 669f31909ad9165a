import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../api.ts'
import { keys, type Filter } from '../../../records.ts'
import type { ListState } from '../use-list.ts'
import { type PlaceOnMap, type Spot } from './bubbles.ts'
import { project } from './projection.ts'

type Answer = { places: PlaceOnMap[]; without: number; beyond: number }

/** How many records are where: counted by the server, which sends no records. */
export function usePlaces({ entity, filter, q }: ListState, by: string | undefined) {
  const body = { entity: entity.name, by, filter, q }
  const query = useQuery({
    queryKey: [...keys.lists(entity.plural), 'map', body],
    queryFn: ({ signal }) => api<Answer>('operations/map.places', { method: 'POST', body, signal }),
    enabled: by !== undefined,
    staleTime: 30_000,
  })
  const spots = useMemo(
    () => query.data?.places.map((p): Spot => ({ ...p, ...project(p.longitude, p.latitude) })) ?? [],
    [query.data],
  )
  return { query, spots }
}

const named = 3

/** Records of some places, as a condition; the first point says what they are called. */
export const conditionAt = (
  by: string,
  spots: readonly Spot[],
  andMore: (count: number) => string,
): Filter => {
  const names = spots.slice(0, named).map((s) => s.name)
  const title = names.join(', ') + (spots.length > named ? ` ${andMore(spots.length - named)}` : '')
  return [by, 'at', spots.map((s, i) => (i ? s.point : `${s.point} ${title.slice(0, 150)}`))]
}

export const narrowed = (filter: Filter | undefined, more: Filter): Filter => ({
  and: filter ? [filter, more] : [more],
})
