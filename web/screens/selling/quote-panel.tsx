import { useNavigate } from '@tanstack/react-router'
import { Copy, Eye, EyeOff, FilePlus2, Link2, Send } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { Lines } from '../../derived/lines/lines.tsx'
import { OperationDialog } from '../../derived/record/operation-dialog.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { formatMoney } from '../../format.ts'
import type { Rec } from '../../records.ts'
import { Banner } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { lowestOf } from './below.ts'
import { Preview } from './preview.tsx'
import { QuoteCredit } from './quote-credit.tsx'
import { QuoteState } from './quote-state.tsx'
import { useRun } from './run.ts'
import { DocumentSums } from './sums.tsx'
import { copyText } from '../../ui/copy.ts'

const SendDialog = lazy(() => import('./send-dialog.tsx'))

const answered = ['sent', 'declined', 'expired']

/** The quote builder: lines, what they come to, and the pages beside them. */
export default function QuotePanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { entities, operations } = useCatalogue()
  const navigate = useNavigate()
  const { run, busy } = useRun(['quotes'])
  const [seen, setSeen] = useState(false)
  const [asked, setAsked] = useState<'send' | 'approval' | null>(null)
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
    await copyText(location.origin + link.path).catch(() => {})
    void say(t('selling.linkCopied'), {
      action: { label: t('selling.openLink'), run: () => void window.open(link.path, '_blank', 'noopener') },
    })
  }
  const currency = String(record['currency'])
  const maySend =
    operations['quote.mail'] &&
    entity.rights.update !== 'none' &&
    !record['isTemplate'] &&
    !record['deletedAt'] &&
    ['draft', 'approved', 'sent'].includes(status)
  const warn = (l: Rec) => {
    const lowest = lowestOf(l)
    return lowest && t('selling.below', { lowest: formatMoney(lowest) })
  }
  const underFloor = (lines: readonly Rec[]) => {
    const count = lines.filter((l) => lowestOf(l)).length
    if (count === 0 || !isDraft || !operations['quote.ask']) return null
    return (
      <div className="pb-2 text-left">
        <Banner
          tone="warning"
          actions={
            <Button size="sm" onClick={() => setAsked('approval')}>
              {operations['quote.ask'].summary}
            </Button>
          }
        >
          {t('selling.underFloor', { count })}
        </Banner>
      </div>
    )
  }
  return (
    <section className="@container border-b border-line px-4 py-2.5" aria-label={t('selling.lines')}>
      <header className="flex flex-wrap items-center gap-1.5 pb-1.5">
        <h2 className="flex-1 font-medium">{t('selling.lines')}</h2>
        <Button size="sm" aria-pressed={seen} onClick={() => setSeen(!seen)}>
          {seen ? <EyeOff size={14} /> : <Eye size={14} />} {t('selling.preview')}
        </Button>
        {maySend && (
          <Button
            size="sm"
            look={status === 'sent' ? 'outline' : 'solid'}
            className={status === 'sent' ? '' : 'order-last'}
            onClick={() => setAsked('send')}
          >
            <Send size={14} /> {t(status === 'sent' ? 'selling.sendAgain' : 'selling.send')}
          </Button>
        )}
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
      <QuoteState record={record} />
      <QuoteCredit record={record} />
      <div className={cx('grid gap-4', seen && '@4xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]')}>
        <div className="min-w-0">
          <Lines
            entity={line}
            parent={{ entity, id: record.id, field: 'quote' }}
            currency={currency}
            marks={['isOptional']}
            readOnly={!isDraft || entity.rights.update === 'none'}
            warn={isDraft ? warn : undefined}
            totals={(lines) => (
              <>
                {underFloor(lines)}
                <DocumentSums entity={entity} record={record} />
              </>
            )}
          />
        </div>
        {asked === 'approval' && (
          <OperationDialog
            entity={entity}
            record={record}
            name="quote.ask"
            operation={operations['quote.ask']!}
            onClose={() => setAsked(null)}
          />
        )}
        {asked === 'send' && (
          <Suspense>
            <SendDialog entity={entity} record={record} onClose={() => setAsked(null)} />
          </Suspense>
        )}
        {seen && <Preview operation="quote.preview" id={record.id} revision={record.revision} />}
      </div>
    </section>
  )
}
