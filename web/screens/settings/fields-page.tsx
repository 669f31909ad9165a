import { TextCursorInput } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, useEntity, type Entity } from '../../catalogue.ts'
import { textOf } from '../../kinds/index.ts'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { Tag } from '../../ui/tag.tsx'
import { FieldDialog } from './field-dialog.tsx'
import { OptionDialog } from './option-dialog.tsx'
import { Card, SettingsPage } from './part.tsx'
import { useAll, useChanges } from './use-all.ts'

/** Entities that people give fields of their own: those they see, and what belongs to them. */
const extendable = (entities: Record<string, Entity>) =>
  Object.values(entities).filter(
    (e) =>
      !e.part ||
      Object.values(e.fields).some(
        (f) => f.entity && entities[f.entity] && !entities[f.entity]!.part && f.required,
      ),
  )

type Asked = 'new' | Rec | null

/** Own fields, at once in forms, lists, filters, import and the API. */
export function FieldsPage() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const kind = useEntity('customField').fields['kind']!
  const choices = extendable(entities)
  const asked0 = new URLSearchParams(location.search).get('of')
  const [of, setOf] = useState(asked0 && entities[asked0] ? asked0 : 'contact')
  const [asked, setAsked] = useState<Asked>(null)
  const [option, setOption] = useState<string | null>(null)
  const fields = useAll('customFields', { filter: ['entity', 'is', of] })
  const { remove } = useChanges('customFields', { catalogue: true })
  const entity = entities[of] ?? choices[0]!
  const openChoices = Object.entries(entity.fields).filter(
    ([key, f]) => f.editableOptions && !key.startsWith('custom.'),
  )
  return (
    <SettingsPage
      title={t('settings.pages.fields')}
      about={t('settings.fields.about')}
      actions={
        <Button look="solid" onClick={() => setAsked('new')}>
          {t('settings.fields.add')}
        </Button>
      }
    >
      <Select
        aria-label={t('settings.fields.of')}
        className="max-w-xs"
        value={of}
        onChange={setOf}
        items={choices.map((e) => ({ value: e.name, label: e.labelPlural }))}
      />
      {fields.data?.length === 0 && (
        <EmptyState icon={<TextCursorInput size={22} />} title={t('settings.fields.none')}>
          {t('settings.fields.noneHow')}
        </EmptyState>
      )}
      {fields.data && fields.data.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {fields.data.map((f) => (
              <li key={f.id} className="flex items-center gap-3 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">
                    {entity.fields[`custom.${String(f['key'])}`]?.label ?? String(f['label'])}
                  </span>
                  <span className="text-sm text-ink-3">
                    {textOf(kind, f['kind'])} · <code>{String(f['key'])}</code>
                  </span>
                </span>
                <Button size="sm" look="quiet" onClick={() => setAsked(f)}>
                  {t('settings.edit')}
                </Button>
                <Button size="sm" look="quiet" onClick={() => void remove(f, String(f['label']))}>
                  {t('settings.remove')}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {openChoices.length > 0 && (
        <Card title={t('settings.fields.choices')} about={t('settings.fields.choicesAbout')}>
          <ul className="divide-y divide-line">
            {openChoices.map(([key, f]) => (
              <li key={key} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
                <span className="w-36 font-medium">{f.label}</span>
                <span className="flex min-w-0 flex-1 basis-60 flex-wrap gap-1">
                  {f.options?.map((o) => (
                    <Tag key={o.key} color={o.color}>
                      {o.label}
                    </Tag>
                  ))}
                </span>
                <Button size="sm" look="quiet" onClick={() => setOption(key)}>
                  {t('settings.fields.addOption')}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {asked && (
        <FieldDialog entity={entity} field={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />
      )}
      {option && <OptionDialog entity={entity} path={option} onClose={() => setOption(null)} />}
    </SettingsPage>
  )
}
