import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { say } from '../../ui/toast.tsx'
import { useSorry } from './use-all.ts'

type Place = { id: string; name: string; isUsual: boolean }
type Chosen = { calendar: string | null; list: string | null }
const run = <T,>(name: string, body: object) => api<T>(`operations/outlook.${name}`, { method: 'POST', body })

/** Which calendar and which list of tasks of Microsoft 365 is synchronised. */
export function OutlookPlaces({
  chosen,
  kinds,
  onDone,
}: {
  chosen: Chosen
  kinds: readonly string[]
  onDone(): Promise<void>
}) {
  const { t } = useTranslation()
  const sorry = useSorry()
  const { data } = useQuery({
    queryKey: ['outlook-places'],
    queryFn: () => run<{ calendars: Place[]; lists: Place[] }>('places', {}),
    staleTime: 300_000,
    retry: false,
  })
  if (!data) return null
  const all = { calendar: data.calendars, list: data.lists }
  const choose = (said: Partial<Chosen>) =>
    void run('choose', Object.fromEntries(Object.entries({ ...chosen, ...said }).filter(([, id]) => id)))
      .then(() => say(t('settings.outlook.asked')), sorry)
      .finally(onDone)
  const shown = (['calendar', 'list'] as const).filter(
    (key) => kinds.includes(key === 'calendar' ? 'appointments' : 'tasks') && all[key].length > 1,
  )
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {shown.map((key) => (
        <Field key={key} label={t(`settings.outlook.places.${key}`)}>
          {(slot) => (
            <Select
              {...slot}
              items={all[key].map((p) => ({ value: p.id, label: p.name }))}
              value={chosen[key] ?? all[key].find((p) => p.isUsual)?.id ?? null}
              onChange={(id) => choose({ [key]: id })}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
