import { Link, useLocation } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity, type Page } from '../catalogue.ts'
import { cx } from '../ui/class.ts'
import { EntityIcon, PageIcon } from './icons.tsx'

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

type Place = { key: string; path: string; link: ReactNode }

/** What is seldom opened, folded away; open where one is in it, and as it was left. */
function More({ module, places, small }: { module: string; places: Place[]; small?: boolean }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const kept = `kolo.more.${module}`
  const isIn = places.some(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
  return (
    <details className="group" open={isIn || localStorage.getItem(kept) === 'open'}>
      <summary
        // A toggle would also keep as open what was opened only because one is in it.
        onClick={({ currentTarget: { parentElement } }) =>
          localStorage.setItem(kept, (parentElement as HTMLDetailsElement).open ? 'folded' : 'open')
        }
        aria-label={t('shell.more')}
        className={cx(
          item,
          'cursor-pointer list-none text-ink-3! [&::-webkit-details-marker]:hidden',
          small && 'justify-center px-0!',
        )}
      >
        <ChevronRight
          size={16}
          strokeWidth={1.75}
          className="transition-transform duration-75 group-open:rotate-90"
        />
        {!small && t('shell.more')}
      </summary>
      <Places places={places} />
    </details>
  )
}

const Places = ({ places }: { places: Place[] }) => (
  <ul className="flex flex-col gap-px">
    {places.map(({ key, link }) => (
      <li key={key}>{link}</li>
    ))}
  </ul>
)

/** Modules and what is in them. */
export function Modules({ small, onGo }: { small?: boolean; onGo?: () => void }) {
  const { navigation, entities } = useCatalogue()
  return navigation.map(({ module, label, pages, tools, entities: names, aside }) => {
    const ofPage = (page: Page): Place => ({
      key: page.path,
      path: `/${page.path}`,
      link: <PageLink page={page} small={small} onGo={onGo} />,
    })
    const ofEntity = (e: Entity): Place => ({
      key: e.name,
      path: `/${e.plural}`,
      link: <NavLink entity={e} small={small} onGo={onGo} />,
    })
    const lists = names.flatMap((name) => entities[name] ?? [])
    const places = [...pages.map(ofPage), ...lists.map(ofEntity), ...tools.map(ofPage)]
    if (places.length === 0) return null
    const some = places.filter(({ key }) => aside.includes(key))
    const folded = some.length < places.length ? some : []
    return (
      <section
        key={module}
        aria-label={label}
        className={small ? 'border-t border-line pt-2 first:border-0 first:pt-0' : ''}
      >
        {!small && <h2 className="px-2 pb-1 text-xs font-medium text-ink-3">{label}</h2>}
        <Places places={places.filter((place) => !folded.includes(place))} />
        {folded.length > 0 && <More module={module} places={folded} small={small} />}
      </section>
    )
  })
}
