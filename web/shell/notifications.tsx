import { useQuery } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../api.ts'
import { useCatalogue } from '../catalogue.ts'
import { keys, type Page } from '../records.ts'
import { IconButton } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'

const List = lazy(() => import('./notification-list.tsx').then((m) => ({ default: m.NotificationList })))
const most = 99

/** How many things he was told and has not read. */
function useUnread() {
  const { entities } = useCatalogue()
  // An administrator sees what everybody is told; here he looks for his own.
  const filter = {
    and: [
      ['owner', 'isMe'],
      ['readAt', 'empty'],
    ],
  }
  const ask = { filter, fields: 'id', limit: 1, count: true }
  const { data } = useQuery({
    queryKey: [...keys.lists('notifications'), 'unread'],
    queryFn: ({ signal }) => api<Page>(`notifications${query(ask)}`, { signal }),
    enabled: entities['notification'] !== undefined,
    staleTime: 60_000,
  })
  return data?.count?.value ?? 0
}

export function Notifications() {
  const { t } = useTranslation()
  const unread = useUnread()
  const label = unread ? t('shell.unreadCount', { count: unread }) : t('shell.notifications')
  return (
    <Popover
      side="top"
      align="end"
      label={t('shell.notifications')}
      className="w-96 max-w-[calc(100vw-1rem)]"
      trigger={
        <IconButton label={label}>
          <span className="relative">
            <Bell size={16} />
            {unread > 0 && (
              <span className="figures absolute -top-2 left-2 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-[10px] font-semibold text-on-accent">
                {unread > most ? `${most}+` : unread}
              </span>
            )}
          </span>
        </IconButton>
      }
    >
      <List head />
    </Popover>
  )
}
