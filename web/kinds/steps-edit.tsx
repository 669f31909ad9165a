import { useTranslation } from 'react-i18next'
import { Input, Textarea } from '../ui/input.tsx'
import { AddLine, RemoveLine } from './line-buttons.tsx'
import type { EditProps } from './kind.ts'
import type { Step } from './steps.tsx'

export function StepsEdit({ value, onChange, field, id, disabled, invalid }: EditProps<Step[]>) {
  const { t } = useTranslation()
  const all = value ?? []
  const put = (i: number, change: Partial<Step>) =>
    onChange(all.map((s, j) => (j === i ? { ...s, ...change } : s)))
  return (
    <div className="flex flex-col gap-2">
      {all.map((s, i) => (
        <div key={i} className="flex items-start gap-1.5">
          <span className="figures w-5 pt-1.5 text-right text-sm text-ink-3">{i + 1}</span>
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <Input
              id={i === 0 ? id : undefined}
              aria-label={`${field.label}: ${t('deals.steps.text')} ${i + 1}`}
              placeholder={t('deals.steps.text')}
              maxLength={100}
              disabled={disabled}
              invalid={invalid}
              value={s.text}
              onChange={(e) => put(i, { text: e.target.value })}
            />
            <Textarea
              aria-label={`${t('deals.steps.guidance')} ${i + 1}`}
              placeholder={t('deals.steps.guidance')}
              maxLength={2000}
              disabled={disabled}
              value={s.guidance ?? ''}
              onChange={(e) => put(i, { guidance: e.target.value })}
            />
          </div>
          <RemoveLine
            className="mt-1"
            onClick={() => onChange(all.length > 1 ? all.filter((_, j) => j !== i) : null)}
          />
        </div>
      ))}
      <AddLine
        label={t('deals.steps.add')}
        disabled={disabled}
        onClick={() => onChange([...all, { text: '' }])}
      />
    </div>
  )
}
