import type pg from 'pg'
import type { Postgres } from '#database/launcher.ts'
import { leakproofFunctions, migrate, migrations, SchemaProblem } from '#database/migrate.ts'
import type { Catalogue } from '#core/catalogue.ts'
import { bad, type Finding, good, warn } from './finding.ts'

/** The database as such, whoever's company is in it. */
export async function database(
  client: pg.Client,
  postgres: Postgres,
  catalogue: Catalogue,
): Promise<Finding[]> {
  return [
    good(
      `PostgreSQL ${postgres.version}, ${postgres.ours ? 'built in' : 'given with DATABASE_URL'}; it knows Cyrillic letters`,
    ),
    await durability(client),
    await schema(postgres, catalogue),
    ...((await isNew(client)) ? [] : [await leakproof(client)]),
    await indexes(client),
  ]
}

async function durability(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    `select current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as safe`,
  )
  return rows[0].safe
    ? good('What is saved survives a power cut')
    : bad(
        'The database does not wait for the disk: a power cut can destroy it',
        'set fsync and full_page_writes to on in postgresql.conf',
      )
}

async function schema({ config }: Postgres, catalogue: Catalogue): Promise<Finding> {
  try {
    const { pending } = await migrate({ config, catalogue, plan: true })
    if (pending.length === migrations().length)
      return good('There is no company yet: npm start, or the command setup, makes one')
    if (pending.length === 0) return good('The schema is that of this version')
    return bad(
      `The schema waits for ${pending.length} changes of this version (${pending.join(', ')})`,
      'stop the server, run "npm run -s kolo -- migrate", start it again',
    )
  } catch (error) {
    if (error instanceof SchemaProblem) return bad('The schema is not one of this version', error.message)
    throw error
  }
}

async function leakproof(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    `select oid::regprocedure::text as name from pg_proc where oid = any($1::regprocedure[]) and not proleakproof`,
    [leakproofFunctions.map((f) => `pg_catalog.${f}`)],
  )
  if (rows.length === 0) return good('Search uses its index for everybody')
  const statements = rows.map((row) => `alter function pg_catalog.${row.name} leakproof`)
  return warn(
    'Search is slow for those who do not see everything: the database may not use the index for them',
    `npm run -s kolo -- migrate; if that is not enough, let a superuser of the database run: ${statements.join('; ')}`,
  )
}

async function indexes(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query(
    `select indexrelid::regclass::text as name from pg_index where not indisvalid`,
  )
  const extension = await client.query(`select 1 from pg_extension where extname = 'pg_trgm'`)
  if (rows.length > 0)
    return bad(
      `Indexes are broken: ${rows.map((r) => r.name).join(', ')}`,
      rows.map((r) => `reindex index ${r.name}`).join('; '),
    )
  if (!extension.rowCount)
    return (await isNew(client))
      ? good('All indexes are whole')
      : bad('Search has lost its extension pg_trgm', 'create extension pg_trgm')
  const letters = await client.query(`select cardinality(show_trgm('оль')) > 0 as known`)
  return letters.rows[0].known
    ? good('All indexes are whole')
    : bad(
        'Search in Ukrainian is slow: the database was made with an LC_CTYPE that knows no Cyrillic letters',
        'move to a database made with lc_ctype C.UTF-8: backup, then restore',
      )
}

export const isNew = async (client: pg.Client) =>
  !(await client.query(`select to_regclass('kolo.meta') is not null as there`)).rows[0].there
