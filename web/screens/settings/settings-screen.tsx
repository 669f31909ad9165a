import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { NotFound, Waiting } from '../../shell/failed.tsx'
import { cx } from '../../ui/class.ts'
import { groups, pages } from './pages.ts'

const useOpen = () => {
  const { user } = useCatalogue()
  return pages.filter((p) => p.isMine || user.isAdministrator)
}

/** Settings: their index at the left; on a phone the index is a page of its own. */
export function SettingsScreen() {
  const { t } = useTranslation()
  const { page: key } = useParams({ strict: false }) as { page?: string }
  const open = useOpen()
  const shown = open.find((p) => p.key === (key ?? 'profile'))
  return (
    <div className="flex min-h-0 flex-1">
      <nav
        aria-label={t('shell.settings')}
        className={cx(
          'w-full shrink-0 overflow-y-auto p-3 md:block md:w-52 md:border-r md:border-line',
          key && 'hidden',
        )}
      >
        <h2 className="px-2 pt-1 pb-3 text-md font-semibold">{t('shell.settings')}</h2>
        <Index current={shown?.key} />
      </nav>
      <div className={cx('min-w-0 flex-1 overflow-y-auto md:block', !key && 'hidden')}>
        <Link to={'/settings' as never} className="flex h-11 items-center gap-1 px-3 text-ink-2 md:hidden">
          <ChevronLeft size={16} /> {t('shell.settings')}
        </Link>
        {shown ? (
          <Suspense key={shown.key} fallback={<Waiting />}>
            <shown.Page />
          </Suspense>
        ) : (
          <NotFound what={pages.some((p) => p.key === key) ? 'notYours' : 'noPage'} />
        )}
      </div>
    </div>
  )
}

function Index({ current }: { current: string | undefined }) {
  const { t } = useTranslation()
  const open = useOpen()
  return groups.map((group) => {
    const inside = open.filter((p) => p.group === group)
    if (inside.length === 0) return null
    return (
      <section key={group} className="mb-4" aria-label={t(`settings.groups.${group}`)}>
        <h3 className="px-2 pb-1 text-xs font-medium text-ink-3">{t(`settings.groups.${group}`)}</h3>
        <ul className="flex flex-col gap-px">
          {inside.map(({ key, icon: Icon }) => (
            <li key={key}>
              <Link
                to={`/settings/${key}` as never}
                aria-current={key === current ? 'page' : undefined}
                className={cx(
                  'flex h-7.5 items-center gap-2 rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-11',
                  key === current && 'md:bg-press md:font-medium md:text-ink',
                )}
              >
                <Icon size={15} strokeWidth={1.75} className="shrink-0" />
                <span className="truncate">{t(`settings.pages.${key}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}
