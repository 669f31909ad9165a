import { useQuery } from '@tanstack/react-query'
import { FilePlus2, FileText, Link2, Send } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatAgo } from '../../format.ts'
import { keys, type Filter, type Page } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { MenuItem } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { say } from '../../ui/toast.tsx'
import { act } from '../mail/client.ts'
import { useSorry } from '../settings/use-all.ts'
import { paperFields, type Paper } from './paper.ts'
import { copyText } from '../../ui/copy.ts'

const MakeDialog = lazy(() => import('./make-dialog.tsx'))
const SendDialog = lazy(() => import('./send-dialog.tsx'))

/** Documents made of a record by templates: who made each, to whom it went, whether it was opened. */
export default function DocumentsPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { entities, operations } = useCatalogue()
  const sorry = useSorry()
  const [making, setMaking] = useState(false)
  const [sending, setSending] = useState<Paper | null>(null)
  const filter: Filter = {
    and: [
      ['entity', 'is', entity.name],
      ['record', 'is', record.id],
      ['attachment', 'notEmpty'],
    ],
  }
  const { data } = useQuery({
    queryKey: [...keys.lists('documents'), 'made', entity.name, record.id],
    queryFn: ({ signal }) =>
      api<Page>(`documents${query({ filter, sort: '-createdAt', fields: paperFields, limit: 50 })}`, {
        signal,
      }),
    enabled: entities['document'] !== undefined,
  })
  const papers = (data?.items ?? []) as unknown as Paper[]
  const mayMake = operations['document.make'] !== undefined && !record['deletedAt']
  if (!mayMake && papers.length === 0) return null
  const copyLink = (paper: Paper) =>
    void act<{ path: string }>('document.link', { id: paper.id })
      .then(({ path }) => copyText(location.origin + path))
      .then(() => say(t('documents.linkCopied')), sorry)
  const state = (p: Paper) =>
    p.openedAt
      ? t('documents.opened', { when: formatAgo(p.openedAt), count: Number(p.opens ?? 1) })
      : p.sentAt
        ? t('documents.sent', { when: formatAgo(p.sentAt), to: p.sentTo ?? '' })
        : t('documents.madeBy', { when: formatAgo(p.createdAt), who: p.author?.title ?? '' })
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={t('documents.title')}>
      <header className="flex min-h-8 items-center gap-2">
        <FileText size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('documents.title')}</h2>
        {mayMake && (
          <Button onClick={() => setMaking(true)}>
            <FilePlus2 size={14} aria-hidden /> {t('documents.makeOne')}
          </Button>
        )}
      </header>
      <ul className="divide-y divide-line">
        {papers.map((p) => (
          <li key={p.id} className="flex min-h-10 items-center gap-2 py-1.5">
            <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
              <a
                href={`/api/attachments/${p.attachment!.id}/versions/${p.version}?save=true`}
                download
                className="min-w-0 truncate font-medium hover:underline"
              >
                {p.name}
              </a>
              <span className="text-sm text-ink-3">
                {t('files.version', { n: p.version })} · {state(p)}
              </span>
            </span>
            <MoreMenu label={t('files.actions', { name: p.name })} size="sm">
              {operations['document.send'] && (
                <MenuItem icon={<Send size={14} />} onSelect={() => setSending(p)}>
                  {operations['document.send'].summary}
                </MenuItem>
              )}
              <MenuItem icon={<Link2 size={14} />} onSelect={() => copyLink(p)}>
                {t('documents.copyLink')}
              </MenuItem>
            </MoreMenu>
          </li>
        ))}
      </ul>
      {data && papers.length === 0 && <p className="py-1 text-sm text-ink-3">{t('documents.none')}</p>}
      <Suspense>
        {making && <MakeDialog entity={entity} record={record} onClose={() => setMaking(false)} />}
        {sending && (
          <SendDialog entity={entity} record={record} paper={sending} onClose={() => setSending(null)} />
        )}
      </Suspense>
    </section>
  )
}
