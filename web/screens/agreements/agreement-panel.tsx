import { useQuery } from '@tanstack/react-query'
import { Check, Clock, PenLine, Plus, Stamp, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useEntity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatAgo, formatTime } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import { keys, type Page, type Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { ask } from '../mail/client.ts'
import { useRun } from '../selling/run.ts'

const CreateDialog = lazy(() =>
  import('../../derived/form/create-dialog.tsx').then((m) => ({ default: m.CreateDialog })),
)

type Progress = {
  waits: {
    for: 'owner' | 'approval' | 'signature' | null
    who: string[]
    since: string | null
    dueAt: string | null
  }
  agreed: { who: string; status: string; at: string | null; note: string | null }[]
}
const path = ['draft', 'agreeing', 'signing', 'inForce', 'ended']

/** Where an agreement stands: its way, what it waits for and from whom, who has agreed, who has signed and when. */
export default function AgreementPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const signatory = useEntity('agreementSignatory')
  const status = String(record['status'])
  const [adding, setAdding] = useState(false)
  const { run, busy } = useRun(['agreements', 'agreementSignatories'])
  const { data: progress } = useQuery({
    queryKey: [...keys.one('agreements', record.id), 'progress', record.revision],
    queryFn: async () => {
      const told = await ask<Progress>('agreement.progress', { id: record.id })
      return { ...told, isLate: (told.waits.dueAt ?? '~') < new Date().toISOString() }
    },
  })
  const { data: signers } = useQuery({
    queryKey: [...keys.lists('agreementSignatories'), 'of', record.id],
    queryFn: ({ signal }) =>
      api<Page>(
        `agreementSignatories${query({ filter: ['agreement', 'is', record.id], sort: '-side', limit: 50 })}`,
        { signal },
      ),
  })
  const at = path.indexOf(status)
  const options = entity.fields['status']!.options ?? []
  const waits = progress?.waits
  const mayChange = entity.rights.update !== 'none'
  const isLate = progress?.isLate === true
  return (
    <section
      className="flex flex-col gap-3 border-b border-line px-4 py-2.5"
      aria-label={t('agreements.progress')}
    >
      <h2 className="min-h-6 font-medium">{t('agreements.progress')}</h2>
      {at >= 0 && (
        <ol className="grid grid-cols-2 gap-1 @md:grid-cols-5">
          {path.map((key, i) => (
            <li
              key={key}
              aria-current={i === at ? 'step' : undefined}
              className={cx(
                'flex items-center justify-center gap-1 rounded-md px-2 py-1 text-sm',
                i < at && 'bg-accent-soft text-accent-strong',
                i === at && 'bg-accent font-medium text-on-accent',
                i > at && 'bg-hover text-ink-2',
              )}
            >
              {i < at && <Check size={13} aria-hidden />}
              {options.find((o) => o.key === key)?.label}
            </li>
          ))}
        </ol>
      )}
      {waits?.for && (
        <p
          className={cx('flex flex-wrap items-center gap-x-2 text-sm', isLate ? 'text-danger' : 'text-ink')}
          role="status"
        >
          <Clock size={14} aria-hidden />
          <span>
            {t(`agreements.waits.${waits.for}`, { who: waits.who.join(', ') || t('agreements.nobody') })}
          </span>
          {waits.since && (
            <span className="text-ink-3">{t('agreements.since', { when: formatAgo(waits.since) })}</span>
          )}
          {waits.dueAt && (
            <span className={isLate ? '' : 'text-ink-3'}>
              {t('agreements.by', { when: formatTime(waits.dueAt) })}
            </span>
          )}
        </p>
      )}
      {(progress?.agreed.length ?? 0) > 0 && (
        <div>
          <h3 className="text-sm font-medium text-ink-2">{t('agreements.chain')}</h3>
          <ul>
            {progress!.agreed.map((s, i) => (
              <li key={i} className="flex flex-wrap items-center gap-x-2 py-1 text-sm">
                {s.status === 'approved' ? (
                  <Check size={14} className="text-success" aria-hidden />
                ) : s.status === 'declined' ? (
                  <X size={14} className="text-danger" aria-hidden />
                ) : (
                  <Clock size={14} className="text-ink-3" aria-hidden />
                )}
                <span>{s.who}</span>
                <span className="text-ink-3">
                  {t(`agreements.steps.${s.status}`)}
                  {s.at && ` · ${formatTime(s.at)}`}
                </span>
                {s.note && <span className="text-ink-2">“{s.note}”</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <header className="flex min-h-8 items-center gap-2">
          <h3 className="flex-1 text-sm font-medium text-ink-2">{signatory.labelPlural}</h3>
          {signatory.rights.create && ['draft', 'agreeing', 'signing'].includes(status) && (
            <Button size="sm" look="quiet" onClick={() => setAdding(true)}>
              <Plus size={14} aria-hidden /> {t('agreements.add')}
            </Button>
          )}
        </header>
        <ul className="divide-y divide-line">
          {(signers?.items ?? []).map((s: Rec) => (
            <li key={s.id} className="flex min-h-10 flex-wrap items-center gap-x-3 py-1.5">
              <Stamp size={15} className={s['signedOn'] ? 'text-success' : 'text-ink-3'} aria-hidden />
              <span className="min-w-0 flex-1 basis-40">
                <span className="font-medium">{String(s['name'])}</span>{' '}
                <span className="text-sm text-ink-3">
                  {[
                    signatory.fields['side']!.options?.find((o) => o.key === s['side'])?.label,
                    s['jobTitle'] as string | null,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {s['signedOn'] ? (
                <span className="text-sm text-ink-2">
                  {t('agreements.signed')}{' '}
                  <Value field={signatory.fields['signedOn']!} value={s['signedOn']} />
                </span>
              ) : status === 'signing' && mayChange ? (
                <Button
                  size="sm"
                  busy={busy !== null}
                  onClick={() => void run('agreement.sign', { id: record.id, signatory: s.id })}
                >
                  <PenLine size={14} aria-hidden /> {t('agreements.signedToday')}
                </Button>
              ) : (
                <span className="text-sm text-ink-3">{t('agreements.notSigned')}</span>
              )}
            </li>
          ))}
        </ul>
        {signers?.items.length === 0 && <p className="text-sm text-ink-3">{t('agreements.noSigners')}</p>}
      </div>
      {adding && (
        <Suspense>
          <CreateDialog
            entity="agreementSignatory"
            values={{ agreement: { id: record.id, title: String(record['number']) } }}
            onMade={() => {}}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      )}
    </section>
  )
}
