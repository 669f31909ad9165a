import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/database.ts'
import type { Locale } from '#core/text.ts'

type PersonRow = {
  id: string
  name: string
  role: string
  team: string | null
  account: string | null
  locale: Locale | null
  zone: string | null
  active: boolean
  teams: string[]
}

/** A user as he would act; null when there is none. Read with the system's eyes. */
export async function actorOfUser(
  tx: Tx,
  id: string,
  via: Actor['via'] = 'job',
): Promise<(Actor & { active: boolean; team: string | null }) | null> {
  const row = await tx.one<PersonRow>(sql`
    with recursive below as (
      select t.id from users u join teams t on t.id = u.team_id where u.id = ${id}::uuid
      union select t.id from teams t join below b on t.parent_id = b.id where t.deleted_at is null
    )
    select u.id, u.name, r.key as role, u.team_id as team, u.account_id as account,
      coalesce(u.locale, (select settings->'workspace'->>'locale' from meta)) as locale, u.time_zone as zone,
      coalesce(u.is_active, false) and u.deleted_at is null as active, array(select id from below)::text[] as teams
    from users u join roles r on r.id = u.role_id where u.id = ${id}::uuid`)
  if (!row) return null
  const { role, team, account, active, teams } = row
  return {
    user: row.id,
    name: row.name,
    role,
    teams,
    account,
    locale: row.locale ?? 'en',
    timeZone: row.zone ?? 'UTC',
    via,
    active,
    team,
  }
}
