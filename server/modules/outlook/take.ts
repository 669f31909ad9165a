import type { Context } from '#core/operation.ts'
import { collectionOf, membersOf } from '#modules/calendars/index.ts'
import type { Json } from './graph.ts'
import { drop, itemCalled, itemOfRecord, put, type Item } from './items.ts'
import { inKolo, placeOf, wholeOf, type Kind, type Run, type There } from './kind.ts'
import { changedSince, merge, printOf, type Difference, type Side } from './merge.ts'
import { reasons, Unsuited } from './reasons.ts'
import { saidOf } from './said.ts'

const etagOf = (json: Json) =>
  typeof json['@odata.etag'] === 'string' ? json['@odata.etag'].slice(0, 400) : ''

export const markOf = async (c: Context, kind: Kind, record: string) => {
  const [member] = await membersOf(c.tx, await collectionOf(c.kolo, c.tx, kind.name), { id: record })
  return member?.etag ?? ''
}

const short = (value: unknown): string =>
  (Array.isArray(value) ? value : [value])
    .flat()
    .map((v) => (typeof v === 'object' && v !== null ? Object.values(v).join(' ') : String(v ?? '')))
    .filter(Boolean)
    .join(', ')
    .slice(0, 120) || '—'

/** Both values of each field that was changed on both sides; ours goes there. */
const conflictText = (run: Run, all: readonly Difference[]): string =>
  all
    .map(({ name, ours, theirs }) =>
      run.actor.locale === 'uk'
        ? `${name}: тут «${short(ours)}», в Outlook «${short(theirs)}»; лишилося наше.`
        : `${name}: here “${short(ours)}”, in Outlook “${short(theirs)}”; ours is kept.`,
    )
    .join(' ')

/** Writes something about an item in the system's ledger; whose item it is the run says. */
export const write = (c: Context, run: Run, kind: Kind, name: string, line: Parameters<typeof put>[3]) =>
  c.tx.elevated(() => put(c.tx, placeOf(run, kind), name, line))

const hasChanged = (item: Item, ours: Side) =>
  changedSince(item.base?.ours.whole, ours.whole).length > 0 ||
  Object.keys({ ...ours.parts, ...item.base?.ours.parts }).some(
    (at) =>
      !ours.parts[at] ||
      !item.base?.ours.parts[at] ||
      changedSince(item.base.ours.parts[at], ours.parts[at]).length > 0,
  )

const usable = (work: Promise<Side | null>) =>
  work.catch((error: unknown) => {
    if (error instanceof Unsuited) return null
    throw error
  })

/** It is gone there: so it is to go here, unless it was changed here meanwhile. */
async function takeAway(c: Context, run: Run, kind: Kind, name: string): Promise<void> {
  const place = placeOf(run, kind)
  const item = await c.tx.elevated(() => itemCalled(c.tx, place, name))
  if (!item || item.isGone || item.state === 'leaving') return
  const gone = { isGone: true, etag: '', state: 'removed' } as const
  const ours = item.record ? await usable(kind.ours(c, item.record)) : null
  if (!ours) return write(c, run, kind, name, gone)
  if (item.mark !== (await markOf(c, kind, item.record!)) && hasChanged(item, ours)) {
    const reason = reasons.put_back[run.actor.locale]
    return write(c, run, kind, name, { ...gone, record: null, state: 'conflict', reason })
  }
  await write(c, run, kind, name, { state: 'leaving', etag: '', title: kind.title(ours) })
}

/** Brings what was changed there into the record that it belongs to. */
async function takeChange(
  c: Context,
  run: Run,
  kind: Kind,
  item: Item,
  there: There,
  etag: string,
  round: number,
) {
  const name = item.name
  const ours = await kind.ours(c, item.record!)
  if (!ours) {
    const isChanged = changedSince(item.base?.theirs.whole, there.whole).length > 0
    const lost = { state: 'conflict', reason: reasons.gone_here[run.actor.locale] } as const
    return write(c, run, kind, name, { etag, round, ...(isChanged ? lost : {}) })
  }
  const merged = merge(item.base, ours, there)
  if (merged.isTaken) await kind.save(c, item.record!, ours, merged.next)
  const after = merged.isTaken ? ((await kind.ours(c, item.record!)) ?? merged.next) : ours
  const base = merged.settled(after)
  // Of a task that repeats one stands there: done or moved there, the next goes there in its place.
  if (kind.name === 'tasks' && ours.whole['repeat'])
    for (const name of changedSince(printOf(ours).whole, merged.next.whole))
      base.ours.whole[name] = printOf(merged.next).whole[name]!
  const isPending = hasChanged({ ...item, base }, after)
  await write(c, run, kind, name, {
    etag,
    round,
    base,
    mark: isPending ? '' : await markOf(c, kind, item.record!),
    title: kind.title(after),
    ...(merged.conflicts.length
      ? { state: 'conflict' as const, reason: conflictText(run, merged.conflicts) }
      : merged.isTaken
        ? { state: 'written' as const }
        : item.state === 'leaving'
          ? { state: 'seen' as const }
          : {}),
  })
}

async function takeNew(
  c: Context,
  run: Run,
  kind: Kind,
  name: string,
  there: There,
  etag: string,
  round: number,
) {
  const twin = await kind.twin(c, there)
  const known = twin ? await c.tx.elevated(() => itemOfRecord(c.tx, placeOf(run, kind), twin)) : undefined
  // What seemed gone is back by another name.
  if (known?.state === 'leaving') await c.tx.elevated(() => drop(c.tx, placeOf(run, kind), known.name))
  if (twin && (!known || known.state === 'leaving')) {
    const line: Item = { name, record: twin, etag, base: null, mark: '', isGone: false, state: 'seen', round }
    await write(c, run, kind, name, line)
    return takeChange(c, run, kind, line, there, etag, round)
  }
  const { whole, parts } = there
  const record = await kind.save(c, null, null, { whole, parts })
  const after = (await kind.ours(c, record)) ?? { whole, parts }
  await write(c, run, kind, name, {
    record,
    etag,
    round,
    base: { ours: printOf(after), theirs: printOf(there) },
    mark: await markOf(c, kind, record),
    isGone: false,
    state: 'written',
    title: kind.title(after),
  })
}

/** Takes in one item as it is there now; null: it is gone. The same twice changes nothing. */
export async function take(
  run: Run,
  kind: Kind,
  name: string,
  json: Json | null,
  round: number,
): Promise<void> {
  const place = placeOf(run, kind)
  let title: string | null = null
  try {
    await inKolo(run, async (c) => {
      if (!json) return takeAway(c, run, kind, name)
      const item = await c.tx.elevated(() => itemCalled(c.tx, place, name))
      const etag = etagOf(json)
      if (item && etag && item.etag === etag) return write(c, run, kind, name, { round })
      const there = kind.read(json, run.actor.timeZone)
      title = kind.title(there)
      if (item?.isGone && item.state !== 'removed') return write(c, run, kind, name, { round })
      if (item?.record && !item.isGone) return takeChange(c, run, kind, item, there, etag, round)
      if (item) await c.tx.elevated(() => drop(c.tx, place, name))
      return takeNew(c, run, kind, name, there, etag, round)
    })
  } catch (error) {
    const reason = saidOf(error, run)
    if (reason === null) throw error
    const state = error instanceof Unsuited ? 'skipped' : 'refused'
    await run.kolo.db.system((tx) =>
      put(tx, place, name, {
        state,
        round,
        etag: json ? etagOf(json) : '',
        reason,
        ...(title ? { title } : {}),
      }),
    )
  }
}

/** Reads an item there and takes it in. */
export const takeFresh = async (run: Run, kind: Kind, at: string, name: string, round: number) =>
  take(run, kind, name, await wholeOf(run, kind, at, name), round)
