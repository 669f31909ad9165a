import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { formatAgo } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { useSorry } from './use-all.ts'

export type Removals = { collection: string; from: string; to: string; n: number }

/** What programs removed in great number: each time comes back in one step. */
export function RemovedAtOnce({ all }: { all: Removals[] }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const bringBack = ({ n: _, ...which }: Removals) =>
    void api<{ ids: string[] }>('operations/calendar.restore', { method: 'POST', body: which })
      .then(({ ids }) => say(t('settings.calendars.broughtBack', { count: ids.length })), sorry)
      .finally(() => client.invalidateQueries({ queryKey: ['calendar-ledger'] }))
  return all.map((one) => (
    <div key={`${one.collection} ${one.to}`} className="pb-2">
      <Banner
        tone="warning"
        actions={<Button onClick={() => bringBack(one)}>{t('settings.calendars.bringBack')}</Button>}
      >
        {t(
          one.collection.endsWith('contacts')
            ? 'settings.calendars.contactsRemoved'
            : 'settings.calendars.activitiesRemoved',
          { count: one.n, ago: formatAgo(one.to) },
        )}
      </Banner>
    </div>
  ))
}
