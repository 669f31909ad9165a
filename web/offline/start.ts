import type { Catalogue } from '../catalogue.ts'
import { begin, keep } from './kept.ts'
import { keepDay } from './keep-day.ts'
import { isAway, onNetwork } from './network.ts'

const often = 15 * 60_000

/** What works without a network is made ready after the first screen stands, and kept fresh. Browsers know no service
 * workers over plain HTTP: there the application works as long as its page is open. Returns how to stop. */
export function start(catalogue: Catalogue): () => void {
  void navigator.serviceWorker?.register('/sw.js').catch(() => {})
  // Where a browser keeps nothing, the day itself says so when it is looked for.
  const now = () => {
    if (!isAway() && document.visibilityState === 'visible') void keepAll(catalogue).catch(() => {})
  }
  now()
  const timer = setInterval(now, often)
  const stop = onNetwork(now)
  return () => {
    clearInterval(timer)
    stop()
  }
}

async function keepAll(catalogue: Catalogue) {
  await begin(catalogue.user.id)
  await keep(catalogue.user.id, 'catalogue', catalogue)
  await keepDay(catalogue)
}
