import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { nothing } from './access.ts'
import type { Entity } from './entity.ts'
import { Invalid, type Problem } from './error.ts'
import type { Field, FieldMap } from './kind.ts'
import type { Context } from './operation.ts'
import type { RecordRef } from './kinds/record.ts'
import { valueOf, type Plain, type Values } from './row.ts'

type Wanted = { key: string; entity: string; ids: string[] }
type Named = { entity: string; id: string }
type Found = { key: string; id: string; team: string | null }

/** Every record that is referred to anew must be there, and be one that the actor may see. A record's team is its
 * owner's: it is set here. */
export async function resolveReferences(
  c: Context,
  e: Entity,
  items: Values[],
  before: readonly Plain[] = [],
  extra: FieldMap = {},
): Promise<void> {
  const named = (row: Values | undefined, key: string, f: Field): Named | null => {
    const value = row && valueOf(row, key)
    if (f.anyEntity) return (value as RecordRef | null | undefined) ?? null
    return typeof value === 'string' ? { entity: f.entity!, id: value } : null
  }
  const same = (a: Named | null, b: Named) => a !== null && a.id === b.id && a.entity === b.entity
  const anew = Object.entries(e.fields)
    .filter(([, f]) => f.entity || f.anyEntity)
    // What the operation itself decides on, its user need not see.
    .filter(([key, f]) => !f.managed || f.onCreate || key in extra || key === 'owner')
    .flatMap(([key, f]) =>
      items.flatMap((item, i) => {
        const now = named(item, key, f)
        return now && !same(named(before[i], key, f), now) ? [{ i, key, ...now }] : []
      }),
    )
  const wanted = [...Map.groupBy(anew, (r) => `${r.key} ${r.entity}`).values()].map((refs): Wanted => ({
    key: refs[0]!.key,
    entity: refs[0]!.entity,
    ids: [...new Set(refs.map((r) => r.id))],
  }))
  if (wanted.length === 0) return
  const found = await find(
    c,
    wanted.filter((w) => canBeNamed(c, e, w)),
  )
  const teams = new Map(found.map((row) => [`${row.key} ${row.id}`, row.team]))
  const problems: Problem[] = []
  for (const { i, key, entity, id } of anew) {
    const team = teams.get(`${key} ${id}`)
    if (team === undefined)
      problems.push({
        path: `items.${i}.${key}`,
        message: `There is no ${entity} ${id}, or you may not see it.`,
        code: 'no_reference',
      })
    else if (key === 'owner' && Object.hasOwn(e.fields, 'team')) items[i]!['team'] = team
  }
  if (problems.length) throw new Invalid(problems)
}

/** What follows its record stands on one that follows none itself: else whose it is could not be told from one row. */
const canBeNamed = ({ kolo }: Context, e: Entity, { key, entity }: Wanted): boolean => {
  if (!e.fields[key]!.anyEntity) return true
  const target = [...kolo.allEntities()].find((x) => x.name === entity)
  return target !== undefined && !(e.follows === key && target.follows)
}

async function find(c: Context, wanted: Wanted[]): Promise<Found[]> {
  const rights = c.kolo.rightsOf(c.actor)
  const may = ({ entity }: Wanted) => (rights[entity] ?? nothing).read !== 'none'
  const select = ({ key, entity, ids }: Wanted): Sql => {
    const target = c.kolo.entity(entity)
    const object = target.object ? sql`and object_id = ${target.object}::uuid` : empty
    const team = target.name === 'user' ? raw('team_id') : raw('null::uuid')
    return sql`select ${key}::text as key, id, ${team} as team from ${raw(`"${target.table}"`)}
      where id = any(${ids}::uuid[]) and deleted_at is null ${object}`
  }
  const run = (some: Wanted[]) =>
    some.length ? c.tx.kept<Found>(sql`${join(some.map(select), ' union all ')}`) : []
  // Himself he may name as the owner, though he may not see who else works here.
  const { user } = c.actor
  const himself = wanted
    .filter((w) => !may(w) && w.entity === 'user' && user !== null && w.ids.includes(user))
    .map((w) => ({ ...w, ids: [user!] }))
  const seen = await run(wanted.filter(may))
  return himself.length ? [...seen, ...(await c.tx.elevated(async () => run(himself)))] : seen
}
