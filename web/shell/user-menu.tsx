import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, Keyboard, LogOut, Settings, Upload } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { catalogueQuery, useCatalogue } from '../catalogue.ts'
import { localeNames, locales, setLocale, type Locale } from '../i18n.ts'
import { setTheme, storedTheme, type Theme } from '../theme.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu.tsx'
import { show } from './overlays.ts'

/** Shown at once, kept with the user so that other machines know too. */
export function usePreferences() {
  const client = useQueryClient()
  const keep = (values: Record<string, unknown>) =>
    api('me', { method: 'PATCH', body: values }).catch(() => {})
  return {
    theme: async (theme: Theme) => {
      setTheme(theme)
      await keep({ theme })
    },
    locale: async (locale: Locale) => {
      await keep({ locale })
      await setLocale(locale)
      // Labels of entities and fields come in the user's language.
      await client.invalidateQueries(catalogueQuery)
    },
  }
}

export function UserMenu({ small }: { small: boolean }) {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const navigate = useNavigate()
  const preferences = usePreferences()
  const signOut = () => void import('../offline/sign-out.ts').then((m) => m.signOut(t('shell.signOutAway')))
  const [theme, setShown] = useState(storedTheme())
  const trigger = (
    <button
      type="button"
      aria-label={small ? t('shell.userMenu', { name: user.name }) : undefined}
      className="flex min-w-0 flex-1 items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover"
    >
      <Avatar name={user.name} size={small ? 22 : 24} />
      {!small && (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate leading-4 font-medium">{user.name}</span>
            <span className="block truncate text-xs text-ink-3">{user.roleName}</span>
          </span>
          <ChevronsUpDown size={13} className="text-ink-3" />
        </>
      )}
    </button>
  )
  return (
    <Menu trigger={trigger} side="top">
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
    </Menu>
  )
}
