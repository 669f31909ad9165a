import { Bell } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { EmptyState } from '../ui/state.tsx'
import { useNews } from '../news.ts'
import { formatAgo } from '../format.ts'
import { Link } from '@tanstack/react-router'

/** What others did to records while this page was open, newest first. */
export function Notifications() {
  const { t } = useTranslation()
  const { items, unseen, seen } = useNews()
  return (
    <Popover
      side="top"
      align="end"
      label={t('shell.notifications')}
      onOpenChange={(open) => open && seen()}
      className="w-80"
      trigger={
        <IconButton label={t('shell.notifications')}>
          <span className="relative">
            <Bell size={16} />
            {unseen > 0 && (
              <span className="absolute -top-0.5 -right-0.5 size-2 rounded-full bg-accent ring-2 ring-canvas" />
            )}
          </span>
        </IconButton>
      }
    >
      {items.length === 0 ? (
        <EmptyState title={t('shell.noNews')}>{t('shell.noNewsHow')}</EmptyState>
      ) : (
        <ul className="p-1">
          {items.map((n) => (
            <li key={n.key}>
              <Link
                to="/$plural/$id"
                params={{ plural: n.plural, id: n.id }}
                className="popup-item hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">
                  {t(`shell.news.${n.what}`, { what: n.label })}
                </span>
                <span className="text-sm text-ink-3">{formatAgo(n.at)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}
