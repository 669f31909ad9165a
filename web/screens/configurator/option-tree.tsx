import { Lock } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoney } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { run, type Choices, type Evaluation, type Option, type Reason } from './configuration.ts'

export type TreeProps = {
  model: string
  options: readonly Option[]
  evaluation: Extract<Evaluation, { isPossible: true }>
  choices: Choices
  choose: (option: Option, count: number | null, siblings: readonly Option[]) => void
}

/** The options under one, each with what may be done with it now. */
export function OptionTree({ parent, ...props }: TreeProps & { parent: Option }) {
  const { t } = useTranslation()
  const children = props.options.filter((o) => o.parent === parent.key)
  if (children.length === 0) return null
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{parent.name}</legend>
      {parent.choice !== 'each' && (
        <p className="pb-1 text-xs text-ink-3">{t(`configurator.choose.${parent.choice}`)}</p>
      )}
      <ul className="flex flex-col gap-px">
        {children.map((o) => (
          <li key={o.key}>
            <OptionRow {...props} option={o} siblings={parent.choice === 'one' ? children : []} />
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

function OptionRow({
  option,
  siblings,
  ...props
}: TreeProps & { option: Option; siblings: readonly Option[] }) {
  const { t } = useTranslation()
  const { evaluation, choices, choose } = props
  const { state, count } = evaluation.options[option.key] ?? { state: 'may' as const, count: 0 }
  const isChosen = count > 0
  const min = option.min ?? 1
  const isFixed = state === 'cannot' || (state === 'must' && !choices[option.key])
  const line = evaluation.price.lines.find((l) => l.option === option.key)
  const hasChildren = props.options.some((o) => o.parent === option.key)
  return (
    <div className={cx('rounded-md px-2 py-1.5', isChosen && 'bg-hover')}>
      <div className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1">
        <label
          className={cx(
            'flex min-w-0 flex-1 basis-48 items-center gap-2.5 py-0.5',
            state === 'cannot' && 'text-ink-3',
          )}
        >
          <input
            type={siblings.length ? 'radio' : 'checkbox'}
            className={siblings.length ? 'size-4 accent-(--color-accent)' : 'box'}
            checked={isChosen}
            disabled={isFixed}
            onChange={() => choose(option, isChosen && !siblings.length ? null : min, siblings)}
          />
          <span className="min-w-0">
            <span className={cx('wrap-anywhere', isChosen && 'font-medium')}>{option.name}</span>
            {option.description && (
              <span className="block text-sm text-ink-3 wrap-anywhere">{option.description}</span>
            )}
          </span>
          {state === 'must' && isFixed && (
            <span className="inline-flex items-center gap-1 text-xs text-ink-3">
              <Lock size={11} aria-hidden /> {t('configurator.included')}
            </span>
          )}
        </label>
        {isChosen && (option.max ?? 1) > 1 && (
          <HowMany
            option={option}
            count={count}
            onChange={(n) => choose(option, n, siblings)}
            label={t('configurator.howMany', { what: option.name })}
          />
        )}
        {line && (
          <span className="figures text-ink-2">
            {formatMoney({
              amount: String(Number(line.unitPrice) * line.quantity),
              currency: evaluation.price.currency,
            })}
          </span>
        )}
        {state === 'cannot' && <Why {...props} option={option} />}
      </div>
      {isChosen && hasChildren && (
        <div className="mt-1 ml-2 border-l border-line pl-3">
          <OptionTree {...props} parent={option} />
        </div>
      )}
    </div>
  )
}

const HowMany = ({
  option,
  count,
  label,
  onChange,
}: {
  option: Option
  count: number
  label: string
  onChange: (n: number) => void
}) => (
  <input
    type="number"
    aria-label={label}
    value={count}
    min={option.min ?? 1}
    max={option.max ?? 1}
    onChange={(e) => {
      const n = Math.round(e.target.valueAsNumber)
      if (n >= (option.min ?? 1) && n <= (option.max ?? 1)) onChange(n)
    }}
    className="figures h-7.5 w-16 rounded-md border border-line-strong bg-surface px-2 text-right pointer-coarse:h-10"
  />
)

/** Asked only when somebody wants to know. */
function Why({ model, choices, option }: TreeProps & { option: Option }) {
  const { t } = useTranslation()
  const [reasons, setReasons] = useState<Reason[] | null>(null)
  const ask = () =>
    void run<{ reasons: Reason[] }>('configurator.explain', { model, choices, option: option.key }).then(
      (found) => setReasons(found.reasons),
    )
  if (!reasons)
    return (
      <Button size="sm" look="quiet" onClick={ask}>
        {t('configurator.why')}
      </Button>
    )
  const rules = reasons.filter((r) => r.kind !== 'choice').map((r) => r.text)
  const beside = reasons.filter((r) => r.kind === 'choice').map((r) => r.text)
  return (
    <p role="status" className="basis-full pl-6.5 text-sm text-ink-2">
      {rules.join(' ')}
      {beside.length > 0 && ` ${t('configurator.beside', { what: beside.join(', ') })}`}
    </p>
  )
}
