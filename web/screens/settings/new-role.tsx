import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import type { Rec } from '../../records.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { FormDialog } from './form-dialog.tsx'
import { smallKeyOf } from './key-of.ts'
import { useChanges } from './use-all.ts'

/** A role begins as a copy of another one: nobody fills in forty lines from nothing. */
export function NewRole({
  roles,
  onClose,
  onMade,
}: {
  roles: readonly Rec[]
  onClose: () => void
  onMade: (id: string) => void
}) {
  const { t } = useTranslation()
  const entity = useEntity('role')
  const { create, refresh } = useChanges('roles')
  const others = roles.filter((r) => r['key'] !== 'administrator' && r['key'] !== 'client')
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [like, setLike] = useState(others[0]?.id ?? '')
  const send = async () => {
    const rights = others.find((r) => r.id === like)?.['rights']
    const made = await create({
      name,
      key: smallKeyOf(name),
      ...(description && { description }),
      ...(rights ? { rights } : {}),
    })
    await refresh()
    onMade(made.id)
  }
  return (
    <FormDialog
      title={t('settings.roles.add')}
      submit={t('form.create')}
      fields={['name', 'description', 'key']}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <Field label={entity.fields['name']!.label} required error={problem('name') ?? problem('key')}>
            {(slot) => <Input {...slot} autoFocus value={name} onChange={(e) => setName(e.target.value)} />}
          </Field>
          <Field label={entity.fields['description']!.label} error={problem('description')}>
            {(slot) => (
              <Input {...slot} value={description} onChange={(e) => setDescription(e.target.value)} />
            )}
          </Field>
          <Field label={t('settings.roles.like')} hint={t('settings.roles.likeHint')}>
            {(slot) => (
              <Select
                {...slot}
                value={like}
                onChange={setLike}
                items={others.map((r) => ({ value: r.id, label: String(r['name']) }))}
              />
            )}
          </Field>
        </>
      )}
    </FormDialog>
  )
}
