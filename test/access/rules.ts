import { nothing, type Rights } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import type { Scope } from '#core/entity.ts'
import { markIn, type Thing } from './things.ts'

/** The rule of rows and fields, said once more and apart from the product, so that the two can be compared. */
export function reaches(
  scope: Scope,
  thing: Thing,
  actor: Actor,
  rights: Rights,
  verb: 'read' | 'update',
): boolean {
  if (thing.hidden && thing.mine !== actor.user) return false
  const { keepers } = thing.entity
  if (scope !== 'none' && keepers) {
    if (thing.references[keepers.user] === actor.user) return true
    if (actor.teams.includes(thing.references[keepers.team] ?? '')) return true
    if (thing.alone) return false
  }
  if (scope === 'all') return true
  const own = thing.stands ? thing.mine : thing.owner
  if (scope === 'own') return own !== null && own === actor.user
  if (scope === 'record') {
    // Nobody but a client's user has his rights, and those end at his account's own records.
    const of = rightOn(rights, thing.stands!)[verb]
    return own === actor.user || (of !== 'client' && reaches(of, thing.stands!, actor, rights, verb))
  }
  if (scope === 'team') return thing.team !== null && actor.teams.includes(thing.team)
  if (scope === 'client') {
    const { client } = thing.entity
    const account = client === 'id' ? thing.id : client ? thing.references[client] : undefined
    return account !== undefined && account === actor.account
  }
  return false
}

export const rightOn = (rights: Rights, thing: Thing) => rights[thing.entity.name] ?? nothing

export const sees = (rights: Rights, thing: Thing, actor: Actor) =>
  reaches(rightOn(rights, thing).read, thing, actor, rights, 'read') ||
  (thing.shared && rightOn(rights, thing).read !== 'none')

const fieldRight = (rights: Rights, thing: Thing, key: string) =>
  rightOn(rights, thing).fields[key] ?? 'write'

/** What is computed shows what it is computed from. */
export const seesField = (rights: Rights, thing: Thing, key: string): boolean => {
  const { fields } = thing.entity
  const { formula, from = [] } = fields[key] ?? {}
  const others = formula ? (formula.match(/[A-Za-z_][\w.]*/g) ?? []).filter((k) => fields[k]) : from
  return fieldRight(rights, thing, key) !== 'none' && others.every((k) => seesField(rights, thing, k))
}
export const writesField = (rights: Rights, thing: Thing, key: string) =>
  fieldRight(rights, thing, key) === 'write'

type Place = { thing: Thing; key: string | null }
const known = new WeakMap<readonly Thing[], Map<string, Place>>()

/** Where each mark stands: the mark alone is in no field, the longer ones in one each. */
const placesOf = (things: readonly Thing[]) =>
  known.getOrInsertComputed(
    things,
    () =>
      new Map(
        things.flatMap((thing): [string, Place][] => [
          [thing.mark, { thing, key: null }],
          ...Object.keys(thing.entity.fields).map((key): [string, Place] => [
            markIn(thing, key),
            { thing, key },
          ]),
        ]),
      ),
  )

/** Every mark in the text of an answer that this actor should not have been shown. */
export function leaks(shown: unknown, things: readonly Thing[], rights: Rights, actor: Actor): string[] {
  const marks =
    (typeof shown === 'string' ? shown : JSON.stringify(shown)).match(/zq\d+n\d+x(?:[a-z0-9]*?zz)?/g) ?? []
  const places = placesOf(things)
  return [...new Set(marks)].filter((found) => {
    const place = places.get(found) ?? places.get(/^zq\d+n\d+x/.exec(found)![0])
    if (!place) return false
    const { thing, key } = place
    return !sees(rights, thing, actor) || (key !== null && !seesField(rights, thing, key))
  })
}
