import type { QueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { api, newKey } from '../../api.ts'
import { keys } from '../../records.ts'
import { say } from '../../ui/toast.tsx'
import type { Saveable } from './saved-views.tsx'
import type { SavedView } from './use-views.ts'

/** What is done with saved views; loaded when it is. */
export function viewActs(client: QueryClient, { of, definition, open }: Saveable, t: TFunction) {
  const refresh = () => client.invalidateQueries({ queryKey: keys.lists('views') })
  const failed = (e: unknown) =>
    void say(e instanceof Error && e.message ? e.message : t('ui.unreachableHow'), { tone: 'danger' })
  const update = (view: SavedView, values: Record<string, unknown>) =>
    api(`views/${view.id}`, { method: 'PATCH', body: values, revision: view.revision }).then(refresh)
  return {
    make: async (name: string, isShared: boolean) => {
      const body = { entity: of, name, isShared, definition }
      const made = await api<{ id: string }>('views', { method: 'POST', body, once: newKey() })
      await refresh()
      open({ id: made.id, definition })
    },
    keep: (view: SavedView) =>
      update(view, { definition }).then(() => open({ id: view.id, definition }), failed),
    rename: (view: SavedView, name: string, isShared: boolean) => update(view, { name, isShared }),
    drop: async (view: SavedView) => {
      await api('views', { method: 'DELETE', body: { ids: [view.id] } }).then(refresh, failed)
      open(undefined)
      say(t('list.viewDropped', { name: view.name }), {
        action: {
          label: t('ui.undo'),
          run: () =>
            void api('views/restore', { method: 'POST', body: { ids: [view.id] } }).then(refresh, failed),
        },
      })
    },
  }
}
