import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { keys, valueAt, type Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { updateRecord } from '../../writing.ts'
import { RecordForm, sectionsOf } from './record-form.tsx'

type Values = Record<string, unknown>

const differs = (a: unknown, b: unknown) => JSON.stringify(a ?? null) !== JSON.stringify(b ?? null)

/** A record that is there, all of its form at once. Only what was changed is sent. */
export function EditDialog({
  entity,
  record,
  save,
  onClose,
}: {
  entity: Entity
  record: Rec
  /** Given where another operation than the usual one writes what was changed. */
  save?: (changed: Values) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const form = useId()
  const paths = sectionsOf(entity, 'update').flatMap((s) => s.fields)
  const start = Object.fromEntries(paths.map((path) => [path, valueAt(record, path) ?? null]))
  const send = async (filled: Values) => {
    const changed = Object.entries(filled).filter(([path, value]) => differs(value, start[path]))
    setBusy(true)
    try {
      const said = Object.fromEntries(changed)
      if (changed.length) await (save ? save(said) : updateRecord(client, entity, record, said))
      void client.invalidateQueries({ queryKey: keys.all(entity.plural) })
      onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      size="md"
      onClose={onClose}
      title={titleOf(catalogue, entity.name, record)}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={form} look="solid" busy={busy}>
            {t('ui.save')}
          </Button>
        </>
      }
    >
      <RecordForm entity={entity} id={form} may="update" start={start} send={send} />
    </Dialog>
  )
}
