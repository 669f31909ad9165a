import { ChevronDown } from 'lucide-react'
import { lazy, useState, Suspense, type ReactNode } from 'react'
import { Menu } from '../../ui/menu.tsx'
import type { SavedView } from './use-views.ts'

const Changes = lazy(() => import('./view-changes.tsx'))
const Items = lazy(() => import('./view-items.tsx'))
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
  /** What is found here though nobody saved it. */
  standing?: readonly { label: string; show: () => void }[]
  /** As it was saved; as it usually is when there is none. */
  open: (view: Pick<SavedView, 'id' | 'definition'> | undefined) => void
}

/** The name of the screen: opens what is saved of it. */
export function ViewMenu({ what, children }: { what: Saveable; children?: ReactNode }) {
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null)
  const { saved, isElsewhere } = what
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
          <Suspense>
            <Items what={what} onName={setNaming} />
          </Suspense>
          {children}
        </Menu>
      </h1>
      {naming && (
        <Suspense>
          <NameDialog
            what={what}
            view={naming === 'new' ? undefined : naming}
            onClose={() => setNaming(null)}
          />
        </Suspense>
      )}
    </>
  )
}

/** While it differs from what is saved: keep it, keep it as a new one, or go back. */
export const ViewChanges = ({ what }: { what: Saveable }) =>
  what.isChanged && (
    <Suspense>
      <Changes what={what} />
    </Suspense>
  )
