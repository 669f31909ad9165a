import { useQueryClient } from '@tanstack/react-query'
import { Link2, Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { keys, type Rec, type Ref } from '../../records.ts'
import { ask } from '../mail/client.ts'
import { Compose } from '../mail/compose.tsx'
import type { Paper } from './paper.ts'

type Way = { value: string }

/** A document by mail, from its record. */
export default function SendDocument({
  entity,
  record,
  paper,
  onClose,
}: {
  entity: Entity
  record: Rec
  paper: Paper
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const client = useQueryClient()
  const of = (name: string) =>
    entity.name === name ? record.id : ((record[name] as Ref | null | undefined)?.id ?? null)
  const about = { account: of('account'), contact: of('contact'), deal: of('deal') }
  const email = (record['emails'] as Way[] | null | undefined)?.[0]?.value
  return (
    <Compose
      about={about}
      start={{ subject: paper.name.replace(/\.\w+$/, ''), ...(email ? { to: email } : {}) }}
      by={{
        operation: 'document.send',
        input: { id: paper.id },
        fill: (id) => ask<{ subject: string; html: string }>('mailTemplate.fill', { id, ...about }),
        title: operations['document.send']!.summary,
        onSent: () => client.invalidateQueries({ queryKey: keys.all('documents') }),
        note: (
          <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
            <span className="flex items-center gap-1.5">
              <Paperclip size={13} aria-hidden /> {paper.name}
            </span>
            <span className="flex items-center gap-1.5">
              <Link2 size={13} aria-hidden /> {t('documents.linkGoes')}
            </span>
          </p>
        ),
      }}
      onClose={onClose}
    />
  )
}
