import { useQueryClient } from '@tanstack/react-query'
import { Check, ChevronDown, Lock, Pencil, Save, Trash2, Undo2, Users } from 'lucide-react'
import { lazy, useState, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { compareText } from '../../format.ts'
import { keys } from '../../records.ts'
import { show } from '../../shell/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuHeading, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { say } from '../../ui/toast.tsx'
import type { ListSearch } from './search.ts'
import { useViews, type ListState, type SavedView } from './use-list.ts'

const NameDialog = lazy(() => import('./view-name.tsx').then((m) => ({ default: m.NameDialog })))

const clean: Partial<ListSearch> = {
  as: undefined,
  filter: undefined,
  sort: undefined,
  columns: undefined,
  group: undefined,
  by: undefined,
  sum: undefined,
  q: undefined,
  bin: undefined,
}

function useViewActs(list: ListState) {
  const client = useQueryClient()
  const { t } = useTranslation()
  const refresh = () => client.invalidateQueries({ queryKey: keys.lists('views') })
  const failed = (e: unknown) =>
    void say(e instanceof Error && e.message ? e.message : t('ui.unreachableHow'), { tone: 'danger' })
  const update = (view: SavedView, values: Record<string, unknown>) =>
    api(`views/${view.id}`, { method: 'PATCH', body: values, revision: view.revision }).then(refresh)
  return {
    make: async (name: string, isShared: boolean) => {
      const body = { entity: list.entity.name, name, isShared, definition: list.definition }
      const made = await api<{ id: string }>('views', { method: 'POST', body, once: newKey() })
      await refresh()
      list.set({ ...clean, view: made.id })
    },
    keep: (view: SavedView) =>
      update(view, { definition: list.definition }).then(() => list.set(clean), failed),
    rename: (view: SavedView, name: string, isShared: boolean) => update(view, { name, isShared }),
    drop: async (view: SavedView) => {
      await api('views', { method: 'DELETE', body: { ids: [view.id] } }).then(refresh, failed)
      list.set({ ...clean, view: undefined })
      say(t('list.viewDropped', { name: view.name }), {
        action: {
          label: t('ui.undo'),
          run: () =>
            void api('views/restore', { method: 'POST', body: { ids: [view.id] } }).then(refresh, failed),
        },
      })
    },
  }
}

/** The name of the list: opens the saved views. */
export function ViewMenu({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const { user, entities } = useCatalogue()
  const { entity, saved } = list
  const views = [...(useViews(entity) ?? [])].sort((a, b) => compareText(a.name, b.name))
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null)
  const acts = useViewActs(list)
  const isMine = saved?.owner?.id === user.id
  const item = (v: SavedView) => (
    <MenuItem
      key={v.id}
      icon={
        v.id === saved?.id ? (
          <Check size={14} className="text-accent" />
        ) : v.isShared ? (
          <Users size={13} />
        ) : (
          <Lock size={13} />
        )
      }
      onSelect={() => list.set({ ...clean, view: v.id })}
    >
      {v.name}
    </MenuItem>
  )
  const mayBeSegment =
    ['account', 'contact', 'lead'].includes(entity.name) && entities['segment']?.rights.create
  const everything = t('list.everything', { what: entity.labelPlural })
  return (
    <>
      <h1 className="min-w-0">
        <Menu
          trigger={
            <button
              type="button"
              className="flex h-8 max-w-full min-w-0 items-center gap-1 rounded-md px-1.5 text-md font-semibold hover:bg-hover data-popup-open:bg-press"
            >
              <span className="truncate">
                {list.bin ? t('list.bin', { what: entity.labelPlural }) : (saved?.name ?? entity.labelPlural)}
              </span>
              <ChevronDown size={14} className="shrink-0 text-ink-3" />
            </button>
          }
        >
          <MenuItem
            icon={!saved && !list.bin ? <Check size={14} className="text-accent" /> : <span />}
            onSelect={() => list.set({ ...clean, view: undefined })}
          >
            {everything}
          </MenuItem>
          {views.length > 0 && <MenuLine />}
          {views.some((v) => !v.isShared) && <MenuHeading>{t('list.myViews')}</MenuHeading>}
          {views.filter((v) => !v.isShared).map(item)}
          {views.some((v) => v.isShared) && <MenuHeading>{t('list.sharedViews')}</MenuHeading>}
          {views.filter((v) => v.isShared).map(item)}
          <MenuLine />
          {saved && isMine && (
            <MenuItem icon={<Pencil size={13} />} onSelect={() => setNaming(saved)}>
              {t('list.renameView')}
            </MenuItem>
          )}
          {saved && isMine && (
            <MenuItem icon={<Trash2 size={13} />} onSelect={() => void acts.drop(saved)}>
              {t('list.dropView')}
            </MenuItem>
          )}
          <MenuItem icon={<Save size={14} />} onSelect={() => setNaming('new')}>
            {t('list.saveAsNew')}
          </MenuItem>
          {mayBeSegment && (
            <MenuItem
              icon={<Users size={14} />}
              onSelect={() =>
                show({ kind: 'create', entity: 'segment', values: { of: entity.name, filter: list.filter } })
              }
            >
              {t('list.saveAsSegment')}
            </MenuItem>
          )}
          <MenuItem
            icon={<Trash2 size={14} />}
            onSelect={() => list.set({ ...clean, view: undefined, bin: true })}
          >
            {t('list.openBin')}
          </MenuItem>
        </Menu>
      </h1>
      {naming && (
        <Suspense>
          <NameDialog
            view={naming === 'new' ? undefined : naming}
            onClose={() => setNaming(null)}
            onDone={(name, isShared) =>
              naming === 'new' ? acts.make(name, isShared) : acts.rename(naming, name, isShared)
            }
          />
        </Suspense>
      )}
    </>
  )
}

/** While the list differs from what is saved: keep it, keep it as a new one, or go back. */
export function ViewChanges({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const acts = useViewActs(list)
  const [naming, setNaming] = useState(false)
  if (!list.isChanged) return null
  const isMine = list.saved?.owner?.id === user.id
  return (
    <span className="ml-auto flex items-center gap-1">
      <Button look="quiet" size="sm" aria-label={t('list.reset')} onClick={() => list.set(clean)}>
        <Undo2 size={13} />
        <span className="hidden sm:inline">{t('list.reset')}</span>
      </Button>
      {list.saved && isMine && (
        <Button
          look="quiet"
          size="sm"
          className="text-accent-strong!"
          onClick={() => void acts.keep(list.saved!)}
        >
          {t('list.keepView')}
        </Button>
      )}
      {!(list.saved && isMine) && (
        <Button look="quiet" size="sm" className="text-accent-strong!" onClick={() => setNaming(true)}>
          {t('list.saveView')}
        </Button>
      )}
      {naming && (
        <Suspense>
          <NameDialog onClose={() => setNaming(false)} onDone={acts.make} />
        </Suspense>
      )}
    </span>
  )
}
