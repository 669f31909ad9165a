import sql, { join, raw, type Sql } from 'sql-template-tag'
import { columnNames, fieldOf, type Entity } from '../entity.ts'
import { column } from '../expression.ts'
import type { Kolo } from '../kolo.ts'

/** Milliseconds since 1970 as PostgreSQL keeps a moment, to the last one. */
export const moment = (ms: Sql | number): Sql =>
  sql`(timestamptz 'epoch' + ${ms}::bigint * interval '1 millisecond')`

/** When an event was written, as its id tells it: so order by time and order by id are one. */
export const writtenAt = (id: Sql): Sql =>
  moment(sql`('x' || translate(left(${id}::text, 13), '-', ''))::bit(48)`)

/** What is written within this of its happening stands where it was written: a record is made a breath before its event. */
const close = sql`interval '1 minute'`

/** Fields of its own record by which a fact is placed. A record is made when it says so itself, at the latest. */
const ownTimes = (kolo: Kolo, e: Entity, name: string): readonly string[] => {
  const at = kolo.catalogue.told.get(name)?.at
  const own = Array.isArray(at) ? (at as readonly string[]) : []
  return name === `${e.name}.created` ? [...own, 'createdAt'] : own
}

const namesOf = (kolo: Kolo, e: Entity): string[] => {
  const told = [...kolo.catalogue.told].flatMap(([name, t]) =>
    t?.at && name.startsWith(`${e.name}.`) ? [name] : [],
  )
  return [...new Set([`${e.name}.created`, ...told])]
}

/** Whether such a fact may have happened long before it was written. */
export const mayBeLate = (kolo: Kolo, e: Entity, name: string): boolean =>
  name === `${e.name}.created` || kolo.catalogue.told.get(name)?.at !== undefined

/** Fields of a record that place what happened to it: where one changes, its facts move. */
export const placing = (kolo: Kolo, e: Entity): Set<string> =>
  new Set(namesOf(kolo, e).flatMap((name) => ownTimes(kolo, e, name)))

/** What is known by its day alone stands at one of its ends: what began that day before all else, what ended after. */
export const ends = ['00:00:00.001', '23:59:59.999'] as const
/** Whose day it is: of the user `u` who wrote it. */
export const zone = sql`coalesce(u.time_zone, 'UTC')`

/** What is dated on the day it is written stands where it was written. */
function instant(e: Entity, key: string, alias: string, end: string): Sql {
  const field = fieldOf(e, key)
  if (!field || field.custom) throw new Error(`${e.name} has no field ${key} to place a fact by.`)
  const value = column(alias, columnNames(key, field)[0]!)
  const today = sql`(${writtenAt(sql`v.id`)} at time zone ${zone})::date`
  return field.kind.name === 'date'
    ? sql`case when ${value} < ${today} then (${value} + ${end}::time) at time zone ${zone} end`
    : value
}

/** Of the event `v`, told by the user `u`, about the record `t` of `e`: when it happened. A fact is never placed after
 * it was written: nobody tells what is still to come. */
export function happenedAt(kolo: Kolo, e: Entity): Sql {
  const cases = namesOf(kolo, e).map((name) => {
    const end = ends[name.endsWith('.created') ? 0 : 1]
    const at = kolo.catalogue.told.get(name)?.at
    if (at && !Array.isArray(at)) {
      const { entity, by, field } = at as { entity: string; by: string; field: string }
      const other = kolo.entity(entity)
      return sql`when ${name} then (select ${instant(other, field, 'x', end)} from ${raw(`"${other.table}" x`)}
        where x.id = (v.payload->>${by})::uuid)`
    }
    return sql`when ${name} then least(${join(
      ownTimes(kolo, e, name).map((key) => instant(e, key, 't', end)),
      ', ',
    )})`
  })
  const written = writtenAt(sql`v.id`)
  const told = sql`case v.name ${join(cases, ' ')} end`
  return sql`(select case when told.at < ${written} - ${close} then date_trunc('milliseconds', told.at) else ${written} end as at
    from (select ${told} as at) told)`
}
