import type { Kolo } from '#core/kolo.ts'
import type { Tx } from '#core/database.ts'
import { instancesBetween, recurringOf } from '#modules/activities/index.ts'
import { seriesOf, textOfSeries, type Seen } from './activities.ts'
import { membersOf, type Collection, type Member, type Window } from './collection.ts'
import { contactsOf, textOfContact } from './contacts.ts'
import { namesOf, recordsOf } from './state.ts'

export type Resource = Member & { name: string; text: string }

/** How long one of them lasts; what has no end is there for a moment. */
function lengthOf(a: Seen): number {
  const end = a.kind === 'task' ? (a.dueAt ?? a.endsAt) : a.endsAt
  return a.startsAt && end ? Math.max(0, Date.parse(end) - Date.parse(a.startsAt)) : 0
}

/** When a series happens within a window: its start and end, and whose row says so. */
export function spansIn(
  rows: readonly Seen[],
  from: number,
  to: number,
): { start: number; end: number; of: Seen }[] {
  const [master] = rows
  const spans = rows.flatMap((a) => {
    const at = a.startsAt ?? a.dueAt
    const length = lengthOf(a)
    const recurring = a === master ? recurringOf(a as never) : null
    const own = new Set(rows.slice(1).map((r) => Date.parse(r.occursAt ?? '')))
    const starts = recurring
      ? instancesBetween(recurring, from - length, to)
          .map((s) => Date.parse(s))
          .filter((s) => !own.has(s))
      : at
        ? [Date.parse(at)]
        : []
    return starts.map((start) => ({ start, end: start + length, of: a }))
  })
  return spans.filter(({ start, end }) => start < to && (end > from || start >= from))
}

const isUndated = ([a]: readonly Seen[]) => !a?.startsAt && !a?.dueAt

/** Resources of a collection with their text, those that happen in a window only. */
export async function resourcesOf(
  kolo: Kolo,
  tx: Tx,
  collection: Collection,
  members: readonly Member[],
  window?: Window,
): Promise<Resource[]> {
  const ids = members.map((m) => m.id)
  const names = await namesOf(tx, collection, ids)
  const { kind } = collection
  if (kind === 'vcard') {
    const contacts = await contactsOf(kolo, tx, ids)
    return members.flatMap((m) => {
      const contact = contacts.get(m.id)
      return contact ? [{ ...m, name: names.get(m.id)!, text: textOfContact(contact) }] : []
    })
  }
  const from = window?.from ? Date.parse(window.from) : -8e15
  const to = window?.to ? Date.parse(window.to) : 8e15
  const rows = await seriesOf(kolo, tx, ids)
  return members.flatMap((m) => {
    const some = rows.get(m.id)
    if (!some || (window && !isUndated(some) && spansIn(some, from, to).length === 0)) return []
    return [{ ...m, name: names.get(m.id)!, text: textOfSeries(some, kind) }]
  })
}

/** Those named, in the order given; null where there is none such. */
export async function namedResources(
  kolo: Kolo,
  tx: Tx,
  collection: Collection,
  names: readonly string[],
): Promise<(Resource | null)[]> {
  const ids = await recordsOf(tx, collection, names)
  const wanted = new Set(ids)
  const members =
    names.length === 1 && ids[0]
      ? await membersOf(tx, collection, { id: ids[0] })
      : await membersOf(tx, collection)
  const found = await resourcesOf(
    kolo,
    tx,
    collection,
    members.filter((m) => wanted.has(m.id)),
  )
  const byId = new Map(found.map((r) => [r.id, r]))
  return ids.map((id, i) => {
    const one = id === null ? undefined : byId.get(id)
    return one ? { ...one, name: names[i]! } : null
  })
}

/** When a calendar is busy within a window. */
export async function busyIn(
  kolo: Kolo,
  tx: Tx,
  collection: Collection,
  window: { from: string; to: string },
) {
  const members = await membersOf(tx, collection, { window })
  const rows = await seriesOf(
    kolo,
    tx,
    members.map((m) => m.id),
  )
  return [...rows.values()]
    .flatMap((some) => spansIn(some, Date.parse(window.from), Date.parse(window.to)))
    .filter(({ start, end, of }) => end > start && of.showAs !== 'free' && of.status !== 'cancelled')
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, of }) => ({ start, end, isTentative: of.showAs === 'tentative' }))
}
