import sql, { join, raw } from 'sql-template-tag'
import { idsOf } from '#core/alias.ts'
import type { Tx } from '#core/database.ts'
import type { Entity } from '#core/entity.ts'
import { isOfObject, matches, relationsTo, type Relation } from '#modules/duplicates/index.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Person } from './may-write.ts'

/** Of a record that tells of a person: it is he (`own`), it goes with him (`erased`), it tells of him but stands on
 * another's record (`scrubbed`), the law keeps it, or it only names him by a link that will lead to nobody. */
export type Fate = 'own' | 'erased' | 'scrubbed' | 'kept' | 'linked'
export type Trace = { entity: Entity; ids: string[]; fate: Fate }

type Found = { n: number; id: string; stands: string | null }

const isAbout = ({ entity, key }: Relation) => {
  const f = entity.fields[key]!
  return entity.partOf === key || entity.follows === key || f.onDelete === 'cascade' || f.personal === true
}

/** All that the catalogue's references lead to from a person, the ones merged into him included. Of what goes with him,
 * its own parts go too. */
export async function tracesOf(tx: Tx, kolo: Kolo, entity: Person, id: string): Promise<Trace[]> {
  const fates = new Map<string, { entity: Entity; fate: Fate }>()
  const start = await idsOf(tx, id)
  for (const one of start) fates.set(one, { entity: kolo.entity(entity), fate: 'own' })
  let front: Map<string, string[]> = new Map([[entity, start]])
  let depth = 0
  while (front.size > 0 && depth < 6) {
    const next = new Map<string, string[]>()
    for (const [name, ids] of front) {
      const relations = relationsTo({ kolo }, kolo.entity(name)).filter(
        (r) => r.entity.name !== 'dataRequest' && (depth === 0 || isAbout(r)),
      )
      for (const { n, id: found, stands } of await referring(tx, relations, ids)) {
        const relation = relations[n]!
        const fate = fateOf(relation, stands, fates)
        const known = fates.get(found)?.fate
        if (known && (known !== 'linked' || fate === 'linked')) continue
        fates.set(found, { entity: relation.entity, fate })
        if (fate === 'erased')
          next.set(relation.entity.name, [...(next.get(relation.entity.name) ?? []), found])
      }
    }
    front = next
    depth++
  }
  return [...Map.groupBy(fates, ([, f]) => `${f.entity.name} ${f.fate}`).values()].map((some) => ({
    ...some[0]![1],
    ids: some.map(([one]) => one),
  }))
}

function fateOf(relation: Relation, stands: string | null, fates: ReadonlyMap<string, unknown>): Fate {
  if (relation.entity.keptByLaw) return 'kept'
  if (!isAbout(relation)) return 'linked'
  return stands !== null && relation.entity.follows !== relation.key && !fates.has(stands)
    ? 'scrubbed'
    : 'erased'
}

const referring = (tx: Tx, relations: readonly Relation[], ids: readonly string[]): Promise<Found[]> =>
  relations.length
    ? tx.rows<Found>(
        sql`${join(
          relations.map((relation, n) => {
            const { entity } = relation
            const stands = entity.follows ? raw(`o."${entity.follows}_id"`) : raw('null::uuid')
            return sql`select ${n}::int as n, o.id, ${stands} as stands from ${raw(`"${entity.table}" o`)}
            where ${matches(relation, [...ids])} ${isOfObject(entity)}`
          }),
          ' union all ',
        )}`,
      )
    : Promise.resolve([])
