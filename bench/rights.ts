import pg from 'pg'
import sql from 'sql-template-tag'
import { systemActor, type Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import { Kolo } from '#core/kolo.ts'
import { makeCatalogue } from '#modules/index.ts'
import { inTurn, median } from './measure.ts'

type Query = { text: string; values: unknown[] }

/** What the row rules of PostgreSQL cost: Kolo's own queries as a role, and the same ones as the owner of the tables,
 * whom no rule binds, with the condition written by hand. One ratio for each scope and query. */
export async function rowRights(config: pg.PoolConfig, times: number): Promise<Record<string, number>> {
  const db = new Database({ config, size: 2 })
  const kolo = new Kolo(makeCatalogue(), db)
  const out: Record<string, number> = {}
  try {
    await kolo.refresh()
    const person = await db.system((tx) =>
      tx.one<{ id: string; team: string }>(
        sql`select u.id, u.team_id as team from users u join contacts c on c.owner_id = u.id where u.name like 'Person%' group by 1, 2 order by count(*) desc offset 20 limit 1`,
      ),
    )
    const actor = (role: string): Actor => ({
      ...systemActor(),
      user: person!.id,
      teams: [person!.team],
      role,
    })
    const scopes = await makeRoles(kolo)
    const conditions: Record<string, string> = {
      own: `owner_id = '${person!.id}'`,
      team: `team_id = any('{${person!.team}}'::uuid[])`,
      all: 'true',
    }
    for (const [scope, role] of Object.entries(scopes)) {
      const queries: Record<string, () => Promise<unknown>> = {
        list: () =>
          kolo.list(actor(role), 'contact', { filter: ['source', 'is', 'site'], sort: '-updatedAt' }),
        count: () =>
          kolo.list(actor(role), 'contact', { filter: ['source', 'is', 'site'], count: true, limit: 1 }),
        search: () => kolo.list(actor(role), 'contact', { q: 'shevchenko', limit: 50 }),
      }
      for (const [name, run] of Object.entries(queries)) {
        const recorded = await record(db, run)
        const free = recorded.map((q) => ({ ...q, text: byHand(q.text, conditions[scope]!) }))
        const times_ = await inTurn(
          {
            ruled: () => replay(db.pool, recorded, db.preamble(actor(role))),
            free: () =>
              replay(db.pool, free, 'begin; set local role none; set local search_path to kolo, public'),
          },
          times,
        )
        out[`${name}, ${scope}`] = median(times_.ruled) / median(times_.free)
      }
    }
  } finally {
    await db.close()
  }
  return out
}

/** The query as a careful hand would write it who knows whose rows are meant. */
const byHand = (text: string, condition: string) =>
  text.replaceAll(
    /\b([tc])\.deleted_at is null/g,
    (whole, alias: string) => `${whole} and ${condition === 'true' ? condition : `${alias}.${condition}`}`,
  )

export async function makeRoles(kolo: Kolo): Promise<Record<string, string>> {
  const administrator = { ...systemActor(), role: 'administrator' }
  const there = (await kolo.list(administrator, 'role', { limit: 100 })).items.map((r) => r['key'])
  for (const scope of ['own', 'team', 'all'] as const) {
    const right = { read: scope, create: false, update: 'none', delete: 'none', export: false, fields: {} }
    const all = { ...right, read: 'all' }
    const rights = { contact: right, user: all, account: all, team: all }
    if (!there.includes(`bench_${scope}`))
      await kolo.call(administrator, 'role.create', {
        items: [{ name: `Bench ${scope}`, key: `bench_${scope}`, rights }],
      })
  }
  await kolo.refresh()
  return { own: 'bench_own', team: 'bench_team', all: 'bench_all' }
}

export async function record(db: Database, run: () => Promise<unknown>): Promise<Query[]> {
  const seen: Query[] = []
  const kept = db.pool.connect.bind(db.pool)
  db.pool.connect = (async () => {
    const client = await kept()
    const query = client.query.bind(client)
    client.query = ((q: Query | string, ...rest: unknown[]) => {
      if (typeof q === 'object') seen.push({ text: q.text, values: q.values })
      return (query as (...all: unknown[]) => unknown)(q, ...rest)
    }) as typeof client.query
    const release = client.release.bind(client)
    client.release = (error) => {
      client.query = query
      release(error)
    }
    return client
  }) as typeof db.pool.connect
  await run()
  db.pool.connect = kept
  return seen
}

async function replay(pool: pg.Pool, queries: Query[], preamble: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(preamble)
    for (const { text, values } of queries) await client.query({ text, values })
    await client.query('commit')
  } finally {
    client.release()
  }
}
