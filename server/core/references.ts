import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { nothing } from './access.ts'
import type { Entity } from './entity.ts'
import { Invalid, type Problem } from './error.ts'
import type { Field } from './kind.ts'
import type { Context } from './operation.ts'
import { valueOf, type Plain, type Values } from './row.ts'

type Wanted = { key: string; f: Field; ids: string[] }
type Found = { key: string; id: string; team: string | null }

/** Every record that is referred to anew must be there, and be one that the actor may see. A record's team is its
 * owner's: it is set here. */
export async function resolveReferences(
  c: Context,
  e: Entity,
  items: Values[],
  before: readonly Plain[] = [],
): Promise<void> {
  const newIn = (i: number, key: string): string | null => {
    const id = valueOf(items[i]!, key)
    const was = before[i]
    return typeof id === 'string' && !(was && valueOf(was, key) === id) ? id : null
  }
  const wanted = Object.entries(e.fields).flatMap(([key, f]): Wanted[] => {
    if (!f.entity) return []
    const ids = new Set(items.map((_, i) => newIn(i, key)).filter((id) => id !== null))
    return ids.size ? [{ key, f, ids: [...ids] }] : []
  })
  if (wanted.length === 0) return
  const teams = new Map((await find(c, wanted)).map((row) => [`${row.key} ${row.id}`, row.team]))
  const problems: Problem[] = []
  items.forEach((item, i) => {
    for (const { key, f } of wanted) {
      const id = newIn(i, key)
      if (id === null) continue
      const team = teams.get(`${key} ${id}`)
      if (team === undefined)
        problems.push({
          path: `items.${i}.${key}`,
          message: `There is no ${f.entity} ${id}, or you may not see it.`,
          code: 'no_reference',
        })
      else if (key === 'owner' && Object.hasOwn(e.fields, 'team')) item['team'] = team
    }
  })
  if (problems.length) throw new Invalid(problems)
}

async function find(c: Context, wanted: Wanted[]): Promise<Found[]> {
  const rights = c.kolo.rightsOf(c.actor)
  const may = ({ f }: Wanted) => (rights[f.entity!] ?? nothing).read !== 'none'
  const select = ({ key, f, ids }: Wanted): Sql => {
    const target = c.kolo.entity(f.entity!)
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
    .filter((w) => !may(w) && w.f.entity === 'user' && user !== null && w.ids.includes(user))
    .map((w) => ({ ...w, ids: [user!] }))
  const seen = await run(wanted.filter(may))
  return himself.length ? [...seen, ...(await c.tx.elevated(async () => run(himself)))] : seen
}
