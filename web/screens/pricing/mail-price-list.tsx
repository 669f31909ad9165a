import { useQuery } from '@tanstack/react-query'
import { Link2, Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { keys, type Ref } from '../../records.ts'
import { ask, type Person } from '../mail/client.ts'
import { Compose } from '../mail/compose.tsx'
import { useSorry } from '../settings/use-all.ts'

type Letter = { to: Person[]; subject: string; html: string }

/** A price list by mail: to each a letter of his own, by a template, with the file and a link of his. */
export default function MailPriceList({
  record,
  onSent,
  onClose,
}: PanelProps & { onSent: () => Promise<unknown>; onClose: () => void }) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const sorry = useSorry()
  const letter = (template?: string) =>
    ask<Letter>('issuedPriceList.letter', { id: record.id, ...(template ? { template } : {}) })
  const { data } = useQuery({
    queryKey: [...keys.one('issuedPriceLists', record.id), 'letter'],
    queryFn: () => letter().catch((e: unknown) => (sorry(e), { to: [], subject: '', html: '' }) as Letter),
    gcTime: 0,
  })
  if (!data) return null
  const file = record['file'] as { name: string } | null
  return (
    <Compose
      about={{ account: (record['account'] as Ref | null)?.id ?? null }}
      start={{
        to: data.to[0]?.address ?? '',
        offers: data.to,
        subject: data.subject,
        html: data.html,
      }}
      by={{
        operation: 'issuedPriceList.mail',
        input: { id: record.id },
        fill: letter,
        title: operations['issuedPriceList.mail']!.summary,
        onSent,
        note: (
          <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
            {record['format'] !== 'link' && file && (
              <span className="flex items-center gap-1.5">
                <Paperclip size={13} aria-hidden /> {file.name}
              </span>
            )}
            <span className="flex items-center gap-1.5">
              <Link2 size={13} aria-hidden /> {t('pricing.linkOfEach')}
            </span>
          </p>
        ),
      }}
      onClose={onClose}
    />
  )
}
