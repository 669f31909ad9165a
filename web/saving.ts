import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from './api.ts'
import type { Entity } from './catalogue.ts'
import { keys, putRecord, valueAt, type Rec } from './records.ts'
import { show } from './shell/overlays.ts'
import { say } from './ui/toast.tsx'
import { undoable } from './undo.ts'
import { updateRecord } from './writing.ts'

type Values = Record<string, unknown>
type Saved = boolean | 'asked'

/** Saves a change to a record as people expect it: seen at once, undone by Ctrl+Z, and when somebody else was quicker,
 * both values are shown and one is chosen. Answers false when it was refused. */
export function useSave(entity: Entity) {
  const client = useQueryClient()
  const { t } = useTranslation()
  const save = async (record: Rec, values: Values, isUndo = false): Promise<Saved> => {
    const before = Object.fromEntries(
      Object.keys(values).map((path) => [path, valueAt(record, path) ?? null]),
    )
    try {
      const fresh = await updateRecord(client, entity, record, values)
      if (isUndo) void client.invalidateQueries({ queryKey: keys.lists(entity.plural) })
      else undoable(() => save(fresh, before, true))
      return true
    } catch (error) {
      const current =
        error instanceof ApiError && error.status === 412 ? (error.current as Rec | undefined) : undefined
      if (!current) {
        const first = Object.keys(values)[0] ?? ''
        say(error instanceof ApiError ? (error.about(first) ?? error.message) : t('ui.unreachableHow'), {
          tone: 'danger',
        })
        return false
      }
      const fresh = { ...record, ...current }
      const theirs = Object.keys(values).filter(
        (path) => JSON.stringify(valueAt(fresh, path) ?? null) !== JSON.stringify(before[path]),
      )
      // What they changed is something else: nothing is lost by saving over it.
      if (theirs.length === 0) return save(fresh, values, isUndo)
      show({
        kind: 'conflict',
        entity: entity.name,
        mine: values,
        theirs: fresh,
        keep: () => putRecord(client, entity.plural, fresh),
        replace: () => void save(fresh, values),
      })
      void client.invalidateQueries({ queryKey: keys.one(entity.plural, record.id) })
      return 'asked'
    }
  }
  return save
}
