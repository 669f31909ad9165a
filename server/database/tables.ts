import type pg from 'pg'

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** 'workspace' and 'auth' instead of the schemas' names, which another installation may have chosen otherwise. */
export type Part = 'workspace' | 'auth'
export type Table = { part: Part; name: string; columns: string[] }

export const schemaOf = (workspace: string, part: Part) => (part === 'auth' ? `${workspace}_auth` : workspace)
export const tableName = (workspace: string, { part, name }: Table) =>
  `${quoted(schemaOf(workspace, part))}.${quoted(name)}`

/** Every table that holds something of the company's, with the columns that are written (the generated ones make
 * themselves). What was applied to the schema is told apart from what is in it. */
export async function tablesOf(client: pg.Client, workspace: string): Promise<Table[]> {
  const { rows } = await client.query(
    `select case n.nspname when $1 then 'workspace' else 'auth' end as part, c.relname as name,
       array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname in ($1, $2) and c.relkind = 'r' and not (n.nspname = $1 and c.relname = 'migrations')
     group by 1, 2 order by 1 desc, 2`,
    [workspace, `${workspace}_auth`],
  )
  return rows
}

export type Applied = { number: number; name: string; hash: string }

/** The migrations that made this schema; none: there is no workspace. */
export async function appliedMigrations(client: pg.Client, workspace: string): Promise<Applied[]> {
  const table = `${quoted(workspace)}.migrations`
  const there = await client.query('select to_regclass($1) is not null as there', [table])
  if (!there.rows[0].there) return []
  return (await client.query(`select number, name, hash from ${table} order by number`)).rows
}

export type ForeignKey = { table: string; name: string; definition: string }

export async function foreignKeysOf(client: pg.Client, workspace: string): Promise<ForeignKey[]> {
  const { rows } = await client.query(
    `select format('%I.%I', n.nspname, c.relname) as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and n.nspname in ($1, $2) order by 1, 2`,
    [workspace, `${workspace}_auth`],
  )
  return rows
}
