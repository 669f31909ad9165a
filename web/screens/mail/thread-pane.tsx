import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Archive, FolderInput, Lock, LockOpen, Reply, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Banner, Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { useCandidates } from './candidates.ts'
import { act, lettersQuery, threadQuery, type Letter as Mail, type Thread } from './client.ts'
import { Compose, type Start } from './compose.tsx'
import { FileDialog } from './file-dialog.tsx'
import { Letter } from './letter.tsx'
import { MakeOf } from './make-of.tsx'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')

/** What an answer to the last letter begins with. */
export function answerTo(letters: readonly Mail[], thread: Thread): Start {
  const last = letters.at(-1)
  if (!last) return {}
  const people =
    last.direction === 'in'
      ? (last.replyTo ?? [{ address: last.fromAddress ?? '' }])
      : (last.recipients ?? [])
  const subject = /^(re|відп)\s*:/i.test(last.subject) ? last.subject : `Re: ${last.subject}`
  return {
    to: people.map((p) => p.address).join(', '),
    subject,
    answers: last.id,
    ...(thread.mailbox ? { mailbox: thread.mailbox.id } : {}),
    quoted: `<br><p>${escaped(last.fromName ?? last.fromAddress ?? '')}, ${new Date(last.at).toLocaleString(document.documentElement.lang)}:</p><blockquote>${escaped((last.text ?? '').slice(0, 20_000))}</blockquote>`,
  }
}

/** A thread read from its beginning to its last letter. `answering` may be asked for from outside (a key). */
export function ThreadPane({
  id,
  answering,
  onAnswering,
  onDone,
}: {
  id: string
  answering: boolean
  onAnswering: (on: boolean) => void
  onDone?: (thread: Thread) => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { user } = useCatalogue()
  const { data: thread, error } = useQuery(threadQuery(id))
  const { data: letters } = useQuery(lettersQuery(id))
  const [filing, setFiling] = useState(false)
  const again = () =>
    Promise.all(
      ['mailThreads', 'mailMessages'].map((p) => client.invalidateQueries({ queryKey: ['records', p] })),
    )
  const unseen = thread?.unseen ?? 0
  const candidates = useCandidates(thread?.candidates ?? null)
  useEffect(() => {
    // Who may not mark it only reads it.
    if (unseen > 0) void act('mailThread.mark', { ids: [id], isSeen: true }).then(again, () => {})
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id, unseen])
  if (error)
    return <Banner tone="danger">{error instanceof ApiError ? error.message : t('mail.notReached')}</Banner>
  if (!thread || !letters) return <Skeleton lines={6} />
  const keeps = thread.keeper?.id === user.id
  const toggle = (isPrivate: boolean) =>
    act('mailThread.set_private', { id, isPrivate }).then(
      again,
      (e: Error) => void say(e.message, { tone: 'danger' }),
    )
  const record = (name: 'deal' | 'contact' | 'account' | 'lead', plural: string) => {
    const to = thread[name]
    return (
      to && (
        <a key={name} href={`/${plural}/${to.id}`} className="text-accent-strong hover:underline">
          {to.title}
        </a>
      )
    )
  }
  const filed = [
    record('deal', 'deals'),
    record('contact', 'contacts'),
    record('account', 'accounts'),
    record('lead', 'leads'),
  ].filter(Boolean)
  return (
    <section aria-label={thread.subject} className="flex min-w-0 flex-col">
      <header className="flex flex-col gap-1 border-b border-line px-4 py-2.5">
        <div className="flex flex-wrap items-start gap-2">
          <h2 className="min-w-0 flex-1 text-md font-semibold [overflow-wrap:anywhere]">{thread.subject}</h2>
          <div className="flex items-center gap-1">
            <Button size="sm" onClick={() => onAnswering(true)}>
              <Reply size={14} /> {t('mail.answer')}
            </Button>
            {onDone && (
              <IconButton
                size="sm"
                look="quiet"
                keys="E"
                label={thread.isDone ? t('mail.notDone') : t('mail.done')}
                onClick={() => onDone(thread)}
              >
                {thread.isDone ? <Undo2 size={15} /> : <Archive size={15} />}
              </IconButton>
            )}
            <IconButton size="sm" look="quiet" label={t('mail.file')} onClick={() => setFiling(true)}>
              <FolderInput size={15} />
            </IconButton>
            {keeps && (
              <IconButton
                size="sm"
                look="quiet"
                label={thread.isPrivate ? t('mail.makePublic') : t('mail.makePrivate')}
                onClick={() => void toggle(!thread.isPrivate)}
              >
                {thread.isPrivate ? <Lock size={15} /> : <LockOpen size={15} />}
              </IconButton>
            )}
          </div>
        </div>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
          {filed.length ? filed : t('mail.unfiled')}
          {thread.filedBy && <span className="text-ink-3">({t(`mail.filedBy.${thread.filedBy}`)})</span>}
          {thread.isAlone && <span className="text-ink-3">· {t('mail.onlyYou')}</span>}
        </p>
        {filed.length === 0 && !thread.isPrivate && (
          <MakeOf thread={thread} letters={letters} onMade={again} />
        )}
        {candidates.some((c) => !c.chosen) && thread.isAmbiguous && (
          <Banner
            tone="warning"
            actions={
              <Button size="sm" onClick={() => setFiling(true)}>
                {t('mail.choose')}
              </Button>
            }
          >
            {t('mail.ambiguous', {
              names: candidates
                .filter((c) => !c.chosen)
                .map((c) => c.name)
                .join(', '),
            })}
          </Banner>
        )}
      </header>
      {letters.map((l, i) => (
        <Letter key={l.id} letter={l} open={i === letters.length - 1} />
      ))}
      {answering && (
        <Compose
          about={{
            account: thread.account?.id ?? null,
            contact: thread.contact?.id ?? null,
            deal: thread.deal?.id ?? null,
            lead: thread.lead?.id ?? null,
          }}
          start={answerTo(letters, thread)}
          onClose={() => onAnswering(false)}
        />
      )}
      {filing && <FileDialog thread={thread} onClose={() => setFiling(false)} onFiled={() => void again()} />}
    </section>
  )
}
