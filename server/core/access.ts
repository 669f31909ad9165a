import sql, { raw, type Sql } from 'sql-template-tag'
import type { Actor } from './actor.ts'
import { columnNames, type Entity, type Right, type Scope } from './entity.ts'
import { snake } from './text.ts'

export type FieldRight = 'none' | 'read' | 'write'
export type EntityRight = Required<Right> & { fields: Record<string, FieldRight> }
/** What one role may do, by entity. */
export type Rights = Record<string, EntityRight>

export const nothing: EntityRight = {
  read: 'none',
  create: false,
  update: 'none',
  delete: 'none',
  export: false,
  fields: {},
}
const everything: EntityRight = {
  read: 'all',
  create: true,
  update: 'all',
  delete: 'all',
  export: true,
  fields: {},
}

const looking: EntityRight = { ...nothing, read: 'all', export: true }

/** A ledger is only looked at, whatever the role says. */
export const withLedgers = (rights: Rights, entities: Iterable<Entity>): Rights => ({
  ...rights,
  ...Object.fromEntries(
    [...entities]
      .filter((e) => e.ledger && rights[e.name])
      .map((e) => [e.name, { ...rights[e.name]!, create: false, update: 'none', delete: 'none' } as const]),
  ),
})

/** The rights a built-in role starts with, from the declarations. */
export function defaultRights(entities: Iterable<Entity>, role: string): Rights {
  const rights: Rights = {}
  for (const e of entities) {
    if (role === 'administrator' || role === 'system') {
      rights[e.name] = e.ledger ? looking : everything
      continue
    }
    // A client's user is nobody of the house: he has only what is said for him.
    const given = e.access[role] ?? (role === 'client' ? undefined : e.access['everyone'])
    if (!given) continue
    const { sees, looks, ...right } = given
    rights[e.name] = { ...nothing, ...right, fields: restricted(e, role, sees, looks) }
  }
  return rights
}

const restricted = (e: Entity, role: string, sees?: readonly string[], looks: readonly string[] = []) =>
  Object.fromEntries(
    Object.entries(e.fields).flatMap(([key, f]): [string, FieldRight][] => {
      if ((f.only && !f.only.includes(role)) || (sees && !sees.includes(key))) return [[key, 'none']]
      return looks.includes(key) ? [[key, 'read']] : []
    }),
  )

export const mayRead = (right: EntityRight, field: string) => (right.fields[field] ?? 'write') !== 'none'
export const mayWrite = (right: EntityRight, field: string) => (right.fields[field] ?? 'write') === 'write'

/** Whether he may be told, by being found or not, of everything that a record is found by. */
export const maySearch = (e: Entity, right: EntityRight) =>
  Object.entries(e.fields).every(([key, f]) => !f.search || mayRead(right, key))

/** The row rule as a condition, for what no policy decides: narrowing a write to its own scope, and steps that run as
 * the system. A reading does not repeat it: PostgreSQL knows the policy's values when it plans, and the same said twice
 * makes it expect the square of the share (a list of a twentieth of a million took 120 ms for 3). */
export function scopeCondition(
  e: Entity,
  scope: Scope,
  actor: Actor,
  rights: Rights,
  alias = 't',
  verb: 'read' | 'update' = 'update',
): Sql {
  const open = scopeRule(e, scope, actor, rights, alias, verb)
  // Nobody's own: what somebody keeps to himself is still read in, carried on and told of by the system.
  if (actor.role === 'system') return open
  if (e.privateBy) return sql`(${open} and ${raw(privateRule(e, `"${alias}".`))})`
  const kept = keeperColumns(e)
  if (!kept || scope === 'none') return open
  const c = (name: string) => raw(`"${alias}".${name}`)
  return sql`(${open} and ${c(kept.alone)} is not true or ${c(kept.user)} = ${actor.user}::uuid
    or ${c(kept.team)} = any(${actor.teams}::uuid[]))`
}

export const keeperColumns = (e: Entity) =>
  e.keepers && {
    user: `${snake(e.keepers.user)}_id`,
    team: `${snake(e.keepers.team)}_id`,
    alone: snake(e.keepers.alone),
  }

function scopeRule(
  e: Entity,
  scope: Scope,
  actor: Actor,
  rights: Rights,
  alias: string,
  verb: 'read' | 'update',
): Sql {
  const t = raw(`"${alias}".`)
  switch (scope) {
    case 'all':
      return sql`true`
    case 'own':
      return sql`${t}${raw(ownColumn(e))} = ${actor.user}::uuid`
    case 'team':
      return sql`${t}team_id = any(${actor.teams}::uuid[])`
    case 'client':
      return sql`${t}${raw(clientColumn(e) ?? 'id')} = ${actor.account}::uuid`
    case 'record':
      return raw(followRule(e, verb, rights, `"${alias}".`))
    case 'none':
      return sql`false`
  }
}

/** The fields that a scope looks at; where one is hidden from a role, its own query may not name it. */
export const mayReadScope = (e: Entity, right: EntityRight, scope: Scope): boolean => {
  const asked = [
    ...Object.values(e.keepers ?? {}),
    ...(e.privateBy ? [e.privateBy, e.mine ?? 'owner', e.sharedWith] : []),
  ]
  if (asked.some((key) => key && !mayRead(right, key))) return false
  if (scope === 'record') return [e.follows!, 'owner', 'team'].every((f) => mayRead(right, f))
  const key = {
    own: e.follows ? e.mine : 'owner',
    team: 'team',
    client: e.client === 'id' ? null : e.client,
    all: null,
    none: null,
  }[scope]
  return key === null || mayRead(right, key)
}

/** The column that says whose own a row is. */
export const ownColumn = (e: Entity) => (e.follows ? `${snake(e.mine!)}_id` : 'owner_id')

/** The row rule of what follows its record, as SQL for a policy of the role with these rights: the record's own rule,
 * entity by entity, and what is the user's own. Settings and columns only, as on every policy. */
export function followRule(e: Entity, verb: 'read' | 'update', rights: Rights, prefix = ''): string {
  const [kind] = columnNames(e.follows!, e.fields[e.follows!]!)
  const of = (scope: Scope, rule: string) => {
    const names = Object.entries(rights)
      .filter(([name, right]) => right[verb] === scope && /^\w+$/.test(name))
      .map(([name]) => `'${name}'`)
    return names.length ? [`(${prefix}${kind} in (${names.toSorted().join(', ')})${rule})`] : []
  }
  const own = e.mine ? [`${prefix}${ownColumn(e)} = app_user()`] : []
  const rules = [
    ...of('all', ''),
    ...of('team', ` and ${prefix}team_id = any(app_teams())`),
    ...of('own', ` and ${prefix}owner_id = app_user()`),
    ...own,
    ...(verb === 'read' ? sharedRule(e, prefix) : []),
  ]
  return rules.length ? `(${rules.join(' or ')})` : 'false'
}

const sharedRule = (e: Entity, prefix: string): string[] =>
  e.sharedWith
    ? [`${prefix}${snake(e.sharedWith)} @> jsonb_build_array(jsonb_build_object('user', app_user()))`]
    : []

/** What hides a private row from everybody else, beside whatever rule lets him see it. */
export const privateRule = (e: Entity, prefix = ''): string =>
  `(${[
    `${prefix}${snake(e.privateBy!)} is not true`,
    `${prefix}${ownColumn(e)} = app_user()`,
    ...sharedRule(e, prefix),
  ].join(' or ')})`

export const clientColumn = (e: Entity) =>
  e.client === null ? null : e.client === 'id' ? 'id' : `${e.client}_id`

/** Scopes that mean something for an entity: without an owner a record is nobody's own. */
export const scopesOf = (e: Entity): Scope[] =>
  e.follows ? [...(e.mine ? (['own'] as const) : []), 'record', 'all'] : ownedScopes(e)

const ownedScopes = (e: Entity): Scope[] => [
  ...(Object.hasOwn(e.fields, 'owner') ? (['own', 'team'] as const) : []),
  'all',
  ...(e.client ? (['client'] as const) : []),
]
