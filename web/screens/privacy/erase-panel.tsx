import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, Eraser, UserLock } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatNumber } from '../../format.ts'
import { Control } from '../../kinds/value.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { FormDialog } from '../settings/form-dialog.tsx'

type Fate = 'own' | 'erased' | 'scrubbed' | 'kept' | 'linked'
type Group = { entity: string; label: string; fate: Fate; count: number; reason: string | null }
const fates: readonly Fate[] = ['own', 'erased', 'scrubbed', 'kept', 'linked']

/** For who answers for personal data: all of one person's as an archive, and its erasure. */
export default function ErasePanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [asked, setAsked] = useState(false)
  if (!entities['dataRequest'] || record['deletedAt'] || entity.rights.delete === 'none') return null
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={t('privacy.person')}>
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <UserLock size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('privacy.person')}</h2>
        <ButtonLink size="sm" href={`/api/personal-data/${entity.name}/${record.id}`} download>
          <Download size={13} aria-hidden /> {t('privacy.export')}
        </ButtonLink>
        <Button size="sm" onClick={() => setAsked(true)}>
          <Eraser size={13} aria-hidden /> {t('privacy.erase')}
        </Button>
      </header>
      {asked && <EraseDialog who={{ entity: entity.name, id: record.id }} onClose={() => setAsked(false)} />}
    </section>
  )
}

function EraseDialog({ who, onClose }: { who: { entity: string; id: string }; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const request = useEntity('dataRequest')
  const [reason, setReason] = useState<string | null>(null)
  const { data } = useQuery({
    queryKey: ['personal-data', who.id],
    queryFn: ({ signal }) =>
      api<{ groups: Group[] }>('operations/person.traces', {
        method: 'POST',
        body: { record: who },
        signal,
      }),
  })
  const send = async () => {
    await api('operations/person.erase', { method: 'POST', body: { record: who, reason }, once: newKey() })
    say(t('privacy.erased'))
    await client.invalidateQueries()
  }
  return (
    <FormDialog
      title={t('privacy.eraseTitle')}
      about={t('privacy.eraseAbout')}
      submit={t('privacy.erase')}
      fields={['reason']}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {!data && <Skeleton lines={4} />}
          {fates.map((fate) => {
            const groups = data?.groups.filter((g) => g.fate === fate) ?? []
            return (
              groups.length > 0 && (
                <div key={fate}>
                  <h3 className="font-medium">{t(`privacy.fates.${fate}`)}</h3>
                  <ul className="pl-4">
                    {groups.map((g) => (
                      <li key={g.entity}>
                        {g.label} <span className="figures text-ink-3">{formatNumber(g.count)}</span>
                        {g.reason && <p className="text-sm text-ink-3">{g.reason}</p>}
                      </li>
                    ))}
                  </ul>
                </div>
              )
            )
          })}
          <Field label={request.fields['reason']!.label} required error={problem('reason')}>
            {(slot) => (
              <Control
                {...slot}
                field={request.fields['reason']!}
                value={reason}
                onChange={(v) => setReason(v as string | null)}
              />
            )}
          </Field>
        </>
      )}
    </FormDialog>
  )
}
