import { useSyncExternalStore } from 'react'
import type { Waiting } from './rules.ts'

// Seen from the first screen on; what fills it comes later (queue.ts).
let own: readonly Waiting[] = []
const listeners = new Set<() => void>()

export function setWaiting(next: readonly Waiting[]) {
  own = next
  for (const tell of listeners) tell()
}

export const waitingNow = () => own

/** What this user wrote that the server does not have yet, oldest first. */
export const useWaiting = () =>
  useSyncExternalStore((tell) => (listeners.add(tell), () => listeners.delete(tell)), waitingNow)
