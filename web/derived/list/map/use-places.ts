import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../api.ts'
import { keys, type Filter } from '../../../records.ts'
import type { ListState } from '../use-list.ts'
import { type PlaceOnMap, type Spot } from './bubbles.ts'
import { project } from './projection.ts'

/** The field of the place, and where it is looked for when that has none. */
export type By = { by: string | undefined; otherwise?: string | undefined }
type Answer = { places: PlaceOnMap[]; without: number; beyond: number }

/** How many records are where: counted by the server, which sends no records. */
export function usePlaces(
  { entity, filter, q }: Pick<ListState, 'entity' | 'filter' | 'q'>,
  { by, otherwise }: By,
) {
  const body = { entity: entity.name, by, otherwise, filter, q }
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
export function conditionAt(
  { by, otherwise }: By,
  spots: readonly Spot[],
  andMore: (count: number) => string,
): Filter {
  const names = spots.slice(0, named).map((s) => s.name)
  const title = names.join(', ') + (spots.length > named ? ` ${andMore(spots.length - named)}` : '')
  const points = spots.map((s, i) => (i ? s.point : `${s.point} ${title.slice(0, 150)}`))
  const own: Filter = [by!, 'at', points]
  return otherwise
    ? {
        or: [
          own,
          {
            and: [
              [by!, 'empty'],
              [otherwise, 'at', points],
            ],
          },
        ],
      }
    : own
}

export const conditionWithout = ({ by, otherwise }: By): Filter =>
  otherwise
    ? {
        and: [
          [by!, 'empty'],
          [otherwise, 'empty'],
        ],
      }
    : [by!, 'empty']

export const narrowed = (filter: Filter | undefined, more: Filter): Filter => ({
  and: filter ? [filter, more] : [more],
})
