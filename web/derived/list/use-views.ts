import { useQuery } from '@tanstack/react-query'
import { api, query } from '../../api.ts'
import { keys, type Page, type Rec, type Ref } from '../../records.ts'
import type { Definition } from './search.ts'

export type SavedView = {
  id: string
  revision: number
  name: string
  isShared: boolean | null
  owner: Ref | null
  definition: Definition
}

/** Shared ones and his own: an administrator could read everybody's. */
const viewsAsk = (of: string) => ({
  filter: {
    and: [
      ['entity', 'is', of],
      {
        or: [
          ['owner', 'isMe'],
          ['isShared', 'is', true],
        ],
      },
    ],
  },
  sort: 'name',
  limit: 200,
})

export const useViews = (of: string): SavedView[] | undefined =>
  useQuery({
    queryKey: [...keys.lists('views'), of],
    queryFn: async ({ signal }) =>
      (await api<Page>(`views${query(viewsAsk(of))}`, { signal })).items as (Rec & SavedView)[],
    staleTime: 60_000,
  }).data
