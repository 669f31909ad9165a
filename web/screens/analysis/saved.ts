import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Saveable } from '../../derived/list/saved-views.tsx'
import { useViews } from '../../derived/list/use-views.ts'

/** The same whatever order its parts came in. */
const spelled = (definition: object) =>
  JSON.stringify(Object.entries(definition).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** A screen of figures under a name: all that its address says. */
export function useSaved(of: string, title: string): Saveable {
  const { t } = useTranslation()
  const { view, ...search } = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const saved = useViews(of)?.find((v) => v.id === view)
  const definition = Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
  return {
    of,
    title,
    usual: t('analysis.asUsual'),
    saved,
    definition,
    isChanged: spelled(definition) !== spelled(saved?.definition ?? {}),
    open: (one) =>
      void navigate({ to: '.', search: { ...one?.definition, ...(one ? { view: one.id } : {}) } } as never),
  }
}
