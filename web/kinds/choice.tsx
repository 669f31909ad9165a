import { useTranslation } from 'react-i18next'
import type { Field, Option } from '../catalogue.ts'
import { Combobox, MultiSelect } from '../ui/combobox.tsx'
import { Dot, Tag } from '../ui/tag.tsx'
import { useState } from 'react'
import type { EditProps, WebKind } from './kind.ts'
import { text } from './plain.tsx'

const optionOf = (field: Field, key: string): Option =>
  field.options?.find((o) => o.key === key) ?? { key, label: key }
const show = (o: Option) => (o.color ? <Dot color={o.color}>{o.label}</Dot> : o.label)
const common = { itemKey: (o: Option) => o.key, itemLabel: (o: Option) => o.label, renderItem: show }
const slot = ({ field: _, onPicked: _p, onChange: _c, value: _v, ...rest }: EditProps<any>) => rest

export const choice: WebKind<string> = {
  text: (v, f) => optionOf(f, v).label,
  read: (t, f) => {
    const typed = t.trim().toLowerCase()
    return f.options?.find((o) => o.key.toLowerCase() === typed || o.label.toLowerCase() === typed)?.key
  },
  Show: ({ value, field }) => show(optionOf(field, value)),
  Edit: (p) => (
    <Combobox
      {...slot(p)}
      {...common}
      items={p.field.options ?? []}
      value={p.value === null ? null : optionOf(p.field, p.value)}
      required={p.field.required}
      defaultOpen={p.bare && p.autoFocus}
      onChange={(o) => (p.onChange(o?.key ?? null), o && p.onPicked?.())}
    />
  ),
  width: 140,
}

const Chips = ({ children }: { children: React.ReactNode }) => (
  <span className="flex flex-wrap gap-1">{children}</span>
)

export const multi: WebKind<string[]> = {
  text: (v, f) => v.map((k) => optionOf(f, k).label).join(', '),
  Show: ({ value, field }) => (
    <span className="flex gap-1 overflow-hidden">
      {value.map((k) => (
        <Tag key={k} color={optionOf(field, k).color}>
          {optionOf(field, k).label}
        </Tag>
      ))}
    </span>
  ),
  Whole: ({ value, field }) => (
    <Chips>
      {value.map((k) => (
        <Tag key={k} color={optionOf(field, k).color}>
          {optionOf(field, k).label}
        </Tag>
      ))}
    </Chips>
  ),
  Edit: (p) => (
    <MultiSelect
      {...slot(p)}
      {...common}
      bare={false}
      items={p.field.options ?? []}
      value={(p.value ?? []).map((k) => optionOf(p.field, k))}
      onChange={(all) => p.onChange(all.length ? all.map((o) => o.key) : null)}
    />
  ),
  Compare: choice.Edit,
  compared: (v, f) => optionOf(f, v).label,
  width: 180,
  wide: true,
}

/** Free words: what is typed may become a new one. */
function TagsEdit(p: EditProps<string[]>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const value = p.value ?? []
  const fresh = typed.trim()
  const items = fresh && !value.includes(fresh) ? [...value, fresh] : value
  return (
    <MultiSelect
      {...slot(p)}
      bare={false}
      items={items}
      value={value}
      itemKey={(tag) => tag}
      itemLabel={(tag) => tag}
      onSearch={setTyped}
      placeholder={t('ui.tagsPlaceholder')}
      onChange={(all) => (setTyped(''), p.onChange(all.length ? all : null))}
    />
  )
}
export const tags: WebKind<string[]> = {
  text: (v) => v.join(', '),
  Show: ({ value }) => (
    <span className="flex gap-1 overflow-hidden">
      {value.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  ),
  Whole: ({ value }) => (
    <Chips>
      {value.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </Chips>
  ),
  Edit: TagsEdit,
  Compare: text.Edit,
  compared: String,
  width: 180,
  wide: true,
}
