import { Link } from '@tanstack/react-router'
import { Menu as MenuIcon, Plus, Search } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue.ts'
import { CreateMenu } from './create-menu.tsx'
import { EntityIcon, PageIcon } from './icons.tsx'
import { Notifications } from './notifications.tsx'
import { show } from './overlays.ts'
import { Modules } from './places.tsx'
import { UserMenu } from './user-menu.tsx'

const Drawer = lazy(() => import('../ui/drawer.tsx').then((m) => ({ default: m.Drawer })))

const barItem =
  'flex flex-1 flex-col items-center justify-center gap-0.5 text-xs text-ink-3 data-[status=active]:text-accent-strong'

const BarButton = ({
  label,
  onClick,
  children,
}: {
  label: string
  onClick: () => void
  children: ReactNode
}) => (
  <button type="button" onClick={onClick} className={barItem}>
    {children}
    {label}
  </button>
)

/** On a phone: the day, the list most used, search, create, and everything else. */
export function BottomBar() {
  const { t } = useTranslation()
  const { navigation, entities } = useCatalogue()
  const [open, setOpen] = useState(false)
  const names = ['deal', 'contact', ...navigation.flatMap((m) => m.entities)]
  const day = navigation.flatMap((m) => m.pages)[0]
  const first = [...new Set(names)].flatMap((n) => entities[n] ?? []).slice(0, day ? 1 : 2)
  return (
    <nav
      aria-label={t('shell.navigation')}
      className="flex h-14 shrink-0 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {day && (
        <Link to={`/${day.path}` as never} className={barItem} activeProps={{ className: 'font-medium' }}>
          <PageIcon icon={day.icon} size={18} />
          <span className="max-w-full truncate px-1">{day.label}</span>
        </Link>
      )}
      {first.map((e) => (
        <Link
          key={e.name}
          to="/$plural"
          params={{ plural: e.plural }}
          className={barItem}
          activeProps={{ className: 'font-medium' }}
        >
          <EntityIcon entity={e} size={18} />
          <span className="max-w-full truncate px-1">{e.labelPlural}</span>
        </Link>
      ))}
      <BarButton label={t('shell.searchShort')} onClick={() => show({ kind: 'palette' })}>
        <Search size={18} strokeWidth={1.75} />
      </BarButton>
      <CreateMenu
        trigger={
          <button type="button" className={barItem}>
            <Plus size={18} strokeWidth={1.75} />
            {t('shell.createShort')}
          </button>
        }
      />
      <BarButton label={t('shell.menu')} onClick={() => setOpen(true)}>
        <MenuIcon size={18} strokeWidth={1.75} />
      </BarButton>
      {open && (
        <Suspense>
          <Drawer label={t('shell.menu')} onClose={() => setOpen(false)}>
            <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto">
              <Modules onGo={() => setOpen(false)} />
            </div>
            <div className="flex items-center gap-1 border-t border-line pt-2">
              <UserMenu small={false} />
              <Notifications />
            </div>
          </Drawer>
        </Suspense>
      )}
    </nav>
  )
}
