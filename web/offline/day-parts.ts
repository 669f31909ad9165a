import { localDay } from '../days.ts'
import type { KeptActivity, KeptDay, KeptNote, KeptRecord } from './kept.ts'
import { nameOf } from './kept.ts'

const isOpen = (a: Pick<KeptActivity, 'status'>) => a.status === 'planned' || a.status === 'started'

/** A day that was kept earlier, as it stands on `today`: what was planned for yesterday is late by now. */
export function partsOf(activities: readonly KeptActivity[], today: string) {
  const dayOf = (a: KeptActivity) => (a.plannedAt ? localDay(a.plannedAt) : null)
  const byTime = activities.toSorted((a, b) => ((a.plannedAt ?? '') < (b.plannedAt ?? '') ? -1 : 1))
  return {
    overdue: byTime.filter((a) => isOpen(a) && dayOf(a) !== null && dayOf(a)! < today).toReversed(),
    day: byTime
      .filter((a) => dayOf(a) === today)
      .toSorted((a, b) => Number(a.status === 'done') - Number(b.status === 'done')),
    undated: activities.filter((a) => isOpen(a) && dayOf(a) === null),
  }
}

export type Opened = { entity: string; id: string; title: string }

/** What belongs to a thing of the day: whom it is with, who else is there, what was said last. */
export function aboutOf(
  day: KeptDay,
  opened: Opened,
  activity: KeptActivity | undefined,
): { records: KeptRecord[]; people: KeptRecord[]; notes: KeptNote[] } {
  const refs = activity
    ? [
        activity.record,
        activity.account && { entity: 'account', ...activity.account },
        activity.contact && { entity: 'contact', ...activity.contact },
      ].flatMap((r) => (r ? [{ ...r, title: r.title ?? '' }] : []))
    : [opened]
  const names = [...new Set(refs.map(nameOf))]
  const known = new Map([...day.people, ...day.records].map((r) => [nameOf(r), r]))
  const titles = new Map(refs.map((r) => [nameOf(r), r]))
  const records = names.map((n) => known.get(n) ?? { ...titles.get(n)!, values: {} })
  const accounts = new Set(records.filter((r) => r.entity === 'account').map((r) => r.id))
  return {
    records,
    people: day.people.filter((p) => accounts.has(p.account) && !names.includes(nameOf(p))),
    notes: day.notes.filter((n) => n.on.some((name) => names.includes(name))).slice(0, mostNotes),
  }
}
const mostNotes = 5
