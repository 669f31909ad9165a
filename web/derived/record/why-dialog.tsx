import { useQuery } from '@tanstack/react-query'
import { EyeOff, Eye } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue, type Entity, type Field as FieldSpec } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { Control } from '../../kinds/value.tsx'
import type { Rec, Ref } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'

type Answer = { sees: boolean; reasons: string[] }

/** Why somebody sees a record, or does not: the database's own answer, explained. */
export function WhyDialog({ entity, record, onClose }: { entity: Entity; record: Rec; onClose: () => void }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const [user, setUser] = useState<Ref | null>(null)
  const label = catalogue.entities['user']?.label ?? ''
  const choose: FieldSpec = {
    kind: 'reference',
    input: 'reference',
    entity: 'user',
    label,
    required: true,
    read: true,
    create: true,
    update: true,
    ops: [],
    sort: false,
  }
  const answer = useQuery({
    queryKey: ['why', entity.plural, record.id, user?.id],
    queryFn: () => api<Answer>(`${entity.plural}/${record.id}/why${query({ user: user?.id })}`),
    enabled: user !== null,
    staleTime: 0,
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('record.why.title')}
      about={titleOf(catalogue, entity.name, record)}
    >
      <div className="flex flex-col gap-4 pb-4">
        <Field label={label}>
          {(slot) => (
            <Control
              {...slot}
              field={choose}
              autoFocus
              value={user}
              onChange={(v) => setUser(v as Ref | null)}
            />
          )}
        </Field>
        {answer.error && <FailedToLoad error={answer.error} retry={() => void answer.refetch()} />}
        {user && answer.data && (
          <div aria-live="polite">
            <p
              className={`flex items-center gap-2 text-md font-semibold ${answer.data.sees ? 'text-success' : 'text-danger'}`}
            >
              {answer.data.sees ? <Eye size={16} /> : <EyeOff size={16} />}
              {t(answer.data.sees ? 'record.why.sees' : 'record.why.doesNot', { name: user.title })}
            </p>
            <ol className="mt-2 flex list-decimal flex-col gap-1 pl-5 text-ink-2">
              {answer.data.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ol>
          </div>
        )}
      </div>
    </Dialog>
  )
}
