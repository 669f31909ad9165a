import type pg from 'pg'
import { CannotStart } from './cannot-start.ts'

const oldest = 15

/** What the server is, checked before anything is trusted to it. */
export async function inspect(client: pg.Client): Promise<{ version: number; superuser: boolean }> {
  const { rows } = await client.query(`
    select current_setting('server_version_num')::int / 10000 as version,
      pg_encoding_to_char(encoding) as encoding,
      'Ольга' ilike '%оль%' as "knowsLetters",
      (select rolsuper from pg_roles where rolname = current_user) as superuser
    from pg_database where datname = current_database()`)
  const { version, encoding, knowsLetters, superuser } = rows[0]
  if (version < oldest)
    throw new CannotStart(
      'settings',
      `The PostgreSQL server is version ${version}, and Kolo needs ${oldest} or newer: give another one with DATABASE_URL.`,
    )
  if (encoding !== 'UTF8')
    throw new CannotStart(
      'settings',
      `The database is encoded in ${encoding}: make one with "create database kolo template template0 encoding 'UTF8'" and give it with DATABASE_URL.`,
    )
  if (!knowsLetters)
    throw new CannotStart(
      'settings',
      `The database's locale does not know Cyrillic letters, so that a search for "оль" would not find "Ольга": make one with "create database kolo template template0 encoding 'UTF8' locale 'C.UTF-8'" (or another UTF-8 locale) and give it with DATABASE_URL.`,
    )
  return { version, superuser }
}
