import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { api, ApiError } from './api.ts'
import { catalogueQuery, type Catalogue, type Entity } from './catalogue.ts'
import { keys, patchLists, putRecord, type Page, type Rec } from './records.ts'

type Change = {
  entity: string
  id: string
  name: string
  revision?: number
  actor?: string | null
  gone?: true
}
/** One record changed; one left this user's sight; too many to name; some were missed. */
type Message = Change | { entity: string; many: true } | { reset: true }

const whats = ['created', 'updated', 'deleted', 'restored'] as const
const whatOf = (name: string) => whats.find((w) => name.endsWith(`.${w}`)) ?? 'other'
/** More at once (an import, a bulk change): one fresh page costs less than each record alone. */
const mostAlone = 12
const shaping = new Set(['customField', 'customObject', 'choiceOption', 'role'])

/** The copies of a record that are kept here: from lists and from its own page. */
function kept(client: QueryClient, plural: string, id: string): Rec[] {
  const one = client.getQueryData<Rec>(keys.one(plural, id))
  const lists = client.getQueriesData<InfiniteData<Page>>({ queryKey: keys.lists(plural) })
  const found = lists.flatMap(
    ([, data]) => data?.pages?.flatMap((p) => p.items.filter((r) => r.id === id)) ?? [],
  )
  return one ? [one, ...found] : found
}

function takeChanges(client: QueryClient, catalogue: Catalogue, e: Entity, changes: readonly Change[]) {
  const gone = new Set(changes.filter((c) => c.gone).map((c) => c.id))
  if (gone.size > 0) patchLists(client, e.plural, (r) => (gone.has(r.id) ? null : r))
  // What this screen did itself it shows already, with the revision that came back.
  const isStale = (c: Change) =>
    kept(client, e.plural, c.id).some((r) => c.revision === undefined || (r.revision ?? 0) < c.revision)
  const stale = changes.filter((c) => !c.gone && isStale(c))
  const appeared = changes.some((c) => whatOf(c.name) === 'created' || whatOf(c.name) === 'restored')
  const ids = [...new Set(stale.map((c) => c.id))]
  if (gone.size > 0 || appeared || ids.length > mostAlone)
    void client.invalidateQueries({ queryKey: keys.lists(e.plural) })
  if (ids.length <= mostAlone) for (const id of ids) void refresh(client, e, id)
  // A day, a month, a count: kept not page by page, and so not mended record by record.
  void client.invalidateQueries({
    queryKey: keys.lists(e.plural),
    predicate: ({ state: { data } }) => !(data !== null && typeof data === 'object' && 'pages' in data),
  })
}

const refresh = (client: QueryClient, e: Entity, id: string) =>
  api<Rec>(`${e.plural}/${id}`).then(
    (record) => putRecord(client, e.plural, record),
    () => client.invalidateQueries({ queryKey: keys.all(e.plural) }),
  )

let touching: ReturnType<typeof setTimeout> | undefined
/** What happens to one record is told on others too: an open timeline looks again, soon but not for each fact. */
const touchTimelines = (client: QueryClient) => {
  touching ??= setTimeout(() => {
    touching = undefined
    void client.invalidateQueries({
      predicate: ({ queryKey: [all, , what] }) => all === 'records' && what === 'history',
    })
  }, 700)
}

/** What is made of many records (figures, charts) says in its `meta` of which lists. */
const changed = new Set<string>()
let recounting: ReturnType<typeof setTimeout> | undefined
const recount = (client: QueryClient, plurals: Iterable<string>) => {
  for (const plural of plurals) changed.add(plural)
  recounting ??= setTimeout(() => {
    const those = new Set(changed)
    recounting = undefined
    changed.clear()
    void client.invalidateQueries({
      predicate: ({ meta }) =>
        (meta?.['of'] as readonly string[] | undefined)?.some((p) => those.has(p)) ?? false,
    })
  }, 1500)
}

function take(client: QueryClient, catalogue: Catalogue, messages: readonly Message[]) {
  if (messages.some((m) => 'reset' in m)) return void client.invalidateQueries()
  const named = messages.filter((m): m is Exclude<Message, { reset: true }> => 'entity' in m)
  if (named.length > 0) touchTimelines(client)
  recount(
    client,
    named.flatMap((m) => catalogue.entities[m.entity]?.plural ?? []),
  )
  for (const [name, own] of Map.groupBy(named, (m) => m.entity)) {
    if (shaping.has(name)) void client.invalidateQueries(catalogueQuery)
    const e = catalogue.entities[name]
    if (!e) continue
    if (own.some((m) => 'many' in m)) void client.invalidateQueries({ queryKey: keys.all(e.plural) })
    else takeChanges(client, catalogue, e, own as Change[])
  }
}

/** Ended for good: because nobody is signed in any more, or for a reason that may pass. */
async function whyEnded(again: () => void) {
  const error: unknown = await api('catalogue').then(
    () => null,
    (e: unknown) => e,
  )
  if (error instanceof ApiError && error.status === 401)
    location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)
  else again()
}

/** What this tab calls itself. */
export const screen = Math.random().toString(36).slice(2)
/** Told on the window when others may have come to the record that is open, or left it. */
export const asked = 'kolo:asked'

/** Listens to what changes on the server and refreshes exactly what is shown of it. Returns how to stop. */
export function listenLive(client: QueryClient, catalogue: Catalogue): () => void {
  let source: EventSource
  let waiting: Message[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    const messages = waiting
    waiting = []
    timer = undefined
    take(client, catalogue, messages)
  }
  const open = () => {
    source = new EventSource(`/api/live?screen=${screen}`)
    const ask = () => dispatchEvent(new Event(asked))
    source.onopen = ask
    source.addEventListener('presence', ask)
    source.onmessage = (message) => {
      waiting.push(JSON.parse(String(message.data)) as Message)
      timer ??= setTimeout(flush, 250)
    }
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(() => void whyEnded(open), 5000)
    }
  }
  open()
  return () => {
    clearTimeout(timer)
    clearTimeout(retry)
    source.close()
  }
}
