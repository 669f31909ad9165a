import sql, { type Sql } from 'sql-template-tag'
import { Missing } from '#core/error.ts'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { isId } from '#core/id.ts'

export type CollectionKind = 'vevent' | 'vtodo' | 'vcard'

/** One calendar, list of tasks or address book, as one user sees it. */
export type Collection = {
  key: string
  kind: CollectionKind
  /** Whose: appointments of a colleague, or his own. */
  user: string
  name: string
  isWritable: boolean
}

/** More is no calendar that a phone could hold; the newest are kept. */
const most = 10_000
const mostColleagues = 100

const names = {
  appointments: { en: 'Kolo', uk: 'Kolo' },
  tasks: { en: 'Kolo: tasks', uk: 'Kolo: завдання' },
  contacts: { en: 'Kolo: contacts', uk: 'Kolo: контакти' },
}

/** What a user may synchronise: his appointments, his tasks, the appointments of each of his team and the teams below
 * it, and the contacts that are his or his teams'. */
export async function collectionsOf(kolo: Kolo, tx: Tx): Promise<Collection[]> {
  const { user, locale, teams } = tx.actor
  if (!user) return []
  const { activity, contact } = kolo.rightsOf(tx.actor)
  const own = (key: keyof typeof names, kind: CollectionKind, isWritable: boolean): Collection => ({
    key,
    kind,
    user,
    name: names[key][locale],
    isWritable,
  })
  const writes = (right: typeof activity) => Boolean(right?.create) || (right?.update ?? 'none') !== 'none'
  const found: Collection[] = []
  if (activity && activity.read !== 'none') {
    found.push(own('appointments', 'vevent', writes(activity)), own('tasks', 'vtodo', writes(activity)))
    // Names of colleagues: whose appointments are seen is still for the rights to say.
    const colleagues = await tx.elevated(() =>
      tx.rows<{
        id: string
        name: string
      }>(sql`select id, name from users where team_id = any(${teams}::uuid[])
        and id <> ${user}::uuid and is_active and deleted_at is null order by name, id limit ${mostColleagues}`),
    )
    const isWritable = ['team', 'all', 'record'].includes(activity.update)
    for (const { id, name } of colleagues)
      found.push({ key: `user-${id}`, kind: 'vevent', user: id, name: `Kolo: ${name}`, isWritable })
  }
  if (contact && contact.read !== 'none') found.push(own('contacts', 'vcard', writes(contact)))
  return found
}

export async function collectionOf(kolo: Kolo, tx: Tx, key: string): Promise<Collection> {
  const found = (await collectionsOf(kolo, tx)).find((c) => c.key === key)
  if (!found) throw new Missing('collection', key)
  return found
}

export type Window = { from: string | null; to: string | null }
export type Which = { id?: string; uid?: string; window?: Window }
export type Member = { id: string; etag: string }

const timed = sql`kind in ('call', 'meeting', 'visit') and starts_at is not null`
const todo = sql`(kind = 'task' or (kind in ('call', 'meeting', 'visit') and starts_at is null))`

/** Those that may lie in a window: single ones by their times, all that repeat and reach into it, also by an instance
 * that was moved there. */
const within = ({ from, to }: Window): Sql => {
  const [after, before] = [sql`${from ?? '-infinity'}::timestamptz`, sql`${to ?? 'infinity'}::timestamptz`]
  return sql`(planned_at is null or planned_at < ${before} and (case when repeat is null then greatest(planned_at, ends_at, due_at)
      else coalesce(repeats_until, 'infinity') + coalesce(greatest(ends_at, due_at) - planned_at, '0') end) >= ${after}
    or exists (select from activities o where o.series_id = a.id and o.deleted_at is null and o.planned_at < ${before}
      and greatest(o.planned_at, o.ends_at, o.due_at) >= ${after}))`
}

const all = sql`true`

/** What stands in a collection now, as far as the actor may see it, with a mark that is another whenever it changed. An
 * invitation that he declined is not in it. */
export function membersOf(
  tx: Tx,
  { kind, user }: Collection,
  { id, uid, window }: Which = {},
): Promise<Member[]> {
  if (id && !isId(id)) return Promise.resolve([])
  const named = id ? sql`a.id = ${id}::uuid` : all
  if (kind === 'vcard')
    return tx.rows<Member>(sql`select a.id, a.revision::text as etag from contacts a where a.deleted_at is null and ${named}
      and (a.owner_id = ${user}::uuid or a.team_id = any(${tx.actor.teams}::uuid[])) order by a.id desc limit ${most}`)
  const invited = JSON.stringify([{ user }])
  const declined = JSON.stringify([{ user, reply: 'declined' }])
  return tx.rows<Member>(sql`
    select a.id, a.revision::text || case when a.repeat is null then '' else coalesce((select '-' || left(md5(string_agg(o.id::text || o.revision, ',' order by o.id)), 12)
      from activities o where o.series_id = a.id and o.deleted_at is null), '') end as etag
    from activities a where a.deleted_at is null and a.series_id is null and ${kind === 'vevent' ? timed : todo} and ${named}
      and (a.assignee_id = ${user}::uuid or (a.participants @> ${invited}::jsonb and not a.participants @> ${declined}::jsonb))
      and ${uid ? sql`a.uid = ${uid}` : all} and ${window ? within(window) : all}
    order by a.id desc limit ${most}`)
}
