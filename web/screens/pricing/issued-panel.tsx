import { useQueryClient } from '@tanstack/react-query'
import { ExternalLink, Mail } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import MailPriceList from './mail-price-list.tsx'

/** What to do with a price list that was given out: open it, send it. */
export default function IssuedPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const client = useQueryClient()
  const [writing, setWriting] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] })
  return (
    <section className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3 last:border-0">
      {operations['issuedPriceList.mail'] && (
        <Button look="solid" onClick={() => setWriting(true)}>
          <Mail size={14} aria-hidden /> {operations['issuedPriceList.mail'].summary}
        </Button>
      )}
      {Boolean(record['token']) && (
        <ButtonLink href={`/pl/${String(record['token'])}`} target="_blank" rel="noreferrer">
          <ExternalLink size={14} aria-hidden />{' '}
          {t(record['format'] === 'link' ? 'pricing.openPage' : 'pricing.openFile')}
        </ButtonLink>
      )}
      {writing && (
        <MailPriceList entity={entity} record={record} onSent={refresh} onClose={() => setWriting(false)} />
      )}
    </section>
  )
}
