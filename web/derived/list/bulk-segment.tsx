import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey } from '../../api.ts'
import { useEntity, type Entity } from '../../catalogue.ts'
import { keys } from '../../records.ts'
import { useAll } from '../../screens/settings/use-all.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Banner } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { undoable } from '../../undo.ts'

/** Puts the marked records into a segment, or leaves them out of it, whatever its filter says. */
export function BulkSegment({
  entity,
  ids,
  onClose,
}: {
  entity: Entity
  ids: readonly string[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const segment = useEntity('segment')
  const all = useAll(segment.plural, { filter: ['of', 'is', entity.name] as const, sort: 'name' })
  const [id, setId] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const items = (all.data ?? []).map((s) => ({ key: s.id, label: String(s['name']) }))
  const post = (verb: 'include' | 'exclude' | 'clear') =>
    api(`operations/segment.${verb}`, { method: 'POST', body: { id, records: ids }, once: newKey() }).then(
      () => client.invalidateQueries({ queryKey: keys.all(entity.plural) }),
    )
  const run = (verb: 'include' | 'exclude') =>
    void post(verb).then(
      () => {
        const undo = undoable(() => post('clear'))
        say(t(verb === 'include' ? 'segments.bulk.putIn' : 'segments.bulk.leftOut', { count: ids.length }), {
          action: { label: t('ui.undo'), run: () => void undo() },
        })
        onClose()
      },
      (error: unknown) => setProblem(error instanceof ApiError ? error.message : t('ui.unreachableHow')),
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('segments.bulk.toSegmentMany', { count: ids.length })}
      actions={
        <>
          <Button disabled={!id} onClick={() => run('exclude')}>
            {t('segments.bulk.leaveOut')}
          </Button>
          <Button look="solid" disabled={!id} onClick={() => run('include')}>
            {t('segments.bulk.putInto')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-1">
        {problem && <Banner tone="danger">{problem}</Banner>}
        <Field label={segment.label}>
          {(slot) => (
            <Combobox
              {...slot}
              autoFocus
              items={items}
              value={items.find((s) => s.key === id) ?? null}
              itemKey={(s) => s.key}
              itemLabel={(s) => s.label}
              onChange={(s) => setId(s?.key ?? null)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  )
}
