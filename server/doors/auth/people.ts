import type { Actor } from '#core/actor.ts'
import type { Locale } from '#core/text.ts'
import type { Gate } from './gate.ts'

/** A user of the workspace, as far as this door cares. */
export type Person = {
  id: string
  name: string
  email: string | null
  isActive: boolean
  role: string
  teams: string[]
  account: string | null
  locale: Locale
  timeZone: string
}

const select = `select u.id, u.name, u.email, u.is_active as "isActive", r.key as role, u.account_id as account,
    coalesce(u.locale, (select settings->'workspace'->>'locale' from meta), $2) as locale, coalesce(u.time_zone, 'UTC') as "timeZone",
    array(with recursive below as (
      select u.team_id as id where u.team_id is not null
      union select t.id from teams t join below b on t.parent_id = b.id
    ) select id from below) as teams
  from users u join roles r on r.id = u.role_id where u.deleted_at is null`

/** All that looking somebody up takes: a pool, or the client of a transaction of the system. */
export type Reader = {
  pool: { query(text: string, values: unknown[]): Promise<{ rows: any[] }> }
  locale: Locale
}

const one = async (gate: Reader, condition: string, value: string): Promise<Person | undefined> =>
  (await gate.pool.query(`${select} and ${condition}`, [value, gate.locale])).rows[0]

export const personById = (gate: Reader, id: string) => one(gate, 'u.id = $1', id)
export const personByEmail = (gate: Gate, email: string) => one(gate, 'lower(u.email) = lower($1)', email)

/** Makes or refreshes the row better-auth knows the person by. Somebody who had this address before gives it up. */
export async function ensureLogin(gate: Gate, person: Pick<Person, 'id' | 'name' | 'email'>): Promise<void> {
  const email = (person.email ?? `${person.id}@without.invalid`).toLowerCase()
  await gate.pool.query(
    `update "user" set "email" = "id" || '@former.invalid' where "email" = $1 and "id" <> $2`,
    [email, person.id],
  )
  await gate.pool.query(
    `insert into "user" as u ("id", "name", "email", "emailVerified") values ($1, $2, $3, true)
     on conflict ("id") do update set "name" = excluded."name", "email" = excluded."email", "updatedAt" = now()
     where (u."name", u."email") is distinct from (excluded."name", excluded."email")`,
    [person.id, person.name, email],
  )
}

export const actorFrom = (person: Person, via: Actor['via'], session?: string): Actor => ({
  user: person.id,
  name: person.name,
  role: person.role,
  teams: person.teams,
  account: person.account,
  locale: person.locale,
  timeZone: person.timeZone,
  via,
  ...(session ? { session } : {}),
})
