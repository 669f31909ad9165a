import { newId } from '#core/id.ts'
import { Missing } from '#core/error.ts'
import type { Actor } from '#core/actor.ts'
import { record } from './audit.ts'
import { assertStrong } from './password.ts'
import { ensureLogin, personById } from './people.ts'
import { closeDoors } from './sessions.ts'
import type { Gate } from './gate.ts'

/** Sets a password and closes everything the former one had opened. `path` names the field in an error. */
export async function setPassword(gate: Gate, user: string, password: string, by?: Actor, path = 'password') {
  const person = await personById(gate, user)
  if (!person) throw new Missing('user', user)
  assertStrong(path, password, person.email ?? '')
  const { hashPassword } = await import('better-auth/crypto')
  const hash = await hashPassword(password)
  await ensureLogin(gate, person)
  await gate.pool.query(
    `insert into "account" ("id", "accountId", "providerId", "userId", "password", "updatedAt")
     values ($1, $2, 'credential', $2, $3, now())
     on conflict ("providerId", "accountId") do update set "password" = excluded."password", "updatedAt" = now()`,
    [newId(), user, hash],
  )
  await closeDoors(gate, user)
  await record(gate, { name: 'auth.password_set', user, by })
}

export async function removeTwoFactor(gate: Gate, user: string, by: Actor): Promise<void> {
  const removed = await gate.pool.query(`delete from "twoFactor" where "userId" = $1`, [user])
  await gate.pool.query(`update "user" set "twoFactorEnabled" = false where "id" = $1`, [user])
  await closeDoors(gate, user)
  if (removed.rowCount) await record(gate, { name: 'auth.two_factor_disabled', user, by })
}

/** By which means a user can sign in now. */
export async function waysOf(gate: Gate, user: string) {
  const found = await gate.pool.query<{
    password: boolean
    twoFactor: boolean
    passkeys: number
    providers: string[]
    invited: string | null
  }>(
    `select exists (select from "account" where "userId" = $1 and "providerId" = 'credential') as password,
       exists (select from "twoFactor" where "userId" = $1 and "verified") as "twoFactor",
       (select count(*)::int from "passkey" where "userId" = $1) as passkeys,
       array(select "providerId" from "account" where "userId" = $1 and "providerId" <> 'credential') as providers,
       (select max(expires_at) from invitation
         where user_id::text = $1 and used_at is null and expires_at > now()) as invited`,
    [user],
  )
  return found.rows[0]!
}
