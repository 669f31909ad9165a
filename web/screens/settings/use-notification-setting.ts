import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, newKey, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { keys, type Page } from '../../records.ts'
import { useSorry } from './use-all.ts'

const plural = 'notificationSettings'
const key = [...keys.lists(plural), 'mine']

/** How one wants to be told, and how to say otherwise; null until it is known. A row is made with the first wish. */
export function useNotificationSetting() {
  const entity = useCatalogue().entities['notificationSetting']
  const client = useQueryClient()
  const sorry = useSorry()
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      api<Page>(
        `${plural}${query({ filter: ['owner', 'isMe'], limit: 1, fields: 'silent,digest,digestHour' })}`,
        { signal },
      ),
    enabled: entity !== undefined,
  })
  if (!entity || !data) return null
  const row = data.items[0]
  const set = async (body: object) => {
    await api(row ? `${plural}/${row.id}` : plural, {
      method: row ? 'PATCH' : 'POST',
      body,
      once: newKey(),
    }).catch(sorry)
    await client.invalidateQueries({ queryKey: key })
  }
  return { fields: entity.fields, row, set }
}
