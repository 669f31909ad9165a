import { useSyncExternalStore } from 'react'
import { isAway } from '../offline/network.ts'
import type { Rec } from '../records.ts'

/** What lies over the page; one thing at a time. */
export type Overlay =
  | { kind: 'palette' }
  | { kind: 'create'; entity: string; values?: Record<string, unknown> }
  | { kind: 'help' }
  /** In place of what needs the network. */
  | { kind: 'away' }
  /** What the server does not have yet; `leave` when somebody signs out before it has. */
  | { kind: 'waiting'; leave?: () => void }
  | {
      kind: 'conflict'
      entity: string
      mine: Record<string, unknown>
      theirs: Rec
      keep: () => void
      replace: () => void
    }
  | null

let now: Overlay = null
const listeners = new Set<() => void>()

export function show(overlay: Overlay) {
  const needs = overlay?.kind === 'palette' || overlay?.kind === 'create'
  now = needs && isAway() ? { kind: 'away' } : overlay
  for (const tell of listeners) tell()
}
export const hide = () => show(null)

export const useOverlay = () =>
  useSyncExternalStore(
    (tell) => (listeners.add(tell), () => listeners.delete(tell)),
    () => now,
  )
