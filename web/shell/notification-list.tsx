import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, newKey, query } from '../api.ts'
import { useCatalogue, type Catalogue } from '../catalogue.ts'
import { formatAgo } from '../format.ts'
import { keys, type Rec, type Ref } from '../records.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/class.ts'
import { EmptyState } from '../ui/state.tsx'

type About = Ref & { entity: string }
type Told = Rec & {
  reason: string
  text: string | null
  record: About | null
  by: Ref | null
  readAt: string | null
  createdAt: string
}
const plural = 'notifications'

const useTold = (limit: number) => {
  const ask = {
    filter: ['owner', 'isMe'],
    sort: '-createdAt',
    limit,
    fields: 'reason,text,record,by,readAt,createdAt',
  }
  return useQuery({
    queryKey: [...keys.lists(plural), 'told', ask],
    queryFn: async ({ signal }) => (await api<{ items: Told[] }>(`${plural}${query(ask)}`, { signal })).items,
    staleTime: 15_000,
  }).data
}

export function useReadAll() {
  const client = useQueryClient()
  return async (ids?: readonly string[]) => {
    await api('operations/notification.read', {
      method: 'POST',
      body: ids ? { ids } : {},
      once: newKey(),
    })
    await client.invalidateQueries({ queryKey: keys.all(plural) })
  }
}

/** "Stage, amount": of what changed, what this user may see. */
function textOf({ entities }: Catalogue, { text, record }: Told): string | null {
  if (!text?.startsWith('fields:')) return text
  const fields = entities[record?.entity ?? '']?.fields ?? {}
  const labels = text
    .slice(7)
    .split(',')
    .flatMap((key) => fields[key]?.label ?? [])
  return labels.length ? labels.join(', ') : null
}

/** What this user was told, newest first. */
export function NotificationList({ limit = 30, head = false }: { limit?: number; head?: boolean }) {
  const { t } = useTranslation()
  const told = useTold(limit)
  const read = useReadAll()
  if (!told) return null
  if (told.length === 0)
    return head ? (
      <EmptyState title={t('shell.noNews')}>{t('shell.noNewsHow')}</EmptyState>
    ) : (
      <p className="text-ink-3">{t('shell.noNewsHow')}</p>
    )
  const hasUnread = told.some((n) => !n.readAt)
  return (
    <>
      {head && (
        <div className="flex items-center gap-2 border-b border-line px-3 py-2">
          <h2 className="flex-1 font-medium">{t('shell.notifications')}</h2>
          {hasUnread && (
            <Button look="quiet" size="sm" onClick={() => void read()}>
              {t('shell.readAll')}
            </Button>
          )}
        </div>
      )}
      <ul className={head ? 'p-1' : 'overflow-hidden rounded-lg border border-line p-1'}>
        {told.map((n) => (
          <Item key={n.id} told={n} onRead={() => !n.readAt && void read([n.id])} />
        ))}
      </ul>
    </>
  )
}

function Item({ told: n, onRead }: { told: Told; onRead: () => void }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const entity = catalogue.entities[n.record?.entity ?? '']
  const text = textOf(catalogue, n)
  const title = n.record?.title
  const body = (
    <>
      <span className="relative mt-0.5 shrink-0">
        <Avatar name={n.by?.title ?? 'Kolo'} size={22} />
        {!n.readAt && (
          <span className="absolute -top-0.5 -right-0.5 size-2 rounded-full bg-accent ring-2 ring-surface" />
        )}
      </span>
      <span className="min-w-0 flex-1">
        <span className={cx('block', !n.readAt && 'font-medium')}>
          {t(`shell.told.${n.reason}`, { by: n.by?.title ?? '' })}
          {!n.readAt && <span className="sr-only"> ({t('shell.unread')})</span>}
        </span>
        {title && title !== text && <span className="block truncate text-ink-2">{title}</span>}
        {text && <span className="line-clamp-2 block text-ink-2">{text}</span>}
        <span className="block text-sm text-ink-3">{formatAgo(n.createdAt)}</span>
      </span>
    </>
  )
  const look = 'flex w-full gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover'
  return (
    <li>
      {entity && n.record && title ? (
        <Link
          to="/$plural/$id"
          params={{ plural: entity.plural, id: n.record.id }}
          className={look}
          onClick={onRead}
        >
          {body}
        </Link>
      ) : n.reason === 'sync' ? (
        <Link to={'/settings/calendars' as never} className={look} onClick={onRead}>
          {body}
        </Link>
      ) : (
        <button type="button" className={look} onClick={onRead}>
          {body}
        </button>
      )}
    </li>
  )
}
