import type { Ref, Rec } from '../../records.ts'

export type Change = [before: unknown, after: unknown]
export type Entry = {
  id: string
  /** When it happened, maybe only its day; and when it was written. */
  at: string
  day?: string
  recordedAt: string
  name: string
  text: string
  detail?: string
  icon: string
  entity: string
  record: { id: string; title: string | null }
  shows?: Rec
  actor: Ref | null
  via: string | null
  changes: Record<string, Change>
}
/** What was done at once: one fact, or the same of several records. */
export type Deed = Entry & { more: Entry[] }

const isUpdate = (e: Entry) => e.name.endsWith('.updated')
const together = (a: Entry, b: Entry) =>
  a.at === b.at && a.recordedAt === b.recordedAt && a.actor?.id === b.actor?.id

/** Facts of one moment belong together: what winning a deal changed is told with the win, twenty lines of a quote as
 * one. Newest first, as they come. */
export function deedsOf(entries: readonly Entry[]): Deed[] {
  const deeds: Deed[] = []
  for (const entry of entries) {
    const last = deeds.at(-1)
    if (last && together(last, entry)) {
      const same = deeds.findLast((d) => together(d, entry) && d.record.id === entry.record.id)
      if (same && (isUpdate(entry) || isUpdate(same)) && same.more.length === 0) {
        const fact = isUpdate(entry) ? same : entry
        Object.assign(same, fact, { changes: { ...entry.changes, ...same.changes }, more: same.more })
        continue
      }
      if (last.name === entry.name) {
        last.more.push(entry)
        continue
      }
    }
    deeds.push({ ...entry, more: [] })
  }
  return deeds
}
