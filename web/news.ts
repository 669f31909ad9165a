import { useSyncExternalStore } from 'react'

export type What = 'created' | 'updated' | 'deleted' | 'restored' | 'other'
/** One thing a colleague did while this page was open. */
export type News = { key: string; plural: string; id: string; label: string; what: What; at: string }

const most = 30
let state: { items: News[]; unseen: number } = { items: [], unseen: 0 }
const listeners = new Set<() => void>()

const set = (next: typeof state) => {
  state = next
  for (const tell of listeners) tell()
}

export function addNews(fresh: News[]) {
  if (fresh.length === 0) return
  const keys = new Set(fresh.map((n) => n.key))
  const items = [...fresh, ...state.items.filter((n) => !keys.has(n.key))].slice(0, most)
  set({ items, unseen: state.unseen + fresh.length })
}

const seen = () => {
  if (state.unseen > 0) set({ ...state, unseen: 0 })
}

export const useNews = () => ({
  ...useSyncExternalStore(
    (tell) => (listeners.add(tell), () => listeners.delete(tell)),
    () => state,
  ),
  seen,
})
