import { Missing } from '#core/error.ts'
import type { Actor } from '#core/actor.ts'
import { record } from './audit.ts'
import type { Gate } from './gate.ts'

export type SessionView = {
  id: string
  device: string
  address: string
  signedInAt: string
  seenAt: string
  expiresAt: string
}

export async function sessionsOf(gate: Gate, user: string): Promise<SessionView[]> {
  const found = await gate.pool.query<SessionView>(
    `select "id", coalesce("userAgent", '') as device, coalesce("ipAddress", '') as address,
       "createdAt" as "signedInAt", "updatedAt" as "seenAt", "expiresAt"
     from "session" where "userId" = $1 and "expiresAt" > now() order by "updatedAt" desc`,
    [user],
  )
  return found.rows
}

/** Ends one session of a user; throws Missing when it is not his. */
export async function revokeSession(gate: Gate, user: string, id: string, by: Actor): Promise<void> {
  const ended = await gate.pool.query(`delete from "session" where "id" = $1 and "userId" = $2`, [id, user])
  gate.forget()
  if (!ended.rowCount) throw new Missing('session', id)
  await record(gate, { name: 'auth.session_revoked', user, by, payload: { session: id } })
}

/** Ends all sessions of a user but the one named; answers how many. */
export async function revokeSessions(gate: Gate, user: string, by: Actor, keep = ''): Promise<number> {
  const ended = await gate.pool.query(`delete from "session" where "userId" = $1 and "id" <> $2`, [
    user,
    keep,
  ])
  gate.forget()
  const count = ended.rowCount ?? 0
  if (count) await record(gate, { name: 'auth.session_revoked', user, by, payload: { count } })
  return count
}

/** What a password, a second factor or a link opened so far is closed: sessions, remembered devices, half-done
 * sign-ins. */
export async function closeDoors(gate: Gate, user: string): Promise<void> {
  await gate.pool.query(`delete from "session" where "userId" = $1`, [user])
  await gate.pool.query(`delete from "verification" where "value" = $1`, [user])
  gate.forget()
}

/** A user who was deactivated or removed loses his sessions, keys and open invitations for good. */
export async function endAccess(gate: Gate, user: string, by?: Actor): Promise<void> {
  await closeDoors(gate, user)
  await gate.pool.query(`update api_key set revoked_at = now() where user_id = $1 and revoked_at is null`, [
    user,
  ])
  await gate.pool.query(`delete from invitation where user_id = $1 and used_at is null`, [user])
  await record(gate, { name: 'auth.access_ended', user, by })
}

/** Finds who still holds a session, a key or a link but is no active user any longer, and ends that. For after a
 * change of users, by whatever way it was made; answers how many there were. */
export async function sweep(gate: Gate): Promise<number> {
  const holders = await gate.pool.query<{ user: string }>(
    `select "userId" as user from "session" where "expiresAt" > now()
     union select user_id::text from api_key where revoked_at is null
     union select user_id::text from invitation where used_at is null and expires_at > now()`,
  )
  const active = await gate.pool.query<{ id: string }>(
    `select id from users where id = any($1::uuid[]) and is_active and deleted_at is null`,
    [holders.rows.map((row) => row.user)],
  )
  const known = new Set(active.rows.map((row) => row.id))
  const gone = holders.rows.filter((row) => !known.has(row.user))
  for (const { user } of gone) await endAccess(gate, user)
  return gone.length
}
