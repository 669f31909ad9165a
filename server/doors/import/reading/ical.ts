import { alsoSaid } from '#core/messages.ts'
import { calendarText, objectsIn, reasons, Unkept, type CalendarObject } from '#modules/calendars/index.ts'
import type { Source } from './source.ts'
import { UnreadableFile, type Table, type TableOptions, type TableRow } from './table.ts'

alsoSaid(Object.fromEntries(Object.values(reasons).map(({ en, uk }) => [en, uk])))

const kinds = { vevent: 'meeting', vtodo: 'task' }

/** Names of fields, so that each finds its own. */
const columns: [string, (o: CalendarObject) => string | null][] = [
  ['Kind', (o) => kinds[o.kind]],
  ['Subject', (o) => o.master.told.subject],
  ['Starts', (o) => o.master.told.startsAt],
  ['Ends', (o) => o.master.told.endsAt],
  ['Due', (o) => o.master.told.dueAt],
  ['All day', (o) => (o.master.told.isAllDay ? 'true' : null)],
  ['Time zone', (o) => o.master.told.timeZone],
  ['Repeat', (o) => o.master.told.repeat],
  ['Priority', (o) => o.master.told.priority],
  ['Location', (o) => o.master.told.location],
  ['Show as', (o) => o.master.told.showAs],
  ['Description', (o) => o.master.told.description],
]

const irregular = 'a series with days left out, added or moved comes in by CalDAV, not from a file.'

/** A table has no place for the days on which a series is another. */
const problemOf = (o: CalendarObject | Unkept): string | null => {
  if (o instanceof Unkept) return o.message
  const { exceptions, extraTimes } = o.master.told
  return exceptions || extraTimes || o.exceptions.length ? irregular : null
}

/** Appointments and tasks of a calendar file as rows; what cannot be kept says why. Lines count what is in it. */
export async function icalTable(source: Source, _: TableOptions): Promise<Table> {
  let objects: (CalendarObject | Unkept)[]
  try {
    objects = objectsIn(calendarText(await source.whole()), 'UTC')
  } catch (error) {
    if (error instanceof Unkept) throw new UnreadableFile(0, error.message)
    throw error
  }
  if (objects.length === 0) throw new UnreadableFile(0, 'there is no appointment or task in it.')
  const rows = objects.map((o, i): TableRow => {
    const problem = problemOf(o)
    const cells = columns.map(([, value]) => (o instanceof Unkept ? '' : (value(o) ?? '')))
    return { line: i + 1, cells, ...(problem ? { problem } : {}) }
  })
  return {
    format: 'ical',
    encoding: 'utf-8',
    delimiter: null,
    header: columns.map(([name]) => name),
    warnings: [],
    rows: (async function* () {
      yield* rows
    })(),
  }
}
