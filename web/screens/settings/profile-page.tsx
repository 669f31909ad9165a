import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { catalogueQuery, useCatalogue } from '../../catalogue.ts'
import { localeNames, locales } from '../../i18n.ts'
import { usePreferences } from '../../shell/preferences.ts'
import { storedTheme } from '../../theme.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { say } from '../../ui/toast.tsx'
import { DigestCard } from './digest-card.tsx'
import { NotificationsCard } from './notifications-card.tsx'
import { Card, SettingsPage } from './part.tsx'
import { useSorry } from './use-all.ts'

const themes = ['auto', 'light', 'dark'] as const

/** What one sets for oneself: kept at once, on every machine. */
export function ProfilePage() {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const preferences = usePreferences()
  const [theme, setTheme] = useState(storedTheme())
  return (
    <SettingsPage title={t('settings.pages.profile')}>
      <div className="flex items-center gap-3">
        <Avatar name={user.name} size={44} />
        <div className="min-w-0">
          <p className="text-md font-semibold">{user.name}</p>
          <p className="text-ink-2">{[user.email, user.roleName].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      <Card>
        <div className="grid max-w-md gap-4 pt-3 pb-1">
          <Field label={t('shell.language')}>
            {(slot) => (
              <Select
                {...slot}
                value={user.locale}
                onChange={(v) => void preferences.locale(v)}
                items={locales.map((value) => ({ value, label: localeNames[value] }))}
              />
            )}
          </Field>
          <Field label={t('shell.theme')}>
            {(slot) => (
              <Select
                {...slot}
                value={theme}
                onChange={(v) => (setTheme(v), void preferences.theme(v))}
                items={themes.map((value) => ({ value, label: t(`shell.themes.${value}`) }))}
              />
            )}
          </Field>
          <TimeZone />
        </div>
      </Card>
      <NotificationsCard />
      <DigestCard />
    </SettingsPage>
  )
}

function TimeZone() {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const client = useQueryClient()
  const sorry = useSorry()
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zones = [...new Set([user.timeZone, here, ...Intl.supportedValuesOf('timeZone')])]
  const keep = (timeZone: string | null) =>
    timeZone &&
    void api('me', { method: 'PATCH', body: { timeZone } }).then(() => {
      say(t('settings.saved'))
      return client.invalidateQueries(catalogueQuery)
    }, sorry)
  return (
    <Field
      label={t('settings.timeZone')}
      hint={here === user.timeZone ? undefined : t('settings.timeZoneHere', { zone: here })}
    >
      {(slot) => (
        <Combobox
          {...slot}
          required
          items={zones}
          itemKey={(z) => z}
          itemLabel={(z) => z.replaceAll('_', ' ')}
          value={user.timeZone}
          onChange={keep}
        />
      )}
    </Field>
  )
}
