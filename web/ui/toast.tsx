import { useSyncExternalStore } from 'react'
import type * as Parts from './toast-stack.tsx'

export type Say = {
  /** What to do about it: "Undo", "Retry", "Show". */
  action?: { label: string; run: () => void }
  tone?: 'plain' | 'danger'
  /** Stays until closed. */
  stays?: boolean
}

let parts: typeof Parts | undefined
const listeners = new Set<() => void>()

/** Tells what has happened, in one sentence. Undo stands here instead of "are you sure?" before. */
export async function say(text: string, options: Say = {}) {
  if (!parts) {
    parts = await import('./toast-stack.tsx')
    for (const tell of listeners) tell()
  }
  await parts.shown
  parts.add(text, options)
}

/** Where it is told; comes with the first thing that is. */
export function Toasts() {
  const Stack = useSyncExternalStore(
    (tell) => (listeners.add(tell), () => listeners.delete(tell)),
    () => parts?.ToastStack,
  )
  return Stack ? <Stack /> : null
}
