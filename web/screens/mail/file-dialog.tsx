import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { ReferenceEdit } from '../../kinds/reference-edit.tsx'
import type { Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { say } from '../../ui/toast.tsx'
import { useCandidates, type Named } from './candidates.ts'
import { act, type Thread } from './client.ts'

const kinds = ['deal', 'contact', 'account', 'lead'] as const

/** Where a thread belongs, said by hand: it stays there, with all letters to come. */
export function FileDialog({
  thread,
  onClose,
  onFiled,
}: {
  thread: Thread
  onClose: () => void
  onFiled: () => void
}) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const candidates = useCandidates(thread.candidates)
  const [to, setTo] = useState<Record<(typeof kinds)[number], Ref | null>>({
    deal: thread.deal,
    contact: thread.contact,
    account: thread.account,
    lead: thread.lead,
  })
  const [busy, setBusy] = useState(false)
  const file = () => {
    setBusy(true)
    const ids = Object.fromEntries(kinds.flatMap((k) => (to[k] ? [[k, to[k].id]] : [])))
    act('mailThread.file', { id: thread.id, ...ids }).then(
      () => (onFiled(), onClose()),
      (e: Error) => (setBusy(false), void say(e.message, { tone: 'danger' })),
    )
  }
  const take = (c: Named) => setTo({ ...to, [c.entity]: { id: c.id, title: c.name } })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('mail.file')}
      about={t('mail.fileAbout')}
      actions={
        <>
          <Button onClick={onClose}>{t('mail.cancel')}</Button>
          <Button
            look="solid"
            busy={busy}
            disabled={Object.values(to).every((one) => one === null)}
            onClick={file}
          >
            {t('mail.fileHere')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {kinds
          .filter((k) => entities[k])
          .map((k) => (
            <div key={k} className="flex flex-col gap-1">
              <label htmlFor={`file-${k}`} className="text-sm text-ink-2">
                {entities[k]?.label}
              </label>
              <ReferenceEdit
                id={`file-${k}`}
                field={{ ...entities['mailThread']!.fields[k]!, entity: k }}
                value={to[k]}
                onChange={(v) => setTo({ ...to, [k]: v })}
              />
            </div>
          ))}
        {candidates.length > 0 && (
          <div className="flex flex-wrap items-center gap-1.5">
            <span className="text-sm text-ink-2">{t('mail.mightBe')}</span>
            {candidates.map((c) => (
              <Button key={c.id} size="sm" aria-pressed={to[c.entity]?.id === c.id} onClick={() => take(c)}>
                {c.name}
              </Button>
            ))}
          </div>
        )}
      </div>
    </Dialog>
  )
}
