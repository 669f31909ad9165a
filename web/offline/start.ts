import type { QueryClient } from '@tanstack/react-query'
import type { Catalogue } from '../catalogue.ts'
import { begin, keep } from './kept.ts'
import { keepDay } from './keep-day.ts'
import { isAway, onNetwork } from './network.ts'
import { drain, load, onSent } from './queue.ts'

const often = 15 * 60_000

/** What works without a network is made ready after the first screen stands, and kept fresh. Browsers know no service
 * workers over plain HTTP: there the application works as long as its page is open. Returns how to stop. */
export function start(client: QueryClient, catalogue: Catalogue): () => void {
  void ready().catch(() => {})
  // Where a browser keeps nothing, the day itself says so when it is looked for.
  const now = () => {
    if (isAway()) void load().catch(() => {})
    else if (document.visibilityState === 'visible') void keepAll(catalogue).catch(() => {})
  }
  onSent(() => void client.invalidateQueries({ queryKey: ['records'] }))
  now()
  const timer = setInterval(now, often)
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
        import('../screens/my-day/my-day-screen.tsx'),
      ])

async function keepAll(catalogue: Catalogue) {
  await begin(catalogue.user.id)
  // First what was written here: what is kept then says so already.
  await drain().catch(() => {})
  await keep(catalogue.user.id, 'catalogue', catalogue)
  await keepDay(catalogue)
}
