import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatDate } from '../../format.ts'
import { textOf } from '../../kinds/index.ts'
import { Control } from '../../kinds/value.tsx'
import { keys } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Field } from '../../ui/field.tsx'
import { FormDialog } from '../settings/form-dialog.tsx'
import { useSorry } from '../settings/use-all.ts'
import { Ledger } from './ledger.tsx'

type At = {
  channel: string
  state: 'given' | 'withdrawn' | null
  at: string | null
  until: string | null
  version: number | null
  may: boolean
  why: string | null
}
type Purpose = { id: string; name: string; basis: string; version: number; isActive: boolean; channels: At[] }
type Asked = { purpose: Purpose; at: At }

const run = (name: string, body: unknown) =>
  api(`operations/consent.${name}`, { method: 'POST', body, once: newKey() })

export default function ConsentPanel(props: PanelProps) {
  const { entities } = useCatalogue()
  return entities['consent'] && entities['consentPurpose'] ? <Consents {...props} /> : null
}

/** What we may write to this person for, by which channel, and why not. */
function Consents({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const consent = useEntity('consent')
  const [asked, setAsked] = useState<Asked | null>(null)
  const who = { entity: entity.name, id: record.id }
  const { data } = useQuery({
    queryKey: [...keys.lists(consent.plural), 'state', record.id],
    queryFn: ({ signal }) =>
      api<{ purposes: Purpose[] }>('operations/consent.state', {
        method: 'POST',
        body: { record: who },
        signal,
      }),
  })
  if (!data || data.purposes.length === 0) return null
  const refresh = () => client.invalidateQueries({ queryKey: keys.all(consent.plural) })
  const mayNote = entity.rights.update !== 'none' && !record['deletedAt']
  const withdraw = (body: object) => run('withdraw', { records: [who], ...body }).then(refresh, sorry)
  const given = data.purposes.some((p) => p.channels.some((c) => c.state === 'given'))
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={consent.labelPlural}>
      <header className="flex min-h-8 items-center gap-2">
        <ShieldCheck size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{consent.labelPlural}</h2>
        {mayNote && given && (
          <Button size="sm" look="quiet" onClick={() => void withdraw({})}>
            {t('privacy.withdrawAll')}
          </Button>
        )}
      </header>
      <dl className="flex flex-col gap-2 pl-6">
        {data.purposes.map((p) => (
          <div key={p.id} className={cx(!p.isActive && 'opacity-60')}>
            <dt className="wrap-anywhere">
              {p.name} <span className="text-sm text-ink-3">{textOf(consent.fields['basis']!, p.basis)}</span>
            </dt>
            <dd className="flex flex-wrap gap-1.5 py-1">
              {p.channels.map((c) => (
                <Chip
                  key={c.channel}
                  at={c}
                  label={textOf(consent.fields['channel']!, c.channel)}
                  onClick={() => setAsked({ purpose: p, at: c })}
                />
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {asked && (
        <ConsentDialog
          asked={asked}
          who={who}
          mayNote={mayNote}
          after={refresh}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  )
}

function Chip({ at, label, onClick }: { at: At; label: string; onClick: () => void }) {
  const { t } = useTranslation()
  const mark = at.may ? '✓' : at.state === 'withdrawn' ? '✕' : '–'
  const look = at.may
    ? 'border-success/40 bg-success-soft text-success'
    : at.state === 'withdrawn'
      ? 'border-danger/40 bg-danger-soft text-danger'
      : 'border-line text-ink-2'
  const said = at.may ? t('privacy.may') : at.why
  return (
    <button
      type="button"
      title={said ?? undefined}
      aria-label={`${label}: ${said}`}
      onClick={onClick}
      className={cx('inline-flex min-h-6 items-center gap-1.5 rounded-md border px-2 text-sm', look)}
    >
      <span aria-hidden>{mark}</span>
      {label}
      {at.at && <span className="figures opacity-80">{formatDate(at.at.slice(0, 10))}</span>}
    </button>
  )
}

/** Giving and withdrawing stand side by side: the one is no harder than the other. */
function ConsentDialog({
  asked: { purpose, at },
  who,
  mayNote,
  after,
  onClose,
}: {
  asked: Asked
  who: { entity: string; id: string }
  mayNote: boolean
  after: () => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const consent = useEntity('consent')
  const isGiven = at.state === 'given'
  const [verb, setVerb] = useState<'give' | 'withdraw'>(isGiven ? 'withdraw' : 'give')
  const [source, setSource] = useState<string | null>(isGiven ? 'other' : 'call')
  const [proof, setProof] = useState<string | null>(null)
  const send = async () => {
    if (!mayNote) return
    await run(verb, { records: [who], purpose: purpose.id, channels: [at.channel], source, proof })
    await after()
  }
  const channel = textOf(consent.fields['channel']!, at.channel)
  return (
    <FormDialog
      title={`${purpose.name} · ${channel}`}
      about={at.may ? t('privacy.may') : (at.why ?? '')}
      submit={mayNote ? t(`privacy.${verb}`) : t('ui.close')}
      fields={['source', 'proof']}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {mayNote && (
            <>
              <div className="flex gap-2" role="group" aria-label={t('privacy.what')}>
                {(['give', 'withdraw'] as const).map((v) => (
                  <Button
                    key={v}
                    type="button"
                    look={v === verb ? 'solid' : 'outline'}
                    aria-pressed={v === verb}
                    onClick={() => setVerb(v)}
                  >
                    {t(`privacy.${v}`)}
                  </Button>
                ))}
              </div>
              {(['source', 'proof'] as const).map((key) => (
                <Field key={key} label={consent.fields[key]!.label} error={problem(key)}>
                  {(props) => (
                    <Control
                      {...props}
                      field={consent.fields[key]!}
                      value={key === 'source' ? source : proof}
                      onChange={(v) => (key === 'source' ? setSource : setProof)(v as string | null)}
                    />
                  )}
                </Field>
              ))}
            </>
          )}
          <Ledger who={who} purpose={purpose.id} channel={at.channel} />
        </>
      )}
    </FormDialog>
  )
}
