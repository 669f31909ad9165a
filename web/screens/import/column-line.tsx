import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { Td } from '../../ui/table.tsx'
import { baseOf, type Column, type Run } from './run.ts'

const examples = 3
const dateForms = ['DMY', 'MDY', 'YMD', 'serial']
const missings = ['refuse', 'create', 'empty'] as const

/** What may be done with a name that is not known here; nothing to decide of plain texts and numbers. */
export function maySayMissing(entity: Entity, path: string) {
  const field = entity.fields[baseOf(path)]
  if (!field?.entity && !field?.options) return []
  return missings.filter((m) => m !== 'create' || field.entity || field.editableOptions)
}

// Another field is read in another way.
const afresh: Partial<Column> = { format: undefined, missing: undefined }

type Props = { run: Run; entity: Entity; column: Column; onChange: (by: Partial<Column>) => void }

export function ColumnLine({ run, entity, column, onChange }: Props) {
  const { t } = useTranslation()
  const at = column.column === null ? -1 : run.header.indexOf(column.column)
  const cells =
    at < 0
      ? []
      : [...new Set(run.sample.map((row) => row[at] ?? '').filter((c) => c.trim()))].slice(0, examples)
  const taken = new Set(run.columns.flatMap((c) => (c.field && c !== column ? [c.field] : [])))
  const targets = run.targets.filter((x) => !taken.has(x.field))
  return (
    <tr>
      <Td className="py-1.5 align-top">
        <span className="block max-w-48 truncate leading-8 font-medium" title={column.column ?? undefined}>
          {column.column ?? t('import.columns.constant')}
        </span>
      </Td>
      <Td className="max-w-60 py-1.5 align-top text-sm text-ink-3">
        {column.column === null
          ? column.field && <Said column={column} onChange={onChange} />
          : cells.map((c) => (
              <span key={c} className="block truncate" title={c}>
                {c}
              </span>
            ))}
      </Td>
      <Td className="py-1.5 align-top">
        <Combobox
          aria-label={t('import.columns.where', { column: column.column ?? '' })}
          placeholder={t('import.columns.nowhere')}
          items={targets}
          itemKey={(x) => x.field}
          itemLabel={(x) => x.label}
          value={run.targets.find((x) => x.field === column.field) ?? null}
          onChange={(x) => onChange({ ...afresh, field: x?.field ?? null })}
        />
      </Td>
      <Td className="py-1.5 align-top">
        {column.field && <How run={run} entity={entity} column={column} onChange={onChange} />}
      </Td>
    </tr>
  )
}

/** What the file does not say, said once for every row: a text, or one put together from columns. */
function Said({ column, onChange }: Pick<Props, 'column' | 'onChange'>) {
  const { t } = useTranslation()
  const kept = column.template ?? column.value ?? ''
  const [text, setText] = useState(kept)
  const keep = () => {
    if (text === kept) return
    onChange(text.includes('{') ? { template: text, value: undefined } : { value: text, template: undefined })
  }
  return (
    <Input
      aria-label={t('import.columns.text')}
      placeholder={t('import.columns.text')}
      value={text}
      onChange={(e) => setText(e.target.value)}
      onBlur={keep}
      onKeyDown={(e) => e.key === 'Enter' && keep()}
    />
  )
}

/** How its cells are read; asked only where there is something to decide. */
function How({ run, entity, column, onChange }: Props) {
  const { t } = useTranslation()
  const doubt = run.ambiguous.find((a) => a.column === column.column)
  const { date, decimal } = column.format ?? {}
  const named = (all: readonly string[]) =>
    all.map((value) => ({
      value,
      label: t(`import.formats.${value === ',' ? 'comma' : value === '.' ? 'point' : value}`),
    }))
  const may = maySayMissing(entity, column.field!)
  return (
    <div className="flex flex-col gap-1.5">
      {(date !== undefined || doubt) && (
        <>
          <Select
            aria-label={t('import.columns.dates')}
            value={date ?? null}
            placeholder={t('import.columns.chooseDates')}
            invalid={Boolean(doubt)}
            items={named(doubt?.formats ?? dateForms)}
            onChange={(v) => onChange({ format: { ...column.format, date: v } })}
          />
          {doubt && <span className="text-sm text-warning">{t('import.columns.ambiguous')}</span>}
        </>
      )}
      {decimal !== undefined && (
        <Select
          aria-label={t('import.columns.numbers')}
          value={decimal}
          items={named([',', '.'])}
          onChange={(v) => onChange({ format: { ...column.format, decimal: v } })}
        />
      )}
      {may.length > 0 && (
        <Select
          aria-label={t('import.columns.unknown')}
          value={column.missing ?? 'refuse'}
          items={may.map((value) => ({ value, label: t(`import.missing.${value}`) }))}
          onChange={(missing) => onChange({ missing })}
        />
      )}
    </div>
  )
}
