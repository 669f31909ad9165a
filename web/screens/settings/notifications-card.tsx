import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Card } from './part.tsx'
import { useNotificationSetting } from './use-notification-setting.ts'

/** What one is told in the app; everything, until something is switched off. */
export function NotificationsCard() {
  const { t } = useTranslation()
  const setting = useNotificationSetting()
  const reasons = setting?.fields['silent']?.options ?? []
  if (!setting || reasons.length === 0) return null
  const silent = (setting.row?.['silent'] as string[] | null) ?? []
  const tell = (reason: string, isTold: boolean) =>
    void setting.set({ silent: isTold ? silent.filter((r) => r !== reason) : [...silent, reason] })
  return (
    <Card title={t('settings.notifications.title')} about={t('settings.notifications.about')}>
      <ul className="flex flex-col gap-1 py-2">
        {reasons.map((r) => (
          <li key={r.key}>
            <label className="flex min-h-8 items-center gap-2">
              <Checkbox checked={!silent.includes(r.key)} onCheckedChange={(isTold) => tell(r.key, isTold)} />
              {r.label}
            </label>
          </li>
        ))}
      </ul>
    </Card>
  )
}
