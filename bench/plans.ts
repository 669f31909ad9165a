import pg from 'pg'
import sql from 'sql-template-tag'
import { systemActor, type Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import type { ListQuery } from '#core/list.ts'
import { Kolo } from '#core/kolo.ts'
import { makeCatalogue } from '#modules/index.ts'
import { openPostgres } from '#database/launcher.ts'
import { dataWith } from './data.ts'
import { makeRoles, record } from './rights.ts'

// npm run bench -- plans: every default list, every sort and the usual searches with a million contacts, as roles that
// see their own, their team's and all: which of them PostgreSQL does slowly, and how.

const slow = Number(process.env['SLOW_MS'] ?? 30)
const postgres = await openPostgres({ dataDir: await dataWith(1_000_000, console.error) })
const db = new Database({ config: postgres.config, size: 2 })
const kolo = new Kolo(makeCatalogue(), db)
await kolo.refresh()
const roles = await makeRoles(kolo)
const person = await db.system((tx) =>
  tx.one<{ id: string; team: string; few: string }>(
    sql`select id, team_id as team, (select id from users where name = 'Person 200') as few from users where name = 'Person 30'`,
  ),
)

async function explain(actor: Actor, run: () => Promise<unknown>): Promise<{ took: number; plan: string }> {
  const queries = await record(db, run)
  const client: pg.PoolClient = await db.pool.connect()
  let took = 0
  const plans: string[] = []
  try {
    await client.query(db.preamble(actor))
    for (const { text, values } of queries) {
      const { rows } = await client.query({ text: `explain (analyze, buffers) ${text}`, values })
      const lines = rows.map((r) => r['QUERY PLAN'] as string)
      took += Number(/Execution Time: ([\d.]+)/.exec(lines.join('\n'))?.[1] ?? 0)
      plans.push(text.replaceAll(/\s+/g, ' ').slice(0, 2000), ...lines)
    }
    await client.query('rollback')
  } finally {
    client.release()
  }
  return { took, plan: plans.join('\n') }
}

for (const name of ['contact', 'account', 'deal'])
  for (const [scope, role] of Object.entries(roles)) {
    const actor: Actor = { ...systemActor(), user: person!.id, teams: [person!.team], role }
    const e = kolo.entity(name)
    const sorts = Object.entries(e.fields)
      .filter(([, f]) => f.kind.columns(f).length > 0 && f.kind.order([sql`x`], f) !== null && !f.entity)
      .map(([key]) => key)
    const queries: Record<string, ListQuery> = {
      default: {},
      counted: { count: true },
      'by owner': { filter: ['owner', 'isMe', true] },
      'by a full owner': { filter: ['owner', 'is', person!.few] },
      'rare filter': { filter: [e.title, 'is', 'немає такого'] },
      contains: { filter: [e.title, 'contains', 'ткач'] },
      'has e-mail': name === 'deal' ? {} : { filter: ['emails', 'has', 'olena.shevchenko1@mail.example'] },
      'common word': { q: 'shevchenko' },
      'rare word': { q: 'shevchenko4521' },
      'two letters': { q: 'шв' },
      ...Object.fromEntries(
        [...sorts, 'createdAt', 'updatedAt'].flatMap((s) => [
          [`sort ${s}`, { sort: s }],
          [`sort -${s}`, { sort: `-${s}` }],
        ]),
      ),
    }
    for (const [what, query] of Object.entries(queries)) {
      const { took, plan } = await explain(actor, () => kolo.list(actor, name, query)).catch(
        (error: Error) => ({ took: Infinity, plan: error.message }),
      )
      console.log(
        `${took < slow ? '    ' : 'SLOW'} ${took.toFixed(1).padStart(9)} ms  ${name} ${scope}: ${what}`,
      )
      if (took >= slow && process.argv.includes('full')) console.log(plan, '\n')
    }
  }
await db.close()
await postgres.stop()
