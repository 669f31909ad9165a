import type pg from 'pg'
import { newId } from '#core/id.ts'
import { atOnce, inTurn, type Times } from './measure.ts'
import type { Serving } from './serving.ts'

/** The same work twice: through Kolo's HTTP door, and by SQL alone on the same database. */
export type Pair = { kolo: Times; bare: Times }

const columns = 'name,jobTitle,account,phones,emails,owner'
const sources = ['call', 'site', 'event', 'partner', 'advertising']
export const listPath = (i: number) =>
  `/api/contacts?limit=50&sort=-updatedAt&fields=${columns}&filter=${encodeURIComponent(JSON.stringify(['source', 'is', sources[i % 5]]))}`

const bareList = `select p.*, a.name as account, o.name as owner from (
  select id, revision, name_last, name_first, name_middle, job_title, account_id, phones, emails, owner_id, updated_at from kolo.contacts
  where deleted_at is null and source = $1 order by updated_at desc, id desc limit 51) p
  left join kolo.accounts a on a.id = p.account_id left join kolo.users o on o.id = p.owner_id order by p.updated_at desc, p.id desc`

const expectOk = ({ status, body }: { status: number; body: string }) => {
  if (status >= 300) throw new Error(`${status} ${body}`)
  return body
}

export const listPages = async (serving: Serving, pool: pg.Pool, times: number) => ({
  pair: (await inTurn(
    {
      kolo: async (i) => expectOk(await serving.ask('GET', listPath(i))),
      bare: (i) => pool.query(bareList, [sources[i % 5]]),
    },
    times,
  )) as Pair,
  many: await atOnce(8, times / 2, async (i) => expectOk(await serving.ask('GET', listPath(i)))),
})

async function someIds(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select id from kolo.contacts tablesample system (0.5) where deleted_at is null limit 2000',
  )
  return rows.map((r) => r.id)
}

/** A transaction as a careful hand writes it: begin, the statement, commit. */
async function transaction(pool: pg.Pool, text: string, values: unknown[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(text, values)
    await client.query('commit')
  } finally {
    client.release()
  }
}

const contact = (i: number) => ({
  name: { last: 'Вимірювання', first: `Номер ${i}` },
  jobTitle: 'buyer',
  emails: [`bench${i}.${newId().slice(-6)}@mail.example`],
  phones: ['067 123 45 67'],
})

export async function single(
  serving: Serving,
  pool: pg.Pool,
  times: number,
): Promise<Record<'read' | 'create' | 'update', Pair>> {
  const ids = await someIds(pool)
  const id = (i: number) => ids[i % ids.length]!
  const { rows } = await pool.query('select id, team_id from kolo.users where team_id is not null limit 1')
  const read = await inTurn(
    {
      kolo: async (i) => expectOk(await serving.ask('GET', `/api/contacts/${id(i)}`)),
      bare: (i) => transaction(pool, 'select * from kolo.contacts where id = $1', [id(i + 7)]),
    },
    times,
  )
  const made: string[] = []
  const create = await inTurn(
    {
      kolo: async (i) =>
        void made.push(JSON.parse(expectOk(await serving.ask('POST', '/api/contacts', contact(i)))).id),
      bare: async (i) => {
        const one = contact(i)
        const ready = newId()
        made.push(ready)
        await transaction(
          pool,
          `insert into kolo.contacts (id, name_last, name_first, job_title, emails, phones, owner_id, team_id, created_at, updated_at, revision, search)
           values ($1, $2, $3, $4, $5, $6, $7, $8, now(), now(), 1, $9)`,
          [
            ready,
            one.name.last,
            one.name.first,
            one.jobTitle,
            JSON.stringify([{ value: one.emails[0], primary: true }]),
            JSON.stringify([{ value: '+380671234567', primary: true }]),
            rows[0].id,
            rows[0].team_id,
            ` ${one.name.last.toLowerCase()} ${one.name.first} vymiriuvannia ${one.emails[0]} +380671234567 0671234567`,
          ],
        )
      },
    },
    times,
  )
  const update = await inTurn(
    {
      kolo: async (i) =>
        expectOk(await serving.ask('PATCH', `/api/contacts/${id(i)}`, { department: `D${i}` })),
      bare: (i) =>
        transaction(
          pool,
          'update kolo.contacts set department = $2, revision = revision + 1, updated_at = now() where id = $1',
          [id(i + 7), `E${i}`],
        ),
    },
    times,
  )
  await pool.query('delete from kolo.contacts where id = any($1)', [made])
  return { read: read as Pair, create: create as Pair, update: update as Pair }
}

const typed = [
  'шевч',
  'shevchenko ol',
  'бондаренко',
  '0671234',
  'ромашка 12',
  'кова',
  'olena.ko',
  'deal 123',
  'мельник га',
  'person 1',
  'technoprom',
  'тк',
]

/** A word as it is typed, letter by letter from the second on. */
export const searches = (serving: Serving, clients: number, each: number): Promise<Times> => {
  const steps = typed.flatMap((word) =>
    Array.from({ length: word.length - 1 }, (_, n) => word.slice(0, n + 2)),
  )
  return atOnce(clients, each, async (i) =>
    expectOk(await serving.ask('GET', `/api/search?q=${encodeURIComponent(steps[(i * 7) % steps.length]!)}`)),
  )
}
