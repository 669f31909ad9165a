import { useQuery } from '@tanstack/react-query'
import { recordQuery, type Ref } from '../records.ts'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../ui/checkbox.tsx'
import { cx } from '../ui/class.ts'
import { Field, type FieldSlot } from '../ui/field.tsx'
import { Textarea } from '../ui/input.tsx'
import { DecimalInput } from '../ui/number-input.tsx'
import type { EditProps } from './kind.ts'
import type { Question } from './questions.tsx'

type Answers = Record<string, unknown>

/** The questions of the questionnaire that is chosen beside it, to be answered. */
export function AnswersEdit({ value, onChange, among, disabled }: EditProps<Answers>) {
  const { t } = useTranslation()
  const of = (among?.['questionnaire'] as Ref | null)?.id
  const { data } = useQuery({ ...recordQuery('questionnaires', of ?? ''), enabled: Boolean(of) })
  if (!of) return <p className="text-ink-3">{t('questionnaires.ask.choose')}</p>
  const answers = value ?? {}
  const set = (key: string, one: unknown) => {
    const { [key]: _, ...rest } = answers
    onChange(one === null || one === '' ? rest : { ...rest, [key]: one })
  }
  return (
    <fieldset disabled={disabled} className="flex min-w-0 flex-col gap-4 py-1">
      {data?.['about'] !== null && <p className="text-ink-3">{data?.['about'] as string | undefined}</p>}
      {((data?.['questions'] ?? []) as Question[]).map((q, i) => (
        <Field key={q.key} label={`${i + 1}. ${q.text}`} hint={q.hint} required={q.isRequired}>
          {(slot) => (
            <Answer slot={slot} question={q} value={answers[q.key]} onChange={(v) => set(q.key, v)} />
          )}
        </Field>
      ))}
    </fieldset>
  )
}

type AnswerProps = { slot: FieldSlot; question: Question; value: unknown; onChange: (value: unknown) => void }

function Answer({ slot, question: q, value, onChange }: AnswerProps) {
  if (q.kind === 'text')
    return (
      <Textarea
        {...slot}
        maxLength={5000}
        value={String(value ?? '')}
        onChange={(e) => onChange(e.target.value)}
      />
    )
  if (q.kind === 'number')
    return (
      <DecimalInput
        {...slot}
        value={value === undefined ? null : String(value as number)}
        onChange={(v) => onChange(v === null ? null : Number(v))}
      />
    )
  if (q.kind === 'scale') {
    const { from = 1, to = 5 } = q
    const steps = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    return (
      <div role="radiogroup" id={slot.id} aria-label={q.text} className="flex flex-wrap gap-1.5">
        {steps.map((n) => (
          <label
            key={n}
            className={cx(
              'figures flex h-9 min-w-9 cursor-pointer items-center justify-center rounded-md border px-2 has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:h-10 pointer-coarse:min-w-10',
              value === n
                ? 'border-accent bg-accent font-medium text-on-accent'
                : 'border-line-strong hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={slot.id}
              className="sr-only"
              checked={value === n}
              onChange={() => onChange(n)}
            />
            {n}
          </label>
        ))}
      </div>
    )
  }
  const chosen = q.kind === 'many' ? ((value ?? []) as string[]) : []
  return (
    <div
      role={q.kind === 'one' ? 'radiogroup' : 'group'}
      id={slot.id}
      aria-label={q.text}
      className="flex flex-col"
    >
      {(q.options ?? []).map((o) => (
        <label
          key={o.text}
          className="flex min-h-8 cursor-pointer items-center gap-2 pointer-coarse:min-h-10"
        >
          {q.kind === 'one' ? (
            <input
              type="radio"
              name={slot.id}
              className="size-4 accent-(--accent)"
              checked={value === o.text}
              onChange={() => onChange(o.text)}
            />
          ) : (
            <Checkbox
              checked={chosen.includes(o.text)}
              onCheckedChange={(on) => {
                const next = on ? [...chosen, o.text] : chosen.filter((x) => x !== o.text)
                onChange(next.length ? next : null)
              }}
            />
          )}
          {o.text}
        </label>
      ))}
    </div>
  )
}
