import { randomBytes } from 'node:crypto'
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

/** What an app password opens: nothing but these, and these nothing but it. */
export const scopes = ['calendar', 'contacts', 'feed'] as const
export type Scope = (typeof scopes)[number]

export type KeyView = {
  id: string
  name: string
  role: string | null
  hint: string
  createdAt: string
  expiresAt: string | null
  usedAt: string | null
  /** Null: a key of the API. */
  scopes: Scope[] | null
}

export type NewKey = {
  name: string
  role?: string | undefined
  expires?: Date | undefined
  scopes?: Scope[] | undefined
}

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
  const key = wanted.scopes ? newAppPassword() : keyPrefix + newSecret()
  const id = newId()
  await gate.pool.query(
    `insert into api_key (id, user_id, name, role_key, hash, hint, created_by, expires_at, scopes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      user,
      wanted.name,
      wanted.role ?? null,
      sha256(key),
      wanted.scopes ? key.slice(0, 3) : key.slice(0, 10),
      by.user,
      wanted.expires ?? null,
      wanted.scopes ? JSON.stringify(wanted.scopes) : null,
    ],
  )
  await record(gate, {
    name: 'auth.key_created',
    user,
    by,
    payload: {
      key: id,
      name: wanted.name,
      role: wanted.role ?? null,
      expires: wanted.expires ?? null,
      ...(wanted.scopes ? { scopes: wanted.scopes } : {}),
    },
  })
  return key
}

export async function keysOf(gate: Gate, user: string): Promise<KeyView[]> {
  const found = await gate.pool.query<KeyView>(
    `select id, name, role_key as role, hint, created_at as "createdAt", expires_at as "expiresAt",
       used_at as "usedAt", scopes from api_key where user_id = $1 and revoked_at is null order by id`,
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

/** Typed by hand on a phone: a hundred random bits in letters that cannot be mistaken. */
function newAppPassword(): string {
  const letters = [...randomBytes(20)].map((b) => 'abcdefghijkmnpqrstuvwxyz23456789'[b % 32])
  return [0, 5, 10, 15].map((at) => letters.slice(at, at + 5).join('')).join('-')
}

/** Spaces and capitals that a phone's keyboard adds are nobody's choice. */
const asMade = (password: string) => password.replaceAll(/\s/g, '').toLowerCase()

/** The person an app password acts for, and what it opens; of a feed, whoever has its address. */
export async function personOfPassword(
  gate: Gate,
  password: string,
  email: string | null,
): Promise<{ person: Person; scopes: Scope[] } | null> {
  const found = await personOf(gate, asMade(password), 'scopes is not null')
  if (!found || !found.scopes) return null
  const isHis =
    email === null ? found.scopes.includes('feed') : email.toLowerCase() === found.person.email?.toLowerCase()
  return isHis ? { person: found.person, scopes: found.scopes } : null
}

/** The person a key of the API acts for. */
export const personOfKey = async (gate: Gate, key: string): Promise<Person | null> =>
  (await personOf(gate, key, 'scopes is null'))?.person ?? null

/** The person a key acts for, with the key's role. A role that has become wider than the person's own, because
 * either was changed since, opens nothing. */
async function personOf(
  gate: Gate,
  key: string,
  condition: 'scopes is null' | 'scopes is not null',
): Promise<{ person: Person; scopes: Scope[] | null } | null> {
  const found = await gate.pool.query<{
    id: string
    user: string
    role: string | null
    scopes: Scope[] | null
  }>(
    `select id, user_id as user, role_key as role, scopes from api_key
     where hash = $1 and ${condition} and revoked_at is null and (expires_at is null or expires_at > now())`,
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
  return { person: { ...person, role: row.role ?? person.role }, scopes: row.scopes }
}
