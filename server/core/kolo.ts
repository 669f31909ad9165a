import sql from 'sql-template-tag'
import { z } from 'zod'
import { defaultRights, nothing, withLedgers, type Rights } from './access.ts'
import { systemActor, todayOf, type Actor } from './actor.ts'
import { currentIds, mayBeOld, namesIds, withCurrentIds } from './alias.ts'
import { cardOf } from './card.ts'
import type { Catalogue } from './catalogue.ts'
import { customOf, noCustoms, objectSettings, type Customs } from './custom.ts'
import type { Database, Tx } from './database.ts'
import type { Entity } from './entity.ts'
import { Forbidden, Invalid, Missing, Refused } from './error.ts'
import { tell, type Event } from './event.ts'
import { translated } from './fault.ts'
import { Files, nowhere } from './files.ts'
import { withFound } from './finding.ts'
import { withFormulas } from './formula.ts'
import { historyOf } from './history.ts'
import { list, readMany, type ListQuery, type Page } from './list.ts'
import { nameKinds } from './missing.ts'
import { once } from './once.ts'
import type { Operation } from './operation.ts'
import { isReached, reachedBy, type Doings } from './reached.ts'
import type { Item } from './reading.ts'
import { check, inputSchema, itemSchema, writable } from './schema.ts'
import { sealsOf, type Seals } from './seals.ts'
import { searchEverything, type Found } from './search-everything.ts'
import { storeOf, type Store } from './store.ts'
import { workspaceOf, type Workspace } from './workspace.ts'
import { timelineOf, type TimelineQuery } from './timeline/read.ts'
import { summary, type Group, type SummaryQuery } from './summary.ts'

const mostItems = 10_000
const soon = 50
const ids = z.strictObject({ ids: z.array(z.string().toLowerCase().pipe(z.uuid())).min(1).max(mostItems) })

/** The catalogue bound to a database: the one thing that every door uses. */
export class Kolo {
  catalogue: Catalogue
  db: Database
  /** Told after commits that wrote events. */
  onEvents: (() => void)[] = []
  onRefresh: (() => void)[] = []
  customs: Customs = noCustoms
  /** What the whole workspace shares: its name, currency, country and language. */
  workspace: Workspace = workspaceOf({})
  /** Where people reach it, for links that go out: https://crm.example.com */
  address = ''
  files: Files
  seals: Seals
  private rights = new Map<string, Rights>()
  private entities = new Map<string, Entity>()
  private schemas = new Map<string, z.ZodType>()
  private version = -1
  private telling: NodeJS.Timeout | undefined

  /** `secret`: the installation's; without one what is sealed is readable until the process ends. */
  constructor(catalogue: Catalogue, db: Database, secret?: string) {
    this.catalogue = catalogue
    this.db = db
    this.seals = sealsOf(secret)
    this.files = new Files(db, nowhere)
    this.entities = new Map(catalogue.entities)
    nameKinds(catalogue.entities.values())
    db.settings = (actor) => objectSettings(this.customs.objects.values(), this.rightsOf(actor), actor)
  }

  /** Reads roles' rights, customers' own fields and objects anew if they changed since. */
  async refresh(): Promise<void> {
    const state = await this.db.system(async (tx) => {
      const meta = await tx.one<{ version: number; settings: Parameters<typeof workspaceOf>[0] }>(
        sql`select version, settings->'workspace' as settings from meta`,
      )
      if (meta) this.workspace = workspaceOf(meta.settings)
      if (!meta || meta.version === this.version) return null
      const roles = await tx.rows<{ key: string; rights: Rights }>(
        sql`select key, rights from roles where deleted_at is null`,
      )
      return { version: meta.version, roles, customs: await customOf(tx, this) }
    })
    if (!state) return
    this.customs = state.customs
    this.entities = state.customs.apply(this.catalogue.entities)
    nameKinds(this.entities.values())
    this.rights = new Map(
      state.roles.map((r) => [
        r.key,
        withFormulas(withLedgers(r.rights, this.entities.values()), this.entities.values()),
      ]),
    )
    this.rights.set('system', defaultRights(this.entities.values(), 'system'))
    // The administrator has every right, also over what was made after his role was.
    this.rights.set('administrator', { ...defaultRights(this.entities.values(), 'administrator') })
    this.schemas.clear()
    this.version = state.version
    for (const told of this.onRefresh) told()
  }

  entity(name: string): Entity {
    const e = this.entities.get(name)
    if (!e)
      throw new Invalid([{ path: 'entity', message: `There is no entity ${name}.`, code: 'unknown_entity' }])
    return e
  }
  allEntities = () => this.entities.values()
  entityOf = (name: string) => this.entity(name)
  /** The name of the module that brings it; 'own' of a customer's own object. */
  moduleOf = (e: Entity) =>
    this.catalogue.modules.find((m) => m.entities.some((x) => x.name === e.name))?.name ?? 'own'
  rightsOf = (actor: Actor): Rights => this.rights.get(actor.role) ?? {}
  private scope = (actor: Actor) => ({ entityOf: this.entityOf, rights: this.rightsOf(actor) })

  /** The store of a step whose right the operation has looked at itself: inside `tx.elevated` it reaches every record,
   * still in the actor's name. */
  systemStore = (tx: Store): Store =>
    storeOf(
      tx,
      {
        rights: this.rightsOf(systemActor()),
        entityOf: this.entityOf,
        allEntities: this.allEntities,
      },
      tx.operation,
    )

  operation(name: string): Operation {
    const found = this.catalogue.operations.get(name) ?? this.customs.operations?.get(name)
    if (!found) throw new Missing('operation', name)
    return found
  }

  /** May this role run it at all? Which rows, PostgreSQL decides. */
  may(actor: Actor, { needs }: Pick<Operation, 'needs'>): boolean {
    const rights = this.rightsOf(actor)
    return Object.entries(needs).every(([entity, need]) => {
      const right = (rights[entity] ?? nothing)[need]
      return right === true || (typeof right === 'string' && right !== 'none')
    })
  }

  /** Runs an operation with the rights of the actor, in one transaction. */
  // oxlint-disable-next-line typescript/no-explicit-any
  async call<T = any>(actor: Actor, name: string, input: unknown): Promise<T> {
    const o = this.operation(name)
    if (!this.may(actor, o)) throw new Forbidden(`This role may not: ${o.summary[actor.locale]}.`)
    const checked = check(this.schemaOf(actor, o), input, actor.locale)
    const attempt = (asked: unknown) => this.db.as(actor, (tx) => once(tx, () => this.runIn(tx, o, asked)))
    const run = () =>
      attempt(checked).catch(async (error: unknown) => {
        if (!mayBeOld(o, error)) throw error
        const now = await this.db.system((tx) => withCurrentIds(tx, checked))
        if (now === null) throw error
        return attempt(now)
      })
    return (await translated(this, actor, o, run, checked)) as T
  }

  /** Runs an operation inside a transaction that is already open. */
  async runIn(tx: Tx, o: Operation, input: unknown): Promise<unknown> {
    const { actor } = tx
    const events: Event[] = []
    const store = storeOf(
      tx,
      { rights: this.rightsOf(actor), entityOf: this.entityOf, allEntities: this.allEntities },
      o.name,
    )
    const result = await o.run(
      {
        tx: store,
        actor,
        today: todayOf(actor),
        kolo: this,
        refuse: (code) => {
          throw new Refused(code, o.refusals?.[code]?.[actor.locale] ?? code)
        },
        emit: (event, record, payload) =>
          void events.push({
            name: event,
            ...(record ? { record: record.id, entity: o.on ?? event.split('.')[0]! } : {}),
            payload,
          }),
      },
      input as never,
    )
    await tell(store, events, o.name)
    const answer = o.on && !o.stock ? await this.shown(tx, o.on, result) : result
    if (o.effect === 'write') tx.afterCommit(this.tellOfEvents)
    return answer
  }

  /** Commits that follow at once are told of together: who reacts reads the database each time. */
  tellOfEvents = (): void => {
    this.telling ??= setTimeout(() => {
      this.telling = undefined
      for (const told of this.onEvents) told()
    }, soon).unref()
  }

  /** A record that an operation answers with is shown as any reading shows it to this actor. */
  private async shown(tx: Tx, entity: string, result: unknown): Promise<unknown> {
    if (result === null || typeof result !== 'object' || !('id' in result && 'revision' in result))
      return result
    const { id } = result as { id: string }
    return (await this.readIn(tx, entity, [id]))[0] ?? { id }
  }

  schemaOf(actor: Actor, o: Operation): z.ZodType {
    const key = `${actor.role} ${o.name}`
    let schema = this.schemas.get(key)
    if (!schema) this.schemas.set(key, (schema = this.makeSchema(actor, o)))
    return schema
  }
  private makeSchema(actor: Actor, { stock, input }: Operation): z.ZodType {
    if (!stock) return inputSchema(input)
    if (stock.verb === 'delete' || stock.verb === 'restore') return ids
    const right = this.rightsOf(actor)[stock.entity] ?? nothing
    const item = itemSchema(writable(this.entity(stock.entity), right, stock.verb, stock.extra), stock.verb)
    return z.strictObject({ items: z.array(item).min(1).max(mostItems), returning: z.boolean().optional() })
  }

  list = (actor: Actor, entity: string, query: ListQuery = {}): Promise<Page> =>
    this.asked(actor, entity, query, list, (page) => page.items.length === 0, 'custom')
  summary = (actor: Actor, entity: string, query: SummaryQuery): Promise<Group[]> =>
    this.asked(actor, entity, query, summary, (groups) => groups.length === 0)

  /** Reads by a filter; one that finds nothing may name a record by an old id. */
  private async asked<Q extends { filter?: unknown }, R>(
    actor: Actor,
    entity: string,
    query: Q,
    read: (tx: Tx, e: Entity, query: Q, scope: ReturnType<Kolo['scope']>) => Promise<R>,
    isEmpty: (found: R) => boolean,
    plans?: 'custom',
  ): Promise<R> {
    const run = async (tx: Tx, q: Q) =>
      read(tx, this.entity(entity), await withFound(this, tx, entity, q), this.scope(actor))
    const attempt = (q: Q) =>
      translated(this, actor, null, () => this.db.reading(actor, (tx) => run(tx, q), plans))
    const found = await attempt(query)
    if (!query.filter || !isEmpty(found) || !namesIds(query.filter)) return found
    const now = await this.db.system((tx) => withCurrentIds(tx, query.filter))
    return now === null ? found : attempt({ ...query, filter: now })
  }

  readIn = (
    tx: Tx | Store,
    entity: string,
    which: readonly string[],
    fields?: readonly string[],
  ): Promise<Item[]> => readMany(tx, this.entity(entity), which, this.scope(tx.actor), fields)

  /** What the actor may do with this record, and why an operation cannot be run now. */
  async operationsOn(actor: Actor, entity: string, id: string): Promise<Doings> {
    const record = await this.get(actor, entity, id)
    const look = (tx: Tx) => reachedBy(tx, this.entity(entity), this.rightsOf(actor), record.id)
    const reached = await this.db.reading(actor, look)
    const items = [...this.catalogue.operations.values()]
      .filter((o) => o.on === entity && this.may(actor, o) && isReached(reached, o.needs[entity]))
      .map((o) => {
        const code = o.whyNot?.(record as never) ?? null
        return { name: o.name, refusal: code && (o.refusals?.[code]?.[actor.locale] ?? code) }
      })
    return { ...reached, items }
  }

  async get(actor: Actor, entity: string, id: string, fields?: readonly string[]): Promise<Item> {
    const read = async (one: string) =>
      (
        await translated(this, actor, null, () =>
          this.db.reading(actor, (tx) => this.readIn(tx, entity, [one], fields && [...fields, 'deletedAt'])),
        )
      )[0]
    let item = await read(id)
    if (!item || item['deletedAt']) {
      // Perhaps it lives on as a part of another record.
      const now = (await this.db.system((tx) => currentIds(tx, [id]))).get(id)
      if (now) item = await read(now)
    }
    if (!item) throw new Missing(entity, id)
    if (fields && !fields.includes('deletedAt')) delete item['deletedAt']
    return item
  }

  search = (
    actor: Actor,
    text: string,
    limit?: number,
    only?: readonly string[],
  ): Promise<{ items: Found[] }> =>
    translated(this, actor, null, () => searchEverything(this, actor, text, limit, only))

  history = (actor: Actor, entity: string, id: string, after?: string) =>
    historyOf(this, actor, entity, id, after)

  /** What happened to a record and to all that belongs to it. */
  timeline = (actor: Actor, entity: string, id: string, query: TimelineQuery = {}) =>
    timelineOf(this, actor, entity, id, query)

  /** A record in five seconds. */
  card = (actor: Actor, entity: string, id: string) => cardOf(this, actor, entity, id)
}
