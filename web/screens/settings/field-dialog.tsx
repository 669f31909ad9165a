import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue, useEntity, type Entity } from '../../catalogue.ts'
import type { Rec } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input, Textarea } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { hues } from '../../ui/tag.tsx'
import { FormDialog } from './form-dialog.tsx'
import { RollupPart, type Rollup } from './rollup-part.tsx'
import { Tick } from './tick.tsx'
import { keyOf } from './key-of.ts'
import { useChanges } from './use-all.ts'

type Choice = { key: string; label: string; labelUk?: string; color?: string }
type Draft = {
  label: string
  labelUk: string
  kind: string
  options: Choice[]
  target: string
  formula: string
  rollup: Rollup
  isRequired: boolean
  isSearchable: boolean
  isMany: boolean
}

// What a kind needs beside its name; all others need nothing.
const withOptions = new Set(['choice', 'multi'])
const computed = new Set(['formula', 'rollup'])
const withMany = new Set(['email', 'phone', 'address', 'messenger'])

const draftOf = (f: Rec | null): Draft => ({
  label: String(f?.['label'] ?? ''),
  labelUk: String(f?.['labelUk'] ?? ''),
  kind: String(f?.['kind'] ?? 'text'),
  options: (f?.['options'] as Choice[] | null) ?? [{ key: '', label: '' }],
  target: String(f?.['target'] ?? 'account'),
  formula: String(f?.['formula'] ?? ''),
  rollup: (f?.['rollup'] as Rollup | null) ?? { of: '', how: 'count' },
  isRequired: Boolean(f?.['isRequired']),
  isSearchable: Boolean(f?.['isSearchable']),
  isMany: Boolean(f?.['isMany']),
})

/** An option keeps the key it was made with: records carry it. */
const optionsOf = (options: readonly Choice[]) =>
  options.filter((o) => o.label.trim()).map((o) => ({ ...o, key: o.key || keyOf(o.label) }))

const bodyOf = (d: Draft) => ({
  label: d.label,
  labelUk: d.labelUk || null,
  isRequired: d.isRequired,
  isSearchable: d.isSearchable,
  ...(withOptions.has(d.kind) ? { options: optionsOf(d.options) } : {}),
  ...(d.kind === 'formula' ? { formula: d.formula } : {}),
  ...(d.kind === 'rollup' ? { rollup: d.rollup } : {}),
})
const onlyAtFirst = (d: Draft, entity: Entity) => ({
  entity: entity.name,
  key: keyOf(d.label),
  kind: d.kind,
  ...(d.kind === 'reference' ? { target: d.target } : {}),
  ...(withMany.has(d.kind) && d.isMany ? { isMany: true } : {}),
})

/** Makes an own field, or changes what may be changed of one: its kind stays. */
export function FieldDialog({
  entity,
  field,
  onClose,
}: {
  entity: Entity
  field: Rec | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const own = useEntity('customField')
  const { create, refresh } = useChanges('customFields', { catalogue: true })
  const [draft, setDraft] = useState(() => draftOf(field))
  const set = (change: Partial<Draft>) => setDraft((d) => ({ ...d, ...change }))
  const label = (key: string) => own.fields[key]?.label ?? key
  const send = async () => {
    if (field)
      await api(`customFields/${field.id}`, {
        method: 'PATCH',
        body: bodyOf(draft),
        revision: field.revision,
      })
    else await create({ ...onlyAtFirst(draft, entity), ...bodyOf(draft) })
    await refresh()
  }
  const kinds = own.fields['kind']?.options ?? []
  return (
    <FormDialog
      title={
        field ? String(field['label']) : t('settings.fields.new', { what: entity.labelPlural.toLowerCase() })
      }
      submit={t(field ? 'ui.save' : 'form.create')}
      fields={['label', 'labelUk', 'kind', 'options', 'target', 'formula', 'rollup', 'key']}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <Field label={label('label')} required error={problem('label') ?? problem('key')}>
            {(slot) => (
              <Input
                {...slot}
                autoFocus
                value={draft.label}
                onChange={(e) => set({ label: e.target.value })}
              />
            )}
          </Field>
          <Field label={label('labelUk')} hint={t('settings.fields.ukHint')} error={problem('labelUk')}>
            {(slot) => (
              <Input {...slot} value={draft.labelUk} onChange={(e) => set({ labelUk: e.target.value })} />
            )}
          </Field>
          <Field label={label('kind')} error={problem('kind')}>
            {(slot) => (
              <Select
                {...slot}
                disabled={field !== null}
                value={draft.kind}
                onChange={(kind) => set({ kind })}
                items={kinds.map((k) => ({ value: k.key, label: k.label }))}
              />
            )}
          </Field>
          {withOptions.has(draft.kind) && (
            <Options
              value={draft.options}
              onChange={(options) => set({ options })}
              label={label('options')}
              error={problem('options')}
            />
          )}
          {draft.kind === 'reference' && (
            <Field label={label('target')} error={problem('target')}>
              {(slot) => (
                <Select
                  {...slot}
                  disabled={field !== null}
                  value={draft.target}
                  onChange={(target) => set({ target })}
                  items={Object.values(entities)
                    .filter((e) => !e.part)
                    .map((e) => ({ value: e.name, label: e.label }))}
                />
              )}
            </Field>
          )}
          {draft.kind === 'formula' && (
            <Field
              label={label('formula')}
              hint={t('settings.fields.formulaHint')}
              error={problem('formula')}
            >
              {(slot) => (
                <Textarea
                  {...slot}
                  className="font-mono"
                  value={draft.formula}
                  onChange={(e) => set({ formula: e.target.value })}
                />
              )}
            </Field>
          )}
          {draft.kind === 'rollup' && (
            <RollupPart
              entity={entity}
              value={draft.rollup}
              error={problem('rollup')}
              onChange={(rollup) => set({ rollup })}
            />
          )}
          <div className="flex flex-wrap gap-x-5 gap-y-2 pt-1">
            {!computed.has(draft.kind) && (
              <Tick
                label={label('isRequired')}
                checked={draft.isRequired}
                onChange={(isRequired) => set({ isRequired })}
              />
            )}
            {!computed.has(draft.kind) && (
              <Tick
                label={label('isSearchable')}
                checked={draft.isSearchable}
                onChange={(isSearchable) => set({ isSearchable })}
              />
            )}
            {withMany.has(draft.kind) && !field && (
              <Tick label={label('isMany')} checked={draft.isMany} onChange={(isMany) => set({ isMany })} />
            )}
          </div>
        </>
      )}
    </FormDialog>
  )
}

function Options({
  label,
  value,
  onChange,
  error,
}: {
  label: string
  value: Choice[]
  onChange: (value: Choice[]) => void
  error: string | undefined
}) {
  const { t } = useTranslation()
  const set = (i: number, change: Partial<Choice>) =>
    onChange(value.map((o, j) => (j === i ? { ...o, ...change } : o)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium text-ink-2">{label}</legend>
      {value.map((o, i) => (
        <div key={i} className="flex gap-1.5">
          <Input
            aria-label={`${label} ${i + 1}`}
            value={o.label}
            onChange={(e) => set(i, { label: e.target.value })}
          />
          <Select
            aria-label={t('settings.fields.color')}
            className="w-28! shrink-0"
            value={o.color ?? 'gray'}
            onChange={(color) => set(i, { color })}
            items={hues.map((h) => ({
              value: h as string,
              label: t(`settings.hues.${h}`),
              icon: <span data-hue={h} className="size-2.5 rounded-full bg-(--tag-dot)" />,
            }))}
          />
          <IconButton label={t('ui.removeLine')} onClick={() => onChange(value.filter((_, j) => j !== i))}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
      {error && <p className="text-sm text-danger">{error}</p>}
      <Button
        size="sm"
        look="quiet"
        className="self-start"
        onClick={() => onChange([...value, { key: '', label: '' }])}
      >
        <Plus size={13} /> {t('ui.addLine')}
      </Button>
    </fieldset>
  )
}
