import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { emailOf } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Context } from '#core/operation.ts'
import type { Participant } from '#modules/activities/index.ts'

/** Who takes part, as calendars name him. */
export type Attendee = {
  email: string
  name?: string
  role: 'organizer' | 'required' | 'optional'
  reply: 'asked' | 'accepted' | 'declined' | 'tentative'
}

export type Invited = {
  participants?: unknown
  assignee?: unknown
}

type Known = { id: string; email: string; name: string }

const idsIn = (list: readonly Participant[], key: 'user' | 'contact') => list.flatMap((p) => p[key] ?? [])

/** The addresses of users and contacts, as far as the actor may see them. */
async function addressesOf(
  kolo: Kolo,
  tx: Tx,
  users: readonly string[],
  contacts: readonly string[],
): Promise<Map<string, Known>> {
  const may = (entity: string) => kolo.may(tx.actor, { needs: { [entity]: 'read' } })
  const found = [
    ...(users.length && may('user')
      ? await tx.rows<Known>(
          sql`select id, email, name from users where id = any(${users}::uuid[]) and email is not null`,
        )
      : []),
    ...(contacts.length && may('contact')
      ? await tx.rows<Known>(
          sql`select c.id, w->>'value' as email, concat_ws(' ', name_first, name_last) as name from contacts c, jsonb_array_elements(c.emails) w
            where c.id = any(${contacts}::uuid[]) and c.deleted_at is null order by (w->>'primary')::boolean is true`,
        )
      : []),
  ]
  return new Map(found.map((k) => [k.id, k]))
}

const assigneeOf = (row: Invited) => (row.assignee as { id: string } | null | undefined)?.id
const listOf = (row: Invited) => (row.participants as Participant[] | null | undefined) ?? []

/** For each of some activities, whom it invites: null where nobody was ever named. Its assignee has asked them. */
export async function attendeesOf(
  kolo: Kolo,
  tx: Tx,
  rows: readonly Invited[],
): Promise<(Attendee[] | null)[]> {
  const all = rows.flatMap(listOf)
  const asking = rows.filter((r) => listOf(r).length).flatMap((r) => assigneeOf(r) ?? [])
  const known = await addressesOf(
    kolo,
    tx,
    [...new Set([...idsIn(all, 'user'), ...asking])],
    [...new Set(idsIn(all, 'contact'))],
  )
  return rows.map((row) => {
    if (!row.participants) return null
    const list = listOf(row).flatMap((p): Attendee[] => {
      const who = known.get(p.user ?? p.contact ?? '')
      const email = who?.email ?? p.email
      const name = who?.name ?? p.name
      return email
        ? [{ email, ...(name ? { name } : {}), role: p.role ?? 'required', reply: p.reply ?? 'asked' }]
        : []
    })
    const owner = known.get(assigneeOf(row) ?? '')
    return owner && list.length && !list.some((a) => a.role === 'organizer' || a.email === owner.email)
      ? [{ email: owner.email, name: owner.name, role: 'organizer', reply: 'accepted' }, ...list]
      : list
  })
}

/** The participants that attendees stand for: those there already, else a user or the one contact of that address,
 * else just the address. The assignee is there without being named; who has no address is left as he is. */
export async function participantsIn(
  c: Pick<Context, 'kolo' | 'tx'>,
  attendees: readonly Attendee[],
  before: Invited,
): Promise<Participant[]> {
  const { kolo, tx } = c
  const now = listOf(before)
  const assignee = assigneeOf(before) ?? (before.assignee as string | undefined)
  const known = await addressesOf(
    kolo,
    tx,
    [...idsIn(now, 'user'), ...(assignee ? [assignee] : [])],
    idsIn(now, 'contact'),
  )
  const key = (email: string) => (emailOf(email) ?? email).toLowerCase()
  const addressOf = (p: Participant) => known.get(p.user ?? p.contact ?? '')?.email ?? p.email
  const own = assignee && known.get(assignee)?.email
  const emails = attendees.map((a) => key(a.email))
  const may = (entity: string) => kolo.may(tx.actor, { needs: { [entity]: 'read' } })
  const users = may('user')
    ? await tx.rows<{ id: string; email: string }>(
        sql`select id, lower(email) as email from users where lower(email) = any(${emails}::text[]) and deleted_at is null`,
      )
    : []
  const contacts = may('contact')
    ? await tx.rows<{ id: string; emails: { value: string }[] }>(
        sql`select id, emails from contacts where emails @> any(${emails.map((value) => JSON.stringify([{ value }]))}::jsonb[])
          and deleted_at is null limit 500`,
      )
    : []
  const named = attendees.flatMap((a): Participant[] => {
    const email = key(a.email)
    if (a.role === 'organizer' && own && key(own) === email) return []
    const { role, reply } = a
    const there = now.find((p) => key(addressOf(p) ?? '') === email)
    if (there) return [{ ...there, role, reply }]
    const user = users.find((u) => u.email === email)
    if (user) return [{ user: user.id, role, reply }]
    const people = contacts.filter((p) => p.emails.some((w) => key(w.value) === email))
    if (people.length === 1) return [{ contact: people[0]!.id, role, reply }]
    return [{ email: a.email, ...(a.name ? { name: a.name.slice(0, 200) } : {}), role, reply }]
  })
  return [...named, ...now.filter((p) => !addressOf(p))].slice(0, 200)
}
