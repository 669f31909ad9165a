import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link2, Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { keys, type Ref } from '../../records.ts'
import { act, ask, type Person } from '../mail/client.ts'
import { Compose } from '../mail/compose.tsx'
import { useSorry } from '../settings/use-all.ts'

type Letter = { to: Person[]; subject: string; html: string }

/** A quote by mail: to those of the deal, by a template, with its PDF and the address of its page. */
export default function SendQuote({ record, onClose }: PanelProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const client = useQueryClient()
  const sorry = useSorry()
  const letter = (template?: string) =>
    ask<Letter>('quote.letter', { id: record.id, ...(template ? { template } : {}) })
  const { data } = useQuery({
    queryKey: [...keys.one('quotes', record.id), 'letter'],
    queryFn: () => letter().catch((e: unknown) => (sorry(e), { to: [], subject: '', html: '' }) as Letter),
    gcTime: 0,
  })
  if (!data) return null
  const sent = () =>
    Promise.all(['quotes', 'documents'].map((p) => client.invalidateQueries({ queryKey: keys.all(p) })))
  const idOf = (key: string) => (record[key] as Ref | null)?.id ?? null
  return (
    <Compose
      about={{ deal: idOf('deal'), contact: idOf('contact'), account: idOf('account') }}
      start={{
        to: data.to[0]?.address ?? '',
        offers: data.to,
        subject: data.subject,
        html: data.html,
      }}
      by={{
        operation: 'quote.mail',
        input: { id: record.id },
        fill: letter,
        title: operations['quote.mail']!.summary,
        onSent: sent,
        otherwise:
          record['status'] === 'sent'
            ? undefined
            : {
                label: operations['quote.send']!.summary,
                run: () => act('quote.send', { id: record.id }).then(sent),
              },
        note: (
          <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
            <span className="flex items-center gap-1.5">
              <Paperclip size={13} aria-hidden /> {String(record['number'])}.pdf
            </span>
            <span className="flex items-center gap-1.5">
              <Link2 size={13} aria-hidden /> {t('selling.linkGoes')}
            </span>
          </p>
        ),
      }}
      onClose={onClose}
    />
  )
}
