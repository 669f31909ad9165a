import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey, query } from '../../api.ts'
import { catalogueQuery } from '../../catalogue.ts'
import { keys, type Ask, type Page, type Rec } from '../../records.ts'
import { say } from '../../ui/toast.tsx'

/** All records of an entity of which there are never very many: roles, teams, stages. */
export function useAll(plural: string, ask: Ask = {}) {
  return useQuery({
    queryKey: [...keys.lists(plural), 'all', ask],
    queryFn: async ({ signal }) => {
      const items: Rec[] = []
      for (let after: string | null = ''; after !== null;) {
        const page: Page = await api<Page>(plural + query({ limit: 500, ...ask, after }), { signal })
        items.push(...page.items)
        after = page.next
      }
      return items
    },
  })
}

/** Says in one sentence why something was refused. */
export function useSorry() {
  const { t } = useTranslation()
  return (error: unknown) => {
    const told =
      error instanceof ApiError ? (error.problems[0]?.message ?? error.message) : t('ui.unreachableHow')
    say(told, { tone: 'danger' })
  }
}

/** Small changes to records of an entity, each told about when refused. `after` runs when one has gone through. */
export function useChanges(plural: string, { catalogue = false }: { catalogue?: boolean } = {}) {
  const client = useQueryClient()
  const { t } = useTranslation()
  const sorry = useSorry()
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: keys.all(plural) })
    // What the catalogue is made of: everything drawn from it is drawn anew.
    if (catalogue) await client.invalidateQueries(catalogueQuery)
  }
  const attempt = async <T>(step: () => Promise<T>): Promise<T | undefined> => {
    try {
      const result = await step()
      await refresh()
      return result
    } catch (error) {
      sorry(error)
      return undefined
    }
  }
  return {
    refresh,
    create: (values: object) => api<Rec>(plural, { method: 'POST', body: values, once: newKey() }),
    update: (changes: readonly object[]) =>
      attempt(() => api(plural, { method: 'PATCH', body: changes, once: newKey() })),
    remove: (record: { id: string }, name: string) =>
      attempt(async () => {
        await api(plural, { method: 'DELETE', body: { ids: [record.id] }, once: newKey() })
        const back = () =>
          void attempt(() =>
            api(`${plural}/restore`, { method: 'POST', body: { ids: [record.id] }, once: newKey() }),
          )
        say(t('settings.removed', { name }), { action: { label: t('ui.undo'), run: back } })
      }),
  }
}
