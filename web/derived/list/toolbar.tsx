import {
  BarChart3,
  CalendarDays,
  Columns3,
  Download,
  Map as MapIcon,
  Plus,
  Rows3,
  Search,
  Trash2,
  Upload,
  X,
} from 'lucide-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { query } from '../../api.ts'
import { useCatalogue, type Catalogue, type Entity } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { listQuery } from '../../records.ts'
import { useKeys } from '../../shell/keys.ts'
import { show } from '../../shell/overlays.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { MenuItem, MenuLine, MenuLink } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { Display } from './display.tsx'
import { AddFilter, type FilterDraft } from './filter-bar.tsx'
import { columnable, datable, placeable } from './shapes.ts'
import { shapes, type Shape } from './search.ts'
import { ListViews } from './views.tsx'
import type { ListState } from './use-list.ts'

/** The bar over a list: which view, how many, how drawn, found by what; and a new record. */
export function Toolbar({ list, draft }: { list: ListState; draft: FilterDraft }) {
  const { t } = useTranslation()
  const { entity } = list
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-1.5 gap-y-1 px-3 py-2 sm:px-4">
      <div className="-ml-1.5 flex min-w-0 items-center gap-1">
        <ListViews list={list} />
        <HowMany list={list} />
      </div>
      <div className="ml-auto flex min-w-0 items-center gap-1">
        <Find key={list.q ? 'found' : ''} list={list} />
        {draft.group.items.length === 0 && <AddFilter entity={entity} draft={draft} />}
        <ShapeSwitch list={list} />
        <Display list={list} />
        <More list={list} />
        {entity.rights.create && !list.bin && (
          <Button
            look="solid"
            className="ml-1 max-md:hidden"
            aria-label={t('shell.createOne', { what: entity.label.toLowerCase() })}
            onClick={() => show({ kind: 'create', entity: entity.name })}
          >
            <Plus size={15} />
            <span className="hidden sm:inline">{entity.label}</span>
          </Button>
        )}
      </div>
    </header>
  )
}

function HowMany({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const { data } = useInfiniteQuery({ ...listQuery(list.entity.plural, list.ask), enabled: false })
  const count = data?.pages[0]?.count
  if (!count) return null
  const number = formatNumber(count.value)
  return (
    <span
      className="figures px-1 whitespace-nowrap text-ink-3"
      aria-label={t('list.howMany', { count: count.value, number })}
    >
      {number}
      {!count.exact && '+'}
    </span>
  )
}

/** Looks through the list as one types; "/" goes here. */
function Find({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(list.q ?? '')
  const [open, setOpen] = useState(Boolean(list.q))
  const { q, set } = list
  useEffect(() => {
    if (text.trim() === (q ?? '')) return
    const timer = setTimeout(() => set({ q: text.trim() || undefined }, { replace: true }), 180)
    return () => clearTimeout(timer)
  }, [text, q, set])
  useEffect(() => {
    if (open && !q) input.current?.focus()
  }, [open, q])
  useKeys({ '/': () => (setOpen(true), input.current?.focus()) })
  const close = () => {
    setText('')
    setOpen(false)
    set({ q: undefined }, { replace: true })
  }
  if (!open)
    return (
      <IconButton size="sm" label={t('list.find')} keys="/" onClick={() => setOpen(true)}>
        <Search size={14} />
      </IconButton>
    )
  return (
    <div className="flex h-7 w-36 items-center gap-1.5 rounded-md border border-field-line bg-surface px-2 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent sm:w-52 pointer-coarse:h-9">
      <Search size={13} className="shrink-0 text-ink-3" />
      <input
        ref={input}
        value={text}
        aria-label={t('list.find')}
        placeholder={t('list.find')}
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === 'Escape') close()
          if (e.key === 'ArrowDown' || e.key === 'Enter')
            document.querySelector<HTMLElement>('[role="grid"]')?.focus()
        }}
        onBlur={() => !text && setOpen(false)}
        className="min-w-0 flex-1 bg-transparent outline-none pointer-coarse:text-lg"
      />
      <button
        type="button"
        aria-label={t('ui.clear')}
        onClick={close}
        className="flex size-6 -mr-1.5 items-center justify-center text-ink-3 hover:text-ink"
      >
        <X size={13} />
      </button>
    </div>
  )
}

const icons: Record<Shape, typeof Rows3> = {
  table: Rows3,
  board: Columns3,
  calendar: CalendarDays,
  map: MapIcon,
  chart: BarChart3,
}

/** What each shape stands on. */
const fieldsOf: Record<Exclude<Shape, 'table'>, (entity: Entity, catalogue: Catalogue) => unknown[]> = {
  board: columnable,
  calendar: datable,
  map: (entity, catalogue) => placeable(catalogue, entity),
  chart: columnable,
}

function ShapeSwitch({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const possible = shapes.filter((s) => s === 'table' || fieldsOf[s](list.entity, catalogue).length > 0)
  if (possible.length < 2 || list.bin) return null
  return (
    <div role="group" aria-label={t('list.shape')} className="flex rounded-md bg-hover p-0.5">
      {possible.map((shape) => {
        const Icon = icons[shape]
        const isNow = shape === list.as
        return (
          <button
            key={shape}
            type="button"
            data-tip={t(`list.shapes.${shape}`)}
            aria-label={t(`list.shapes.${shape}`)}
            aria-pressed={isNow}
            onClick={() => list.set({ as: shape, by: undefined, sum: undefined })}
            className={cx(
              'flex h-6 w-7 items-center justify-center rounded-sm pointer-coarse:h-8 pointer-coarse:w-9',
              isNow ? 'bg-surface text-ink shadow-sm' : 'text-ink-3 hover:text-ink',
            )}
          >
            <Icon size={14} />
          </button>
        )
      })}
    </div>
  )
}

function More({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { entity, ask } = list
  const file = (format: string) =>
    `/api/${entity.plural}/export${query({ format, ...ask, fields: list.columns.map((c) => c.path).join(',') })}`
  return (
    <MoreMenu label={t('list.more')} size="sm">
      {entity.rights.export && (
        <MenuLink icon={<Download size={14} />} href={file('xlsx')}>
          {t('list.exportTo', { format: 'Excel' })}
        </MenuLink>
      )}
      {entity.rights.export && (
        <MenuLink icon={<Download size={14} />} href={file('csv')}>
          {t('list.exportTo', { format: 'CSV' })}
        </MenuLink>
      )}
      {entity.rights.create && (
        <MenuItem
          icon={<Upload size={14} />}
          onSelect={() => void navigate({ to: '/import' as never, search: { entity: entity.name } as never })}
        >
          {t('list.import')}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon={<Trash2 size={14} />} onSelect={() => list.set({ bin: list.bin ? undefined : true })}>
        {t(list.bin ? 'list.leaveBin' : 'list.openBin')}
      </MenuItem>
    </MoreMenu>
  )
}
