import { AlertTriangle, CalendarClock, Check } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mayUpdate } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { Control } from '../../kinds/value.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatDate, formatPercent } from '../../format.ts'
import type { Rec, Ref } from '../../records.ts'
import { useSave } from '../../saving.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { useAll } from '../settings/use-all.ts'

const MoveDialog = lazy(() => import('./move-dialog.tsx'))

/** Where the deal stands, where it may go, and what is to be done next. */
export default function StagePath({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const [to, setTo] = useState<Ref | null>(null)
  const pipeline = record['pipeline'] as Ref | null
  const here = record['stage'] as Ref | null
  const stages = useAll('stages', { sort: 'position' }).data?.filter(
    (s) => (s['pipeline'] as Ref | null)?.id === pipeline?.id,
  )
  if (!stages?.length) return null
  const at = stages.findIndex((s) => s.id === here?.id)
  const isOpen = record['status'] === 'open'
  const canMove = mayUpdate(entity, entity.fields['stage'])
  const days = record['daysInStage'] as number | null
  const isStale = record['isStale'] === true
  return (
    <div className="flex flex-col gap-2 px-4 pb-3">
      <ol aria-label={entity.fields['stage']?.label} className="flex flex-wrap gap-1">
        {stages.map((s, i) => (
          <li key={s.id} className="min-w-0 flex-1 basis-20">
            <Step
              stage={s}
              isHere={i === at}
              isPast={isOpen && i < at}
              disabled={!canMove || i === at}
              onGo={() => setTo({ id: s.id, title: String(s['name']) })}
            />
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-2">
        {isOpen && days !== null && (
          <span className={cx('flex items-center gap-1', isStale && 'font-medium text-danger')}>
            {isStale && <AlertTriangle size={14} aria-hidden />}
            {t(isStale ? 'deals.stale' : 'deals.inStage', { count: Math.max(0, days) })}
          </span>
        )}
        {isOpen && typeof record['probability'] === 'number' && (
          <span title={(record['probabilityReason'] as string | null) ?? undefined}>
            {t('deals.probability', { percent: formatPercent(record['probability']) })}
          </span>
        )}
        {isOpen && <NextStep entity={entity} record={record} />}
      </div>
      {to && (
        <Suspense>
          <MoveDialog entity={entity} record={record} to={to} onClose={() => setTo(null)} />
        </Suspense>
      )}
    </div>
  )
}

const outcomes: Record<string, string> = {
  won: 'bg-success-soft text-success',
  lost: 'bg-danger-soft text-danger',
  open: 'bg-accent text-on-accent',
}

function Step(p: { stage: Rec; isHere: boolean; isPast: boolean; disabled: boolean; onGo: () => void }) {
  const outcome = String(p.stage['outcome'])
  return (
    <button
      type="button"
      disabled={p.disabled}
      aria-current={p.isHere ? 'step' : undefined}
      onClick={p.onGo}
      title={String(p.stage['name'])}
      className={cx(
        'flex h-7 w-full items-center justify-center gap-1 rounded-md px-2 text-sm',
        p.isHere
          ? cx('font-semibold', outcomes[outcome])
          : p.isPast
            ? 'bg-accent-soft text-accent'
            : 'bg-canvas text-ink-2',
        !p.disabled && 'cursor-pointer hover:outline-2 hover:outline-accent-line',
      )}
    >
      {p.isPast && <Check size={13} aria-hidden className="shrink-0" />}
      <span className="truncate">{String(p.stage['name'])}</span>
    </button>
  )
}

/** What is to be done next, and until when; typed here in place. */
function NextStep({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const save = useSave(entity)
  const [draft, setDraft] = useState<Record<string, unknown> | null>(null)
  const [step, on] = [record['nextStep'] as string | null, record['nextStepOn'] as string | null]
  const isLate = on !== null && on !== undefined && on < today()
  const [what, when] = [entity.fields['nextStep'], entity.fields['nextStepOn']]
  if (!what || !when) return null
  if (draft)
    return (
      <form
        className="flex w-full flex-wrap items-center gap-2"
        onSubmit={(e) => {
          e.preventDefault()
          void save(record, draft).then((done) => done && setDraft(null))
        }}
      >
        <span className="min-w-52 flex-1">
          <Control
            id="next-step"
            aria-label={what.label}
            field={what}
            autoFocus
            value={draft['nextStep'] ?? null}
            onChange={(nextStep) => setDraft((d) => ({ ...d, nextStep }))}
          />
        </span>
        <span className="w-40">
          <Control
            id="next-step-on"
            aria-label={when.label}
            field={when}
            value={draft['nextStepOn'] ?? null}
            onChange={(nextStepOn) => setDraft((d) => ({ ...d, nextStepOn }))}
          />
        </span>
        <Button type="submit" look="solid" size="sm">
          {t('ui.save')}
        </Button>
        <Button size="sm" onClick={() => setDraft(null)}>
          {t('ui.cancel')}
        </Button>
      </form>
    )
  const may = mayUpdate(entity, what)
  return (
    <button
      type="button"
      disabled={!may}
      onClick={() => setDraft({ nextStep: step ?? null, nextStepOn: on ?? null })}
      className={cx(
        '-mx-1 flex min-h-6 items-center gap-1 rounded px-1 text-left',
        may && 'hover:bg-hover',
        !step && 'font-medium text-warning',
      )}
    >
      <CalendarClock size={14} aria-hidden className="shrink-0" />
      {step ? (
        <>
          <span className="text-ink-3">{what.label}:</span> <span className="text-ink">{step}</span>
          {on && <span className={cx('figures', isLate && 'text-danger')}>{formatDate(on)}</span>}
        </>
      ) : (
        t('deals.noNextStep')
      )}
    </button>
  )
}
