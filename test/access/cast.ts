import type pg from 'pg'
import sql, { raw, type Sql } from 'sql-template-tag'
import { scopesOf, type EntityRight, type Rights } from '#core/access.ts'
import { systemActor, type Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import type { Entity, Scope } from '#core/entity.ts'
import { Kolo } from '#core/kolo.ts'
import { makeCatalogue } from '#modules/index.ts'
import { newDatabase, template } from '#test/world/database.ts'
import { everyKind } from '#test/world/every-kind.ts'
import { fill, type Thing } from './things.ts'

/** Who acts: all of them sit in the team `north`, which has `below` under it. */
export type Player = { actor: Actor; rights: Rights }

export type Cast = {
  kolo: Kolo
  db: Database
  system: Actor
  administrator: Actor
  players: Player[]
  things: Thing[]
  of(e: Entity): Thing[]
  /** Of each entity one record for each way of being related to the player, his own first. */
  near(player: Player, e: Entity): Thing[]
  close(): Promise<void>
}

const wanted = (e: Entity, scope: Scope, otherwise: Scope): Scope =>
  scope === 'none' || scopesOf(e).includes(scope) ? scope : otherwise

type Plan = { read: Scope; update: Scope; remove: Scope; otherwise: Scope; hide?: 0 | 1 }

/** Roles made for the test: every scope, rights that differ by verb, and fields hidden or shown for reading only. */
export const plans: Record<string, Plan> = {
  t_all: { read: 'all', update: 'all', remove: 'all', otherwise: 'all' },
  t_team: { read: 'team', update: 'team', remove: 'team', otherwise: 'all' },
  t_own: { read: 'own', update: 'own', remove: 'own', otherwise: 'none' },
  t_client: { read: 'client', update: 'client', remove: 'client', otherwise: 'none' },
  t_narrowing: { read: 'all', update: 'team', remove: 'own', otherwise: 'all' },
  t_binner: { read: 'all', update: 'own', remove: 'all', otherwise: 'all' },
  t_only_bins: { read: 'all', update: 'none', remove: 'own', otherwise: 'all' },
  t_even_hidden: { read: 'all', update: 'all', remove: 'all', otherwise: 'all', hide: 0 },
  t_odd_hidden: { read: 'team', update: 'team', remove: 'team', otherwise: 'all', hide: 1 },
  t_none: { read: 'none', update: 'none', remove: 'none', otherwise: 'none' },
}

/** Of the fields beside the title, every second is hidden or only readable, in turn. */
const hidden = (e: Entity, parity: 0 | 1): EntityRight['fields'] =>
  Object.fromEntries(
    Object.keys(e.fields)
      .filter((key) => key !== e.title)
      .filter((_, i) => i % 2 === parity)
      .map((key, i) => [key, i % 4 === 3 ? ('read' as const) : ('none' as const)]),
  )

const rightsOf = (plan: Plan, e: Entity): EntityRight => {
  const scope = (s: Scope) => wanted(e, s, plan.otherwise)
  const read = scope(plan.read)
  return {
    read,
    create: read !== 'none' && plan.update !== 'none',
    update: scope(plan.update),
    delete: scope(plan.remove),
    export: read !== 'none',
    fields: plan.hide === undefined ? {} : hidden(e, plan.hide),
  }
}

export const builtIn = ['administrator', 'manager', 'sales', 'marketing', 'service', 'reader', 'client']

/** Several at once, since most of the time is waiting for the database. */
export async function ofEach<T>(all: Iterable<T>, look: (one: T) => Promise<unknown>): Promise<void> {
  const waiting = [...all]
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) await look(one)
  }
  await Promise.all([next(), next(), next(), next()])
}

const open = (config: pg.PoolConfig) => {
  const db = new Database({ config, size: 5 })
  return { db, kolo: new Kolo(makeCatalogue(), db) }
}

/** A database where every entity has records of mine, my team's, the team's below, a stranger's and nobody's. */
export async function assemble(): Promise<Cast> {
  const own = await newDatabase(await template('access', build))
  const { db, kolo } = open(own.config)
  const { actors, things } = await kept(kolo)
  const byEntity = Map.groupBy(things, (t) => t.entity.name)
  const of = (e: Entity) => byEntity.get(e.name) ?? []
  const clients = byEntity.get('account')!
  const players = actors.map((actor) => ({
    actor: { ...actor, account: /client/.test(actor.role) ? clients[0]!.id : null },
    rights: kolo.rightsOf(actor),
  }))
  return {
    kolo,
    db,
    system: systemActor(),
    administrator: actors[0]!,
    players,
    things,
    of,
    near: ({ actor }, e) => {
      const all = of(e)
      const own = all.filter((t) => t.owner === actor.user && t.owner !== null).slice(0, 1)
      const strange = all.filter((t) => t.owner === null || !actors.some((a) => a.user === t.owner))
      return [...own, ...all.slice(0, 2), ...strange.slice(-9)]
    },
    async close() {
      await db.close()
      await own.drop()
    },
  }
}

/** What is told of the database lies in it, so that each file of tests can have a copy. */
async function keep(db: Database, actors: Actor[], things: Thing[]): Promise<void> {
  const written = things.map((t) => ({
    ...t,
    entity: t.entity.name,
    stands: t.stands && things.indexOf(t.stands),
  }))
  await db.system((tx) =>
    tx.rows(
      sql`update meta set settings = settings || ${JSON.stringify({ cast: { actors, things: written } })}::jsonb`,
    ),
  )
}

type Written = Omit<Thing, 'entity' | 'stands'> & { entity: string; stands: number | null }

async function kept(kolo: Kolo): Promise<{ actors: Actor[]; things: Thing[] }> {
  const row = await kolo.db.system((tx) =>
    tx.one<{ cast: { actors: Actor[]; things: Written[] } }>(sql`select settings->'cast' as cast from meta`),
  )
  const { actors, things: written } = row!.cast
  const all = written.filter((t) => !t.binned).map((t) => t.id)
  const bin = (at: Sql) =>
    kolo.db.system(async (tx) => {
      for (const table of ['roles', 'custom_fields', 'custom_objects', 'choice_options'])
        await tx.rows(sql`update ${raw(table)} set deleted_at = ${at} where id = any(${all}::uuid[])`)
    })
  // The roles, fields and objects among the things are rows like others: they bring nothing about.
  await bin(sql`now()`)
  await kolo.refresh()
  await bin(sql`null`)
  const things: Thing[] = written.map((t) => ({ ...t, entity: kolo.entity(t.entity), stands: null }))
  for (const [i, { stands }] of written.entries()) if (stands !== null) things[i]!.stands = things[stands]!
  return { actors, things }
}

async function build(config: pg.PoolConfig): Promise<void> {
  const { db, kolo } = open(config)
  await kolo.refresh()
  const system = systemActor()
  const one = async (name: string, item: object, who = system) =>
    (await kolo.call(who, name, { items: [item] })).items[0]
  const listed = (await kolo.list(system, 'role')).items
  const roleIds = new Map(listed.map((r) => [r['key'] as string, r.id]))

  const north = await one('team.create', { name: 'north' })
  const below = await one('team.create', { name: 'below', parent: north.id })
  const south = await one('team.create', { name: 'south' })
  const person = async (name: string, role: string, team: { id: string }): Promise<Actor> => {
    const made = await one('user.create', { name, role: roleIds.get(role), team: team.id })
    const teams = team === north ? [north.id, below.id] : [team.id]
    return { ...system, user: made.id, name, role, teams, via: 'api' }
  }
  const administrator = await person('administrator', 'administrator', north)
  await ownFields(kolo, administrator)
  const roles = Object.entries(plans).map(([key, plan]) => ({
    name: key,
    key,
    rights: Object.fromEntries([...kolo.allEntities()].map((e) => [e.name, rightsOf(plan, e)])),
  }))
  const madeRoles = await kolo.call(administrator, 'role.create', { items: roles })
  roles.forEach(({ key }, i) => roleIds.set(key, madeRoles.items[i].id))
  await kolo.refresh()

  const others = {
    mate: await person('mate', 'reader', north),
    under: await person('under', 'reader', below),
    stranger: await person('stranger', 'reader', south),
  }
  const actors = [administrator]
  for (const role of [...builtIn.slice(1), ...Object.keys(plans)])
    actors.push(await person(role, role, north))
  const things = await fill(kolo, {
    actors,
    others,
    teams: { north: north.id, below: below.id, south: south.id },
  })
  await keep(db, actors, things)
  await db.close()
}

/** Customers' own fields of every kind and on the business's entities, a formula over a restricted field, and an object of their own. */
async function ownFields(kolo: Kolo, administrator: Actor): Promise<void> {
  const make = (item: object) => kolo.call(administrator, 'customField.create', { items: [item] })
  await kolo.call(administrator, 'customObject.create', {
    items: [{ key: 'gadget', plural: 'gadgets', label: 'Gadget', labelMany: 'Gadgets' }],
  })
  await everyKind(kolo, administrator)
  for (const entity of ['account', 'contact', 'deal', 'product', 'gadget'])
    for (const key of ['note', 'hint'])
      await make({ entity, key, kind: 'text', label: key, isSearchable: key === 'note' })
  await make({ entity: 'gadget', key: 'account', kind: 'reference', target: 'account', label: 'Account' })
  await make({ entity: 'product', key: 'margin', kind: 'formula', formula: 'price - cost', label: 'Margin' })
}
