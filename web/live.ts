import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api } from './api.ts'
import { catalogueQuery, type Catalogue } from './catalogue.ts'
import { keys, putRecord, type Page, type Rec } from './records.ts'
import type { InfiniteData } from '@tanstack/react-query'

type Event = { entity: string; id: string; name: string; revision?: number; actor?: string | null }
type What = 'created' | 'updated' | 'deleted' | 'restored' | 'other'
export type News = { key: string; plural: string; id: string; label: string; what: What; at: string }

let news: { items: News[]; unseen: number } = { items: [], unseen: 0 }
const listeners = new Set<() => void>()
const tell = (next: typeof news) => {
  news = next
  for (const listener of listeners) listener()
}
const seen = () => news.unseen > 0 && tell({ ...news, unseen: 0 })

export const useNews = () => ({
  ...useSyncExternalStore(
    (l) => (listeners.add(l), () => listeners.delete(l)),
    () => news,
  ),
  seen,
})

const whats: readonly What[] = ['created', 'updated', 'deleted', 'restored']
const whatOf = (name: string) => whats.find((w) => name.endsWith(`.${w}`)) ?? 'other'

/** The copies of a record that are kept here: from lists and from its own page. */
function kept(client: QueryClient, plural: string, id: string): Rec[] {
  const one = client.getQueryData<Rec>(keys.one(plural, id))
  const lists = client.getQueriesData<InfiniteData<Page>>({ queryKey: keys.lists(plural) })
  const found = lists.flatMap(
    ([, data]) => data?.pages?.flatMap((p) => p.items.filter((r) => r.id === id)) ?? [],
  )
  return one ? [one, ...found] : found
}

async function take(client: QueryClient, catalogue: Catalogue, events: Event[]) {
  for (const [entity, own] of Map.groupBy(events, (e) => e.entity)) {
    if (entity === 'custom_field' || entity === 'custom_object') void client.invalidateQueries(catalogueQuery)
    const e = catalogue.entities[entity]
    if (!e) continue
    const isStale = (ev: Event) =>
      kept(client, e.plural, ev.id).some((r) => ev.revision === undefined || (r.revision ?? 0) < ev.revision)
    const changed = own.filter(
      (ev) => !['created', 'deleted', 'restored'].includes(whatOf(ev.name)) && isStale(ev),
    )
    const ids = [...new Set(changed.map((ev) => ev.id))]
    const moved = own.some((ev) => whatOf(ev.name) !== 'updated' && whatOf(ev.name) !== 'other')
    // Many at once (an import, a bulk change): one fresh page costs less than each record alone.
    if (moved || ids.length > 12) void client.invalidateQueries({ queryKey: keys.lists(e.plural) })
    if (ids.length <= 12)
      for (const id of ids)
        void api<Rec>(`${e.plural}/${id}`).then(
          (r) => putRecord(client, e.plural, r),
          () => {},
        )
    for (const id of ids) void client.invalidateQueries({ queryKey: keys.history(e.plural, id) })
    tell({
      items: newsOf(
        e,
        changed.concat(own.filter((ev) => whatOf(ev.name) === 'created' && ev.actor !== catalogue.user.id)),
      ),
      unseen: news.unseen + changed.length,
    })
  }
}

const newsOf = (e: { plural: string; label: string }, events: Event[]) =>
  [
    ...events.map((ev) => ({
      key: `${ev.id} ${ev.name} ${ev.revision ?? ''}`,
      plural: e.plural,
      id: ev.id,
      label: e.label,
      what: whatOf(ev.name),
      at: new Date().toISOString(),
    })),
    ...news.items,
  ]
    .filter((n, i, all) => all.findIndex((m) => m.key === n.key) === i)
    .slice(0, 30)

/** Listens to what changes on the server and refreshes exactly what is shown of it. Returns how to stop. */
export function listenLive(client: QueryClient, catalogue: Catalogue): () => void {
  const source = new EventSource('/api/live')
  let waiting: Event[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    const events = waiting
    waiting = []
    timer = undefined
    void take(client, catalogue, events)
  }
  source.onmessage = (message) => {
    const event = JSON.parse(String(message.data)) as Event | Event[]
    waiting.push(...[event].flat())
    timer ??= setTimeout(flush, 300)
  }
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
