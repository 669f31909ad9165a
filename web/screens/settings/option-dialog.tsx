import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity, type Entity } from '../../catalogue.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { FormDialog } from './form-dialog.tsx'
import { keyOf } from './key-of.ts'
import { useChanges } from './use-all.ts'

/** One more option of a choice that came with Kolo. */
export function OptionDialog({
  entity,
  path,
  onClose,
}: {
  entity: Entity
  path: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const option = useEntity('choiceOption')
  const { create, refresh } = useChanges('choiceOptions', { catalogue: true })
  const [label, setLabel] = useState('')
  const [labelUk, setLabelUk] = useState('')
  const send = async () => {
    await create({ entity: entity.name, field: path, key: keyOf(label), label, ...(labelUk && { labelUk }) })
    await refresh()
  }
  return (
    <FormDialog
      title={`${entity.fields[path]!.label}: ${t('settings.fields.addOption').toLowerCase()}`}
      submit={t('form.create')}
      fields={['label', 'labelUk', 'key']}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <Field label={option.fields['label']!.label} required error={problem('label') ?? problem('key')}>
            {(slot) => <Input {...slot} autoFocus value={label} onChange={(e) => setLabel(e.target.value)} />}
          </Field>
          <Field
            label={option.fields['labelUk']!.label}
            hint={t('settings.fields.ukHint')}
            error={problem('labelUk')}
          >
            {(slot) => <Input {...slot} value={labelUk} onChange={(e) => setLabelUk(e.target.value)} />}
          </Field>
        </>
      )}
    </FormDialog>
  )
}
