import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, BellOff, MessageSquare } from 'lucide-react'
import { Fragment, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatAgo } from '../../format.ts'
import { titleOf } from '../../kinds/index.ts'
import { useDeliver } from '../../offline/use-deliver.ts'
import { keys, type Page, type Rec, type Ref } from '../../records.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { say } from '../../ui/toast.tsx'
import { InVain } from './in-vain.tsx'
import { run, type About } from './journal.ts'
import { Mentioning } from './mentioning.tsx'

const most = 50

/** What colleagues say to each other about this record; who follows it is told. */
export default function CommentsPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const { entities } = catalogue
  const comment = entities['comment']
  const ask = {
    filter: ['record', 'is', `${entity.name}:${record.id}`],
    fields: 'body,author,mentions,createdAt',
    sort: '-createdAt',
    limit: most,
  }
  const { data } = useQuery({
    queryKey: [...keys.lists('comments'), 'panel', ask],
    queryFn: async ({ signal }) => (await api<Page>(`comments${query(ask)}`, { signal })).items,
    enabled: comment !== undefined,
    staleTime: 15_000,
  })
  if (!comment || record['deletedAt']) return null
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={t('activities.comments')}>
      <header className="flex min-h-8 items-center gap-2">
        <MessageSquare size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{t('activities.comments')}</h2>
        <Follow of={`${entity.name}:${record.id}`} isOwner={record['owner'] as Ref | null} />
      </header>
      {comment.rights.create && (
        <Write to={{ entity: entity.name, id: record.id, title: titleOf(catalogue, entity.name, record) }} />
      )}
      <ul className="flex flex-col gap-3 py-2 empty:hidden">
        {data?.map((c) => (
          <Said key={c.id} comment={c} />
        ))}
      </ul>
    </section>
  )
}

function Said({ comment: c }: { comment: Rec }) {
  const { t } = useTranslation()
  const author = c['author'] as Ref | null
  return (
    <li className="flex gap-2.5">
      <Avatar name={author?.title ?? '?'} size={24} />
      <div className="min-w-0 flex-1">
        <p className="text-sm text-ink-3">
          <span className="font-medium text-ink">{author?.title ?? t('ui.hidden')}</span>{' '}
          {formatAgo(c['createdAt'] as string)}
        </p>
        <p className="wrap-anywhere whitespace-pre-wrap">
          <WithMentions text={c['body'] as string} />
        </p>
      </div>
    </li>
  )
}

/** `@Name Surname`, at most three words in capitals, is said louder. */
const WithMentions = ({ text }: { text: string }) =>
  text.split(/(@\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*){0,2})/u).map((part, i) =>
    i % 2 ? (
      <span key={i} className="font-medium text-accent-strong">
        {part}
      </span>
    ) : (
      <Fragment key={i}>{part}</Fragment>
    ),
  )

function Write({ to }: { to: About }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const deliver = useDeliver()
  const [body, setBody] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (e?: FormEvent) => {
    e?.preventDefault()
    if (!body.trim() || busy) return
    setBusy(true)
    const write = { path: 'comments', body: { body, record: { entity: to.entity, id: to.id } } } as const
    if (await deliver({ ...write, kind: 'note', about: to, key: newKey() })) setBody('')
    setBusy(false)
    await client.invalidateQueries({ queryKey: keys.all('comments') })
    await client.invalidateQueries({ queryKey: keys.all('followers') })
  }
  return (
    <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-1.5 py-1">
      <Mentioning value={body} onChange={setBody} onSend={() => void submit()} />
      <InVain record={to} body={body} />
      {body.trim() && (
        <span className="flex justify-end">
          <Button type="submit" size="sm" look="solid" busy={busy}>
            {t('activities.say')}
          </Button>
        </span>
      )}
    </form>
  )
}

function Follow({ of, isOwner }: { of: string; isOwner: Ref | null }) {
  const { t } = useTranslation()
  const { user, entities } = useCatalogue()
  const client = useQueryClient()
  const ask = {
    filter: {
      and: [
        ['record', 'is', of],
        ['user', 'isMe'],
      ],
    },
    fields: 'isMuted',
    limit: 1,
  }
  const key = [...keys.lists('followers'), 'mine', of]
  const { data } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await api<Page>(`followers${query(ask)}`, { signal })).items,
    enabled: entities['follower'] !== undefined,
    staleTime: 30_000,
  })
  if (!data) return null
  const row = data[0]
  const follows = row ? row['isMuted'] !== true : isOwner?.id === user.id
  const turn = async () => {
    await run(follows ? 'follower.unfollow' : 'follower.follow', { record: of })
    await client.invalidateQueries({ queryKey: key })
    void say(t(follows ? 'activities.unfollowed' : 'activities.followed'))
  }
  return (
    <Button look="quiet" size="sm" aria-pressed={follows} onClick={() => void turn()}>
      {follows ? <BellOff size={14} aria-hidden /> : <Bell size={14} aria-hidden />}
      {t(follows ? 'activities.unfollow' : 'activities.follow')}
    </Button>
  )
}
