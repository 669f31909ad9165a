import { useNavigate } from '@tanstack/react-router'
import { Copy, Eye, EyeOff, FilePlus2, Link2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { Lines } from '../../derived/lines/lines.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { say } from '../../ui/toast.tsx'
import { Preview } from './preview.tsx'
import { useRun } from './run.ts'
import { DocumentSums } from './sums.tsx'

const answered = ['sent', 'declined', 'expired']

/** The quote builder: lines, what they come to, and the pages beside them. */
export default function QuotePanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { entities, operations } = useCatalogue()
  const navigate = useNavigate()
  const { run, busy } = useRun(['quotes'])
  const [seen, setSeen] = useState(false)
  const line = entities['quoteLine']
  const status = String(record['status'])
  const isDraft = status === 'draft' && !record['deletedAt']
  if (!line) return null
  const open = async (name: string) => {
    const made = await run<{ quote: string }>(name, { id: record.id })
    if (made) await navigate({ to: '/$plural/$id', params: { plural: 'quotes', id: made.quote } })
  }
  const copyLink = async () => {
    const link = await run<{ path: string }>('quote.link', { id: record.id })
    if (!link) return
    await navigator.clipboard?.writeText(location.origin + link.path).catch(() => {})
    void say(t('selling.linkCopied'), {
      action: { label: t('selling.openLink'), run: () => void window.open(link.path, '_blank', 'noopener') },
    })
  }
  const currency = String(record['currency'])
  return (
    <section className="@container border-b border-line px-4 py-2.5" aria-label={line.labelPlural}>
      <header className="flex flex-wrap items-center gap-1.5 pb-1.5">
        <h2 className="flex-1 font-medium">{line.labelPlural}</h2>
        <Button size="sm" aria-pressed={seen} onClick={() => setSeen(!seen)}>
          {seen ? <EyeOff size={14} /> : <Eye size={14} />} {t('selling.preview')}
        </Button>
        {!['draft', 'awaiting', 'approved'].includes(status) && (
          <Button size="sm" onClick={() => void copyLink()}>
            <Link2 size={14} /> {t('selling.clientLink')}
          </Button>
        )}
        {operations['quote.revise'] && answered.includes(status) && (
          <Button size="sm" busy={busy === 'quote.revise'} onClick={() => void open('quote.revise')}>
            <FilePlus2 size={14} /> {t('selling.nextVersion')}
          </Button>
        )}
        {operations['quote.copy'] && (
          <Button size="sm" look="quiet" busy={busy === 'quote.copy'} onClick={() => void open('quote.copy')}>
            <Copy size={14} /> {t('selling.copy')}
          </Button>
        )}
      </header>
      <div className={cx('grid gap-4', seen && '@4xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]')}>
        <div className="min-w-0">
          <Lines
            entity={line}
            parent={{ entity, id: record.id, field: 'quote' }}
            currency={currency}
            marks={['isOptional']}
            readOnly={!isDraft || entity.rights.update === 'none'}
            totals={() => <DocumentSums entity={entity} record={record} />}
          />
        </div>
        {seen && <Preview operation="quote.preview" id={record.id} revision={record.revision} />}
      </div>
    </section>
  )
}
