import type { Context } from '#core/operation.ts'
import { Forbidden } from '#core/error.ts'
import type { RecordRef } from '#core/kinds/index.ts'
import { check } from '#core/schema.ts'
import { textOfSeries, toldOf, type Seen } from './activities.ts'
import type { Participant } from '#modules/activities/index.ts'
import type { Collection } from './collection.ts'
import { changed, objectIn, type CalendarObject, type Part } from './object.ts'
import { participantsIn, type Invited } from './people.ts'
import type { Told } from './read-component.ts'
import { split } from './split.ts'

type Item = Record<string, unknown>

/** Runs an operation as if its user had asked for it: his rights, its checks. */
export async function run<T>(c: Context, name: string, input: unknown): Promise<T> {
  const o = c.kolo.operation(name)
  if (!c.kolo.may(c.actor, o)) throw new Forbidden(`This role may not: ${o.summary[c.actor.locale]}.`)
  return (await c.kolo.runIn(c.tx, o, check(c.kolo.schemaOf(c.actor, o), input, c.actor.locale))) as T
}

const made = async (c: Context, item: Item): Promise<string> =>
  (await run<{ items: { id: string }[] }>(c, 'activity.create', { items: [item], returning: false }))
    .items[0]!.id
const save = (c: Context, item: Item) => run(c, 'activity.update', { items: [item], returning: false })

/** What a new activity is by its calendar. */
async function itemOf(
  c: Context,
  { told, raw, sequence }: Part,
  kind: CalendarObject['kind'],
  assignee: unknown,
): Promise<Item> {
  const { status, doneAt, percent, attendees, ...rest } = told
  const participants = attendees && (await participantsIn(c, attendees, { assignee }))
  const said = Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== null))
  return {
    ...said,
    kind: kind === 'vevent' ? 'meeting' : 'task',
    ...(status && status !== 'planned' ? { status, ...(doneAt ? { doneAt } : {}) } : {}),
    ...(percent === null ? {} : { percent }),
    ...(sequence === null ? {} : { sequence }),
    ...(participants?.length ? { participants } : {}),
    ...(raw ? { ical: raw } : {}),
  }
}

/** A task is done, cancelled and taken up again by the operations that people use. */
async function restate(
  c: Context,
  before: Seen,
  { status, doneAt }: Partial<Told>,
  item: Item,
): Promise<void> {
  const { id } = before
  if (status === undefined || status === before.status || (status === null && before.status !== 'cancelled'))
    return
  if (before.repeat || status === 'started') return void Object.assign(item, { status })
  if (status === 'done') await run(c, 'activity.complete', { id, ...(doneAt ? { doneAt } : {}) })
  else if (status === 'cancelled') await run(c, 'activity.cancel', { id })
  else await run(c, 'activity.reopen', { id })
}

const ofInvited = new Set(['attendees', 'reminders', 'showAs'])

/** Who was only invited answers for himself, and his alarms are his own; true when nothing else was sent, which is for
 * the organizer to change: RFC 6638, 3.2.2.1. */
async function replied(c: Context, before: Seen, change: Partial<Told>): Promise<boolean> {
  const me = c.actor.user
  const isMe = (p: Participant) => p.user === me
  const was = (before.participants as Participant[] | null | undefined)?.find(isMe)
  if (!was || assigneeOf(before) === me || Object.keys(change).some((key) => !ofInvited.has(key)))
    return false
  const now = (await participantsIn(c, change.attendees ?? [], before as Invited)).find(isMe)
  if (now?.reply && now.reply !== 'asked' && now.reply !== was.reply)
    await run(c, 'activity.reply', { id: before.id, reply: now.reply })
  return true
}

/** What of an activity the sender of `sent` has changed since he was served `served`; the rest stays as it is. */
async function patch(c: Context, before: Seen, served: Told, { told, raw, sequence }: Part): Promise<void> {
  const change = changed(served, told)
  if (await replied(c, before, change)) return
  const { status, doneAt, percent, dueAt, endsAt, attendees, ...rest } = change
  const isTodo = told.status !== null && told.status !== 'cancelled'
  const item: Item = {
    ...rest,
    ...(percent === undefined ? {} : { percent }),
    ...(dueAt === undefined ? {} : before.dueAt || !before.endsAt ? { dueAt } : { endsAt: dueAt }),
    ...(endsAt === undefined || isTodo ? {} : { endsAt }),
    ...(attendees === undefined
      ? {}
      : { participants: await participantsIn(c, attendees ?? [], before as Invited) }),
    ...(sequence !== null && sequence > Number(before.sequence ?? 0) ? { sequence } : {}),
  }
  if (before.status === 'done' && told.status === 'done' && doneAt) item['doneAt'] = doneAt
  await restate(c, before, { status, doneAt } as Partial<Told>, item)
  await save(c, { id: before.id, ...item, ...(raw ? { ical: raw } : {}) })
}

/** An instance of a series that differs becomes, or changes, a row of its own; one that differs no longer loses it,
 * unless it is done: then it is a record of what happened. */
async function writeExceptions(
  c: Context,
  master: Item & { id: string },
  rows: readonly Seen[],
  served: CalendarObject | null,
  sent: CalendarObject,
): Promise<void> {
  const left = new Set(rows)
  for (const part of sent.exceptions) {
    const row = rows.find((r) => Date.parse(r.occursAt!) === Date.parse(part.occursAt!))
    const was = served?.exceptions.find((e) => e.occursAt === part.occursAt)
    if (row) {
      left.delete(row)
      await patch(c, row, was?.told ?? toldOf(row, sent.kind), part)
    } else
      await made(c, {
        ...(await itemOf(c, part, sent.kind, master['assignee'])),
        ...master,
        id: undefined,
        series: master.id,
        occursAt: part.occursAt,
      })
  }
  const gone = [...left].filter((r) => r.status !== 'done').map((r) => r.id)
  if (gone.length) await run(c, 'activity.delete', { ids: gone })
}

const assigneeOf = (a: Seen) => (a.assignee as unknown as { id: string } | null)?.id ?? null

type Where = Collection & { kind: 'vevent' | 'vtodo' }

/** Makes the record say what was sent; answers its id. A change of one and all that follow makes a series of its own of
 * them. */
export async function writeActivity(
  c: Context,
  where: Where,
  sent: CalendarObject,
  rows: readonly Seen[] | null,
): Promise<string> {
  const two = split(sent)
  if (!two) return writeSeries(c, where, sent, rows)
  const id = await writeSeries(c, where, two.first, rows)
  const before = rows?.[0]
  const assignee = before && assigneeOf(before)
  await writeSeries(c, where, two.rest, null, {
    ...(before ? { kind: before.kind, record: before.record as RecordRef | null } : {}),
    ...(assignee ? { assignee } : {}),
    ...(before?.participants && !two.rest.master.told.attendees ? { participants: before.participants } : {}),
  })
  return id
}

/** `own`: what of a new series is as another has it. */
async function writeSeries(
  c: Context,
  { kind, user }: Where,
  sent: CalendarObject,
  rows: readonly Seen[] | null,
  own: Item = {},
): Promise<string> {
  const [before, ...exceptions] = rows ?? []
  if (!before) {
    const item = await itemOf(c, sent.master, kind, user)
    const shared = { assignee: user, ...(sent.uid ? { uid: sent.uid } : {}), ...own }
    const id = await made(c, { ...item, ...shared })
    await writeExceptions(c, { id, kind: item['kind'], ...shared }, [], null, sent)
    return id
  }
  const served = objectIn(textOfSeries(rows!, kind), before.timeZone ?? c.actor.timeZone)
  await patch(c, before, served.master.told, sent.master)
  const shared = {
    kind: before.kind,
    assignee: assigneeOf(before),
    record: before.record as RecordRef | null,
    ...(before.participants ? { participants: before.participants } : {}),
    ...(before.uid ? { uid: before.uid } : {}),
  }
  await writeExceptions(c, { id: before.id, ...shared }, exceptions, served, sent)
  return before.id
}
