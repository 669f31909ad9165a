import type { Actor } from '#core/actor.ts'
import { translated } from '#core/fault.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation, type Context } from '#core/operation.ts'
import { found, pathOf, type Graph, type Json } from './graph.ts'
import type { KindName } from './account.ts'
import type { Place } from './items.ts'
import type { Fields, Side } from './merge.ts'

export type Run = {
  kolo: Kolo
  graph: Graph
  actor: Actor & { user: string }
  invites: boolean
  /** Which calendar and list of tasks; null: the usual. */
  calendar: string | null
  list: string | null
  /** So long nobody else works on the account; asked for anew as it goes on. */
  hold(): Promise<void>
}

export type There = Side & { uid?: string | null; isOnline?: boolean; ids?: Record<string, string> }

/** One sort of items, and how it stands on each side. */
export type Kind = {
  name: KindName
  entity: 'activity' | 'contact'
  /** The first request of a round over everything. */
  start(run: Run): Promise<{ place: string; link: string; until: string | null }>
  /** The path below which its items are. */
  path(place: string): string
  /** Which item a line of a delta is about; null: none. `row`: all of it, when it says all. */
  about(row: Json): { id: string; row: Json | null } | null
  /** The query with which an item is read whole. */
  query: string
  read(json: Json, home: string): There
  title(side: Side): string
  /** What Microsoft is told; `names`: of which groups. */
  write(run: Run, fields: Fields, names: readonly string[], there?: There): Json
  /** With what a new one is marked as ours. */
  mark(record: string): Json
  /** The one there that bears the mark. */
  marked(run: Run, place: string, record: string): Promise<Json | null>
  /** Ours as it is now; null when it is not there, or not to stand there. */
  ours(c: Context, record: string): Promise<Side | null>
  /** One of ours that is the same as one of theirs that is not known. */
  twin(c: Context, there: There): Promise<string | null>
  save(c: Context, record: string | null, ours: Side | null, next: Side): Promise<string>
}

export const placeOf = (run: Run, kind: Kind): Place => ({
  user: run.actor.user,
  key: `outlook:${kind.name}`,
})

export const itemPath = (kind: Kind, place: string, id: string) => `${kind.path(place)}/${pathOf(id)}`

export const wholeOf = (run: Run, kind: Kind, place: string, id: string) =>
  found(run.graph, itemPath(kind, place, id) + kind.query)

const sync = <T>(work: (c: Context) => Promise<T>) =>
  operation({
    name: 'outlook.sync',
    summary: { en: 'Synchronise with Outlook', uk: 'Синхронізувати з Outlook' },
    effect: 'write',
    input: {},
    needs: {},
    run: (c) => work(c),
  })

/** Works in one transaction with the rights of the account's owner. */
export const inKolo = <T>({ kolo, actor }: Run, work: (c: Context) => Promise<T>): Promise<T> => {
  const o = sync(work)
  return translated(kolo, actor, o as never, () =>
    kolo.db.as(actor, (tx) => kolo.runIn(tx, o as never, {}) as Promise<T>),
  )
}
