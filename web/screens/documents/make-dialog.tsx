import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey, query } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import type { OwnDialog } from '../../derived/record/dialogs.ts'
import { textOf } from '../../kinds/index.ts'
import { keys, type Filter, type Page } from '../../records.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { FormDialog } from '../settings/form-dialog.tsx'
import type { Template } from './paper.ts'

type Made = { attachment: string; version: number; number: string | null }

/** A document of this record, by one of the templates of its kind. */
const MakeDialog: OwnDialog = ({ entity, record, onClose }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const catalogue = useCatalogue()
  const template = useEntity('documentTemplate')
  const filter: Filter = {
    and: [
      ['entity', 'is', entity.name],
      ['isOff', 'is', false],
    ],
  }
  const { data } = useQuery({
    queryKey: [...keys.lists('documentTemplates'), 'of', entity.name],
    queryFn: ({ signal }) =>
      api<Page>(`documentTemplates${query({ filter, sort: 'name', limit: 100 })}`, { signal }),
  })
  const offered = (data?.items ?? []) as Template[]
  const [chosen, setChosen] = useState<string | null>(null)
  const [language, setLanguage] = useState('')
  const id = chosen ?? offered[0]?.id ?? null
  const operation = catalogue.operations['document.make']!
  const send = async () => {
    const made = await api<Made>('operations/document.make', {
      method: 'POST',
      body: {
        template: id,
        record: { entity: entity.name, id: record.id },
        ...(language ? { language } : {}),
      },
      once: newKey(),
    })
    await Promise.all(
      ['documents', 'attachments'].map((plural) => client.invalidateQueries({ queryKey: keys.all(plural) })),
    )
    say(t('documents.made', { name: offered.find((o) => o.id === id)?.name, version: made.version }), {
      action: {
        label: t('documents.take'),
        run: () => location.assign(`/api/attachments/${made.attachment}/files/file?save=true`),
      },
    })
  }
  const format = (one: Template) => textOf(template.fields['format']!, one.format)
  return (
    <FormDialog
      title={operation.summary}
      submit={t('documents.make')}
      fields={[]}
      send={id ? send : () => Promise.resolve()}
      onClose={onClose}
    >
      {() =>
        !data ? (
          <Skeleton lines={2} />
        ) : offered.length === 0 ? (
          <p className="text-ink-2">
            {t('documents.noTemplates', { what: entity.labelPlural.toLowerCase() })}{' '}
            {template.rights.create && (
              <Link to="/$plural" params={{ plural: template.plural }} className="text-accent underline">
                {t('documents.toTemplates')}
              </Link>
            )}
          </p>
        ) : (
          <>
            <Field label={template.label} required>
              {(slot) => (
                <Select
                  {...slot}
                  items={offered.map((o) => ({ value: o.id, label: `${o.name} · ${format(o)}` }))}
                  value={id}
                  onChange={setChosen}
                />
              )}
            </Field>
            <Field label={template.fields['language']!.label} hint={t('documents.languageHint')}>
              {(slot) => (
                <Select
                  {...slot}
                  items={[
                    { value: '', label: t('documents.clientLanguage') },
                    ...(template.fields['language']!.options ?? []).map((o) => ({
                      value: o.key,
                      label: o.label,
                    })),
                  ]}
                  value={language}
                  onChange={setLanguage}
                />
              )}
            </Field>
          </>
        )
      }
    </FormDialog>
  )
}
export default MakeDialog
