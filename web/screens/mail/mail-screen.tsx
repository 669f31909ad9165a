import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, Mail, Paperclip, PenLine, Settings2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { formatTime } from '../../format.ts'
import { useNarrow } from '../../narrow.ts'
import type { Filter } from '../../records.ts'
import { useKeys } from '../../shell/keys.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Input } from '../../ui/input.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { act, threadsQuery, type Thread } from './client.ts'
import { Compose } from './compose.tsx'
import { ThreadPane } from './thread-pane.tsx'

const views = ['open', 'mine', 'shared', 'unfiled', 'done'] as const
type View = (typeof views)[number]
type Search = { view?: View; thread?: string; q?: string }

const filterOf = (view: View, user: string): Filter => {
  const open: Filter = ['isDone', 'is', false]
  switch (view) {
    case 'open':
      return open
    case 'mine':
      return { and: [['keeper', 'is', user], open] }
    case 'shared':
      return { and: [{ not: ['keeper', 'is', user] }, open] }
    case 'unfiled':
      return { and: [['filedBy', 'empty'], open] }
    case 'done':
      return ['isDone', 'is', true]
  }
}

/** All mail that one may see: a list at the left, the thread at the right; j and k go through it. */
export function MailScreen() {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const client = useQueryClient()
  const search: Search = useSearch({ strict: false })
  const view = search.view ?? 'open'
  const [typed, setTyped] = useState(search.q ?? '')
  const [answering, setAnswering] = useState(false)
  const [writing, setWriting] = useState(false)
  const found = useInfiniteQuery(threadsQuery(filterOf(view, user.id), search.q ?? ''))
  const threads = found.data?.pages.flatMap((p) => p.items) ?? []
  const at = threads.findIndex((x) => x.id === search.thread)
  const shown = search.thread ?? (narrow ? undefined : threads[0]?.id)

  const go = (change: Partial<Search>) =>
    void navigate({ to: '/mail', search: { ...search, ...change } as never, replace: true })
  useEffect(() => {
    const timer = setTimeout(
      () => typed !== (search.q ?? '') && go({ q: typed, thread: undefined as never }),
      250,
    )
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [typed])
  const step = (by: number) => {
    const next = threads[Math.max(0, Math.min(threads.length - 1, (at < 0 ? 0 : at) + by))]
    if (next) go({ thread: next.id })
  }
  const done = (thread: Thread) => {
    const next = threads[at + 1] ?? threads[at - 1]
    void act('mailThread.mark', { ids: [thread.id], isDone: !thread.isDone }).then(() =>
      client.invalidateQueries({ queryKey: ['records', 'mailThreads'] }),
    )
    if (next) go({ thread: next.id })
  }
  const current = threads.find((x) => x.id === shown)
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    e: () => current && done(current),
    r: () => shown && setAnswering(true),
    c: () => setWriting(true),
  })
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageBar
        actions={
          <>
            <a
              href="/mailboxes"
              aria-label={t('mail.mailboxes')}
              title={t('mail.mailboxes')}
              className="inline-flex size-7.5 items-center justify-center rounded-md text-ink-2 hover:bg-hover"
            >
              <Settings2 size={16} />
            </a>
            <Button look="solid" onClick={() => setWriting(true)}>
              <PenLine size={14} /> {narrow ? '' : t('mail.newLetter')}
            </Button>
          </>
        }
      >
        {narrow && search.thread && (
          <IconButton look="quiet" label={t('mail.back')} onClick={() => go({ thread: undefined as never })}>
            <ArrowLeft size={16} />
          </IconButton>
        )}
        <PageTitle>{t('mail.title')}</PageTitle>
      </PageBar>
      <div className="flex min-h-0 flex-1 border-t border-line">
        {!(narrow && shown) && (
          <div
            className={cx('flex min-h-0 flex-col border-r border-line', narrow ? 'w-full' : 'w-96 shrink-0')}
          >
            <Tabs
              className="px-2"
              label={t('mail.which')}
              value={view}
              onChange={(v) => go({ view: v, thread: undefined as never })}
              items={views.map((v) => ({ value: v, label: t(`mail.view.${v}`) }))}
            />
            <div className="p-2">
              <Input
                type="search"
                value={typed}
                placeholder={t('mail.find')}
                aria-label={t('mail.find')}
                onChange={(e) => setTyped(e.target.value)}
              />
            </div>
            <ul className="min-h-0 flex-1 overflow-y-auto" aria-label={t('mail.threads')}>
              {threads.map((x) => (
                <Line key={x.id} thread={x} isShown={x.id === shown} onOpen={() => go({ thread: x.id })} />
              ))}
              {found.hasNextPage && (
                <li className="p-2 text-center">
                  <Button
                    size="sm"
                    busy={found.isFetchingNextPage}
                    onClick={() => void found.fetchNextPage()}
                  >
                    {t('mail.more')}
                  </Button>
                </li>
              )}
              {found.isLoading && <Skeleton lines={8} />}
              {found.data && threads.length === 0 && (
                <EmptyState
                  icon={<Mail size={22} />}
                  title={t(search.q ? 'mail.nothingFound' : 'mail.empty')}
                >
                  {!search.q && t('mail.emptyAbout')}
                </EmptyState>
              )}
            </ul>
          </div>
        )}
        {shown && (
          <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
            <ThreadPane
              key={shown}
              id={shown}
              answering={answering}
              onAnswering={setAnswering}
              onDone={done}
            />
          </div>
        )}
      </div>
      {writing && <Compose about={{}} onClose={() => setWriting(false)} />}
    </div>
  )
}

function Line({ thread: x, isShown, onOpen }: { thread: Thread; isShown: boolean; onOpen: () => void }) {
  const { t } = useTranslation()
  const ref = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isShown) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [isShown])
  const about = x.deal ?? x.contact ?? x.account ?? x.lead
  return (
    <li ref={ref}>
      <button
        type="button"
        aria-current={isShown || undefined}
        onClick={onOpen}
        className={cx(
          'flex w-full flex-col gap-0.5 border-b border-line px-3 py-2 text-left hover:bg-hover',
          isShown && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <span className="flex items-center gap-2">
          {x.unseen > 0 && (
            <span className="size-2 shrink-0 rounded-full bg-accent" title={t('mail.unread')} />
          )}
          <span className={cx('min-w-0 flex-1 truncate', x.unseen > 0 && 'font-semibold')}>
            {x.lastDirection === 'out' ? t('mail.youTo', { name: x.lastFrom }) : x.lastFrom}
            {x.messages > 1 && <span className="text-ink-3"> {x.messages}</span>}
          </span>
          {x.hasFiles && <Paperclip size={12} className="shrink-0 text-ink-3" />}
          <time dateTime={x.lastAt} className="shrink-0 text-sm text-ink-3">
            {formatTime(x.lastAt)}
          </time>
        </span>
        <span className={cx('truncate', x.unseen > 0 && 'font-medium')}>{x.subject}</span>
        <span className="flex gap-2 text-sm text-ink-3">
          <span className="min-w-0 flex-1 truncate">{x.snippet}</span>
          {about && <span className="max-w-32 shrink-0 truncate text-accent-strong">{about.title}</span>}
        </span>
      </button>
    </li>
  )
}
