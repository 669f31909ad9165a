import sql from 'sql-template-tag'
import { nameText, type PersonName, type Way } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import {
  calledBy,
  cardOf,
  collectionOf,
  contactsOf,
  membersOf,
  mergedList,
  nothing,
  objectIn,
  runAs,
  seriesOf,
  textOfSeries,
  toldOf,
  withAccount,
  writeActivity,
  type Card,
  type Told,
} from '#modules/calendars/index.ts'
import { eventFields, readEvent, writeEvent } from './event.ts'
import { pathOf, type Json } from './graph.ts'
import type { Kind, Run } from './kind.ts'
import type { Fields, Side } from './merge.ts'
import { readPerson, personFields, writePerson } from './person.ts'
import { listsOf } from './places.ts'
import { Unsuited } from './reasons.ts'
import { nextOf, readTask, taskFields, timesOf, withOurClock, writeTask } from './task.ts'

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null)
const listOf = (json: Json | null) => (Array.isArray(json?.['value']) ? (json['value'] as Json[]) : [])

/** Named in every item that Kolo has made there, so that one whose making broke off is known again. */
const property = 'String {6f1d8f0e-6c1c-4a5b-9a34-6f0b7a2a51c7} Name KoloRecord'
const marked = (path: (place: string) => string) => async (run: Run, place: string, record: string) => {
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${property}' and ep/value eq '${record}')`
  return listOf(await run.graph.get(`${path(place)}?$filter=${encodeURIComponent(filter)}`))[0] ?? null
}
const propertyOf = (record: string): Json => ({
  singleValueExtendedProperties: [{ id: property, value: record }],
})

/** What of ours has become another, as an iCalendar object that says the rest as it is. */
async function saveActivity(
  c: Context,
  kind: 'vevent' | 'vtodo',
  record: string | null,
  ours: Side | null,
  next: Side,
): Promise<string> {
  const where = await collectionOf(c.kolo, c.tx, kind === 'vevent' ? 'appointments' : 'tasks')
  const rows = record ? ((await seriesOf(c.kolo, c.tx, [record])).get(record) ?? null) : null
  const served = rows && objectIn(textOfSeries(rows, kind), rows[0]!.timeZone ?? c.actor.timeZone)
  const over = (told: Told | null, before: Fields, after: Fields): Told => {
    const news = Object.entries(after).filter(([key, value]) => !told || !same(before[key], value))
    return { ...(told ?? blank(c)), ...Object.fromEntries(news) } as Told
  }
  const parts = Object.entries(next.parts).map(([at, fields]) => {
    const told = served?.exceptions.find((e) => Date.parse(e.occursAt!) === Date.parse(at))?.told ?? null
    return { told: over(told, ours?.parts[at] ?? {}, fields), raw: null, sequence: null, occursAt: at }
  })
  const whole = over(served?.master.told ?? null, ours?.whole ?? {}, next.whole)
  const master = { told: whole, raw: null, sequence: null, occursAt: null }
  return writeActivity(c, { ...where, kind }, { kind, uid: '', master, exceptions: parts }, rows)
}

const blank = (c: Context): Told => ({ ...nothing, subject: '', timeZone: c.actor.timeZone })

async function told(
  c: Context,
  kind: 'vevent' | 'vtodo',
  record: string,
): Promise<[Told, Side['parts']] | null> {
  const where = await collectionOf(c.kolo, c.tx, kind === 'vevent' ? 'appointments' : 'tasks')
  const [member] = await membersOf(c.tx, where, { id: record })
  const [master, ...parts] = (member && (await seriesOf(c.kolo, c.tx, [record])).get(record)) ?? []
  if (!master || master.status === 'cancelled') return null
  const at = (iso: unknown) => new Date(iso as string).toISOString()
  return [
    toldOf(master, kind),
    Object.fromEntries(parts.map((p) => [at(p.occursAt), { ...toldOf(p, kind) }])),
  ]
}

const day = 86_400_000
/** Appointments from a quarter back to a year and a half ahead: Microsoft’s delta is of such a window. */
export const windowNow = () => ({
  from: new Date(Date.now() - 90 * day).toISOString(),
  to: new Date(Date.now() + 550 * day).toISOString(),
})

const eventsAt = (place: string) => (place ? `me/calendars/${pathOf(place)}/events` : 'me/events')

const appointments: Kind = {
  name: 'appointments',
  entity: 'activity',
  start({ calendar }) {
    const { from, to } = windowNow()
    const query = new URLSearchParams({ startDateTime: from, endDateTime: to })
    const base = calendar ? `me/calendars/${pathOf(calendar)}` : 'me'
    return Promise.resolve({ place: calendar ?? '', link: `${base}/calendarView/delta?${query}`, until: to })
  },
  path: eventsAt,
  about(row) {
    const id = text(row['id'])
    if (!id) return null
    const series = text(row['seriesMasterId'])
    const isWhole = row['type'] === 'singleInstance' && 'subject' in row && 'start' in row && 'body' in row
    return { id: series ?? id, row: isWhole ? row : null }
  },
  query: `?$select=${eventFields}&$expand=exceptionOccurrences`,
  read: readEvent,
  title: ({ whole }) => String(whole['subject']),
  write: (run, fields, names, there) =>
    writeEvent(fields, names, { invites: run.invites, isOnline: there?.isOnline ?? false }),
  mark: (record) => ({ transactionId: record, ...propertyOf(record) }),
  marked: marked(eventsAt),
  async ours(c, record) {
    const got = await told(c, 'vevent', record)
    return got && { whole: { ...got[0] }, parts: got[1] }
  },
  async twin(c, { uid }) {
    if (!uid) return null
    const [twin] = await membersOf(c.tx, await collectionOf(c.kolo, c.tx, 'appointments'), { uid })
    return twin?.id ?? null
  },
  save: (c, record, ours, next) => saveActivity(c, 'vevent', record, ours, next),
}

const tasks: Kind = {
  name: 'tasks',
  entity: 'activity',
  async start({ graph, list }) {
    const usual = (l: Json) => l['wellknownListName'] === 'defaultList'
    const place = list ?? text((await listsOf(graph)).find(usual)?.['id'])
    if (!place) throw new Unsuited('unreadable')
    const link = `me/todo/lists/${pathOf(place)}/tasks/delta?$expand=linkedResources`
    return { place, link, until: null }
  },
  path: (place) => `me/todo/lists/${pathOf(place)}/tasks`,
  about(row) {
    const id = text(row['id'])
    return id ? { id, row: null } : null
  },
  query: '',
  read: readTask,
  title: ({ whole }) => String(whole['subject']),
  write: (_, fields, names) => writeTask(fields, names),
  mark: (record) => ({
    linkedResources: [{ applicationName: 'Kolo', displayName: 'Kolo', externalId: record }],
  }),
  async marked({ graph }, place, record) {
    let link: string | null = `me/todo/lists/${pathOf(place)}/tasks?$expand=linkedResources`
    for (let pages = 0; link && pages < 500; pages++) {
      const page: Json = await graph.get(link)
      const isOurs = (l: Json) => l['externalId'] === record && l['applicationName'] === 'Kolo'
      const one = listOf(page).find(
        (t) => Array.isArray(t['linkedResources']) && t['linkedResources'].some(isOurs),
      )
      if (one) return one
      link = text(page['@odata.nextLink'])
    }
    return null
  },
  async ours(c, record) {
    const got = await told(c, 'vtodo', record)
    if (!got) return null
    const [whole, parts] = got
    return { whole: taskFields(whole.repeat ? nextOf(whole, Object.keys(parts)) : whole), parts: {} }
  },
  twin: () => Promise.resolve(null),
  async save(c, record, ours, next) {
    const isOne = !ours?.whole['repeat']
    const whole = !ours
      ? next.whole
      : isOne
        ? withOurClock(next.whole, ours.whole, next.whole)
        : { ...next.whole, ...timesOf(ours.whole) }
    const saved = await saveActivity(c, 'vtodo', record, ours, { whole, parts: {} })
    // What was ticked there is the one that stood there; the series goes on.
    if (!isOne && next.whole['status'] === 'done' && ours!.whole['status'] !== 'done') {
      const { startsAt, dueAt } = ours!.whole
      const doneAt = next.whole['doneAt']
      const said = { occursAt: startsAt ?? dueAt, ...(doneAt ? { doneAt } : {}) }
      await runAs(c, 'activity.complete', { id: record, ...said })
    }
    return saved
  },
}

const value = (w: { value: string }) => w.value
const nameParts = (name: PersonName | null | undefined) =>
  Object.values(name ?? {}).flatMap((part) => (part ? [String(part).toLowerCase()] : []))

const contacts: Kind = {
  name: 'contacts',
  entity: 'contact',
  start: () => Promise.resolve({ place: '', link: 'me/contacts/delta', until: null }),
  path: () => 'me/contacts',
  about(row) {
    const id = text(row['id'])
    return id ? { id, row: null } : null
  },
  query: '',
  read: (json) => readPerson(json),
  title: ({ whole }) => (whole['name'] ? nameText(whole['name'] as PersonName) : calledBy(whole as Card)),
  write: (_, fields, names) => writePerson(fields, names),
  mark: propertyOf,
  marked: marked(() => 'me/contacts'),
  async ours(c, record) {
    const where = await collectionOf(c.kolo, c.tx, 'contacts')
    const [member] = await membersOf(c.tx, where, { id: record })
    const contact = member && (await contactsOf(c.kolo, c.tx, [record])).get(record)
    return contact ? { whole: personFields(cardOf(contact)), parts: {} } : null
  },
  /** Who is called alike and has an address or a number of his. */
  async twin(c, { whole }) {
    const asked = (key: 'emails' | 'phones') =>
      (whole[key] as Way[]).map((w) => JSON.stringify([{ value: w.value }]))
    const rows = await c.tx.rows<{ id: string }>(sql`select id from contacts where deleted_at is null
      and (emails @> any(${asked('emails')}::jsonb[]) or phones @> any(${asked('phones')}::jsonb[])) limit 20`)
    const own = new Set(nameParts(whole['name'] as PersonName))
    const people = await contactsOf(
      c.kolo,
      c.tx,
      rows.map((r) => r.id),
    )
    const alike = [...people.values()].filter((p) => nameParts(p.name).some((part) => own.has(part)))
    return alike.length === 1 ? alike[0]!.id : null
  },
  async save(c, record, ours, next) {
    const keys = Object.keys(next.whole).filter((key) => !same(ours?.whole[key], next.whole[key]))
    const said = Object.fromEntries(keys.map((key) => [key, next.whole[key]])) as Partial<Card>
    const now = ours?.whole as Card | undefined
    for (const key of ['emails', 'phones'] as const)
      if (said[key] && now) {
        // Labels of ours, and what is more than Outlook holds, stay.
        const more = key === 'emails' ? now.emails.slice(3) : []
        said[key] = mergedList(now[key], said[key], [...said[key], ...more], value).map(
          ({ primary: _, ...w }, i) => (i === 0 ? { ...w, primary: true } : w),
        )
      }
    const item = await withAccount(c, said)
    if (record) {
      if (Object.keys(item).length)
        await runAs(c, 'contact.update', { items: [{ id: record, ...item }], returning: false })
      return record
    }
    const filled = Object.entries(item).filter(([, v]) => v !== null && !(Array.isArray(v) && v.length === 0))
    const made = await runAs<{ items: { id: string }[] }>(c, 'contact.create', {
      items: [Object.fromEntries(filled)],
      returning: false,
    })
    return made.items[0]!.id
  },
}

export const kinds: readonly Kind[] = [appointments, tasks, contacts]
