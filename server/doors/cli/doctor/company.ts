import type pg from 'pg'
import type { Place } from '#core/files.ts'
import { bad, type Finding, good, warn } from './finding.ts'

/** The company in the database: who can come in, with which rights, and are its files there. */
export const company = async (client: pg.Client, place: Place): Promise<Finding[]> => [
  await administrators(client),
  await roles(client),
  await bareRole(client),
  await files(client, place),
]

async function administrators(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(`
    select count(*)::int as all, count(a."userId")::int as able
    from kolo.users u join kolo.roles r on r.id = u.role_id
      left join (select distinct "userId" from kolo_auth."account" union select distinct "userId" from kolo_auth.passkey) a on a."userId"::text = u.id::text
    where r.key = 'administrator' and u.is_active and u.deleted_at is null`)
  const { all, able } = rows[0]
  if (able > 0) return good(`${able === 1 ? 'One administrator' : `${able} administrators`} can sign in`)
  const users = await client.query('select exists (select from kolo.users) as there')
  if (!users.rows[0].there)
    return warn('Nobody can sign in yet', 'npm start and open the page, or run "npm run -s kolo -- setup"')
  return bad(
    all > 0 ? 'No administrator has a way to sign in' : 'There is no active administrator',
    'npm run -s kolo -- user add --role administrator --email EMAIL --name NAME prints a link for a new one',
  )
}

/** Every role of the company is a role of the database: without it nobody with that role can do anything. */
async function roles(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(`
    select r.key from kolo.roles r left join pg_roles p on p.rolname = 'kolo_r_' || r.key
    where r.deleted_at is null and p.oid is null order by 1`)
  if (rows.length === 0) return good('Every role has its rights in the database')
  return bad(
    `The database has no rights for ${rows.map((r) => r.key).join(', ')}`,
    'npm run -s kolo -- migrate',
  )
}

/** What a connection is before it says who asks must be nobody. */
async function bareRole(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('kolo', 'kolo_auth') and c.relkind = 'r' and has_table_privilege('kolo_app', c.oid, 'select,insert,update,delete')`)
  if (rows.length === 0) return good('A connection that has not said who asks sees nothing')
  const names = rows.map((r) => r.name).join(', ')
  return bad(
    `The role kolo_app may use tables it must not: ${names}`,
    'revoke all on all tables in schema kolo, kolo_auth from kolo_app',
  )
}

async function files(client: pg.Client, place: Place): Promise<Finding> {
  const { rows } = await client.query<{ id: string }>('select id::text from kolo.files')
  const there = new Set<string>()
  try {
    for await (const { id } of place.list()) there.add(id)
  } catch (error) {
    return bad(
      `The files cannot be reached: ${(error as Error).message}`,
      'mend the storage, or the settings KOLO_S3_ENDPOINT, _BUCKET, _KEY, _SECRET and _REGION',
    )
  }
  const lost = rows.filter(({ id }) => !there.has(id))
  if (lost.length === 0) return good(`${rows.length} files are all there (${place.at})`)
  return bad(
    `${lost.length} of ${rows.length} files are not in ${place.at}`,
    'put them back from a backup (its folder files)',
  )
}
