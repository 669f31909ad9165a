import sql, { raw } from 'sql-template-tag'
import { nothing, ownColumn } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import type { Scope } from '#core/entity.ts'
import { Missing } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import { actorOfUser } from './actor-of.ts'

type Place = {
  owner: string | null
  ownerName: string | null
  team: string | null
  teamName: string | null
  deleted: boolean
}

const scopes: Record<Scope, Record<Locale, string>> = {
  none: { en: 'no record of this kind', uk: 'жодного такого запису' },
  own: { en: 'own records', uk: 'власні записи' },
  team: {
    en: 'records of the own team and the teams below it',
    uk: 'записи своєї команди та підлеглих команд',
  },
  record: {
    en: 'what stands on records that it sees',
    uk: 'те, що стосується записів, які вона бачить',
  },
  all: { en: 'all records', uk: 'усі записи' },
  client: { en: 'records of the own account', uk: 'записи своєї компанії' },
}

type Case = {
  who: string
  role: string
  scope: Scope
  place: Place
  team: boolean
  own: boolean
  active: boolean
}

/** The reasons, in the order in which they decide. */
export function reasons({ who, role, scope, place, team, own, active }: Case, locale: Locale): string[] {
  const uk = locale === 'uk'
  const out = [
    uk ? `Роль «${role}» бачить ${scopes[scope].uk}.` : `The role “${role}” sees ${scopes[scope].en}.`,
  ]
  if (!active)
    out.unshift(uk ? `${who} не активний і не може увійти.` : `${who} is not active and cannot sign in.`)
  if (scope === 'own' || scope === 'team' || scope === 'record') {
    const nobody = uk ? 'ніхто' : 'nobody'
    const none = uk ? 'немає' : 'none'
    out.push(
      uk
        ? `Відповідальний: ${place.ownerName ?? nobody}. Команда: ${place.teamName ?? none}.`
        : `Owner: ${place.ownerName ?? nobody}. Team: ${place.teamName ?? none}.`,
    )
    if (scope === 'own')
      out.push(
        own
          ? uk
            ? 'Це власний запис.'
            : 'It is an own record.'
          : uk
            ? 'Це не власний запис.'
            : 'It is not an own record.',
      )
    if (scope === 'team')
      out.push(
        team
          ? uk
            ? 'Ця команда своя або підлегла.'
            : 'That team is his or below his.'
          : uk
            ? 'Ця команда не своя і не підлегла.'
            : 'That team is neither his nor below his.',
      )
  }
  if (place.deleted) out.push(uk ? 'Запис лежить у кошику.' : 'The record is in the bin.')
  return out
}

/** Why a user sees a record or not: the answer is PostgreSQL's, asked as him; the reasons explain it. */
export async function why(kolo: Kolo, asker: Actor, entity: string, id: string, user: string) {
  const e = kolo.entity(entity)
  const owned = Object.hasOwn(e.fields, 'owner')
  const own = raw(e.follows && e.mine ? `t.${ownColumn(e)}` : 't.owner_id')
  const owner = owned
    ? sql`${own} as owner, o.name as "ownerName", t.team_id as team, m.name as "teamName",`
    : raw('null as owner, null as "ownerName", null as team, null as "teamName",')
  const joins = owned
    ? sql`left join users o on o.id = ${own} left join teams m on m.id = t.team_id`
    : raw('')
  const found = await kolo.db.system(async (tx) => ({
    actor: await actorOfUser(tx, user),
    place: await tx.one<Place>(
      sql`select ${owner} t.deleted_at is not null as deleted from ${raw(`"${e.table}" t`)} ${joins} where t.id = ${id}::uuid`,
    ),
    role: await tx.one<{ name: string }>(
      sql`select r.name from users u join roles r on r.id = u.role_id where u.id = ${user}::uuid`,
    ),
  }))
  if (!found.actor) throw new Missing('user', user)
  if (!found.place) throw new Missing(entity, id)
  const { actor, place } = found
  const scope = (kolo.rightsOf(actor)[entity] ?? nothing).read
  const sees =
    scope !== 'none' && (await kolo.db.as(actor, (tx) => kolo.readIn(tx, entity, [id], []))).length > 0
  const facts = { who: actor.name, role: found.role?.name ?? actor.role, scope, place, active: actor.active }
  return {
    sees,
    reasons: reasons(
      {
        ...facts,
        own: place.owner === actor.user,
        team: place.team !== null && actor.teams.includes(place.team),
      },
      asker.locale,
    ),
  }
}
