import { setImmediate } from 'node:timers/promises'
import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { mayRead, mayReadScope, maySearch, mayWrite, nothing, scopeCondition, type Rights } from './access.ts'
import type { Tx } from './database.ts'
import { type AnyEntity, type Entity, type Row, type Scope } from './entity.ts'
import { Missing } from './error.ts'
import { appendEvents, type Event } from './event.ts'
import { expressions } from './expression.ts'
import { carryAlong, inheritAnew, inherited, inheritedColumns, inherits, standingOn } from './inherit.ts'
import type { Field } from './kind.ts'
import {
  columnsOf,
  equal,
  flat,
  hasSearch,
  newRow,
  searchOf,
  valueOf,
  withoutEmpty,
  type Plain,
  type Values,
} from './row.ts'

/** A transaction that writes entities: every write carries its audit difference and its events. */
export type Store = Tx & {
  operation: string
  /** The row as it is now, held until the end of the transaction. Throws Missing when not there or not his to
   * update. References are plain ids. */
  lock<E extends AnyEntity>(entity: E, id: string): Promise<Row<E>>
  lockMany<E extends AnyEntity>(entity: E, ids: readonly string[]): Promise<Row<E>[]>
  /** This (up to `lot` records) and `saveMany` send what they write before they first wait: a reading sent next sees it. */
  insertMany(entity: AnyEntity, items: readonly Values[]): Promise<Plain[]>
  /** Writes what differs; a patch that changes nothing writes nothing. Returns the row as it is after. */
  save<E extends AnyEntity>(entity: E, before: Row<E>, patch: Partial<Row<E>>): Promise<Row<E>>
  saveMany(entity: AnyEntity, pairs: readonly (readonly [Plain, Values])[]): Promise<Plain[]>
  /** Into the bin, or out of it. */
  bin(entity: AnyEntity, ids: readonly string[], at: string | null): Promise<string[]>
}

/** So many records go to the database at once: it writes them while the next are made ready. */
export const lot = 250

const table = (e: Entity) => raw(`"${e.table}"`)
const list = (names: readonly string[], prefix = '') => raw(names.map((n) => `${prefix}"${n}"`).join(', '))

type House = { rights: Rights; entityOf(name: string): Entity; allEntities(): Iterable<Entity> }

export function storeOf(tx: Tx, { rights, entityOf, allEntities }: House, operation: string): Store {
  const { actor } = tx

  const house = { entityOf, allEntities }

  /** What an insert selects for a column; a part takes owner and team from its record. */
  const source = (e: Entity, names: readonly string[], on: readonly string[]): Sql =>
    join(
      names.map((name) =>
        inherits(e) && (name === 'owner_id' || name === 'team_id')
          ? inherited(e, name, house, on, 's')
          : raw(`s."${name}"`),
      ),
      ', ',
    )

  /** The row rule may look at a column that is hidden from the role: then the system looks, by the same rule. */
  const seeing = <T>(e: Entity, scope: Scope, run: () => Promise<T>): Promise<T> =>
    mayReadScope(e, rights[e.name] ?? nothing, scope) ? run() : tx.elevated(run)

  async function lockMany(e: Entity, ids: readonly string[]): Promise<Plain[]> {
    const right = rights[e.name] ?? nothing
    const kept = Object.entries(e.fields).filter(([, f]) => !f.custom && !f.formula)
    const fields = kept.filter(([key]) => mayRead(right, key))
    const cells = cellsOf(e, fields)
    const open = right.update === 'all' && !e.privateBy && !e.keepers
    const scope = open ? empty : sql`and ${scopeCondition(e, right.update, actor, rights)}`
    const object = e.object ? sql`and t.object_id = ${e.object}::uuid` : empty
    const which = ids.length === 1 ? sql`= ${ids[0]}::uuid` : sql`= any(${ids}::uuid[])`
    const rows = await seeing(e, right.update, () =>
      tx.kept<Values>(sql`select t.id, t.revision, t.custom, t.created_at, t.updated_at, t.deleted_at${cells.length ? sql`, ${join(cells, ', ')}` : empty}
      from ${table(e)} t where t.id ${which} and t.deleted_at is null ${scope} ${object} order by t.id for update of t`),
    )
    const found = new Map(rows.map((row) => [row['id'] as string, plain(row, fields)]))
    const missing = ids.find((id) => !found.has(id))
    if (missing) throw new Missing(e.name, missing)
    const hidden = kept.filter(([key]) => !mayRead(right, key))
    if (hidden.length) await tx.elevated(() => addHidden(e, hidden, found))
    return ids.map((id) => found.get(id)!)
  }

  const cellsOf = (e: Entity, fields: [string, Field][]): Sql[] =>
    fields.flatMap(([key, f], i) =>
      expressions(e, key, f, 't').map((x, j) => sql`${x} as ${raw(`c${i}_${j}`)}`),
    )

  /** An operation decides by the whole record, also by what its user may not see. */
  async function addHidden(e: Entity, hidden: [string, Field][], found: Map<string, Plain>): Promise<void> {
    const rows = await tx.rows<Values>(
      sql`select t.id, ${join(cellsOf(e, hidden), ', ')} from ${table(e)} t where t.id = any(${[...found.keys()]}::uuid[])`,
    )
    for (const row of rows) Object.assign(found.get(row['id'] as string)!, valuesIn(row, hidden))
  }

  const valuesIn = (row: Values, fields: [string, Field][]): Values =>
    Object.fromEntries(
      fields.map(([key, f], i) => [
        key,
        f.kind.read(
          f.kind.columns(f).map((_, j) => row[`c${i}_${j}`]),
          f,
        ),
      ]),
    )

  function plain(row: Values, fields: [string, Field][]): Plain {
    return {
      id: row['id'] as string,
      revision: Number(row['revision']),
      custom: (row['custom'] as Values) ?? {},
      createdAt: row['created_at'],
      updatedAt: row['updated_at'],
      ...valuesIn(row, fields),
    }
  }

  /** One statement writes the rows and their events. */
  const write = async (statement: Sql, events: Event[]): Promise<void> => {
    await tx.kept(sql`with told as (${appendEvents(tx, events, operation)}) ${statement}`)
  }

  // What a user may type has been checked; what the operation itself sets beside it (an owner, a state, the words of
  // search) may lie in columns that his role has no right to.
  const within = <T>(
    e: Entity,
    keys: readonly string[],
    search: boolean,
    run: () => Promise<T>,
  ): Promise<T> => {
    const right = rights[e.name] ?? nothing
    const own = keys.every((key) => mayWrite(right, key)) && !(search && !maySearch(e, right))
    return own ? run() : tx.elevatedAtOnce(run)
  }

  async function insertMany(e: Entity, items: readonly Values[]): Promise<Plain[]> {
    const given = new Set(items.flatMap((item) => Object.keys(item)))
    const keys = Object.keys(e.fields).filter((key) => given.has(key))
    const common = { keys, on: standingOn(e, items), now: new Date().toISOString() }
    const sent: Promise<Plain[]>[] = []
    for (let at = 0; at < items.length; at += lot) {
      if (at > 0) await setImmediate()
      const writing = insertLot(e, items.slice(at, at + lot), common)
      writing.catch(() => {})
      sent.push(writing)
    }
    return (await Promise.all(sent)).flat()
  }

  async function insertLot(
    e: Entity,
    items: readonly Values[],
    { keys, on, now }: { keys: string[]; on: string[]; now: string },
  ): Promise<Plain[]> {
    const rows = items.map((item) => newRow(e, item, keys, now))
    const names = [...new Set([...Object.keys(rows[0]!.columns), ...(inherits(e) ? inheritedColumns : [])])]
    const json = JSON.stringify(rows.map((r) => r.columns))
    const events = rows.map((r) => ({ name: `${e.name}.created`, entity: e.name, record: r.row.id }))
    // The record that it stands on has been checked; its owner may be hidden from who writes.
    const run = e.follows
      ? tx.elevatedAtOnce
      : <T>(step: () => Promise<T>) => within(e, keys, hasSearch(e), step)
    await run(() =>
      write(
        sql`insert into ${table(e)} (${list(names)}, revision, created_at, created_by, updated_at, updated_by)
          select ${source(e, names, on)}, 1, ${now}::timestamptz, ${actor.user}::uuid, ${now}::timestamptz, ${actor.user}::uuid from jsonb_populate_recordset(null::${table(e)}, ${json}::jsonb) s`,
        events,
      ),
    )
    return rows.map((r) => r.row)
  }

  async function saveMany(e: Entity, pairs: readonly (readonly [Plain, Values])[]): Promise<Plain[]> {
    const now = new Date().toISOString()
    const saved = pairs.map(([before, given]) => {
      const patch = flat(given)
      const changed = Object.keys(patch).filter(
        (key) => e.fields[key] && !equal(e.fields[key], valueOf(before, key), patch[key]),
      )
      if (changed.length === 0) return { before, after: before, changed }
      const own = changed
        .filter((key) => key.startsWith('custom.'))
        .map((key) => [key.slice(7), patch[key]] as const)
      const after: Plain = {
        ...before,
        ...Object.fromEntries(
          changed.filter((key) => !key.startsWith('custom.')).map((key) => [key, patch[key] ?? null]),
        ),
        custom: withoutEmpty({ ...before.custom, ...Object.fromEntries(own) }),
        revision: before.revision + 1,
        updatedAt: now,
      }
      return { before, after, changed }
    })
    const writes = saved.filter((s) => s.changed.length > 0)
    if (writes.length === 0) return saved.map((s) => s.after)
    const keys = [...new Set(writes.flatMap((w) => w.changed))]
    const custom = keys.some((key) => key.startsWith('custom.'))
    const search = hasSearch(e) && keys.some((key) => e.fields[key]!.search)
    const rows = writes.map(({ after }) => {
      const columns: Values = {
        id: after.id,
        revision: after.revision,
        updated_at: now,
        updated_by: actor.user,
      }
      Object.assign(columns, columnsOf(e, after, keys))
      if (custom) columns['custom'] = after.custom
      if (search) columns['search'] = searchOf(e, after)
      return columns
    })
    const names = Object.keys(rows[0]!).filter((n) => n !== 'id')
    const events = writes.map(({ before, after, changed }) => ({
      name: `${e.name}.updated`,
      entity: e.name,
      record: after.id,
      changes: Object.fromEntries(
        changed.map((key) => [key, [valueOf(before, key), valueOf(after, key)] as [unknown, unknown]]),
      ),
    }))
    const set = raw(names.map((n) => `"${n}" = s."${n}"`).join(', '))
    const update = () =>
      write(
        sql`update ${table(e)} t set ${set} from jsonb_populate_recordset(null::${table(e)}, ${JSON.stringify(rows)}::jsonb) s where t.id = s.id`,
        events,
      )
    // Given to somebody else, a record may leave what its giver sees: the row rules would refuse that last sight.
    const moved = [e.partOf, e.follows, e.follows && e.mine].some((key) => key && keys.includes(key))
    const given = moved || keys.includes('owner') || keys.includes('team')
    const ids = writes.map((w) => w.after.id)
    const on = standingOn(
      e,
      writes.map((w) => w.after),
    )
    const giveAway = () =>
      Promise.all([
        update(),
        moved && inheritAnew(tx, e, house, on, sql`p.id = any(${ids}::uuid[])`),
        carryAlong(tx, e, house, ids),
      ])
    await (given ? tx.elevatedAtOnce<unknown>(giveAway) : within(e, keys, search, update))
    return saved.map((s) => s.after)
  }

  async function bin(e: Entity, ids: readonly string[], at: string | null): Promise<string[]> {
    const right = rights[e.name] ?? nothing
    const scope = right.delete
    const object = e.object ? sql`and t.object_id = ${e.object}::uuid` : empty
    const here = at ? sql`t.deleted_at is null` : sql`t.deleted_at is not null`
    // What he may delete but not change, and what comes back out of the bin, the system writes for him: within the
    // rows that the rule of deleting reaches.
    const own =
      at !== null && (scope === right.update || right.update === 'all') && mayReadScope(e, right, scope)
    const run = own ? <T>(step: () => Promise<T>) => step() : tx.elevated
    const found = await run(() =>
      tx.rows<{ id: string }>(sql`select t.id from ${table(e)} t where t.id = any(${ids}::uuid[]) and ${here}
        and ${scopeCondition(e, scope, actor, rights)} ${object} order by t.id for update of t`),
    )
    const there = new Set(found.map((r) => r.id))
    const missing = ids.find((id) => !there.has(id))
    if (missing) throw new Missing(e.name, missing)
    const events = ids.map((id) => ({
      name: `${e.name}.${at ? 'deleted' : 'restored'}`,
      entity: e.name,
      record: id,
    }))
    const move = () =>
      write(
        sql`update ${table(e)} t set deleted_at = ${at}::timestamptz, revision = revision + 1, updated_at = ${new Date().toISOString()}::timestamptz,
        updated_by = ${actor.user}::uuid where t.id = any(${ids}::uuid[])`,
        events,
      )
    await run(move)
    return [...ids]
  }

  const store = {
    ...tx,
    operation,
    lockMany,
    lock: async (e: Entity, id: string) => (await lockMany(e, [id]))[0],
    insertMany,
    saveMany,
    save: async (e: Entity, before: Plain, patch: Values) => (await saveMany(e, [[before, patch]]))[0],
    bin,
  }
  return store as unknown as Store
}
