import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Catalogue } from '../catalogue.ts'
import { farTexts } from '../i18n.ts'
import { listenLive } from '../live.ts'
import { useNarrow } from '../narrow.ts'
import { isAway } from '../offline/network.ts'
import { isTyping, useKeys } from './keys.ts'
import { currentEntity } from './here.ts'
import { Sidebar } from './navigation.tsx'
import { undoLast } from '../undo.ts'
import { hide, show, useOverlay } from './overlays.ts'
import { TypeAhead } from './typed-ahead.tsx'

const BottomBar = lazy(() => import('./bottom-bar.tsx').then((m) => ({ default: m.BottomBar })))
const Palette = lazy(() => import('./palette.tsx').then((m) => ({ default: m.Palette })))
const Help = lazy(async () => {
  const [m] = await Promise.all([import('./help.tsx'), farTexts()])
  return { default: m.Help }
})
const Conflict = lazy(() => import('./conflict.tsx').then((m) => ({ default: m.Conflict })))
const WaitingDialog = lazy(() =>
  import('../offline/waiting-dialog.tsx').then((m) => ({ default: m.WaitingDialog })),
)
const AwayDialog = lazy(() => import('../offline/away-dialog.tsx').then((m) => ({ default: m.AwayDialog })))
const CreateDialog = lazy(() =>
  import('../derived/form/create-dialog.tsx').then((m) => ({ default: m.CreateDialog })),
)

function Overlays() {
  const overlay = useOverlay()
  return (
    <Suspense fallback={overlay?.kind === 'palette' && <TypeAhead />}>
      {overlay?.kind === 'palette' && <Palette onClose={hide} />}
      {overlay?.kind === 'help' && <Help onClose={hide} />}
      {overlay?.kind === 'conflict' && <Conflict {...overlay} onClose={hide} />}
      {overlay?.kind === 'away' && <AwayDialog onClose={hide} />}
      {overlay?.kind === 'waiting' && <WaitingDialog {...overlay} onClose={hide} />}
      {overlay?.kind === 'create' && (
        <CreateDialog key={overlay.entity} entity={overlay.entity} values={overlay.values} onClose={hide} />
      )}
    </Suspense>
  )
}

const [quiet, most] = [3000, 20_000]

/** When nothing has been loaded for a while, or at last. Returns how to wait no more. */
function whenQuiet(begin: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>
  const loaded = new PerformanceObserver(() => wait())
  const stop = () => {
    clearTimeout(timer)
    clearTimeout(last)
    loaded.disconnect()
  }
  const end = () => (stop(), begin())
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(end, isAway() ? 0 : quiet)
  }
  const last = setTimeout(end, most)
  wait()
  loaded.observe({ type: 'resource' })
  return stop
}

/** What the first screen must not wait for, nor share the network with: what works without one. Answers with the line
 * that tells of it. */
function useLater(client: QueryClient, catalogue: Catalogue): ComponentType | null {
  const [Mark, setMark] = useState<ComponentType | null>(null)
  useEffect(() => {
    let stop: (() => void) | undefined
    let isOver = false
    const begin = async () => {
      const { start, NetworkMark } = await import('../offline/start.ts')
      if (isOver) return
      stop = start(client, catalogue)
      setMark(() => NetworkMark)
    }
    const waitNoMore = whenQuiet(() => void begin().catch(() => {}))
    return () => {
      isOver = true
      waitNoMore()
      stop?.()
    }
  }, [client, catalogue])
  return Mark
}

/** What stands around every signed-in screen. */
export function Shell() {
  const catalogue = useCatalogue()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { t } = useTranslation()
  const narrow = useNarrow()
  useEffect(() => listenLive(client, catalogue), [client, catalogue])
  const NetworkMark = useLater(client, catalogue)
  useKeys({
    'mod+k': () => show({ kind: 'palette' }),
    '?': () => show({ kind: 'help' }),
    c: () => {
      const here = currentEntity(catalogue)
      const entity = here?.rights.create
        ? here
        : Object.values(catalogue.entities).find((e) => e.rights.create)
      if (entity) show({ kind: 'create', entity: entity.name })
    },
    'mod+z': (e) => {
      if (!isTyping(e.target)) undoLast()
    },
    'mod+,': () => void navigate({ to: '/settings' as never }),
  })
  return (
    <div className="flex h-full">
      <a
        href="#main"
        className="sr-only z-60 rounded-md bg-solid px-3 py-2 text-on-solid focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('shell.skip')}
      </a>
      <Sidebar />
      <div className="flex min-w-0 flex-1 flex-col">
        <main
          id="main"
          tabIndex={-1}
          className="flex min-h-0 flex-1 flex-col bg-surface outline-none md:border-l md:border-line"
        >
          <Outlet />
        </main>
        {NetworkMark && <NetworkMark />}
        {narrow && (
          <Suspense fallback={<div className="h-14 shrink-0 border-t border-line bg-canvas" />}>
            <BottomBar />
          </Suspense>
        )}
      </div>
      <Overlays />
    </div>
  )
}
