import { Link } from '@tanstack/react-router'
import { Menu as MenuIcon, PanelLeft, Plus, Search } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity, type Page } from '../catalogue.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/class.ts'
import { Kbd } from '../ui/kbd.tsx'
import { CreateMenu } from './create-menu.tsx'
import { EntityIcon, PageIcon } from './icons.tsx'
import { useKeys } from './keys.ts'
import { Notifications } from './notifications.tsx'
import { show } from './overlays.ts'
import { UserMenu } from './user-menu.tsx'

const Drawer = lazy(() => import('../ui/drawer.tsx').then((m) => ({ default: m.Drawer })))

const stored = 'kolo.sidebar'
const item =
  'flex h-7.5 items-center gap-2 rounded-md px-2 text-ink-2 transition-colors duration-75 hover:bg-hover hover:text-ink data-[status=active]:text-ink pointer-coarse:h-11'

const NavLink = ({
  entity,
  small,
  onGo,
}: {
  entity: Entity
  small?: boolean
  onGo?: (() => void) | undefined
}) => (
  <Link
    to="/$plural"
    params={{ plural: entity.plural }}
    onClick={onGo}
    title={small ? entity.labelPlural : undefined}
    aria-label={small ? entity.labelPlural : undefined}
    className={cx(item, small && 'justify-center px-0!')}
    activeProps={{ className: 'bg-press font-medium' }}
  >
    <EntityIcon entity={entity} />
    {!small && <span className="truncate">{entity.labelPlural}</span>}
  </Link>
)

const PageLink = ({
  page,
  small,
  onGo,
}: {
  page: Page
  small?: boolean
  onGo?: (() => void) | undefined
}) => (
  <Link
    to={`/${page.path}` as never}
    onClick={onGo}
    title={small ? page.label : undefined}
    aria-label={small ? page.label : undefined}
    className={cx(item, small && 'justify-center px-0!')}
    activeProps={{ className: 'bg-press font-medium' }}
  >
    <PageIcon icon={page.icon} />
    {!small && <span className="truncate">{page.label}</span>}
  </Link>
)

/** Modules and what is in them. */
function Modules({ small, onGo }: { small?: boolean; onGo?: () => void }) {
  const { navigation, entities } = useCatalogue()
  return navigation.map(({ module, label, pages, tools, entities: names }) => {
    const seen = names.flatMap((name) => entities[name] ?? [])
    if (seen.length + pages.length + tools.length === 0) return null
    return (
      <section
        key={module}
        aria-label={label}
        className={small ? 'border-t border-line pt-2 first:border-0 first:pt-0' : ''}
      >
        {!small && <h2 className="px-2 pb-1 text-xs font-medium text-ink-3">{label}</h2>}
        <ul className="flex flex-col gap-px">
          {pages.map((page) => (
            <li key={page.path}>
              <PageLink page={page} small={small} onGo={onGo} />
            </li>
          ))}
          {seen.map((e) => (
            <li key={e.name}>
              <NavLink entity={e} small={small} onGo={onGo} />
            </li>
          ))}
          {tools.map((page) => (
            <li key={page.path}>
              <PageLink page={page} small={small} onGo={onGo} />
            </li>
          ))}
        </ul>
      </section>
    )
  })
}

const SearchButton = ({ small }: { small: boolean }) => {
  const { t } = useTranslation()
  if (small)
    return (
      <IconButton label={t('shell.search')} keys="mod+k" onClick={() => show({ kind: 'palette' })}>
        <Search size={16} />
      </IconButton>
    )
  return (
    <button
      type="button"
      onClick={() => show({ kind: 'palette' })}
      className="flex h-7.5 min-w-0 flex-1 items-center gap-2 rounded-md border border-line bg-surface px-2 text-ink-3 hover:border-line-strong"
    >
      <Search size={14} />
      <span className="flex-1 truncate text-left">{t('shell.searchShort')}</span>
      <Kbd keys="mod+k" />
    </button>
  )
}

export function Sidebar() {
  const { t } = useTranslation()
  const { workspace } = useCatalogue()
  const [small, setSmall] = useState(localStorage.getItem(stored) === 'small')
  const toggle = () => {
    localStorage.setItem(stored, small ? 'wide' : 'small')
    setSmall(!small)
  }
  useKeys({ 'mod+b': toggle })
  const column = small ? 'flex-col' : ''
  return (
    <nav
      aria-label={t('shell.navigation')}
      className={cx('hidden shrink-0 flex-col md:flex', small ? 'w-13' : 'w-56')}
    >
      <div className={cx('flex h-12 items-center gap-1 px-2.5', small && 'justify-center')}>
        {!small && <Brand name={workspace.name} />}
        <IconButton
          size="sm"
          label={t(small ? 'shell.expand' : 'shell.collapse')}
          keys="mod+b"
          aria-expanded={!small}
          onClick={toggle}
        >
          <PanelLeft size={15} />
        </IconButton>
      </div>
      <div className={cx('flex items-center gap-1.5 px-2.5 pb-3', column)}>
        <SearchButton small={small} />
        <CreateMenu />
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-2.5 pb-3">
        <Modules small={small} />
      </div>
      <div className={cx('flex items-center gap-1 border-t border-line p-2', column)}>
        <UserMenu small={small} />
        <Notifications />
      </div>
    </nav>
  )
}

const Brand = ({ name }: { name: string }) => (
  <Link to="/" className="flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1 font-semibold">
    <Ring />
    <span className="truncate">{name}</span>
  </Link>
)

/** The sign of Kolo: a circle that is about to close. */
export const Ring = ({ size = 16 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="shrink-0 text-accent">
    <circle
      cx="16"
      cy="16"
      r="12"
      fill="none"
      stroke="currentColor"
      strokeWidth="6"
      strokeDasharray="60 15.4"
      strokeLinecap="round"
      transform="rotate(-60 16 16)"
    />
  </svg>
)

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
