import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { editDecimal, parseDecimal } from '../format.ts'
import { cx } from './class.ts'
import { frame, type Frame } from './input.tsx'
import { Select } from './select.tsx'

type Common = Frame & {
  id?: string | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
  invalid?: boolean | undefined
  disabled?: boolean | undefined
  autoFocus?: boolean | undefined
}

/** A decimal string, typed as this language writes it (1 234,56 or 1,234.56). */
export function DecimalInput({
  value,
  onChange,
  bare,
  invalid,
  suffix,
  className,
  ...props
}: Common & {
  value: string | null
  onChange: (value: string | null) => void
  suffix?: string
  className?: string
}) {
  const [text, setText] = useState(value === null ? '' : editDecimal(value))
  const [wrong, setWrong] = useState(false)
  useEffect(() => {
    setText((now) => (parseDecimal(now) === value ? now : value === null ? '' : editDecimal(value)))
  }, [value])
  const read = (typed: string) => {
    setText(typed)
    const plain = typed.trim() ? parseDecimal(typed) : null
    setWrong(typed.trim() !== '' && plain === null && typed.trim() !== '-')
    if (plain !== null || !typed.trim()) onChange(plain)
  }
  return (
    <div className={cx(frame(bare), 'items-center gap-1', className)}>
      <input
        {...props}
        autoComplete="off"
        inputMode="decimal"
        value={text}
        aria-invalid={invalid || wrong || undefined}
        data-unread={wrong || undefined}
        onChange={(e) => read(e.target.value)}
        onFocus={(e) => e.target.select()}
        className="figures min-w-0 flex-1 bg-transparent outline-none"
      />
      {suffix && <span className="text-ink-3">{suffix}</span>}
    </div>
  )
}

export type Money = { amount: string; currency: string }
export const currencies = ['UAH', 'EUR', 'USD', 'PLN', 'GBP', 'CHF', 'CZK', 'RON']

/** An amount with its currency; the currency is the workspace's until another is chosen. */
export function MoneyInput({
  value,
  onChange,
  currency,
  bare,
  ...props
}: Common & {
  value: Money | null
  onChange: (value: Money | null) => void
  currency: string
}) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(value?.currency ?? currency)
  const now = value?.currency ?? chosen
  const items = [...new Set([now, currency, ...currencies])].map((c) => ({ value: c, label: c }))
  return (
    <div className={bare ? 'flex h-full min-w-0 flex-1 items-center' : 'flex gap-1.5'}>
      <DecimalInput
        {...props}
        bare={bare}
        value={value?.amount ?? null}
        onChange={(amount) => onChange(amount === null ? null : { amount, currency: now })}
      />
      <Select
        bare={bare}
        aria-label={t('ui.currency')}
        disabled={props.disabled}
        className={bare ? 'w-16! shrink-0 items-center text-sm text-ink-2' : 'w-20! shrink-0'}
        items={items}
        value={now}
        onChange={(c) => {
          setChosen(c)
          if (value) onChange({ ...value, currency: c })
        }}
      />
    </div>
  )
}
