import type { Entity } from '#core/entity.ts'
import { sample } from '#test/core/samples.ts'
import type { World } from '#test/world/world.ts'

export type Relation = { entity: string; field: string }

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
      .filter(([, f]) => f.entity === to)
      .map(([field]) => ({ entity: e.name, field })),
  )
}

let made = 0

/** A record with what it needs and this reference. */
export async function recordWith(world: World, e: Entity, values: Record<string, unknown>): Promise<string> {
  const { kolo, system } = world
  const item: Record<string, unknown> = {}
  if (e.name === 'user')
    values = { ...values, role: (await kolo.list(system, 'role', { limit: 1 })).items[0]!.id }
  for (const [key, f] of Object.entries(e.fields)) {
    if (!f.required || f.managed || f.custom || f.start !== undefined || key in values) continue
    item[key] = f.entity ? await recordWith(world, kolo.entity(f.entity), {}) : sample(f, `s${++made}`, made)
  }
  for (const [key, value] of Object.entries(values))
    if (key.startsWith('custom.')) item['custom'] = { ...(item['custom'] as object), [key.slice(7)]: value }
    else item[key] = value
  return (await kolo.call(system, `${e.name}.create`, { items: [item] })).items[0].id
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
