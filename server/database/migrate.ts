import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { defaultRights } from '#core/access.ts'
import type { Catalogue } from '#core/catalogue.ts'
import type { Entity } from '#core/entity.ts'
import { newId } from '#core/id.ts'
import { enforce, ensureRole, type RoleRights, type Run } from '#core/rights.ts'
import { CannotStart } from './cannot-start.ts'
import { builtInRoles } from '#modules/workspace/index.ts'

export class SchemaProblem extends CannotStart {
  constructor(sentence: string, options?: ErrorOptions) {
    super('settings', sentence, options)
  }
}

export type Migration = { number: number; name: string; sql: string; hash: string }

const folder = join(import.meta.dirname, '../../migrations')

export const migrations = (): Migration[] =>
  readdirSync(folder)
    .filter((f) => /^\d{4}-.*\.sql$/.test(f))
    .toSorted()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8')
      return {
        number: Number(name.slice(0, 4)),
        name,
        sql,
        hash: createHash('sha256').update(sql).digest('hex'),
      }
    })

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

export type Options = {
  config: pg.ClientConfig
  workspace?: string
  catalogue: Catalogue
  plan?: boolean
  upTo?: number
}
export type Migrated = { applied: string[]; pending: string[] }

/** Brings the workspace's schema to this code's state: roles, migrations each in its transaction, then the rights.
 * Throws SchemaProblem when the schema is newer than the code or was changed behind its back. */
export async function migrate({
  config,
  workspace = 'kolo',
  catalogue,
  plan = false,
  upTo,
}: Options): Promise<Migrated> {
  const client = new pg.Client(config)
  await client.connect()
  const run: Run = (text) => client.query(text)
  try {
    await client.query(`select pg_advisory_lock(hashtext('kolo migrate ${workspace}'))`)
    const there = await state(client, workspace)
    const all = migrations().filter((m) => upTo === undefined || m.number <= upTo)
    const pending = pendingOf(all, there, upTo === undefined)
    if (plan) return { applied: [], pending: pending.map((m) => m.name) }
    await prepare(run, client, workspace)
    for (const m of pending) await apply(client, workspace, m)
    // Rights follow today's declarations; an older schema has not got all the columns that they name.
    if (upTo === undefined) await secure(run, client, workspace, catalogue)
    return { applied: pending.map((m) => m.name), pending: [] }
  } finally {
    await client.end()
  }
}

type Applied = { number: number; name: string; hash: string }

async function state(client: pg.Client, workspace: string): Promise<Applied[]> {
  const found = await client.query(`select to_regclass($1) is not null as there`, [
    `${quoted(workspace)}.migrations`,
  ])
  if (!found.rows[0].there) return []
  return (
    await client.query(`select number, name, hash from ${quoted(workspace)}.migrations order by number`)
  ).rows
}

function pendingOf(all: Migration[], there: Applied[], whole: boolean): Migration[] {
  const known = new Map(all.map((m) => [m.number, m]))
  for (const a of there) {
    const m = known.get(a.number)
    if (!m && whole)
      throw new SchemaProblem(
        `The database is newer than this version of Kolo (it has ${a.name}). Start the newer version.`,
      )
    if (m && m.hash !== a.hash)
      throw new SchemaProblem(
        `Migration ${a.name} was applied in another form than the file here. Restore the file, or a backup.`,
      )
  }
  const done = new Set(there.map((a) => a.number))
  return all.filter((m) => !done.has(m.number))
}

async function prepare(run: Run, client: pg.Client, workspace: string): Promise<void> {
  for (const part of ['owner', 'app', 'system']) await ensureRole(run, `${workspace}_${part}`)
  await run('create extension if not exists pg_trgm with schema public')
  for (const schema of [workspace, `${workspace}_auth`]) {
    const { rows } = await client.query('select 1 from pg_namespace where nspname = $1', [schema])
    if (rows.length === 0)
      await run(`create schema ${quoted(schema)} authorization ${quoted(`${workspace}_owner`)}`)
  }
  // The queue lays its own tables, as the role that works with them.
  const jobs = await client.query('select 1 from pg_namespace where nspname = $1', [`${workspace}_jobs`])
  if (jobs.rows.length === 0)
    await run(`create schema ${quoted(`${workspace}_jobs`)} authorization ${quoted(`${workspace}_system`)}`)
  await run(
    `create table if not exists ${quoted(workspace)}.migrations (number int primary key, name text not null, hash text not null, at timestamptz not null default now())`,
  )
  await leakproof(client)
}

// LIKE and @> are not marked leakproof, so under row rules the trigram index would lie unused. Their errors show no
// row. Only a superuser can say so; elsewhere search for narrower roles is slower, and `doctor` tells.
export const leakproofFunctions = [
  'textlike(text,text)',
  'texticlike(text,text)',
  'jsonb_contains(jsonb,jsonb)',
]
async function leakproof(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select rolsuper from pg_roles where rolname = session_user`)
  if (!rows[0]?.rolsuper) return
  for (const f of leakproofFunctions) {
    const marked = await client.query(`select proleakproof from pg_proc where oid = $1::regprocedure`, [
      `pg_catalog.${f}`,
    ])
    if (!marked.rows[0]?.proleakproof) await client.query(`alter function pg_catalog.${f} leakproof`)
  }
}

async function apply(client: pg.Client, workspace: string, m: Migration): Promise<void> {
  const names: Record<string, string> = {
    workspace,
    auth: `${workspace}_auth`,
    owner: `${workspace}_owner`,
    system: `${workspace}_system`,
  }
  const text = m.sql.replaceAll(/(?<!:):(workspace|auth|owner|system)\b/g, (_, name: string) =>
    quoted(names[name]!),
  )
  await client.query('begin')
  try {
    await client.query(
      `set local role ${quoted(names['owner']!)}; set local search_path to ${quoted(workspace)}, public`,
    )
    await client.query(text)
    await client.query('reset role')
    await client.query(
      `insert into ${quoted(workspace)}.migrations (number, name, hash) values ($1, $2, $3)`,
      [m.number, m.name, m.hash],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new SchemaProblem(`Migration ${m.name} failed and was taken back: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** Built-in roles are made once; then every role's rights are enforced, anew only when something changed. */
async function secure(run: Run, client: pg.Client, workspace: string, catalogue: Catalogue): Promise<void> {
  const entities = [...catalogue.entities.values()]
  await client.query('begin')
  await run(`set local search_path to ${quoted(workspace)}, public`)
  await grantSystem(run, workspace)
  for (const r of builtInRoles) {
    const rights = defaultRights(entities, r.key)
    await client.query(
      `insert into roles (id, name, key, description, rights, is_built_in, created_at, updated_at, revision)
       values ($1, $2, $3, $4, $5, true, now(), now(), 1) on conflict (key) do nothing`,
      [newId(), r.name.en, r.key, r.description.en, JSON.stringify(rights)],
    )
  }
  const { rows } = await client.query<RoleRights>(
    'select key, rights from roles where deleted_at is null order by key',
  )
  const roles = rows.map((r) => ({ key: r.key, rights: withNew(r, entities) }))
  const signature = createHash('sha256')
    .update(JSON.stringify([roles, entities.map((e) => [e.table, Object.keys(e.fields)])]))
    .digest('hex')
  const known = await client.query(`select settings->>'rights' as hash from meta`)
  if (known.rows[0]?.hash !== signature) {
    for (const r of roles)
      await client.query('update roles set rights = $2 where key = $1', [r.key, JSON.stringify(r.rights)])
    await enforce(run, workspace, entities, roles)
    await client.query(
      `update meta set version = version + 1, settings = settings || jsonb_build_object('rights', $1::text)`,
      [signature],
    )
  }
  await client.query('commit')
}

/** A role made before an entity was declared gets the entity's default rights. */
function withNew(role: RoleRights, entities: Entity[]): RoleRights['rights'] {
  if (role.key === 'administrator') return defaultRights(entities, 'administrator')
  const rights = { ...role.rights }
  for (const [name, right] of Object.entries(defaultRights(entities, role.key)))
    rights[name] = rights[name]
      ? { ...rights[name], fields: { ...right.fields, ...rights[name].fields } }
      : right
  return rights
}

async function grantSystem(run: Run, workspace: string): Promise<void> {
  const system = quoted(`${workspace}_system`)
  const app = quoted(`${workspace}_app`)
  await run(`grant usage on schema ${quoted(workspace)}, ${quoted(`${workspace}_auth`)} to ${system};
    grant select, insert, update, delete on all tables in schema ${quoted(workspace)} to ${system};
    grant select, insert, update, delete on all tables in schema ${quoted(`${workspace}_auth`)} to ${system};
    revoke update, delete, truncate on events from ${system};
    revoke insert, update, delete on migrations from ${system};
    grant usage on schema ${quoted(workspace)} to ${app}`)
}
