import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { say } from '../../ui/toast.tsx'
import { undoable } from '../../undo.ts'
import { binRecords, restoreRecords } from '../../writing.ts'
import type { ListState } from './use-list.ts'
import type { Selection } from './use-selection.ts'

/** To the bin without asking, and back again by one press. */
export function useBin({ entity, bin }: ListState, selection: Pick<Selection, 'clear'>) {
  const client = useQueryClient()
  const { t } = useTranslation()
  const failed = (e: unknown) =>
    void say(e instanceof Error && e.message ? e.message : t('ui.unreachableHow'), { tone: 'danger' })
  return (ids: string[]) => {
    if (bin || ids.length === 0 || entity.rights.delete === 'none') return
    void binRecords(client, entity, ids).then(() => {
      selection.clear()
      const undo = undoable(() => restoreRecords(client, entity, ids).catch(failed))
      say(t('list.binned', { count: ids.length }), {
        action: { label: t('ui.undo'), run: () => void undo() },
      })
    }, failed)
  }
}
