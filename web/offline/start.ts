import type { QueryClient } from '@tanstack/react-query'
import type { Catalogue } from '../catalogue.ts'
import { keys } from '../records.ts'
import { plural } from '../screens/activities/journal.ts'
import { begin, keep } from './kept.ts'
import { keepDay } from './keep-day.ts'
import { isAway, onNetwork } from './network.ts'
import { drain, load, onSent } from './queue.ts'

export { NetworkMark } from './network-mark.tsx'

/** How often it is looked whether the day has changed here, and after how long it is asked for anyway. */
const often = 3 * 60_000
const seldom = 15 * 60_000

/** What works without a network is made ready after the first screen stands, and kept fresh. Browsers know no service
 * workers over plain HTTP: there the application works as long as its page is open. Returns how to stop. */
export function start(client: QueryClient, catalogue: Catalogue): () => void {
  void ready().catch(() => {})
  let keptAt = 0
  // Where a browser keeps nothing, the day itself says so when it is looked for.
  const now = () => {
    if (isAway()) return void load().catch(() => {})
    keptAt = Date.now()
    void keepAll(catalogue).catch(() => {})
  }
  const newest = () =>
    Math.max(
      ...client
        .getQueryCache()
        .findAll({ queryKey: keys.all(plural) })
        .map((q) => q.state.dataUpdatedAt),
    )
  const look = () => {
    if (document.visibilityState !== 'visible') return
    if (newest() > keptAt || Date.now() - keptAt > seldom) now()
  }
  onSent(() => void client.invalidateQueries({ queryKey: ['records'] }))
  now()
  const timer = setInterval(look, often)
  const stop = onNetwork(now)
  return () => {
    clearInterval(timer)
    stop()
  }
}

/** The application's own files: kept by the service worker, or at least in this page. */
const ready = (): Promise<unknown> =>
  navigator.serviceWorker
    ? navigator.serviceWorker.register('/sw.js')
    : Promise.all([
        import('../ui/toast-stack.tsx'),
        import('../ui/dialog-part.tsx'),
        import('./waiting-dialog.tsx'),
        import('./away-dialog.tsx'),
        import('./sign-out.ts'),
        import('../screens/my-day/my-day-screen.tsx'),
      ])

async function keepAll(catalogue: Catalogue) {
  await begin(catalogue.user.id)
  // First what was written here: what is kept then says so already.
  await drain().catch(() => {})
  await keep(catalogue.user.id, 'catalogue', catalogue)
  await keepDay(catalogue)
}
