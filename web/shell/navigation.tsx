import { Link } from '@tanstack/react-router'
import { PanelLeft, Search } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/class.ts'
import { Kbd } from '../ui/kbd.tsx'
import { CreateMenu } from './create-menu.tsx'
import { useKeys } from './keys.ts'
import { Notifications } from './notifications.tsx'
import { Modules } from './places.tsx'
import { show } from './overlays.ts'
import { UserMenu } from './user-menu.tsx'

const stored = 'kolo.sidebar'
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
