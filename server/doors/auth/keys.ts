import { newId } from '#core/id.ts'
import { Invalid, Missing } from '#core/error.ts'
import type { Actor } from '#core/actor.ts'
import type { Rights } from '#core/access.ts'
import { record } from './audit.ts'
import { personById, type Person } from './people.ts'
import { isWithin } from './narrower.ts'
import { endAccess } from './sessions.ts'
import { newSecret, sha256, type Gate } from './gate.ts'

export const keyPrefix = 'kolo_'

export type KeyView = {
  id: string
  name: string
  role: string | null
  hint: string
  createdAt: string
  expiresAt: string | null
  usedAt: string | null
}

export type NewKey = { name: string; role?: string | undefined; expires?: Date | undefined }

/** May a key of this person carry that role? His own, any narrower one, and any at all for an administrator. */
async function mayCarry(gate: Gate, own: string, role: string): Promise<boolean> {
  if (own === role) return true
  const found = await gate.pool.query<{ key: string; rights: Rights }>(
    `select key, coalesce(rights, '{}') as rights from roles where key = any($1) and deleted_at is null`,
    [[own, role]],
  )
  const rightsOf = (key: string) => found.rows.find((row) => row.key === key)?.rights
  const [narrow, wide] = [rightsOf(role), rightsOf(own)]
  if (!narrow || !wide) return false
  return own === 'administrator' || (role !== 'administrator' && isWithin(narrow, wide))
}

/** A new key; it is shown this once, only its hash is kept. */
export async function createKey(gate: Gate, user: string, wanted: NewKey, by: Actor): Promise<string> {
  const person = await personById(gate, user)
  if (!person?.isActive) throw new Missing('user', user)
  if (wanted.role && !(await mayCarry(gate, person.role, wanted.role)))
    throw new Invalid([
      {
        path: 'role',
        code: 'KEY_ROLE_TOO_WIDE',
        message: 'A key may carry your own role or a narrower one.',
      },
    ])
  const key = keyPrefix + newSecret()
  const id = newId()
  await gate.pool.query(
    `insert into api_key (id, user_id, name, role_key, hash, hint, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      user,
      wanted.name,
      wanted.role ?? null,
      sha256(key),
      key.slice(0, 10),
      by.user,
      wanted.expires ?? null,
    ],
  )
  await record(gate, {
    name: 'auth.key_created',
    user,
    by,
    payload: { key: id, name: wanted.name, role: wanted.role ?? null, expires: wanted.expires ?? null },
  })
  return key
}

export async function keysOf(gate: Gate, user: string): Promise<KeyView[]> {
  const found = await gate.pool.query<KeyView>(
    `select id, name, role_key as role, hint, created_at as "createdAt", expires_at as "expiresAt",
       used_at as "usedAt" from api_key where user_id = $1 and revoked_at is null order by id`,
    [user],
  )
  return found.rows
}

export async function revokeKey(gate: Gate, user: string, id: string, by: Actor): Promise<void> {
  const ended = await gate.pool.query(
    `update api_key set revoked_at = now() where id::text = $1 and user_id = $2 and revoked_at is null returning name`,
    [id, user],
  )
  gate.forget()
  if (!ended.rowCount) throw new Missing('key', id)
  await record(gate, { name: 'auth.key_revoked', user, by, payload: { key: id, name: ended.rows[0].name } })
}

/** The person a key acts for, with the key's role. A role that has become wider than the person's own, because
 * either was changed since, opens nothing. */
export async function personOfKey(gate: Gate, key: string): Promise<Person | null> {
  const found = await gate.pool.query<{ id: string; user: string; role: string | null }>(
    `select id, user_id as user, role_key as role from api_key
     where hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [sha256(key)],
  )
  const row = found.rows[0]
  const person = row && (await personById(gate, row.user))
  if (row && !person?.isActive) await endAccess(gate, row.user)
  if (!row || !person?.isActive) return null
  if (row.role && !(await mayCarry(gate, person.role, row.role))) return null
  await gate.pool.query(
    `update api_key set used_at = now() where id = $1 and (used_at is null or used_at < now() - interval '5 minutes')`,
    [row.id],
  )
  return { ...person, role: row.role ?? person.role }
}
