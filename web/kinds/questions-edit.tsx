import { ArrowUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Input } from '../ui/input.tsx'
import { DecimalInput } from '../ui/number-input.tsx'
import { Select } from '../ui/select.tsx'
import { AddLine, RemoveLine } from './line-buttons.tsx'
import type { EditProps } from './kind.ts'
import type { Question } from './questions.tsx'

const kinds = ['one', 'many', 'scale', 'number', 'text'] as const
const choosing = new Set(['one', 'many'])
const newKey = (all: readonly Question[]) => {
  let n = all.length + 1
  while (all.some((q) => q.key === `q${n}`)) n++
  return `q${n}`
}
const pointsOf = (text: string | null) => (text === null ? {} : { points: Number(text) })

/** Question by question: its words, how it is answered, what an answer gives. */
export function QuestionsEdit({ value, onChange, id, disabled, invalid }: EditProps<Question[]>) {
  const { t } = useTranslation()
  const all = value ?? []
  const put = (i: number, q: Question) => onChange(all.with(i, q))
  const drop = (i: number) => onChange(all.length > 1 ? all.toSpliced(i, 1) : null)
  const add = () =>
    onChange([...all, { key: newKey(all), text: '', kind: 'one', options: [{ text: '' }, { text: '' }] }])
  return (
    <div className="flex flex-col gap-2.5">
      {all.map((q, i) => (
        <div key={q.key} className="flex flex-col gap-1.5 rounded-md border border-line p-2">
          <div className="flex items-center gap-1.5">
            <span className="figures w-5 text-right text-sm text-ink-3">{i + 1}</span>
            <Input
              id={i === 0 ? id : undefined}
              aria-label={`${t('questionnaires.ask.text')} ${i + 1}`}
              placeholder={t('questionnaires.ask.text')}
              maxLength={500}
              disabled={disabled}
              invalid={invalid}
              value={q.text}
              onChange={(e) => put(i, { ...q, text: e.target.value })}
            />
            <IconButton
              size="sm"
              label={t('questionnaires.ask.up')}
              disabled={i === 0}
              onClick={() => onChange(all.with(i, all[i - 1]!).with(i - 1, q))}
            >
              <ArrowUp size={13} />
            </IconButton>
            <RemoveLine onClick={() => drop(i)} />
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 pl-6.5">
            <Select
              aria-label={t('questionnaires.ask.kind')}
              className="w-44!"
              value={q.kind}
              items={kinds.map((k) => ({ value: k, label: t(`questionnaires.ask.kinds.${k}`) }))}
              onChange={(kind) => put(i, as(q, kind))}
            />
            <label className="flex items-center gap-1.5 text-sm">
              <Checkbox
                checked={q.isRequired ?? false}
                onCheckedChange={(isRequired) => put(i, { ...q, isRequired })}
              />
              {t('questionnaires.ask.required')}
            </label>
          </div>
          {choosing.has(q.kind) && <Options question={q} onChange={(next) => put(i, next)} />}
          {q.kind === 'scale' && <Scale question={q} onChange={(next) => put(i, next)} />}
        </div>
      ))}
      <AddLine label={t('questionnaires.ask.add')} disabled={disabled} onClick={add} />
    </div>
  )
}

/** The same question, answered otherwise: it keeps what the new way has a use for. */
function as({ key, text, hint, isRequired, options }: Question, kind: Question['kind']): Question {
  return {
    key,
    text,
    kind,
    ...(hint ? { hint } : {}),
    ...(isRequired ? { isRequired } : {}),
    ...(choosing.has(kind) ? { options: options ?? [{ text: '' }, { text: '' }] } : {}),
    ...(kind === 'scale' ? { from: 1, to: 5 } : {}),
  }
}

type Part = { question: Question; onChange: (q: Question) => void }

function Options({ question: q, onChange }: Part) {
  const { t } = useTranslation()
  const options = q.options ?? []
  return (
    <div className="flex flex-col gap-1 pl-6.5">
      {options.map((o, j) => (
        <div key={j} className="flex items-center gap-1.5">
          <Input
            aria-label={`${t('questionnaires.ask.option')} ${j + 1}`}
            placeholder={t('questionnaires.ask.option')}
            maxLength={200}
            value={o.text}
            onChange={(e) => onChange({ ...q, options: options.with(j, { ...o, text: e.target.value }) })}
          />
          <DecimalInput
            className="w-24! shrink-0"
            aria-label={`${t('questionnaires.ask.points')} ${j + 1}`}
            suffix={t('questionnaires.ask.pts')}
            value={o.points === undefined ? null : String(o.points)}
            onChange={(v) => onChange({ ...q, options: options.with(j, { text: o.text, ...pointsOf(v) }) })}
          />
          <RemoveLine
            disabled={options.length <= 2}
            onClick={() => onChange({ ...q, options: options.toSpliced(j, 1) })}
          />
        </div>
      ))}
      <AddLine
        label={t('questionnaires.ask.addOption')}
        onClick={() => onChange({ ...q, options: [...options, { text: '' }] })}
      />
    </div>
  )
}

const scales = ['1–5', '0–10', '1–10', '1–3'].map((label) => {
  const [from, to] = label.split('–').map(Number) as [number, number]
  return { label, from, to }
})

function Scale({ question: { points, ...q }, onChange }: Part) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap items-center gap-2 pl-6.5">
      <Select
        aria-label={t('questionnaires.ask.kinds.scale')}
        className="w-28!"
        value={`${q.from ?? 1}–${q.to ?? 5}`}
        items={scales.map((s) => ({ value: s.label, label: s.label }))}
        onChange={(label) => {
          const { from, to } = scales.find((s) => s.label === label)!
          onChange({ ...q, from, to, ...(points === undefined ? {} : { points }) })
        }}
      />
      <span className="text-sm text-ink-3">{t('questionnaires.ask.stepGives')}</span>
      <DecimalInput
        className="w-24! shrink-0"
        aria-label={t('questionnaires.ask.stepGives')}
        suffix={t('questionnaires.ask.pts')}
        value={String(points ?? 1)}
        onChange={(v) => onChange({ ...q, ...pointsOf(v) })}
      />
    </div>
  )
}
