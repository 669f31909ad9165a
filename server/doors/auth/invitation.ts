import { newId } from '#core/id.ts'
import { Missing, Refused } from '#core/error.ts'
import type { Actor } from '#core/actor.ts'
import { record } from './audit.ts'
import { sentences } from './messages.ts'
import { ensureLogin, personById, type Person } from './people.ts'
import { newSecret, sha256, type Gate } from './gate.ts'

const days = 7

const refuse = (code: 'INVITATION_USED' | 'USER_INACTIVE' | 'USER_WITHOUT_EMAIL'): never => {
  throw new Refused(code, sentences[code].en)
}

/** A link that lets its bearer, once and within a week, set a password or a passkey for this user. It also mends a
 * forgotten password. Former links of the user die. The secret is behind `#`, where no server log sees it. */
export async function invite(gate: Gate, user: string, by: Actor): Promise<{ link: string; expires: Date }> {
  const person = await personById(gate, user)
  if (!person) throw new Missing('user', user)
  if (!person.isActive) refuse('USER_INACTIVE')
  if (!person.email) refuse('USER_WITHOUT_EMAIL')
  await ensureLogin(gate, person)
  const secret = newSecret()
  const expires = new Date(Date.now() + days * 86_400_000)
  await gate.pool.query(`delete from invitation where user_id = $1 and used_at is null`, [user])
  await gate.pool.query(
    `insert into invitation (id, user_id, hash, created_by, expires_at) values ($1, $2, $3, $4, $5)`,
    [newId(), user, sha256(secret), by.user, expires],
  )
  await record(gate, { name: 'auth.invited', user, by, payload: { expires } })
  return { link: `${gate.baseUrl}/invitation#${secret}`, expires }
}

/** Whom the link is for; refused when it was used, replaced or is too old. */
export async function invited(gate: Gate, secret: string): Promise<Person> {
  const found = await gate.pool.query<{ user: string }>(
    `select user_id as user from invitation where hash = $1 and used_at is null and expires_at > now()`,
    [sha256(secret)],
  )
  const person = found.rows[0] && (await personById(gate, found.rows[0].user))
  return person?.isActive ? person : refuse('INVITATION_USED')
}

/** Takes the link away. Of two who come at once, one is refused. */
export async function useInvitation(gate: Gate, secret: string): Promise<string> {
  const used = await gate.pool.query<{ user: string }>(
    `update invitation set used_at = now() where hash = $1 and used_at is null and expires_at > now()
     returning user_id as user`,
    [sha256(secret)],
  )
  const user = used.rows[0]?.user ?? refuse('INVITATION_USED')
  await record(gate, { name: 'auth.invitation_used', user })
  return user
}
