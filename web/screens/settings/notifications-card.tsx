import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, newKey, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { keys, type Page } from '../../records.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Card } from './part.tsx'
import { useSorry } from './use-all.ts'

const plural = 'notificationSettings'

/** What one is told in the app; everything, until something is switched off. */
export function NotificationsCard() {
  const { t } = useTranslation()
  const entity = useCatalogue().entities['notificationSetting']
  const client = useQueryClient()
  const sorry = useSorry()
  const key = [...keys.lists(plural), 'mine']
  const { data } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      (
        await api<Page>(`${plural}${query({ filter: ['owner', 'isMe'], limit: 1, fields: 'silent' })}`, {
          signal,
        })
      ).items,
    enabled: entity !== undefined,
  })
  const reasons = entity?.fields['silent']?.options ?? []
  if (!data || reasons.length === 0) return null
  const [row] = data
  const silent = (row?.['silent'] as string[] | null) ?? []
  const set = async (reason: string, isTold: boolean) => {
    const body = { silent: isTold ? silent.filter((r) => r !== reason) : [...silent, reason] }
    await api(row ? `${plural}/${row.id}` : plural, {
      method: row ? 'PATCH' : 'POST',
      body,
      once: newKey(),
    }).catch(sorry)
    await client.invalidateQueries({ queryKey: key })
  }
  return (
    <Card title={t('settings.notifications.title')} about={t('settings.notifications.about')}>
      <ul className="flex flex-col gap-1 py-2">
        {reasons.map((r) => (
          <li key={r.key}>
            <label className="flex min-h-8 items-center gap-2">
              <Checkbox
                checked={!silent.includes(r.key)}
                onCheckedChange={(isTold) => void set(r.key, isTold)}
              />
              {r.label}
            </label>
          </li>
        ))}
      </ul>
    </Card>
  )
}
