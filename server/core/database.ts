import type { Writable } from 'node:stream'
import pg from 'pg'
import { systemActor, type Actor } from './actor.ts'
import { isId } from './id.ts'
import { Names } from './names.ts'

const { DATE, TIMESTAMPTZ, TIMESTAMP, INT8 } = pg.types.builtins
const asWritten = (text: string) => text
const parsers: Record<number, (text: string) => unknown> = {
  [DATE]: asWritten,
  [TIMESTAMP]: asWritten,
  [TIMESTAMPTZ]: asWritten,
  [INT8]: Number,
}
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? (pg.types.getTypeParser as (oid: number, format?: string) => never)(oid, format),
} as pg.CustomTypesConfig

/** A statement and its values; `sql` makes them. */
export type Query = { text: string; values: unknown[] }

/** One transaction, with the rights of one actor. */
export type Tx = {
  actor: Actor
  rows<T = Record<string, unknown>>(query: Query): Promise<T[]>
  /** The same for a statement of few forms whose best plan does not hang on its values: PostgreSQL keeps the plan. */
  kept<T = Record<string, unknown>>(query: Query): Promise<T[]>
  /** The same where the best plan hangs on the values, and the forms are many: in a reading with plans of its own,
   * PostgreSQL keeps what a statement asked again and again means, and makes its plan each time. */
  often<T = Record<string, unknown>>(query: Query): Promise<T[]>
  one<T = Record<string, unknown>>(query: Query): Promise<T | undefined>
  /** Goes on as the system for one step that the actor's rights have already been checked for. */
  elevated<T>(run: () => Promise<T>): Promise<T>
  /** The same for statements that do not wait for one another: `send` sends them all before it first waits, and what
   * is sent next, by whomever, has the actor's rights again. */
  elevatedAtOnce<T>(send: () => Promise<T>): Promise<T>
  client: pg.PoolClient
  /** Runs when the commit is acknowledged; the answer waits for it. */
  afterCommit(run: () => unknown): void
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`
const ids = (list: string[]) => `'{${list.filter(isId).join(',')}}'`

/** What is sent to a connection before anybody waits goes out as one write. */
function together(client: pg.PoolClient): pg.PoolClient {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  if (stream.writableCorked === 0) {
    stream.cork()
    process.nextTick(() => stream.uncork())
  }
  return client
}

/** How PostgreSQL plans the named statements of a reading: each time by the values, or once for all of them. */
type Plans = 'custom' | 'generic'
/** A statement in a transaction in which another one failed. */
const aborted = '25P02'

export type DatabaseOptions = { config: pg.PoolConfig; workspace?: string; size?: number }

/** The pool of one workspace. A connection starts as a role that may do nothing; each transaction takes the role
 * and the user of its actor, and gives them back with its end. */
export class Database {
  workspace: string
  config: pg.PoolConfig
  pool: pg.Pool
  /** More settings that row policies read, as `; set local …`. */
  settings: (actor: Actor) => string = () => ''
  private keptNames = new Names('kept', 500)
  private oftenNames = new Names('often', 100, 3)

  constructor({ config, workspace = 'kolo', size = 10 }: DatabaseOptions) {
    this.workspace = workspace
    this.config = config
    this.pool = new pg.Pool({
      ...config,
      max: size,
      types,
      // Queries that nobody waits between go out together.
      pipeline: true,
      // A search also reads what GIN indexes have not sorted yet: no more than 256 kB each.
      options: `-c role=${workspace}_app -c timezone=UTC -c gin_pending_list_limit=256`,
    })
    // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', () => {})
    // Likewise one that breaks at work: that its query failed is told to who waits for it.
    this.pool.on('connect', (client) => void client.on('error', () => {}))
  }

  roleOf = (actor: Actor) =>
    actor.role === 'system' ? `${this.workspace}_system` : `${this.workspace}_r_${actor.role}`

  /** The settings that the row policies read. Literals, in one string: a set_config() would not reach a shard. */
  preamble(actor: Actor): string {
    return (
      `begin; set local search_path to ${identifier(this.workspace)}, public; set local role ${identifier(this.roleOf(actor))}; ` +
      `set local app.user_id = ${quoted(actor.user && isId(actor.user) ? actor.user : '')}; ` +
      `set local app.team_ids = ${ids(actor.teams)}; ` +
      `set local app.account_id = ${quoted(actor.account && isId(actor.account) ? actor.account : '')}; ` +
      `set local timezone = ${quoted(actor.timeZone)}${this.settings(actor)}`
    )
  }

  async as<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
    const after: (() => unknown)[] = []
    const result = await this.within(actor, run, after)
    for (const done of after) await done()
    return result
  }

  /** The same for what only reads: nobody waits for its end, nor for what comes after it. */
  async reading<T>(actor: Actor, run: (tx: Tx) => Promise<T>, plans?: Plans): Promise<T> {
    const after: (() => unknown)[] = []
    const result = await this.within(actor, run, after, { plans })
    for (const done of after) void done()
    return result
  }

  private async within<T>(
    actor: Actor,
    run: (tx: Tx) => Promise<T>,
    after: (() => unknown)[],
    only?: { plans: Plans | undefined },
  ): Promise<T> {
    const client = await this.pool.connect()
    try {
      // Not awaited: it goes out together with the first query. If it fails, so does that query.
      const planned = only?.plans ? `; set local plan_cache_mode = force_${only.plans}_plan` : ''
      const begun = together(client).query(this.preamble(actor) + planned)
      begun.catch(() => {})
      const result = await run(this.transaction(client, actor, after, only?.plans))
      await begun
      const ended = client.query('commit')
      // What failed unnoticed, such as a step back to the actor's role, makes a rollback of it, without an error.
      if (!only && (await ended).command !== 'COMMIT') throw new Error('The transaction was rolled back.')
      ended.then(
        () => client.release(),
        (error: Error) => client.release(error),
      )
      return result
    } catch (error) {
      await client.query('rollback').then(
        () => client.release(),
        (broken: Error) => client.release(broken),
      )
      throw error
    }
  }

  system<T>(run: (tx: Tx) => Promise<T>, via: Actor['via'] = 'job'): Promise<T> {
    return this.as(systemActor(via), run)
  }

  private transaction(client: pg.PoolClient, actor: Actor, after: (() => unknown)[], plans?: Plans): Tx {
    let role = this.roleOf(actor)
    let wrong: unknown
    const answered = async <T>(query: pg.QueryConfig): Promise<T[]> => {
      try {
        return (await together(client).query(query)).rows as T[]
      } catch (error) {
        // Of statements sent together all fail that follow the one that is wrong: what is said is what was wrong.
        if ((error as { code?: string }).code !== aborted) wrong = error
        throw wrong ?? error
      }
    }
    const rows = <T>({ text, values }: Query) => answered<T>({ text, values })
    const named =
      (names: Names) =>
      <T>({ text, values }: Query) => {
        const name = names.of(role, text)
        return answered<T>(name ? { text, values, name } : { text, values })
      }
    // Not awaited: it goes out with the query that follows, which fails if it does.
    const become = (next: string) => {
      role = next
      together(client)
        .query(`set local role ${identifier(role)}`)
        .catch(() => {})
    }
    return {
      actor,
      client,
      rows,
      kept: named(this.keptNames),
      often: plans === 'custom' ? named(this.oftenNames) : rows,
      one: async <T>(query: Query) => (await rows<T>(query))[0],
      elevated: async (run) => {
        const before = role
        become(`${this.workspace}_system`)
        try {
          return await run()
        } finally {
          become(before)
        }
      },
      elevatedAtOnce: (send) => {
        const before = role
        become(`${this.workspace}_system`)
        const sent = send()
        become(before)
        return sent
      },
      afterCommit: (run) => void after.push(run),
    }
  }

  close = () => this.pool.end()
}
