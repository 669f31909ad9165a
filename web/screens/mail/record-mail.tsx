import { useQuery } from '@tanstack/react-query'
import { Mail, MailWarning } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatTime } from '../../format.ts'
import type { Filter, Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/state.tsx'
import type { Letter, Thread } from './client.ts'
import { Compose } from './compose.tsx'
import { ThreadPane } from './thread-pane.tsx'

type Way = { value: string; primary?: boolean }

/** A record's mail: its threads, read and answered where they stand, and a letter to be written from here. */
export default function RecordMail({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [open, setOpen] = useState<string | null>(null)
  const [answering, setAnswering] = useState(false)
  const [writing, setWriting] = useState(false)
  const emails = ((record['emails'] as Way[] | null) ?? []).map((w) => w.value)
  const of: Filter = [entity.name, 'is', record.id]
  const filter: Filter =
    (entity.name === 'contact' || entity.name === 'lead') && emails.length
      ? { or: [of, ['participants', 'hasAny', emails]] }
      : of
  const { data } = useQuery({
    queryKey: ['records', 'mailThreads', 'on', entity.name, record.id] as const,
    queryFn: async ({ signal }) =>
      (
        await api<{ items: Thread[] }>(`mailThreads${query({ filter, sort: '-lastAt', limit: 20 })}`, {
          signal,
        })
      ).items,
    enabled: entities['mailThread'] !== undefined,
  })
  const { data: bounced } = useQuery({
    queryKey: ['records', 'mailMessages', 'bounced', record.id] as const,
    queryFn: async ({ signal }) =>
      (
        await api<{ items: Letter[] }>(
          `mailMessages${query({
            filter: {
              and: [
                ['kind', 'is', 'bounce'],
                ['thread.contact', 'is', record.id],
              ],
            },
            sort: '-at',
            limit: 20,
          })}`,
          { signal },
        )
      ).items,
    enabled: entity.name === 'contact' && entities['mailMessage'] !== undefined,
  })
  const account = entity.name === 'account' ? record.id : (record['account'] as Ref | null | undefined)?.id
  const contact = entity.name === 'contact' ? record.id : (record['contact'] as Ref | null | undefined)?.id
  const to = (((record['emails'] as Way[] | null) ?? []).find((w) => w.primary) ?? { value: '' }).value
  const lost = (bounced ?? []).flatMap((m) => (m.bounces ?? []).map((b) => ({ ...b, at: m.at }))).slice(0, 3)
  return (
    <section aria-label={t('mail.title')} className="flex flex-col gap-1 px-4 py-2.5">
      <header className="flex min-h-8 items-center gap-2">
        <h2 className="flex-1 font-medium">{t('mail.title')}</h2>
        <Button size="sm" onClick={() => setWriting(true)}>
          <Mail size={13} /> {t('mail.write')}
        </Button>
      </header>
      {lost.map((b, i) => (
        <Banner key={i} tone={b.isHard ? 'danger' : 'warning'}>
          <MailWarning size={14} className="mr-1 inline" />
          {t('mail.bounced', { address: b.recipient ?? '—', reason: t(`mail.reason.${b.reason}`) })} ·{' '}
          {formatTime(b.at)}
        </Banner>
      ))}
      {data?.length === 0 && <p className="text-ink-3">{t('mail.noneHere')}</p>}
      <ul className="flex flex-col">
        {data?.map((x) => (
          <li key={x.id} className="border-t border-line first:border-0">
            <button
              type="button"
              aria-expanded={open === x.id}
              onClick={() => setOpen(open === x.id ? null : x.id)}
              className="flex w-full min-w-0 items-center gap-2 py-1.5 text-left hover:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate">
                <span className="font-medium">{x.subject}</span>{' '}
                <span className="text-ink-3">{x.snippet}</span>
              </span>
              <span className="shrink-0 text-sm text-ink-3">{x.messages}</span>
              <time dateTime={x.lastAt} className="shrink-0 text-sm text-ink-3">
                {formatTime(x.lastAt)}
              </time>
            </button>
            {open === x.id && (
              <div className="mb-2 rounded-md border border-line">
                <ThreadPane id={x.id} answering={answering} onAnswering={setAnswering} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {writing && (
        <Compose
          about={{
            ...(account ? { account } : {}),
            ...(contact ? { contact } : {}),
            ...(entity.name === 'deal' || entity.name === 'lead' ? { [entity.name]: record.id } : {}),
          }}
          start={{ to }}
          onClose={() => setWriting(false)}
        />
      )}
    </section>
  )
}
