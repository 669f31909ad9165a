import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { DecimalInput } from '../../ui/number-input.tsx'
import { Choose } from './period-picker.tsx'
import { bases, type Base } from './portfolio.ts'

/** Orders where there are any rights to them, unless the address says deals. */
export function useBase(search: Record<string, unknown>, verb: string): [Base, Base[]] {
  const { operations } = useCatalogue()
  const open = (Object.keys(bases) as Base[]).filter((b) => operations[`${bases[b].of}.${verb}`])
  return [open.find((b) => b === search['base']) ?? open[0] ?? 'orders', open]
}

export function ChooseBase({
  value,
  open,
  onChange,
}: {
  value: Base
  open: readonly Base[]
  onChange: (base: Base) => void
}) {
  const { t } = useTranslation()
  if (open.length < 2) return null
  return (
    <Choose
      label={t('insight.base')}
      className="sm:w-48!"
      value={value}
      items={open.map((b) => ({ value: b, label: t(`insight.bases.${b}`) }))}
      onChange={(v) => onChange(v as Base)}
    />
  )
}

/** A limit of one's own: taken when it is left or Enter is pressed, since half a number is another one. */
export function Limit({
  label,
  value,
  suffix,
  onChange,
}: {
  label: string
  value: string
  suffix: string
  onChange: (value: string) => void
}) {
  const [typed, setTyped] = useState<string | null>(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    setTyped(value)
  }
  const take = () => {
    if (typed === null) setTyped(value)
    else if (typed !== value) onChange(typed)
  }
  return (
    <span
      className="flex items-center gap-1.5"
      onBlur={take}
      onKeyDown={(e) => {
        if (e.key === 'Enter') take()
      }}
    >
      <span className="text-sm text-ink-3">{label}</span>
      <DecimalInput aria-label={label} className="w-22!" value={typed} suffix={suffix} onChange={setTyped} />
    </span>
  )
}
