import { useTranslation } from 'react-i18next'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Select } from '../../ui/select.tsx'
import { presets, type Period } from './period.ts'

/** A period by its name, or between two days of one's own. */
export function PeriodPicker({
  value,
  names = Object.keys(presets),
  isOwn = true,
  onChange,
}: {
  value: Period & { name: string }
  names?: readonly string[]
  /** Whether two days of one's own may be given. */
  isOwn?: boolean
  onChange: (patch: {
    period?: string | undefined
    from?: string | undefined
    to?: string | undefined
  }) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="flex w-full flex-wrap items-center gap-1.5 sm:w-auto">
      <Select
        aria-label={t('analysis.period')}
        className="sm:w-44!"
        value={value.name}
        items={[...names, ...(isOwn ? ['own'] : [])].map((name) => ({
          value: name,
          label: t(`analysis.periods.${name}`),
        }))}
        onChange={(name) =>
          onChange(
            name === 'own'
              ? { period: undefined, from: value.from, to: value.to }
              : { period: name, from: undefined, to: undefined },
          )
        }
      />
      {value.name === 'own' &&
        (['from', 'to'] as const).map((end) => (
          <div key={end} className="w-34">
            <DatePicker
              aria-label={t(`analysis.${end}`)}
              value={value[end]}
              onChange={(day) => day && onChange({ from: value.from, to: value.to, [end]: day })}
            />
          </div>
        ))}
    </div>
  )
}

/** Choosing one of a few, with what it is written before it. */
export const Choose = ({
  label,
  value,
  items,
  onChange,
  className = 'sm:w-40!',
}: {
  label: string
  value: string | null
  items: readonly { value: string; label: string }[]
  onChange: (value: string) => void
  className?: string
}) => (
  <div className="flex w-full min-w-0 items-center gap-1.5 sm:w-auto">
    <span className="w-24 shrink-0 text-sm text-ink-3 sm:w-auto">{label}</span>
    <Select aria-label={label} className={className} value={value} items={items} onChange={onChange} />
  </div>
)

/** With which other period it is compared; with none unless one is needed. */
export function ChooseComparison({
  value,
  isNeeded = false,
  onChange,
}: {
  value: string
  isNeeded?: boolean
  onChange: (value: string | undefined) => void
}) {
  const { t } = useTranslation()
  const choices = [...(isNeeded ? [] : ['none']), 'previous', 'year']
  return (
    <Choose
      label={t('analysis.compare')}
      className="sm:w-52!"
      value={value}
      items={choices.map((one) => ({ value: one, label: t(`analysis.comparisons.${one}`) }))}
      onChange={(one) => onChange(one === 'none' ? undefined : one)}
    />
  )
}
