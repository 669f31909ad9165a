import { useNavigate } from '@tanstack/react-router'
import { Keyboard, LogOut, Settings, Upload } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue.ts'
import { localeNames, locales } from '../i18n.ts'
import { storedTheme } from '../theme.ts'
import { MenuChoice, MenuItem, MenuLine } from '../ui/menu.tsx'
import { show } from './overlays.ts'
import { usePreferences } from './preferences.ts'

export function UserMenuItems() {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const navigate = useNavigate()
  const preferences = usePreferences()
  const signOut = () => void import('../offline/sign-out.ts').then((m) => m.signOut(t('shell.signOutAway')))
  const [theme, setShown] = useState(storedTheme())
  return (
    <>
      <MenuChoice
        label={t('shell.theme')}
        value={theme}
        onChange={(v) => (setShown(v), void preferences.theme(v))}
        items={(['auto', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`shell.themes.${value}`),
        }))}
      />
      <MenuLine />
      <MenuChoice
        label={t('shell.language')}
        value={user.locale}
        onChange={(v) => void preferences.locale(v)}
        items={locales.map((value) => ({ value, label: localeNames[value] }))}
      />
      <MenuLine />
      <MenuItem icon={<Upload size={14} />} onSelect={() => void navigate({ to: '/import' as never })}>
        {t('shell.import')}
      </MenuItem>
      <MenuItem
        icon={<Settings size={14} />}
        keys="mod+,"
        onSelect={() => void navigate({ to: '/settings' as never })}
      >
        {t('shell.settings')}
      </MenuItem>
      <MenuItem icon={<Keyboard size={14} />} keys="?" onSelect={() => show({ kind: 'help' })}>
        {t('shell.keyboard')}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<LogOut size={14} />} onSelect={signOut}>
        {t('shell.signOut')}
      </MenuItem>
    </>
  )
}
