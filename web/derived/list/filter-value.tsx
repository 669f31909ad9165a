import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field, Option } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'
import { useLookup } from '../../kinds/reference-edit.tsx'
import { Title, type Named } from '../../kinds/reference.tsx'
import { MultiSelect } from '../../ui/combobox.tsx'
import { DecimalInput } from '../../ui/number-input.tsx'
import { Select } from '../../ui/select.tsx'
import { Dot } from '../../ui/tag.tsx'
import { arityOf, periods, type Condition } from './filter-model.ts'
import { useTitles } from './titles.ts'

type Props = { field: Field; condition: Condition; onChange: (value: unknown) => void }

/** The control for what a condition compares with. */
export function FilterValue({ field, condition, onChange }: Props) {
  const { t } = useTranslation()
  const arity = arityOf(condition.op)
  const label = t('list.filterValue')
  if (arity === 'none') return null
  if (arity === 'days')
    return (
      <DecimalInput
        autoFocus
        aria-label={label}
        suffix={t('list.days')}
        value={String((condition.value as { days?: number } | undefined)?.days ?? '')}
        onChange={(v) => onChange(v ? { days: Math.round(Number(v)) } : undefined)}
      />
    )
  if (arity === 'period')
    return (
      <Select
        aria-label={label}
        value={String(condition.value ?? 'month')}
        items={periods.map((value) => ({ value, label: t(`list.periods.${value}`) }))}
        onChange={onChange}
      />
    )
  if (arity === 'two') return <Between field={field} condition={condition} onChange={onChange} />
  if (field.entity)
    return <References field={field} condition={condition} onChange={onChange} single={arity === 'one'} />
  if (arity === 'many' && field.options)
    return <Options field={field} condition={condition} onChange={onChange} />
  const kind = kindOf(field)
  const Compare = kind.Compare ?? kind.Edit
  const value =
    arity === 'many' ? ((condition.value as unknown[] | undefined)?.[0] ?? null) : (condition.value ?? null)
  return (
    <Compare
      field={{ ...field, many: false, required: false }}
      value={value}
      autoFocus
      aria-label={label}
      onChange={(v) => onChange(arity === 'many' ? (v === null ? [] : [v]) : v)}
    />
  )
}

function Between({ field, condition, onChange }: Props) {
  const { t } = useTranslation()
  const kind = kindOf(field)
  const Compare = kind.Compare ?? kind.Edit
  const [from = null, to = null] = (condition.value as unknown[] | undefined) ?? []
  const common = { field: { ...field, many: false } }
  return (
    <div className="flex items-center gap-1.5">
      <Compare
        {...common}
        autoFocus
        value={from}
        aria-label={t('list.from')}
        onChange={(v) => onChange([v, to])}
      />
      <span aria-hidden className="text-ink-3">
        –
      </span>
      <Compare {...common} value={to} aria-label={t('list.to')} onChange={(v) => onChange([from, v])} />
    </div>
  )
}

function Options({ field, condition, onChange }: Props) {
  const { t } = useTranslation()
  const chosen = (condition.value as string[] | undefined) ?? []
  const options = field.options ?? []
  return (
    <MultiSelect<Option>
      autoFocus
      defaultOpen
      aria-label={t('list.filterValue')}
      items={options}
      value={chosen.map((key) => options.find((o) => o.key === key) ?? { key, label: key })}
      itemKey={(o) => o.key}
      itemLabel={(o) => o.label}
      renderItem={(o) => (o.color ? <Dot color={o.color}>{o.label}</Dot> : o.label)}
      onChange={(all) => onChange(all.map((o) => o.key))}
    />
  )
}

function References({ field, condition, onChange, single }: Props & { single: boolean }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(true)
  const ids = single
    ? condition.value
      ? [String(condition.value)]
      : []
    : ((condition.value as string[] | undefined) ?? [])
  const chosen: Named[] = useTitles(field.entity, ids)
  const found = useLookup(field.entity ?? '', typed, open)
  return (
    <MultiSelect<Named>
      autoFocus
      defaultOpen
      aria-label={t('list.filterValue')}
      items={found.data ?? []}
      value={chosen}
      itemKey={(r) => r.id}
      itemLabel={(r) => r.title}
      onSearch={setTyped}
      renderItem={(r) => <Title entity={field.entity} title={r.title} of={r.of} />}
      onOpenChange={(o) => (setOpen(o), !o && setTyped(''))}
      onChange={(all) => onChange(single ? all.at(-1)?.id : all.map((r) => r.id))}
    />
  )
}
