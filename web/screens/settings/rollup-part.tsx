import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity, type Field as FieldView } from '../../catalogue.ts'
import { AddFilter, useFilterDraft } from '../../derived/list/filter-bar.tsx'
import { FilterChips } from '../../derived/list/filter-chips.tsx'
import type { Filter } from '../../records.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'

export type Rollup = { of: string; how: string; what?: string | null; filter?: Filter }

const hows = ['count', 'sum', 'average', 'least', 'most'] as const
const days = new Set(['date', 'time'])
const numbers = new Set(['number', 'percent', 'money', 'duration'])

const fits = (f: FieldView, how: string) =>
  !f.many &&
  f.kind !== 'rollup' &&
  (numbers.has(f.input) || (days.has(f.input) && ['least', 'most'].includes(how)))

/** Which related records are added up, how, and which of them. */
export function RollupPart({
  entity,
  value,
  error,
  onChange,
}: {
  entity: Entity
  value: Rollup
  error: string | undefined
  onChange: (value: Rollup) => void
}) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const related = relatedTo(entities, entity)
  const other = entities[value.of.split('.')[0]!]
  const fields = Object.entries(other?.fields ?? {}).filter(([, f]) => fits(f, value.how))
  const set = (change: Partial<Rollup>) => onChange({ ...value, ...change })
  const draft = useFilterDraft(value.filter, (filter) => set({ filter }))
  return (
    <>
      <Field label={t('settings.rollup.of')} required error={error}>
        {(slot) => (
          <Combobox
            {...slot}
            items={related}
            itemKey={(r) => r.of}
            itemLabel={(r) => r.label}
            required
            value={related.find((r) => r.of === value.of) ?? null}
            onChange={(r) => r && onChange({ of: r.of, how: 'count' })}
          />
        )}
      </Field>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field label={t('settings.rollup.how')}>
          {(slot) => (
            <Select
              {...slot}
              value={value.how}
              items={hows.map((how) => ({ value: how as string, label: t(`settings.rollup.hows.${how}`) }))}
              onChange={(how) =>
                set({
                  how,
                  what: how !== 'count' && fields.some(([key]) => key === value.what) ? value.what! : null,
                })
              }
            />
          )}
        </Field>
        {value.how !== 'count' && (
          <Field label={t('settings.rollup.what')} required>
            {(slot) => (
              <Select
                {...slot}
                value={value.what ?? null}
                items={fields.map(([key, f]) => ({ value: key, label: f.label }))}
                onChange={(what) => set({ what })}
              />
            )}
          </Field>
        )}
      </div>
      {other && (
        <fieldset className="flex min-w-0 flex-col gap-1.5">
          <legend className="mb-1 text-sm font-medium text-ink-2">{t('settings.rollup.filter')}</legend>
          <div className="flex flex-wrap items-center gap-1.5">
            <FilterChips entity={other} draft={draft} />
            {draft.group.items.length === 0 && <AddFilter entity={other} draft={draft} />}
          </div>
        </fieldset>
      )}
      <p className="text-sm text-ink-3">{t('settings.rollup.rights')}</p>
    </>
  )
}

type Related = { of: string; label: string }

/** Records that refer to such a one: by a field of theirs, or because they stand on it. */
const relatedTo = (entities: Record<string, Entity>, entity: Entity): Related[] =>
  Object.values(entities)
    .flatMap((other) =>
      Object.entries(other.fields)
        .filter(([, f]) => !f.system && !f.many && (f.entity === entity.name || f.kind === 'record'))
        .map(([key, f]) => ({ of: `${other.name}.${key}`, label: `${other.labelPlural} · ${f.label}` })),
    )
    .toSorted((a, b) => a.label.localeCompare(b.label))
