import { useQueryClient } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { mayUpdate } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { isEmpty } from '../../kinds/index.ts'
import type { Step } from '../../kinds/steps.tsx'
import { keys, type Rec, type Ref } from '../../records.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { cx } from '../../ui/class.ts'
import { useAll, useSorry } from '../settings/use-all.ts'

const stepsOf = (stage: Rec) => (stage['steps'] ?? []) as Step[]
const listOf = (stage: Rec | undefined) =>
  ((stage?.['checklist'] ?? []) as string[]).map((text): Step => ({ text }))

/** How to sell in the stage where the deal stands: what to find out and do, what is done, what the next stage wants. */
export default function PlaybookPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const [checked, toggle] = useTicks(record)
  const pipeline = (record['pipeline'] as Ref | null)?.id
  const stages = (useAll('stages', { sort: 'position' }).data ?? []).filter(
    (s) => (s['pipeline'] as Ref | null)?.id === pipeline,
  )
  const at = stages.findIndex((s) => s.id === (record['stage'] as Ref | null)?.id)
  const here = stages[at]
  if (!here || record['status'] !== 'open') return null
  const next =
    stages.slice(at + 1).find((s) => s['outcome'] === 'open') ?? stages.find((s) => s['outcome'] === 'won')
  const wanted = listOf(next)
  const lacking = ((next?.['requires'] ?? []) as string[]).filter(
    (key) => entity.fields[key] && isEmpty(record[key]),
  )
  const steps = stepsOf(here)
  const guidance = here['guidance'] as string | null
  const left = stages
    .slice(0, at)
    .flatMap(stepsOf)
    .filter((s) => !checked.has(s.text))
  if (!guidance && steps.length + left.length + wanted.length + lacking.length === 0) return null
  const all = [...steps, ...wanted]
  const done = all.filter((s) => checked.has(s.text)).length
  const ticks = { checked, toggle, disabled: !mayUpdate(entity, entity.fields['nextStep']) }
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={t('deals.playbook')}>
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <ListChecks size={15} className="text-ink-3" aria-hidden />
        <h2 className="font-medium">{t('deals.playbook')}</h2>
        <span className="min-w-0 flex-1 truncate text-ink-3">{String(here['name'])}</span>
        {all.length > 0 && (
          <>
            <span aria-hidden className="h-1.5 w-20 overflow-hidden rounded-full bg-hover">
              <span
                className={cx('block h-full rounded-full', done === all.length ? 'bg-success' : 'bg-accent')}
                style={{ width: `${(100 * done) / all.length}%` }}
              />
            </span>
            <span className="figures text-sm text-ink-2">
              {t('deals.stepsDone', { done, all: all.length })}
            </span>
          </>
        )}
      </header>
      {guidance && <Told text={guidance} className="pb-1.5 text-ink-2" />}
      <Ticks steps={steps} {...ticks} />
      {(wanted.length > 0 || lacking.length > 0) && (
        <>
          <h3 className="pt-1.5 text-sm text-ink-3">{t('deals.before', { stage: next!['name'] })}</h3>
          <Ticks steps={wanted} {...ticks} />
          {lacking.length > 0 && (
            <p className="py-0.5 text-warning">
              {t('deals.needs', { fields: lacking.map((key) => entity.fields[key]!.label).join(', ') })}
            </p>
          )}
        </>
      )}
      {left.length > 0 && (
        <details className="pt-1">
          <summary className="cursor-pointer text-sm text-ink-3">
            {t('deals.earlier', { count: left.length })}
          </summary>
          <Ticks steps={left} {...ticks} />
        </details>
      )}
    </section>
  )
}

/** What is ticked, at once as it is pressed. */
function useTicks(record: Rec): [ReadonlySet<string>, (item: string, isDone: boolean) => void] {
  const client = useQueryClient()
  const sorry = useSorry()
  const [asked, setAsked] = useState<ReadonlyMap<string, boolean>>(new Map())
  const known = new Set((record['checked'] ?? []) as string[])
  for (const [item, isDone] of asked) known[isDone ? 'add' : 'delete'](item)
  const toggle = (item: string, isDone: boolean) => {
    setAsked((all) => new Map(all).set(item, isDone))
    const forget = () => setAsked((all) => new Map([...all].filter(([key]) => key !== item)))
    void api('operations/deal.check', {
      method: 'POST',
      body: { id: record.id, item, isDone },
      once: newKey(),
    })
      .catch(sorry)
      .then(() => client.invalidateQueries({ queryKey: keys.all('deals') }))
      .then(forget)
  }
  return [known, toggle]
}

function Ticks({
  steps,
  checked,
  toggle,
  disabled,
}: {
  steps: readonly Step[]
  checked: ReadonlySet<string>
  toggle: (item: string, isDone: boolean) => void
  disabled: boolean
}) {
  return (
    <ul>
      {steps.map((s) => (
        <li key={s.text} className="py-0.5">
          <label className="flex items-start gap-2">
            <span className="flex h-5 items-center">
              <Checkbox
                checked={checked.has(s.text)}
                disabled={disabled}
                onCheckedChange={(on) => toggle(s.text, on)}
              />
            </span>
            <span className={cx('min-w-0', checked.has(s.text) && 'text-ink-3 line-through')}>{s.text}</span>
          </label>
          {s.guidance && !checked.has(s.text) && (
            <Told text={s.guidance} className="pl-6 text-sm text-ink-3" />
          )}
        </li>
      ))}
    </ul>
  )
}

/** A text in which addresses can be pressed. */
const Told = ({ text, className }: { text: string; className: string }) => (
  <p className={cx('whitespace-pre-line', className)}>
    {text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)»”])/).map((part, i) =>
      i % 2 ? (
        <a
          key={i}
          href={part}
          target="_blank"
          rel="noreferrer"
          className="text-accent-strong hover:underline"
        >
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </p>
)
