import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import type { Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../ui/toast.tsx'
import { act, type Letter, type Thread } from './client.ts'

const kinds = ['lead', 'contact'] as const
type Kind = (typeof kinds)[number]

/** What is known of the writer, in the fields of a new record. */
export function valuesOf(kind: Kind, letters: readonly Letter[]): Record<string, unknown> {
  const first = letters.find((l) => l.direction === 'in') ?? letters[0]
  // Some programs give the address for a name.
  const said = (first?.fromName ?? '').trim()
  const [firstName = '', ...rest] = said.includes('@') ? [] : said.split(/\s+/)
  const name = { ...(firstName && { first: firstName }), ...(rest.length && { last: rest.join(' ') }) }
  const address = first?.direction === 'in' ? first.fromAddress : first?.recipients?.[0]?.address
  const text = (first?.text ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 500)
  return {
    ...(firstName && { [kind === 'lead' ? 'person' : 'name']: name }),
    emails: address ? [{ value: address, primary: true }] : [],
    source: 'mail',
    ...(kind === 'lead' ? { interest: [first?.subject, text].filter(Boolean).join('\n') } : {}),
  }
}

/** Of a thread that belongs to nobody: a lead or a contact is made of who wrote it, and the thread filed to him. */
export function MakeOf({
  thread,
  letters,
  onMade,
}: {
  thread: Thread
  letters: readonly Letter[]
  onMade: () => unknown
}) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [making, setMaking] = useState<Kind | null>(null)
  const may = kinds.filter((kind) => entities[kind]?.rights.create)
  if (may.length === 0 || entities['mailThread']?.rights.update === 'none') return null
  const file = (kind: Kind, made: Ref) => {
    setMaking(null)
    act('mailThread.file', { id: thread.id, [kind]: made.id }).then(
      () => void (say(t('mail.madeOf', { name: made.title })), onMade()),
      (e: Error) => void say(e.message, { tone: 'danger' }),
    )
  }
  return (
    <div className="flex flex-wrap gap-1.5 pt-1">
      {may.map((kind) => (
        <Button key={kind} size="sm" onClick={() => setMaking(kind)}>
          <UserPlus size={14} /> {t(`mail.make.${kind}`)}
        </Button>
      ))}
      {making && (
        <CreateDialog
          entity={making}
          values={valuesOf(making, letters)}
          onMade={(made) => file(making, made)}
          onClose={() => setMaking(null)}
        />
      )}
    </div>
  )
}
