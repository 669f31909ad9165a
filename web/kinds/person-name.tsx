import { useTranslation } from 'react-i18next'
import { Input } from '../ui/input.tsx'
import type { EditProps, WebKind } from './kind.ts'
import { text } from './plain.tsx'

export type PersonName = { last?: string; first?: string; middle?: string }
const parts = ['last', 'first', 'middle'] as const

function NameEdit({ value, onChange, field, id, autoFocus, invalid, disabled, ...p }: EditProps<PersonName>) {
  const { t } = useTranslation()
  const set = (part: keyof PersonName, typed: string) => {
    const next = { ...value, [part]: typed }
    if (!typed) delete next[part]
    onChange(Object.keys(next).length ? next : null)
  }
  return (
    <div className="grid grid-cols-1 gap-1.5 sm:grid-cols-3">
      {parts.map((part, i) => (
        <Input
          key={part}
          id={i === 0 ? id : undefined}
          aria-label={`${field.label}: ${t(`ui.name.${part}`)}`}
          aria-describedby={p['aria-describedby']}
          autoFocus={autoFocus && i === 0}
          invalid={invalid}
          disabled={disabled}
          placeholder={t(`ui.name.${part}`)}
          value={value?.[part] ?? ''}
          onChange={(e) => set(part, e.target.value)}
        />
      ))}
    </div>
  )
}

/** Surname, name, patronymic, in this order: as people are listed here. */
export const personName: WebKind<PersonName> = {
  text: (v) =>
    parts
      .map((part) => v[part])
      .filter(Boolean)
      .join(' '),
  Edit: NameEdit,
  Compare: text.Edit,
  compared: String,
  fromText: (typed) => {
    const [last, first, ...middle] = typed.trim().split(/\s+/)
    return {
      ...(last && { last }),
      ...(first && { first }),
      ...(middle.length && { middle: middle.join(' ') }),
    }
  },
  width: 220,
  wide: true,
}
