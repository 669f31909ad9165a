import { Link } from '@tanstack/react-router'
import { Shapes } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import type { Rec } from '../../records.ts'
import { ownIcons, PageIcon } from '../../shell/icons.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { FormDialog } from './form-dialog.tsx'
import { keyOf } from './key-of.ts'
import { Card, SettingsPage } from './part.tsx'
import { useAll, useChanges } from './use-all.ts'

/** Own objects: whole lists of their own, with fields, rights, import and API. */
export function ObjectsPage() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const entity = useEntity('customObject')
  const objects = useAll('customObjects')
  const { remove } = useChanges('customObjects', { catalogue: true })
  const [asked, setAsked] = useState<'new' | Rec | null>(null)
  return (
    <SettingsPage
      title={t('settings.pages.objects')}
      about={t('settings.objects.about')}
      actions={
        <Button look="solid" onClick={() => setAsked('new')}>
          {t('settings.objects.add')}
        </Button>
      }
    >
      {objects.data?.length === 0 && (
        <EmptyState icon={<Shapes size={22} />} title={t('settings.objects.none')}>
          {t('settings.objects.noneHow')}
        </EmptyState>
      )}
      {objects.data && objects.data.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {objects.data.map((o) => {
              const drawn = entities[String(o['key'])]
              return (
                <li key={o.id} className="flex items-center gap-3 py-2">
                  <span className="text-ink-3">
                    <PageIcon icon={String(o['icon'] ?? '')} />
                  </span>
                  <span className="min-w-0 flex-1">
                    <Link
                      to="/$plural"
                      params={{ plural: String(o['plural']) }}
                      className="font-medium hover:underline"
                    >
                      {drawn?.labelPlural ?? String(o['labelMany'])}
                    </Link>
                    <span className="block text-sm text-ink-3">
                      <code>{String(o['key'])}</code>
                    </span>
                  </span>
                  <Link
                    to={'/settings/fields' as never}
                    search={{ of: String(o['key']) } as never}
                    className="text-accent-strong hover:underline"
                  >
                    {t('settings.pages.fields')}
                  </Link>
                  <Button size="sm" look="quiet" onClick={() => setAsked(o)}>
                    {t('settings.edit')}
                  </Button>
                  <Button size="sm" look="quiet" onClick={() => void remove(o, String(o['label']))}>
                    {t('settings.remove')}
                  </Button>
                </li>
              )
            })}
          </ul>
        </Card>
      )}
      {asked === 'new' && <NewObject onClose={() => setAsked(null)} />}
      {asked && asked !== 'new' && (
        <EditDialog entity={entity} record={asked} onClose={() => setAsked(null)} />
      )}
    </SettingsPage>
  )
}

const start = { label: '', labelMany: '', labelUk: '', labelManyUk: '' }

function NewObject({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const entity = useEntity('customObject')
  const { create, refresh } = useChanges('customObjects', { catalogue: true })
  const [draft, setDraft] = useState(start)
  const [icon, setIcon] = useState<string>('box')
  const send = async () => {
    const filled = Object.fromEntries(Object.entries(draft).filter(([, v]) => v.trim()))
    const key = keyOf(draft.label)
    const plural = keyOf(draft.labelMany)
    // Some words have no plural: the list still needs a name of its own.
    await create({ ...filled, icon, key, plural: plural === key ? `${plural}List` : plural })
    await refresh()
  }
  return (
    <FormDialog
      title={t('settings.objects.add')}
      about={t('settings.objects.how')}
      submit={t('form.create')}
      fields={[...Object.keys(start), 'key', 'plural']}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {(Object.keys(start) as (keyof typeof start)[]).map((key, i) => (
            <Field
              key={key}
              label={entity.fields[key]!.label}
              required={entity.fields[key]!.required}
              hint={key.endsWith('Uk') ? t('settings.fields.ukHint') : undefined}
              error={
                problem(key) ??
                (key === 'label' ? problem('key') : key === 'labelMany' ? problem('plural') : undefined)
              }
            >
              {(slot) => (
                <Input
                  {...slot}
                  autoFocus={i === 0}
                  value={draft[key]}
                  onChange={(e) => setDraft({ ...draft, [key]: e.target.value })}
                />
              )}
            </Field>
          ))}
          <fieldset>
            <legend className="mb-1 text-sm font-medium text-ink-2">{entity.fields['icon']!.label}</legend>
            <div className="flex flex-wrap gap-1">
              {ownIcons.map((name) => (
                <label
                  key={name}
                  className={cx(
                    'flex size-9 items-center justify-center rounded-md border hover:bg-hover has-focus-visible:outline-2',
                    icon === name
                      ? 'border-accent bg-accent-soft text-accent-strong'
                      : 'border-line text-ink-3',
                  )}
                >
                  <input
                    type="radio"
                    name="icon"
                    aria-label={name}
                    className="sr-only"
                    checked={icon === name}
                    onChange={() => setIcon(name)}
                  />
                  <PageIcon icon={name} />
                </label>
              ))}
            </div>
          </fieldset>
        </>
      )}
    </FormDialog>
  )
}
