import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { formatTime } from '../../format.ts'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Banner, EmptyState, Skeleton } from '../../ui/state.tsx'
import { Tag } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import { act, ask, mailboxesQuery } from './client.ts'
import { Ledger } from './ledger.tsx'
import { PasswordDialog } from './password-dialog.tsx'

type Check = { server: string; ok: boolean; message: string | null; folders?: number; sent?: string | null }

/** One's mailboxes and the shared ones: connected, tested, and what became of each letter. */
export function MailboxesScreen() {
  const { t } = useTranslation()
  const { data: boxes } = useQuery({ ...mailboxesQuery, refetchInterval: 10_000 })
  const mayChoose = useEntity('mailbox').rights.update === 'all'
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <PageBar
        actions={
          <Button look="solid" onClick={() => setMaking(true)}>
            <Plus size={14} /> {t('mail.connect')}
          </Button>
        }
      >
        <PageTitle>{t('mail.mailboxes')}</PageTitle>
      </PageBar>
      <div className="flex flex-col gap-4 p-3 sm:p-4">
        {!boxes && <Skeleton />}
        {boxes?.length === 0 && (
          <EmptyState title={t('mail.noMailboxes')}>{t('mail.noMailboxesAbout')}</EmptyState>
        )}
        {boxes && mayChoose && !boxes.some((b) => b['sendsNotices']) && (
          <Banner>{t('mail.chooseForNotices')}</Banner>
        )}
        {boxes?.map((b) => (
          <Box key={b.id} box={b} asksPassword={b.id === made} />
        ))}
      </div>
      {making && (
        <CreateDialog
          entity="mailbox"
          onMade={(b) => (setMade(b.id), setMaking(false))}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  )
}

const hues: Record<string, string> = { ok: 'green', reading: 'blue', trouble: 'red' }

function Box({ box, asksPassword }: { box: Rec; asksPassword: boolean }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const entity = useEntity('mailbox')
  const { user } = useCatalogue()
  const [editing, setEditing] = useState(false)
  const [password, setPassword] = useState(asksPassword)
  const [checks, setChecks] = useState<Check[] | null>(null)
  const [busy, setBusy] = useState(false)
  const status = (box['status'] as string | null) ?? 'new'
  const isMine = (box['owner'] as { id: string } | null)?.id === user.id || entity.rights.update !== 'own'
  const test = () => {
    setBusy(true)
    ask<{ checks: Check[] }>('mailbox.check', { id: box.id })
      .then(
        ({ checks: c }) => setChecks(c),
        (e: Error) => void say(e.message, { tone: 'danger' }),
      )
      .finally(() => setBusy(false))
  }
  const retry = () =>
    act('mailbox.retry', { id: box.id }).then(
      () => (
        void say(t('mail.readingAgain')),
        client.invalidateQueries({ queryKey: ['records', 'mailboxes'] })
      ),
      (e: Error) => void say(e.message, { tone: 'danger' }),
    )
  return (
    <section className="rounded-lg border border-line bg-surface" aria-label={String(box['name'])}>
      <header className="flex flex-wrap items-center gap-2 px-4 py-3">
        <h2 className="text-md font-semibold">{String(box['name'])}</h2>
        <span className="text-ink-2">{String(box['address'])}</span>
        <Tag color={hues[status] ?? 'gray'}>{t(`mail.status.${status}`)}</Tag>
        {box['sendsNotices'] === true && (
          <Link to="/$plural" params={{ plural: 'notices' }} className="hover:underline">
            <Tag color="blue">{t('mail.sendsNotices')}</Tag>
          </Link>
        )}
        {typeof box['readAt'] === 'string' && (
          <span className="text-sm text-ink-3">{t('mail.readAt', { time: formatTime(box['readAt']) })}</span>
        )}
        {isMine && (
          <span className="ml-auto flex flex-wrap gap-1.5">
            <Button size="sm" busy={busy} onClick={test}>
              {t('mail.test')}
            </Button>
            <Button size="sm" onClick={() => setPassword(true)}>
              {t('mail.password')}
            </Button>
            <Button size="sm" onClick={() => setEditing(true)}>
              {t('mail.settings')}
            </Button>
            <Button size="sm" onClick={() => void retry()}>
              <RefreshCw size={13} /> {t('mail.retry')}
            </Button>
          </span>
        )}
      </header>
      <div className="flex flex-col gap-2 px-4 pb-3">
        {typeof box['trouble'] === 'string' && <Banner tone="danger">{box['trouble']}</Banner>}
        {checks?.length === 0 && <Banner tone="warning">{t('mail.noServers')}</Banner>}
        {checks?.map((c) => (
          <Banner key={c.server} tone={c.ok ? 'info' : 'danger'}>
            {c.ok ? t('mail.works', { server: c.server }) : c.message}
            {c.ok && c.folders !== undefined && ` ${t('mail.foldersFound', { count: c.folders })}`}
            {c.ok && c.server === 'IMAP' && !c.sent && ` ${t('mail.noSent')}`}
          </Banner>
        ))}
        <Ledger id={box.id} />
      </div>
      {editing && <EditDialog entity={entity} record={box} onClose={() => setEditing(false)} />}
      {password && <PasswordDialog box={box} onClose={() => setPassword(false)} />}
    </section>
  )
}
