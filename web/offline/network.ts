import { useSyncExternalStore } from 'react'

// The rules of this file's users are also tested outside of browsers.
let away = navigator.onLine === false
let asking: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()
const pause = 5_000
/** A network that carries nothing for so long is none, in milliseconds. */
export const patience = 8_000

/** What the last request has shown: an answer came, or none. */
export function heard(answered: boolean) {
  if (away !== answered) return
  away = !answered
  clearInterval(asking)
  if (away) asking = setInterval(ask, pause)
  for (const tell of listeners) tell()
}

/** Whether the server can be reached again. A page that the network shows in its place is not its answer. */
export const ask = () =>
  fetch('/api/health', { cache: 'no-store', signal: AbortSignal.timeout(patience) })
    .then((r) => r.json())
    .then(
      () => heard(true),
      () => heard(false),
    )

globalThis.addEventListener?.('offline', () => heard(false))
globalThis.addEventListener?.('online', () => void ask())
if (away) asking = setInterval(ask, pause)

export const isAway = () => away

/** Calls back with every change. Returns how to stop. */
export const onNetwork = (tell: () => void) => (listeners.add(tell), () => void listeners.delete(tell))

/** True while the server cannot be reached: no network, or the server itself is down. */
export const useAway = () => useSyncExternalStore(onNetwork, isAway)
