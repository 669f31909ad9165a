import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { say } from '../../ui/toast.tsx'
import { undoable } from '../../undo.ts'
import { useSorry } from '../settings/use-all.ts'
import { act, refreshAll } from './client.ts'

export type Choice = Record<string, string>

/** Merges, tells records apart, and takes either back. */
export function useDecisions(entity: Entity) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const refresh = () => refreshAll(client, entity.name)
  const told = (text: string, back: () => Promise<unknown>) => {
    const undo = undoable(() => back().then(refresh, sorry))
    void say(text, { action: { label: t('ui.undo'), run: () => void undo() } })
  }
  const undoMerge = (merge: string) =>
    act('merge.undo', { merge }).then(async () => {
      await refresh()
      void say(t('duplicates.undone'))
    }, sorry)
  return {
    async merge(into: string, from: readonly string[], choose: Choice): Promise<boolean> {
      try {
        const done = await act<{ merge: string }>(`${entity.name}.merge`, {
          into,
          from,
          ...(Object.keys(choose).length ? { choose } : {}),
        })
        told(t('duplicates.merged', { count: from.length + 1 }), () =>
          act('merge.undo', { merge: done.merge }),
        )
        await refresh()
        return true
      } catch (error) {
        sorry(error)
        return false
      }
    },
    async dismiss(pairs: readonly (readonly [string, string])[], client?: string): Promise<boolean> {
      const said = { entity: entity.name, pairs, ...(client ? { client } : {}) }
      try {
        await act('duplicate.dismiss', said)
        told(t('duplicates.dismissed'), () => act('duplicate.reopen', said))
        await refresh()
        return true
      } catch (error) {
        sorry(error)
        return false
      }
    },
    undoMerge,
  }
}
