import sql, { raw } from 'sql-template-tag'
import { columnNames, type Entity } from '#core/entity.ts'
import type { Field } from '#core/kind.ts'
import { storeOf } from '#core/store.ts'
import { sample } from '#test/core/samples.ts'
import type { World } from '#test/world/world.ts'

/** `to`: the field may refer to any entity, and refers to this one. */
export type Relation = { entity: string; field: string; to?: string }

/** Every field of the catalogue that refers to the entity, and a customer's own on every record and on an object. */
export async function withOwnRelations({ kolo, system }: World, to: string): Promise<Relation[]> {
  const object = { key: 'machine', plural: 'machines', label: 'Machine', labelMany: 'Machines' }
  await kolo.call(system, 'customObject.create', { items: [object] })
  await kolo.refresh()
  for (const entity of ['contact', 'account', 'deal', 'product', 'machine'])
    await kolo.call(system, 'customField.create', {
      items: [{ entity, key: 'link', kind: 'reference', label: 'Link', target: to }],
    })
  await kolo.refresh()
  return [...kolo.allEntities()].flatMap((e) =>
    Object.entries(e.fields)
      .filter(([, f]) => f.entity === to || f.anyEntity)
      .map(([field, f]) => ({ entity: e.name, field, ...(f.anyEntity ? { to } : {}) })),
  )
}

/** What an item says to refer to a record. */
export function referring({ field, to }: Relation, id: string): Record<string, unknown> {
  if (field.startsWith('custom.')) return { custom: { [field.slice(7)]: id } }
  return { [field]: to ? { entity: to, id } : id }
}

let made = 0

const byHand = new Set(['account', 'contact', 'user'])

/** A record with what it needs and this reference: what people make is made as they do, the rest is written as its
 * module writes it. */
export async function recordWith(world: World, e: Entity, values: Record<string, unknown>): Promise<string> {
  const { kolo, system } = world
  const item: Record<string, unknown> = {}
  const byPeople = byHand.has(e.name)
  if (e.name === 'user')
    values = { ...values, role: (await kolo.list(system, 'role', { limit: 1 })).items[0]!.id }
  for (const [key, f] of Object.entries(e.fields)) {
    const isNeeded = f.required || key === e.oneOf[0]
    if (!isNeeded || f.custom || key in values || (byPeople && (f.managed || f.start !== undefined))) continue
    item[key] = await valueFor(world, f)
  }
  Object.assign(item, values)
  if (byPeople) return (await kolo.call(system, `${e.name}.create`, { items: [item] })).items[0].id
  const house = { rights: kolo.rightsOf(system), entityOf: kolo.entityOf, allEntities: kolo.allEntities }
  const [row] = await kolo.db.as(system, (tx) => storeOf(tx, house, 'test').insertMany(e, [item]))
  return row!.id
}

async function valueFor(world: World, f: Field): Promise<unknown> {
  const { kolo } = world
  if (f.entity) return recordWith(world, kolo.entity(f.entity), {})
  if (f.anyEntity) return { entity: 'account', id: await recordWith(world, kolo.entity('account'), {}) }
  return sample(f, `s${++made}`, made)
}

/** Turns a reference elsewhere, as an edit does. */
export async function turn(world: World, relation: Relation, id: string, to: string): Promise<void> {
  const { kolo, system } = world
  const e = kolo.entity(relation.entity)
  const f = e.fields[relation.field]!
  const column = columnNames(relation.field, f).at(-1)
  if (byHand.has(e.name) || column === undefined) {
    const store = { rights: kolo.rightsOf(system), entityOf: kolo.entityOf, allEntities: kolo.allEntities }
    await kolo.db.as(system, async (tx) => {
      const s = storeOf(tx, store, 'test')
      await s.save(e, (await s.lock(e, id)) as never, referring(relation, to) as never)
    })
  } else
    await kolo.db.system((tx) =>
      tx.rows(
        sql`update ${raw(`"${e.table}"`)} set ${raw(`"${column}"`)} = ${to}::uuid where id = ${id}::uuid`,
      ),
    )
}

/** The id that a record's reference holds, read past every rule. */
export async function targetOf(
  { kolo, system }: World,
  { entity, field }: Relation,
  id: string,
): Promise<string | null> {
  const [item] = await kolo.db.as(system, (tx) => kolo.readIn(tx, entity, [id], [field]))
  const own = field.startsWith('custom.')
  const value = own
    ? (item?.['custom'] as Record<string, unknown> | undefined)?.[field.slice(7)]
    : item?.[field]
  return (value as { id: string } | null | undefined)?.id ?? null
}
