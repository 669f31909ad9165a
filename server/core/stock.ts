import sql, { join, raw, type Sql } from 'sql-template-tag'
import { claimFiles } from './carried.ts'
import { refuseBackwards } from './days.ts'
import { columnNames, type Entity, type AnyEntity } from './entity.ts'
import { Conflict, Invalid, Refused } from './error.ts'
import { newId } from './id.ts'
import type { Field, FieldMap } from './kind.ts'
import type { Context, Operation } from './operation.ts'
import { refuseUnknown } from './one-of.ts'
import { resolveReferences } from './references.ts'
import { withoutRings } from './rings.ts'
import type { Plain } from './row.ts'
import { lot } from './store.ts'
import type { Text } from './text.ts'

type Item = Record<string, unknown>
export type Items = { items: Item[]; returning?: boolean }
export type Ids = { ids: string[] }

/** How an entity's own create or update differs from the stock one: more input, a step before the rows are written
 * and one after. The first is given what the request says and what is there, and gives back what to write. */
export type Difference = {
  extra?: FieldMap
  refusals?: Record<string, Text>
  prepare?(context: Context, items: Item[], before: Plain[]): Promise<Item[]> | Item[]
  wrote?(context: Context, after: Plain[], before: Plain[]): Promise<void>
}

const summary = (verb: string, uk: string, e: Entity): Text => ({
  en: `${verb} ${e.labelPlural.en.toLowerCase()}`,
  uk: `${uk} ${e.labelPlural.uk.toLowerCase()}`,
})

const starting = (f: Field, c: Context): unknown =>
  f.start === 'me' ? c.actor.user : f.start === 'today' ? c.today : f.start

function withStarts(e: Entity, item: Item, c: Context): Item {
  const out: Item = { ...item }
  for (const [key, f] of Object.entries(e.fields)) {
    if (f.start === undefined || f.custom || out[key] !== undefined) continue
    const value = starting(f, c)
    if (value !== null) out[key] = value
  }
  return out
}

/** What was written, as it is shown; the reading goes out together with the writing. */
async function answer(
  c: Context,
  e: Entity,
  ids: readonly string[],
  writing: Promise<Plain[]>,
  returning = true,
) {
  const reading = returning ? c.kolo.readIn(c.tx, e.name, ids) : null
  // What is wrong is what the writing says: the reading after it fails with it.
  reading?.catch(() => {})
  const rows = await writing
  return { items: (await reading) ?? rows.map(({ id, revision }) => ({ id, revision })) }
}

/** The stock create, which takes many; `difference` makes it an entity's own. */
export const create = (
  e: AnyEntity,
  difference: Difference = {},
): Operation<FieldMap, { items: Item[] }> => ({
  name: `${e.name}.create`,
  summary: summary('Create', 'Створити', e),
  effect: 'write',
  input: {},
  needs: { [e.name]: 'create' },
  ...(difference.refusals ? { refusals: difference.refusals } : {}),
  stock: { entity: e.name, verb: 'create', ...(difference.extra ? { extra: difference.extra } : {}) },
  async run(c, input) {
    const { items, returning } = input as unknown as Items
    const whole = c.kolo.entity(e.name)
    const prepared = difference.prepare ? await difference.prepare(c, items, []) : items
    const ids = prepared.map(({ id }) => (id as string | undefined) ?? newId())
    const ready = prepared.map((item, i) => ({ ...withStarts(whole, item, c), id: ids[i]! }))
    await resolveReferences(c, whole, ready, [], difference.extra)
    refuseBackwards(whole, ready, [])
    refuseUnknown(whole, ready, [], c.actor.locale)
    await claimFiles(c, whole, ready, ids)
    const writing = c.tx.insertMany(whole, ready)
    if (ids.length > lot) await writing
    if (difference.wrote) await difference.wrote(c, await writing, [])
    return answer(c, whole, ids, writing, returning)
  },
})

function refuseTwice(items: readonly Item[]): void {
  const seen = new Set<unknown>()
  const problems = items.flatMap(({ id }, i) => {
    const again = seen.has(id)
    seen.add(id)
    return again
      ? [{ path: `items.${i}.id`, message: 'The same record stands here twice.', code: 'twice' }]
      : []
  })
  if (problems.length) throw new Invalid(problems)
}

/** The stock update. An item with a revision that is not the record's is an edit conflict. */
export const update = (
  e: AnyEntity,
  difference: Difference = {},
): Operation<FieldMap, { items: Item[] }> => ({
  name: `${e.name}.update`,
  summary: summary('Change', 'Змінити', e),
  effect: 'write',
  input: {},
  needs: { [e.name]: 'update' },
  ...(difference.refusals ? { refusals: difference.refusals } : {}),
  stock: { entity: e.name, verb: 'update', ...(difference.extra ? { extra: difference.extra } : {}) },
  async run(c, input) {
    const { items, returning } = input as unknown as Items
    const whole = c.kolo.entity(e.name)
    refuseTwice(items)
    const ids = items.map((item) => item['id'] as string)
    const before = (await c.tx.lockMany(whole, ids)) as unknown as Plain[]
    for (const [i, item] of items.entries())
      if (item['revision'] !== undefined && item['revision'] !== before[i]!.revision)
        throw new Conflict((await c.kolo.readIn(c.tx, e.name, [before[i]!.id]))[0])
    const patches = items.map(({ id: _id, revision: _revision, ...patch }) => patch)
    const ready = difference.prepare ? await difference.prepare(c, patches, before) : patches
    await resolveReferences(c, whole, ready, before, difference.extra)
    refuseBackwards(whole, ready, before)
    refuseUnknown(whole, ready, before, c.actor.locale)
    await claimFiles(c, whole, ready, ids, before)
    const pairs = before.map((b, i) => [b, ready[i]!] as const)
    const writing = withoutRings(c, whole, pairs, () => c.tx.saveMany(whole, pairs))
    if (difference.wrote) await difference.wrote(c, await writing, before)
    return answer(c, whole, ids, writing, returning)
  },
})

/** Living records that refer to one of the ids, seen with the system's eyes: a restriction that the actor cannot
 * see still restricts. */
async function referrers(c: Context, e: Entity, ids: readonly string[]) {
  const from = [...c.kolo.catalogue.entities.values()].flatMap((other) =>
    Object.entries(other.fields)
      .filter(([, f]) => (f.entity === e.name || f.anyEntity) && f.onDelete !== 'clear')
      .map(([key, f]) => ({ other, key, f })),
  )
  return from
    .filter(({ f }) => f.onDelete === 'cascade' || f.onDelete === 'restrict')
    .map((r) => ({ ...r, ids }))
}

async function refuseIfNeeded(c: Context, e: Entity, ids: readonly string[]): Promise<void> {
  const restricting = (await referrers(c, e, ids)).filter(({ f }) => f.onDelete === 'restrict')
  if (restricting.length === 0) return
  const queries = restricting.map(
    ({
      other,
      key,
    }) => sql`select ${other.labelPlural[c.actor.locale]}::text as label, exists (select 1 from ${raw(`"${other.table}"`)}
      where ${refersTo(other, key, e, ids)} and deleted_at is null) as used`,
  )
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{ label: string; used: boolean }>(sql`${join(queries, ' union all ')}`),
  )
  const used = rows.filter((r) => r.used).map((r) => r.label)
  if (used.length === 0) return
  const uk = c.actor.locale === 'uk'
  throw new Refused(
    'in_use',
    `${uk ? 'Спершу перенесіть або вилучіть' : 'Move or delete these first'}: ${used.join(', ')}.`,
  )
}

/** Rows whose field refers to one of the records. */
function refersTo(other: Entity, key: string, e: Entity, ids: readonly string[]): Sql {
  const names = columnNames(key, other.fields[key]!).map((name) => raw(`"${name}"`))
  return other.fields[key]!.anyEntity
    ? sql`${names[0]!} = ${e.name} and ${names[1]!} = any(${ids}::uuid[])`
    : sql`${names[0]!} = any(${ids}::uuid[])`
}

/** Parts go into the bin with the whole, and come back with it. */
async function withParts(
  c: Context,
  e: Entity,
  ids: readonly string[],
  at: string | null,
  since: string | null,
): Promise<void> {
  const parts = (await referrers(c, e, ids)).filter(({ f }) => f.onDelete === 'cascade')
  if (parts.length === 0) return
  const moves = parts.map(
    (
      { other, key },
      i,
    ) => sql`${raw(`p${i}`)} as (update ${raw(`"${other.table}"`)} set deleted_at = ${at}::timestamptz, revision = revision + 1
      where ${refersTo(other, key, e, ids)} and deleted_at is not distinct from ${since}::timestamptz)`,
  )
  await c.tx.elevated(() => c.tx.rows(sql`with ${join(moves, ', ')} select`))
}

const unique = (input: unknown) => [...new Set((input as Ids).ids)]

export const remove = (e: AnyEntity): Operation<FieldMap, Ids> => ({
  name: `${e.name}.delete`,
  summary: summary('Delete', 'Вилучити', e),
  effect: 'write',
  input: {},
  needs: { [e.name]: 'delete' },
  refusals: { in_use: { en: 'Other records still need it.', uk: 'Інші записи ще потребують його.' } },
  stock: { entity: e.name, verb: 'delete' },
  async run(c, input) {
    const ids = unique(input)
    const at = new Date().toISOString()
    // First, so that what others need of a record is told only to whom may delete it.
    const gone = await c.tx.bin(c.kolo.entity(e.name), ids, at)
    await refuseIfNeeded(c, e, ids)
    await withParts(c, e, ids, at, null)
    return { ids: gone }
  },
})

export const restore = (e: AnyEntity): Operation<FieldMap, Ids> => ({
  name: `${e.name}.restore`,
  summary: summary('Restore', 'Відновити', e),
  effect: 'write',
  input: {},
  needs: { [e.name]: 'delete' },
  stock: { entity: e.name, verb: 'restore' },
  async run(c, input) {
    const ids = unique(input)
    const was = await c.tx.rows<{ id: string; at: string }>(
      sql`select id, deleted_at as at from ${raw(`"${e.table}"`)} where id = any(${ids}::uuid[]) and deleted_at is not null`,
    )
    const back = await c.tx.bin(c.kolo.entity(e.name), ids, null)
    for (const row of was) await withParts(c, e, [row.id], null, row.at)
    return { ids: back }
  },
})

export const stockOperations = (e: Entity): Operation[] =>
  [create(e), update(e), remove(e), restore(e)] as unknown as Operation[]
