import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { mayRead, nothing } from '../access.ts'
import type { Actor } from '../actor.ts'
import { idsOf } from '../alias.ts'
import type { Tx } from '../database.ts'
import type { Entity } from '../entity.ts'
import { Invalid } from '../error.ts'
import { mayName } from '../expression.ts'
import { firstId, isId, timeOf } from '../id.ts'
import type { Kolo } from '../kolo.ts'
import type { Item } from '../reading.ts'
import { belongingTo } from './belonging.ts'
import { ends, moment, writtenAt, zone } from './moment.ts'
import { saidOf, titleIn } from './telling.ts'

export type TimelineQuery = {
  /** 'changes', or a module's name: what happened to its records. */
  kind?: string | undefined
  /** Only what this user did. */
  by?: string | undefined
  /** Only what happened to the record itself. */
  own?: boolean | undefined
  after?: string | undefined
  limit?: number | undefined
}

export type TimelineEntry = {
  id: string
  /** When it happened; of what is known by its day alone, `day`. */
  at: string
  day?: string
  recordedAt: string
  /** The fact: `deal.won`. */
  name: string
  /** What it says, in the reader's language. */
  text: string
  detail?: string
  icon: string
  entity: string
  record: { id: string; title: string | null }
  /** What of the record is worth seeing here, as it is now. */
  shows?: Item
  actor: { id: string; title: string | null } | null
  via: string | null
  changes: Record<string, [unknown, unknown]>
}

type Found = {
  id: string
  /** Where it stands, and when it was written. */
  placed: string
  at: string
  day: string | null
  name: string
  entity: string
  record: string
  actor: string | null
  actorName: string | null
  via: string | null
  operation: string | null
  changes: Record<string, [unknown, unknown]> | null
  payload: unknown
}

// A reader who sees little of much is given what was found so far, and where to go on.
const mostLookedAt = 4000

/** The kinds of fact that a record's timeline may hold for this reader, to filter by: modules' names. */
export function timelineKinds(kolo: Kolo, actor: Actor, e: Entity): string[] {
  const rights = kolo.rightsOf(actor)
  const there = [e, ...belongingTo(e, kolo.allEntities(), kolo.entityOf)].filter(
    (x) => (rights[x.name] ?? nothing).read !== 'none',
  )
  return [...new Set(there.map((x) => kolo.moduleOf(x)))]
}

/** After which fact a page goes on: when it happened, in milliseconds, and its id. */
type Place = { at: number; id: string }
const placeOf = ({ placed, id }: Found): Place => ({ at: Number(placed), id })
const written = ({ at, id }: Place) => `${at}_${id}`
function readPlace(text: string): Place {
  const [, at, id] = /^(-?\d{1,15})_(.+)$/.exec(text) ?? []
  if (!isId(id))
    throw new Invalid([
      { path: 'after', message: 'This is not a cursor that a list gave.', code: 'bad_cursor' },
    ])
  return { at: Number(at), id }
}

/** What happened to a record and to all that belongs to it, newest first: of the records that the actor may see, the
 * fields that he may see. A page may be short and yet not the last: `next` says. */
export async function timelineOf(
  kolo: Kolo,
  actor: Actor,
  entity: string,
  id: string,
  query: TimelineQuery,
): Promise<{ items: TimelineEntry[]; next: string | null }> {
  const { id: now } = await kolo.get(actor, entity, id, [])
  let ids: string[] = []
  const limit = query.limit ?? 50
  const seen: [Found, TimelineEntry][] = []
  let after = query.after === undefined ? null : readPlace(query.after)
  let looked = 0
  for (let wanted = limit + 1; ; wanted = Math.min(wanted * 4, 1000)) {
    const found = await kolo.db.system(async (tx) => {
      // Also of those that became part of it.
      if (ids.length === 0) ids = await idsOf(tx, now)
      return candidates(tx, kolo, actor, kolo.entity(entity), ids, query, after, wanted)
    })
    seen.push(...(await visible(kolo, actor, new Set(ids), found)))
    const items = seen.slice(0, limit).map(([, entry]) => entry)
    if (seen.length > limit) return { items, next: written(placeOf(seen[limit - 1]![0])) }
    if (found.length < wanted) return { items, next: null }
    after = placeOf(found.at(-1)!)
    looked += found.length
    if (looked >= mostLookedAt) return { items, next: written(after) }
  }
}

/** Read with the system's eyes, since an index knows no rights; of entities that the actor may read at all. */
async function candidates(
  tx: Tx,
  kolo: Kolo,
  actor: Actor,
  e: Entity,
  ids: readonly string[],
  { kind, by, own }: TimelineQuery,
  after: Place | null,
  limit: number,
): Promise<Found[]> {
  if (by !== undefined && !isId(by))
    throw new Invalid([{ path: 'by', message: 'Write the id of a record.', code: 'bad_id' }])
  const rights = kolo.rightsOf(actor)
  const changes = kind === 'changes'
  const isAsked = (x: Entity) => changes || kind === undefined || kolo.moduleOf(x) === kind
  const below = own
    ? []
    : belongingTo(e, kolo.allEntities(), kolo.entityOf)
        .filter((x) => isAsked(x) && (rights[x.name] ?? nothing).read !== 'none')
        .map((x) => x.name)
  const narrow = (alias: string, isChange: Sql) => sql`
    ${by ? sql`and ${raw(alias)}.actor_id = ${by}::uuid` : empty} ${changes ? sql`and ${isChange}` : empty}`
  const itself = isAsked(e) ? [e.name] : []
  const parts = ids.flatMap((id) => [
    ...itself.map(
      (name) => sql`(select v.id, ${writtenAt(sql`v.id`)} as at from events v
        where v.record_id = ${id}::uuid and v.entity = ${name} ${after ? sql`and v.id < ${lastBefore(after)}::uuid` : empty}
          and not exists (select from timeline o where o.record_id = v.record_id and o.event_id = v.id and o.subject_id = v.record_id)
          ${narrow('v', sql`v.name like '%.updated'`)} order by v.id desc limit ${limit})`,
    ),
    ...(itself.length + below.length
      ? [
          sql`(select l.event_id as id, l.at from timeline l
            where l.subject_id = ${id}::uuid and l.entity = any(${[...itself, ...below]}::text[])
              ${own ? sql`and l.record_id = l.subject_id` : empty}
              ${after ? sql`and (l.at, l.event_id) < (${moment(after.at)}, ${after.id}::uuid)` : empty}
              ${narrow('l', sql`l.is_change`)} order by l.at desc, l.event_id desc limit ${limit})`,
        ]
      : []),
  ])
  if (parts.length === 0) return []
  const there = sql`page.at at time zone ${zone}`
  return tx.rows<Found>(sql`select v.id, (extract(epoch from page.at) * 1000)::bigint as placed, v.at, v.name, v.entity,
        case when (${there})::time = any(${[...ends]}::time[]) then (${there})::date::text end as day,
        v.record_id as record, v.actor_id as actor, u.name as "actorName", v.via, v.operation, v.changes, v.payload
      from (select id, at from (${join(parts, ' union ')}) every order by at desc, id desc limit ${limit}) page
      join events v on v.id = page.id left join users u on u.id = v.actor_id order by page.at desc, v.id desc`)
}

/** What stands where it was written and comes after a place has a lower id than this. */
const lastBefore = ({ at, id }: Place): string => {
  const end = firstId(at + 1)
  return id < end ? id : end
}

/** Those of records that his own transaction shows him, told in his language. A change of hidden fields alone is none. */
async function visible(
  kolo: Kolo,
  actor: Actor,
  own: ReadonlySet<string>,
  found: readonly Found[],
): Promise<[Found, TimelineEntry][]> {
  const records = await recordsOf(kolo, actor, found)
  const rights = kolo.rightsOf(actor)
  const mayNameUsers = mayName(rights, kolo.entity('user'))
  return found.flatMap((f): [Found, TimelineEntry][] => {
    if (kolo.catalogue.told.get(f.name) === null) return []
    const record = records.get(f.record)
    if (!record && !own.has(f.record)) return []
    const e = kolo.entity(f.entity)
    const right = rights[e.name] ?? nothing
    const all = Object.entries(f.changes ?? {})
    const changes = Object.fromEntries(all.filter(([key]) => mayRead(right, key)))
    if (all.length > 0 && Object.keys(changes).length === 0) return []
    const { shows, ...said } = saidOf(kolo, actor, e, { ...f, changes })
    const seen = record && shows.filter((key) => record[key] !== null && record[key] !== undefined)
    const [recorded, placed] = [new Date(f.at), new Date(Number(f.placed))]
    const entry: TimelineEntry = {
      id: f.id,
      at: (Number(f.placed) < timeOf(f.id) ? placed : recorded).toISOString(),
      ...(f.day ? { day: f.day } : {}),
      recordedAt: recorded.toISOString(),
      name: f.name,
      ...said,
      entity: f.entity,
      record: { id: f.record, title: record ? titleIn(e, record, actor.locale) : null },
      ...(seen?.length
        ? {
            shows: {
              ...Object.fromEntries(seen.map((key) => [key, record![key]])),
              id: f.record,
              revision: record!.revision,
            },
          }
        : {}),
      actor: f.actor ? { id: f.actor, title: mayNameUsers ? f.actorName : null } : null,
      via: f.via,
      changes,
    }
    return [[f, entry]]
  })
}

async function recordsOf(kolo: Kolo, actor: Actor, found: readonly Found[]): Promise<Map<string, Item>> {
  const named = Map.groupBy(found, (f) => f.entity)
  if (named.size === 0) return new Map()
  return kolo.db.reading(actor, async (tx) => {
    const read = [...named].map(([name, some]) => {
      const e = kolo.entity(name)
      const right = kolo.rightsOf(actor)[name] ?? nothing
      const fields = [...new Set([e.title, ...(e.shows ?? [])])].filter((key) => mayRead(right, key))
      return kolo.readIn(tx, name, [...new Set(some.map((f) => f.record))], fields)
    })
    return new Map((await Promise.all(read)).flat().map((item) => [item.id, item]))
  })
}
