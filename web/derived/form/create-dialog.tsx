import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import type { Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Banner } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { createRecord } from '../../writing.ts'
import { dropDraft, keepDraft, keptDraft } from './draft.ts'
import { Hint } from './hint.tsx'
import { RecordForm } from './record-form.tsx'
import { useStarting } from './starting.ts'

type Values = Record<string, unknown>

/** A new record of an entity, from anywhere. What was half typed waits for the next time. */
export function CreateDialog({
  entity: name,
  values,
  onMade,
  onClose,
}: {
  entity: string
  values?: Values | undefined
  /** Given when the new record is wanted for something; else it is announced with a way to open it. */
  onMade?: (made: Ref) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const entity = useEntity(name)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const form = useId()
  const [typed, setTyped] = useState<Values | null>(null)
  const starting = useStarting(entity, values)
  // Made from some place, it begins with what that place knows, not with an old draft.
  const hasDraft = values === undefined
  const [draft, setDraft] = useState(() => (hasDraft ? keptDraft(catalogue.user.id, name) : null))
  const clear = () => {
    dropDraft(catalogue.user.id, name)
    setDraft(null)
  }
  const announce = (made: Ref) =>
    say(t('form.created', { name: made.title }), {
      action: {
        label: t('form.open'),
        run: () => void navigate({ to: '/$plural/$id', params: { plural: entity.plural, id: made.id } }),
      },
    })
  const send = async (filled: Values, once: string) => {
    setBusy(true)
    try {
      const record = await createRecord(client, entity, filled, once)
      if (hasDraft) dropDraft(catalogue.user.id, name)
      const made = { id: record.id, title: titleOf(catalogue, name, record) }
      onClose()
      if (onMade) onMade(made)
      else announce(made)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      size="md"
      onClose={onClose}
      title={t('form.newOne', { what: entity.label.toLowerCase() })}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={form} look="solid" busy={busy}>
            {t('form.create')}{' '}
            <span className="opacity-70 pointer-coarse:hidden [&_kbd]:text-current [&_span]:border-current/30">
              <Kbd keys="mod+enter" />
            </span>
          </Button>
        </>
      }
    >
      {draft && (
        <div className="mb-3">
          <Banner
            actions={
              <Button size="sm" look="quiet" onClick={clear}>
                {t('form.startAnew')}
              </Button>
            }
          >
            {t('form.draft')}
          </Banner>
        </div>
      )}
      <RecordForm
        key={draft ? 'draft' : 'new'}
        entity={entity}
        id={form}
        start={draft ?? starting}
        send={send}
        onChange={(now) => {
          setTyped(now)
          if (hasDraft) keepDraft(catalogue.user.id, name, now)
        }}
      />
      {(typed ?? values) && (
        <div className="sticky bottom-0">
          <Hint entity={entity} values={(typed ?? values)!} />
        </div>
      )}
    </Dialog>
  )
}
