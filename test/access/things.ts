import sql, { empty, raw, type Sql } from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import { columnNames, type Entity } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import { create } from '#core/stock.ts'
import { sample } from '../core/samples.ts'

/** A record of the test: its mark stands in every text it carries, followed by the key of the field. */
export type Thing = {
  entity: Entity
  id: string
  mark: string
  owner: string | null
  team: string | null
  binned: boolean
  /** Its owner shows it to everybody. */
  shared: boolean
  /** Whose own it is hides it from everybody else. */
  hidden: boolean
  /** For its keepers only. */
  alone: boolean
  references: Record<string, string>
  /** The record it stands on, and whose own it is. */
  stands: Thing | null
  mine: string | null
}

type Places = {
  actors: Actor[]
  others: Record<'mate' | 'under' | 'stranger', Actor>
  teams: Record<'north' | 'below' | 'south', string>
}

const markOf = (e: number, n: number) => `zq${e}n${n}x`
/** What stands in a field of a thing; the last letter keeps one mark from being the beginning of another. */
export const markIn = (thing: Pick<Thing, 'mark'>, key: string) =>
  `${thing.mark}${key.replaceAll(/[^a-z0-9]/gi, '').toLowerCase()}zz`

const required = (e: Entity) => Object.entries(e.fields).filter(([, f]) => f.entity && f.required)

/** Entities, those first that others cannot do without. */
function ordered(entities: Entity[]): Entity[] {
  const out: Entity[] = []
  const place = (e: Entity, path: Entity[]) => {
    if (out.includes(e) || path.includes(e)) return
    for (const [, f] of required(e))
      place(
        entities.find((x) => x.name === f.entity)!,
        [...path, e],
      )
    out.push(e)
  }
  for (const e of entities) place(e, [])
  // What stands on records comes after them.
  return [...out.filter((e) => !e.follows), ...out.filter((e) => e.follows)]
}

/** Records of every entity for every owner, written past the operations, so that there is one of each kind. */
export async function fill(kolo: Kolo, { actors, others, teams }: Places): Promise<Thing[]> {
  const owners = [
    ...actors.map((a) => ({ owner: a.user, team: teams.north })),
    { owner: others.mate.user, team: teams.north },
    { owner: others.under.user, team: teams.below },
    { owner: others.stranger.user, team: teams.south },
    { owner: null, team: teams.north },
    { owner: null, team: null },
    // The last two lie in the bin.
    { owner: others.mate.user, team: teams.north },
    { owner: others.stranger.user, team: teams.south },
  ]
  const entities = [...kolo.allEntities()]
  const things: Thing[] = []
  for (const [number, e] of ordered(entities).entries()) {
    const owned = Object.hasOwn(e.fields, 'owner')
    for (const [n, place] of owners.entries()) {
      if (!owned && n > 6 && n < owners.length - 3) continue
      const on = ['account', 'deal', 'product'][n % 3]
      const stands = e.follows
        ? at(
            things.filter((t) => t.entity.name === on),
            n,
          )
        : null
      const parent = e.partOf
        ? things.filter((t) => t.entity.name === e.fields[e.partOf!]!.entity)[n]!
        : stands
      const binned = n >= owners.length - 2
      const where = parent ?? (owned ? place : { owner: null, team: null })
      const thing = {
        entity: e,
        id: '',
        mark: markOf(number, n),
        owner: where.owner,
        team: where.team,
        binned,
        shared: e.sharedBy !== null && n % 2 === 0,
        hidden: e.privateBy !== null && n % 4 === 1,
        alone: e.keepers !== null && n % 3 === 0,
      }
      const whose = e.mine ? owners[(n + 1) % owners.length]!.owner : null
      const mine = whose ?? (e.mine && e.fields[e.mine]!.required ? actors[n % actors.length]!.user : null)
      const references = parent && e.partOf ? { [e.partOf]: parent.id } : {}
      things.push({ ...thing, references, stands, mine })
    }
    await write(kolo, e, things, number)
  }
  await kolo.db.system(async (tx) => {
    for (const e of entities) await refer(tx, e, things)
    for (const e of entities) await bin(tx, e, things)
  })
  return things
}

/** A line's floor is taken for its product; these lines bind nobody to a price. */
const floorOf = sql`, binding = false, unit_price = coalesce(unit_price, 1),
    floor_for = s.target || '/' || coalesce(unit, '') || '/' || coalesce(unit_price_currency, '')`
const isLine = (e: Entity) => Object.hasOwn(e.fields, 'lineHash')
const at = <T>(list: T[], n: number): T => list[n % list.length]!
const targets = (things: Thing[], name: string) => things.filter((t) => t.entity.name === name && !t.binned)

async function write(kolo: Kolo, e: Entity, all: Thing[], number: number): Promise<void> {
  const mine = all.filter((t) => t.entity.name === e.name)
  const items = mine.map((thing, n) => {
    const item: Record<string, unknown> = { custom: {} }
    for (const [i, [key, f]] of Object.entries(e.fields).entries()) {
      if (f.entity && f.required && key !== e.partOf) {
        // Not the same for two fields: a kit is no part of itself.
        const among = targets(all, f.entity).filter((t) => !Object.values(thing.references).includes(t.id))
        thing.references[key] = among[(n + i + i * Math.floor(n / among.length)) % among.length]!.id
      }
      const value = f.entity
        ? (thing.references[key] ?? null)
        : sample(f, markIn(thing, key), 1000 * number + n + 1)
      if (key === e.sharedBy) item[key] = thing.shared
      else if (key === e.privateBy) item[key] = thing.hidden
      else if (f.anyEntity && key !== e.follows)
        item[key] = f.required ? { entity: 'account', id: at(targets(all, 'account'), n + i).id } : null
      else if (key === e.follows)
        item[key] = thing.stands && { entity: thing.stands.entity.name, id: thing.stands.id }
      else if (key === e.mine) item[key] = thing.mine
      else if (key === e.keepers?.alone) item[key] = thing.alone
      else if (key.startsWith('custom.'))
        (item['custom'] as Record<string, unknown>)[key.slice(7)] = value ?? undefined
      else if (value !== undefined) item[key] = value
    }
    // A line without a product has no floor to keep; it gets its product later.
    if (isLine(e)) Object.assign(item, { product: null, approval: null })
    // Of all mailboxes one sends letters from Kolo.
    if (e.name === 'mailbox') item['sendsNotices'] = n === 0
    return { ...item, owner: thing.owner, team: thing.team }
  })
  await upload(kolo, items)
  const computed = await computedIn(kolo, e)
  const trimmed = items.map((item) =>
    Object.fromEntries(
      Object.entries(item).filter(
        ([key]) => key === 'custom' || (Object.hasOwn(e.fields, key) && !computed.has(key)),
      ),
    ),
  )
  const made = (await kolo.db.system((tx) => kolo.runIn(tx, create(e) as never, { items: trimmed }))) as {
    items: { id: string }[]
  }
  mine.forEach((thing, n) => (thing.id = made.items[n]!.id))
}

/** Files that the items carry, as if they had been uploaded. */
async function upload(kolo: Kolo, items: Record<string, unknown>[]): Promise<void> {
  const files = items
    .flatMap((item) => [item, item['custom'] as object].flatMap((o) => Object.values(o)).flat())
    .filter((v) => v !== null && typeof v === 'object' && 'size' in v && 'type' in v)
  await kolo.db.system((tx) =>
    tx.rows(sql`insert into files (id, name, size, type)
      select id, name, size, type from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as f(id uuid, name text, size bigint, type text)`),
  )
}

/** Fields whose columns the database computes. */
async function computedIn(kolo: Kolo, e: Entity): Promise<Set<string>> {
  const columns = await kolo.db.system((tx) =>
    tx.rows<{ name: string }>(
      sql`select attname as name from pg_attribute where attrelid = to_regclass(${e.table}) and attgenerated <> ''`,
    ),
  )
  const names = new Set(columns.map((c) => c.name))
  return new Set(
    Object.entries(e.fields)
      .filter(([key, f]) => columnNames(key, f).some((name) => names.has(name)))
      .map(([key]) => key),
  )
}

type Tx = Parameters<Parameters<Kolo['db']['system']>[0]>[0]
type Pair = { thing: Thing; to: string }

/** To whom each of an entity's records refers by a field that is not required. */
function pairsOf(e: Entity, key: string, things: Thing[]): Pair[] {
  const f = e.fields[key]!
  const among = targets(things, f.entity!)
  return things
    .filter((t) => t.entity === e)
    .flatMap((thing, n) => {
      if (thing.references[key]) return []
      if (f.custom) return [{ thing, to: at(among, n).id }]
      const target = among[(n * 3 + 1) % among.length]
      if (!target || target === thing) return []
      // Every second record is the client's: the account that a client's user is tied to is the first.
      return [{ thing, to: key === e.client && n % 2 === 0 ? among[0]!.id : target.id }]
    })
}

/** References that are not required, also to records that only others see. */
async function refer(tx: Tx, e: Entity, things: Thing[]) {
  for (const [key, f] of Object.entries(e.fields)) {
    if (!f.entity || key === 'owner' || key === 'team' || key === e.mine) continue
    if (isLine(e) && key === 'approval') continue
    const set = f.custom
      ? sql`custom = t.custom || jsonb_build_object(${key.slice(7)}::text, s.target)`
      : sql`${raw(`"${columnNames(key, f)[0]}"`)} = s.target ${isLine(e) && key === 'product' ? floorOf : empty}`
    // Some records may be referred to once only: then others refer to none.
    const all = pairsOf(e, key, things)
    const taken = (await link(tx, e, set, all))
      ? all
      : (await Array.fromAsync(all, async (one) => ((await link(tx, e, set, [one])) ? [one] : []))).flat()
    if (!f.custom) for (const { thing, to } of taken) thing.references[key] = to
  }
}

/** Whether the database takes these references. */
async function link(tx: Tx, e: Entity, set: Sql, pairs: Pair[]): Promise<boolean> {
  await tx.rows(sql`savepoint linked`)
  const ids = pairs.map((p) => p.thing.id)
  const targets = pairs.map((p) => p.to)
  try {
    await tx.rows(sql`update ${raw(`"${e.table}" t`)} set ${set}
      from unnest(${ids}::uuid[], ${targets}::uuid[]) s (id, target) where t.id = s.id`)
  } catch (error) {
    if (!['23505', '23514'].includes((error as { code: string }).code)) throw error
    await tx.rows(sql`rollback to savepoint linked`)
    return false
  }
  return true
}

/** What lies in the bin was put there when all else was done. */
const bin = (tx: Tx, e: Entity, things: Thing[]) =>
  tx.rows(sql`update ${raw(`"${e.table}"`)} set deleted_at = now()
    where id = any(${things.filter((t) => t.entity === e && t.binned).map((t) => t.id)}::uuid[])`)
