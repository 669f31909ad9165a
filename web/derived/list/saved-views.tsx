import { useQueryClient } from '@tanstack/react-query'
import { Check, ChevronDown, Lock, Pencil, Save, Trash2, Undo2, Users } from 'lucide-react'
import { lazy, useState, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { compareText } from '../../format.ts'
import { keys } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuHeading, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { say } from '../../ui/toast.tsx'
import { useViews, type SavedView } from './use-list.ts'

const NameDialog = lazy(() => import('./view-name.tsx').then((m) => ({ default: m.NameDialog })))

/** What can be saved under a name: a list, or another screen whose state stands in its address. */
export type Saveable = {
  /** Whose views these are: an entity's name, or a screen's. */
  of: string
  /** What is called by its usual name, and how that is called among the views. */
  title: string
  usual: string
  /** Something that is no view, like the bin. */
  isElsewhere?: boolean | undefined
  saved: SavedView | undefined
  definition: SavedView['definition']
  /** It differs from what is saved. */
  isChanged: boolean
  /** As it was saved; as it usually is when there is none. */
  open: (view: Pick<SavedView, 'id' | 'definition'> | undefined) => void
}

function useViewActs({ of, definition, open }: Saveable) {
  const client = useQueryClient()
  const { t } = useTranslation()
  const refresh = () => client.invalidateQueries({ queryKey: keys.lists('views') })
  const failed = (e: unknown) =>
    void say(e instanceof Error && e.message ? e.message : t('ui.unreachableHow'), { tone: 'danger' })
  const update = (view: SavedView, values: Record<string, unknown>) =>
    api(`views/${view.id}`, { method: 'PATCH', body: values, revision: view.revision }).then(refresh)
  return {
    make: async (name: string, isShared: boolean) => {
      const body = { entity: of, name, isShared, definition }
      const made = await api<{ id: string }>('views', { method: 'POST', body, once: newKey() })
      await refresh()
      open({ id: made.id, definition })
    },
    keep: (view: SavedView) =>
      update(view, { definition }).then(() => open({ id: view.id, definition }), failed),
    rename: (view: SavedView, name: string, isShared: boolean) => update(view, { name, isShared }),
    drop: async (view: SavedView) => {
      await api('views', { method: 'DELETE', body: { ids: [view.id] } }).then(refresh, failed)
      open(undefined)
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

/** The name of the screen: opens what is saved of it. */
export function ViewMenu({ what, children }: { what: Saveable; children?: ReactNode }) {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const { saved, isElsewhere } = what
  const views = [...(useViews(what.of) ?? [])].sort((a, b) => compareText(a.name, b.name))
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null)
  const acts = useViewActs(what)
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
      onSelect={() => what.open(v)}
    >
      {v.name}
    </MenuItem>
  )
  return (
    <>
      <h1 className="min-w-0">
        <Menu
          trigger={
            <button
              type="button"
              className="flex h-8 max-w-full min-w-0 items-center gap-1 rounded-md px-1.5 text-md font-semibold hover:bg-hover data-popup-open:bg-press"
            >
              <span className="truncate">{isElsewhere ? what.title : (saved?.name ?? what.title)}</span>
              <ChevronDown size={14} className="shrink-0 text-ink-3" />
            </button>
          }
        >
          <MenuItem
            icon={!saved && !isElsewhere ? <Check size={14} className="text-accent" /> : <span />}
            onSelect={() => what.open(undefined)}
          >
            {what.usual}
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
          {children}
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

/** While it differs from what is saved: keep it, keep it as a new one, or go back. */
export function ViewChanges({ what }: { what: Saveable }) {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const acts = useViewActs(what)
  const [naming, setNaming] = useState(false)
  const { saved } = what
  if (!what.isChanged) return null
  const isMine = saved?.owner?.id === user.id
  return (
    <span className="ml-auto flex items-center gap-1">
      <Button look="quiet" size="sm" aria-label={t('list.reset')} onClick={() => what.open(saved)}>
        <Undo2 size={13} />
        <span className="hidden sm:inline">{t('list.reset')}</span>
      </Button>
      {saved && isMine && (
        <Button look="quiet" size="sm" className="text-accent-strong!" onClick={() => void acts.keep(saved)}>
          {t('list.keepView')}
        </Button>
      )}
      {!(saved && isMine) && (
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
