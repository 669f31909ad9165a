import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { useCatalogue } from '../../catalogue.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../ui/toast.tsx'
import { createRecord } from '../../writing.ts'
import { RecordForm } from './record-form.tsx'

/** A new record of an entity, from anywhere. */
export function CreateDialog({ entity: name, values, onClose }: {
  entity: string
  values?: Record<string, unknown> | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const entity = useEntity(name)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const form = useId()
  const send = async (filled: Record<string, unknown>, once: string) => {
    setBusy(true)
    try {
      const made = await createRecord(client, entity, filled, once)
      onClose()
      say(t('form.created', { name: titleOf(catalogue, name, made) }), {
        action: {
          label: t('form.open'),
          run: () => void navigate({ to: '/$plural/$id', params: { plural: entity.plural, id: made.id } }),
        },
      })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      size="md"
      onClose={onClose}
      title={t('form.newOne', { what: entity.label.toLowerCase() })}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={form} look="solid" busy={busy}>{t('form.create')}</Button>
        </>
      }
    >
      <RecordForm entity={entity} id={form} start={values ?? {}} send={send} />
    </Dialog>
  )
}
