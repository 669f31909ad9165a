import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { catalogueQuery } from '../catalogue.ts'
import { setLocale, type Locale } from '../i18n.ts'
import { setTheme, type Theme } from '../theme.ts'

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
