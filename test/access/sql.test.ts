import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatabaseError } from 'pg'
import type { Tx } from '#core/database.ts'
import { columnNames, type Entity } from '#core/entity.ts'
import { assemble, builtIn, plans, type Cast, type Player } from './cast.ts'
import { leaks, reaches, rightOn, sees, seesField, writesField } from './rules.ts'
import type { Thing } from './things.ts'

// What somebody writes inside a module who forgets every check: PostgreSQL alone stands between him and the rows.

let cast: Cast
beforeAll(async () => void (cast = await assemble()), 400_000)
afterAll(() => cast.close())

class Undo extends Error {}
/** The transaction's answer; whatever it wrote is taken back. 'denied' when PostgreSQL refused. */
async function tried<T>(player: Pick<Player, 'actor'>, run: (tx: Tx) => Promise<T>): Promise<T | 'denied'> {
  let result: T | 'denied' = 'denied'
  await cast.db
    .as(player.actor, async (tx) => {
      result = await run(tx)
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (error instanceof Undo || (error instanceof DatabaseError && error.code === '42501')) return
      throw error
    })
  return result
}

const table = (e: Entity) => raw(`"${e.table}"`)
const tables = () =>
  cast.db.system((tx) =>
    tx.rows<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'kolo' order by 1`,
    ),
  )
const entities = () => [...cast.kolo.allEntities()]
const textColumn = (e: Entity) => {
  const [key, f] =
    Object.entries(e.fields).find(([, x]) => x.kind.name === 'text' && !x.custom && !x.unique) ?? []
  return key && f ? { key, name: columnNames(key, f)[0]! } : null
}

describe.each([...builtIn, ...Object.keys(plans)])('%s', (role) => {
  let player: Player
  beforeAll(() => void (player = cast.players.find((p) => p.actor.role === role)!))
  const seen = (things: Thing[]) => things.filter((t) => sees(player.rights, t, player.actor))

  test('select * and count(*) show his rows and columns only', async () => {
    for (const e of entities()) {
      const wanted = seen(cast.of(e)).length
      const strangers = e.object ? sql`where object_id = ${e.object}::uuid` : sql``
      const counted = await tried(player, (tx) =>
        tx.one<{ n: number }>(sql`select count(*) as n from ${table(e)} ${strangers}`),
      )
      const others = await cast.db.system((tx) =>
        tx.one<{ n: number }>(sql`select count(*) as n from ${table(e)} ${strangers}`),
      )
      if (counted !== 'denied') {
        const beside = Number(others!.n) - cast.of(e).length
        const n = Number(counted?.n)
        expect([e.name, n >= wanted && n <= wanted + beside]).toEqual([e.name, true])
      }
      const rows = await tried(player, (tx) => tx.rows(sql`select * from ${table(e)}`))
      const ours = cast.things.filter((t) => t.entity.table === e.table)
      // Customers' own fields share one column: which of them a role may see, core decides and not PostgreSQL.
      const wrong = leaks(rows, ours, player.rights, player.actor).filter((mark) => !mark.includes('xcustom'))
      expect([e.name, wrong]).toEqual([e.name, []])
    }
  })

  test('no column that is hidden can be selected', async () => {
    for (const e of entities().filter((x) => !x.object))
      for (const [key, f] of Object.entries(e.fields)) {
        if (f.custom || f.formula || seesField(player.rights, cast.of(e)[0]!, key)) continue
        const shown = await tried(player, (tx) =>
          tx.rows(sql`select ${raw(columnNames(key, f)[0]!)} from ${table(e)}`),
        )
        expect([e.name, key, shown]).toEqual([e.name, key, 'denied'])
      }
  })

  test('the words of search are not shown where one of their fields is hidden', async () => {
    for (const e of entities().filter((x) => !x.object)) {
      const words = Object.entries(e.fields).filter(([, f]) => f.search && !f.custom)
      if (words.every(([key]) => seesField(player.rights, cast.of(e)[0]!, key))) continue
      const shown = await tried(player, (tx) => tx.rows(sql`select search from ${table(e)}`))
      expect([e.name, shown]).toEqual([e.name, 'denied'])
    }
  })

  test('an update of everything changes what he may update, and nothing else', async () => {
    for (const e of entities()) {
      const column = textColumn(e)
      if (!column) continue
      const changed = await tried(player, (tx) =>
        tx.rows<{ id: string }>(sql`update ${table(e)} set ${raw(column.name)} = 'zqbroken' returning id`),
      )
      const may = new Set(
        cast
          .of(e)
          .filter(
            (t) =>
              reaches(rightOn(player.rights, t).update, t, player.actor, player.rights, 'update') &&
              writesField(player.rights, t, column.key),
          )
          .map((t) => t.id),
      )
      if (changed === 'denied') continue
      const ours = new Set(cast.of(e).map((t) => t.id))
      const wrong = changed.filter((r) => ours.has(r.id) && !may.has(r.id)).map((r) => r.id)
      expect([e.name, wrong]).toEqual([e.name, []])
    }
  })

  test('one by one, a record not his to update stays as it is', async () => {
    for (const e of entities()) {
      const column = textColumn(e)
      if (!column) continue
      for (const t of cast.near(player, e)) {
        const right = rightOn(player.rights, t)
        const may =
          reaches(right.update, t, player.actor, player.rights, 'update') &&
          writesField(player.rights, t, column.key)
        const changed = await tried(player, (tx) =>
          tx.rows(
            sql`update ${table(e)} set ${raw(column.name)} = 'zqbroken' where id = ${t.id}::uuid returning id`,
          ),
        )
        expect([e.name, t.mark, changed !== 'denied' && changed.length === 1]).toEqual([e.name, t.mark, may])
        const stolen = await tried(player, (tx) =>
          tx.rows(sql`update ${table(e)} set revision = revision where id = ${t.id}::uuid returning id`),
        )
        const reach =
          reaches(right.update, t, player.actor, player.rights, 'update') ||
          reaches(right.delete, t, player.actor, player.rights, 'update')
        if (!reach)
          expect([e.name, t.mark, stolen === 'denied' || stolen.length === 0]).toEqual([e.name, t.mark, true])
      }
    }
  })

  test('nothing is deleted, and nothing taken by changing its owner', async () => {
    for (const { name } of await tables())
      expect([name, await tried(player, (tx) => tx.rows(sql`delete from ${raw(`"${name}"`)}`))]).toEqual([
        name,
        'denied',
      ])
    for (const e of entities().filter((x) => Object.hasOwn(x.fields, 'owner'))) {
      const stolen = await tried(player, (tx) =>
        tx.rows<{ id: string }>(
          sql`update ${table(e)} set owner_id = ${player.actor.user}::uuid, team_id = ${player.actor.teams[0] ?? null}::uuid returning id`,
        ),
      )
      if (stolen === 'denied') continue
      const may = new Set(
        cast
          .of(e)
          .filter((t) => reaches(rightOn(player.rights, t).update, t, player.actor, player.rights, 'update'))
          .map((t) => t.id),
      )
      const ours = new Set(cast.of(e).map((t) => t.id))
      expect([e.name, stolen.filter((r) => ours.has(r.id) && !may.has(r.id))]).toEqual([e.name, []])
    }
  })

  test('who may change but not delete cannot put a record into the bin by hand', async () => {
    for (const e of entities().filter((x) => !x.object)) {
      const right = player.rights[e.name]
      if (!right || right.delete !== 'none') continue
      const binned = await tried(player, (tx) =>
        tx.rows(sql`update ${table(e)} set deleted_at = now() returning id`),
      )
      expect([e.name, binned]).toEqual([e.name, 'denied'])
    }
  })

  test('he reads no table that is not the catalogue’s', async () => {
    const known = new Set([...entities().map((e) => e.table), 'custom_records', 'meta'])
    for (const { name } of (await tables()).filter((t) => !known.has(t.name)))
      expect([name, await tried(player, (tx) => tx.rows(sql`select * from ${raw(`"${name}"`)}`))]).toEqual([
        name,
        'denied',
      ])
    const auth = await tried(player, (tx) => tx.rows(sql`select * from kolo_auth."session"`))
    expect(auth).toBe('denied')
  })
})

test('what happened cannot be changed or deleted, by the system neither', async () => {
  const changes = [
    sql`update events set name = 'forged'`,
    sql`delete from events`,
    sql`truncate events`,
    sql`alter table events add column forged int`,
    sql`drop table events`,
  ]
  for (const player of [...cast.players, { actor: cast.system }])
    for (const change of changes)
      expect([player.actor.role, await tried(player, (tx) => tx.rows(change))]).toEqual([
        player.actor.role,
        'denied',
      ])
})

test('a connection without a role sees nothing', async () => {
  for (const { name } of await tables())
    await expect(cast.db.pool.query(`select * from kolo."${name}"`), name).rejects.toMatchObject({
      code: '42501',
    })
})

test('with the role but without the user, own and team rows are nobody’s', async () => {
  const nobody = {
    actor: {
      ...cast.players.find((p) => p.actor.role === 'sales')!.actor,
      user: null,
      teams: [],
      account: null,
    },
  }
  expect(await tried(nobody, (tx) => tx.rows(sql`select id from deals`))).toEqual([])
  const client = { actor: { ...nobody.actor, role: 'client' } }
  expect(await tried(client, (tx) => tx.rows(sql`select id from accounts`))).toEqual([])
})

test('the settings of one transaction do not reach the next', async () => {
  const owner = cast.players.find((p) => p.actor.role === 'administrator')!
  await Promise.all([1, 2, 3, 4, 5, 6].map(() => cast.db.as(owner.actor, (tx) => tx.rows(sql`select 1`))))
  const { rows } = await cast.db.pool.query(
    `select current_user::text as role, current_setting('app.user_id', true) as user, current_setting('app.team_ids', true) as teams`,
  )
  expect(rows[0].role).toBe('kolo_app')
  expect([rows[0].user ?? '', rows[0].teams ?? '']).toEqual(['', ''])
})
