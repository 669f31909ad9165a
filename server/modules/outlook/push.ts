import { collectionOf, membersOf, type Member } from '#modules/calendars/index.ts'
import { GraphError, type Json } from './graph.ts'
import { drop, itemCalled, itemOfRecord, itemsOf, put, type Cursor, type Item } from './items.ts'
import { inKolo, itemPath, placeOf, wholeOf, type Kind, type Run } from './kind.ts'
import { windowNow } from './kinds.ts'
import { changedSince, printOf, type Base, type Side } from './merge.ts'
import { pushParts } from './push-parts.ts'
import { Unsuited } from './reasons.ts'
import { saidOf } from './said.ts'
import { take, takeFresh } from './take.ts'

const etagOf = (json: Json) => (typeof json['@odata.etag'] === 'string' ? json['@odata.etag'] : '')
const idIn = (json: Json): string => {
  if (typeof json['id'] !== 'string' || !json['id'] || json['id'].length > 400)
    throw new Unsuited('unreadable')
  return json['id']
}

const line = (run: Run, kind: Kind, name: string, l: Parameters<typeof put>[3]) =>
  run.kolo.db.system((tx) => put(tx, placeOf(run, kind), name, l))

/** An item that is there now gets its place in the ledger: `isSent`: as ours is, and not as it was once sent. */
async function keepMade(
  run: Run,
  kind: Kind,
  record: string,
  json: Json,
  sent: { ours: Side; mark: string } | null,
) {
  const name = idIn(json)
  const there = kind.read(json, run.actor.timeZone)
  const nothing = { whole: {}, parts: {} }
  // What of a series is left out or moved goes there in steps of their own.
  const told = sent && printOf({ whole: { ...sent.ours.whole, exceptions: null }, parts: {} })
  const base: Base = { ours: told ?? nothing, theirs: printOf(there) }
  await run.kolo.db.system(async (tx) => {
    const place = placeOf(run, kind)
    await drop(tx, place, record)
    const hasParts = sent && (Object.keys(sent.ours.parts).length || sent.ours.whole['exceptions'])
    await put(tx, place, name, {
      record,
      etag: etagOf(json),
      base,
      mark: sent && !hasParts ? sent.mark : '',
      isGone: false,
      state: 'seen',
      title: kind.title(sent?.ours ?? there),
    })
  })
}

/** What was being made when all broke off is there by now, or is not: never twice. */
export async function resume(run: Run, kind: Kind, { place }: Cursor): Promise<void> {
  const items = await run.kolo.db.system((tx) => itemsOf(tx, placeOf(run, kind)))
  for (const { name, record, state } of items) {
    if (state !== 'sending' || !record) continue
    const json = await kind.marked(run, place, record)
    if (json) await keepMade(run, kind, record, json, null)
    else await run.kolo.db.system((tx) => drop(tx, placeOf(run, kind), name))
  }
}

/** What is not to be asked for again until it changes. */
async function leave(
  run: Run,
  kind: Kind,
  name: string,
  { id, etag }: Member,
  error: unknown,
): Promise<void> {
  const reason = error instanceof GraphError ? `${error.code}: ${error.message}` : saidOf(error, run)
  if (reason === null) throw error
  const state = error instanceof GraphError ? 'failed' : 'skipped'
  await line(run, kind, name, { record: id, mark: etag, state, reason })
}

async function make(run: Run, kind: Kind, cursor: Cursor, member: Member): Promise<void> {
  const { id, etag } = member
  let title = ''
  try {
    const ours = await inKolo(run, (c) => kind.ours(c, id))
    // What is done with already is no news for another list of tasks.
    if (!ours || ours.whole['status'] === 'done') return
    title = kind.title(ours)
    const names = changedSince(undefined, ours.whole)
    const body = { ...kind.write(run, ours.whole, names), ...kind.mark(id) }
    await line(run, kind, id, { record: id, mark: '', isGone: false, state: 'sending', title })
    const json = await run.graph.post(kind.path(cursor.place), body)
    await keepMade(run, kind, id, json, { ours, mark: etag })
    if (Object.keys(ours.parts).length || ours.whole['exceptions']) await change(run, kind, cursor, member)
  } catch (error) {
    await leave(run, kind, id, member, error)
    if (title) await run.kolo.db.system((tx) => put(tx, placeOf(run, kind), id, { title }))
  }
}

async function takeAway(run: Run, kind: Kind, { place }: Cursor, name: string): Promise<void> {
  await run.graph.remove(itemPath(kind, place, name))
  await line(run, kind, name, { isGone: true, etag: '', state: 'removed' })
}

/** Sends what of ours has changed since both agreed. What they have changed since is taken in first. */
async function change(run: Run, kind: Kind, cursor: Cursor, member: Member, isAgain = false): Promise<void> {
  const place = placeOf(run, kind)
  const { item, ours } = await inKolo(run, async (c) => ({
    item: await c.tx.elevated(() => itemOfRecord(c.tx, place, member.id)),
    ours: await kind.ours(c, member.id),
  }))
  if (!item || item.name === member.id || item.state === 'leaving') return
  if (!ours) return takeAway(run, kind, cursor, item.name)
  const names = changedSince(item.base?.ours.whole, ours.whole)
  const path = itemPath(kind, cursor.place, item.name)
  try {
    const hasParts = kind.name === 'appointments' && Boolean(ours.whole['repeat'])
    const there =
      hasParts || names.includes('description')
        ? await wholeOf(run, kind, cursor.place, item.name)
        : undefined
    if (there === null) return take(run, kind, item.name, null, cursor.round)
    const known = there && kind.read(there, run.actor.timeZone)
    const body = names.length ? kind.write(run, ours.whole, names, known) : {}
    let json = Object.keys(body).length ? await run.graph.patch(path, body, item.etag) : null
    const notes = known && hasParts ? await pushParts(run, kind, item, ours, known) : null
    if (notes?.isChanged || (json && hasParts)) json = await wholeOf(run, kind, cursor.place, item.name)
    await agree(run, kind, item, ours, names, json, {
      mark: member.etag,
      ...(notes?.reason ? { reason: notes.reason } : {}),
    })
    if (json) await take(run, kind, item.name, json, cursor.round)
  } catch (error) {
    if (!(error instanceof GraphError) || isAgain) throw error
    // Changed there since it was read, or gone: what it is now is taken in, and ours sent once more.
    if (error.status !== 412 && error.status !== 404) throw error
    await takeFresh(run, kind, cursor.place, item.name, cursor.round)
    await change(run, kind, cursor, member, true)
  }
}

/** What was sent is agreed on; what else the answer says differently is still to be taken in. */
async function agree(
  run: Run,
  kind: Kind,
  item: Item,
  ours: Side,
  names: readonly string[],
  json: Json | null,
  { mark, reason }: { mark: string; reason?: string },
): Promise<void> {
  const said = json && printOf(kind.read(json, run.actor.timeZone))
  const theirs = item.base?.theirs ?? { whole: {}, parts: {} }
  const sent = said ? Object.fromEntries(names.map((n) => [n, said.whole[n] ?? ''])) : {}
  const base: Base = {
    ours: printOf(ours),
    theirs: {
      whole: { ...theirs.whole, ...sent, ...(said ? { exceptions: said.whole['exceptions'] ?? '' } : {}) },
      parts: said?.parts ?? theirs.parts,
    },
  }
  const isNews = names.length > 0 || reason
  await line(run, kind, item.name, {
    base,
    mark,
    ...(isNews ? { state: reason ? ('conflict' as const) : ('seen' as const), reason: reason ?? null } : {}),
    // So that the answer itself is read once more.
    ...(json ? { etag: '' } : {}),
  })
}

/** Sends all that has happened here. */
export async function push(run: Run, kind: Kind, cursor: Cursor): Promise<void> {
  const place = placeOf(run, kind)
  const { members, fresh } = await inKolo(run, async (c) => {
    const where = await collectionOf(c.kolo, c.tx, kind.name)
    const all = await membersOf(c.tx, where)
    const window = kind.name === 'appointments' ? { window: windowNow() } : {}
    return { members: all, fresh: new Set((await membersOf(c.tx, where, window)).map((m) => m.id)) }
  })
  const items = await run.kolo.db.system((tx) => itemsOf(tx, place))
  const byRecord = new Map(
    items.filter((i) => i.record && !(i.isGone && i.state === 'removed')).map((i) => [i.record!, i]),
  )
  for (const member of members) {
    const item = byRecord.get(member.id)
    if (item?.isGone || item?.mark === member.etag) continue
    // An item that failed before it was made is tried anew now that it has changed.
    if (item && item.name !== member.id)
      await change(run, kind, cursor, member).catch((e: unknown) => leave(run, kind, item.name, member, e))
    else if (fresh.has(member.id)) await make(run, kind, cursor, member)
    await run.hold()
  }
  const here = new Set(members.map((m) => m.id))
  for (const { name, record, isGone, state } of items) {
    if (!record || isGone || here.has(record) || name === record) continue
    if (state === 'sending' || state === 'leaving') continue
    // More stand here than are listed at once; and the ledger may have moved on since.
    const isThere = await inKolo(run, async (c) => {
      const where = await collectionOf(c.kolo, c.tx, kind.name)
      const now = await c.tx.elevated(() => itemCalled(c.tx, place, name))
      return !now || now.isGone || (await membersOf(c.tx, where, { id: record })).length > 0
    })
    if (!isThere) await takeAway(run, kind, cursor, name)
    await run.hold()
  }
}
