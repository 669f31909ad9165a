import { ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Menu } from '../ui/menu.tsx'

const Items = lazy(() => import('./user-menu-items.tsx').then((m) => ({ default: m.UserMenuItems })))

export function UserMenu({ small }: { small: boolean }) {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const trigger = (
    <button
      type="button"
      aria-label={small ? t('shell.userMenu', { name: user.name }) : undefined}
      className="flex min-w-0 flex-1 items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover"
    >
      <Avatar name={user.name} size={small ? 22 : 24} />
      {!small && (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate leading-4 font-medium">{user.name}</span>
            <span className="block truncate text-xs text-ink-3">{user.roleName}</span>
          </span>
          <ChevronsUpDown size={13} className="text-ink-3" />
        </>
      )}
    </button>
  )
  return (
    <Menu trigger={trigger} side="top">
      <Suspense>
        <Items />
      </Suspense>
    </Menu>
  )
}
