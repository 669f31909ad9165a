import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import { Invalid } from '#core/error.ts'
import { titleElse } from '#core/expression.ts'
import { isId } from '#core/id.ts'
import type { Context } from '#core/operation.ts'
import type { CheckItem, Participant } from './activity.ts'

const id = z.string().toLowerCase().refine(isId)
const participants = z
  .array(
    z.strictObject({
      user: id.optional(),
      contact: id.optional(),
      email: z.string().max(320).optional(),
      name: z.string().max(200).optional(),
      role: z.enum(['organizer', 'required', 'optional']).optional(),
      reply: z.enum(['asked', 'accepted', 'declined', 'tentative']).optional(),
    }),
  )
  .max(200)
const checklist = z
  .array(z.strictObject({ text: z.string().trim().min(1).max(500), done: z.boolean().optional() }))
  .max(100)

const bad = (path: string, message: string, code: string) => new Invalid([{ path, message, code }])

export function checklistOf(value: unknown, path: string): CheckItem[] | null {
  if (value === null || value === undefined) return null
  const read = checklist.safeParse(value)
  if (!read.success) throw bad(path, 'A checklist is a list of {text, done}.', 'bad_checklist')
  return read.data as CheckItem[]
}

export function participantsOf(value: unknown, path: string): Participant[] | null {
  if (value === null || value === undefined) return null
  const read = participants.safeParse(value)
  if (!read.success || read.data.some((p) => !p.user && !p.contact && !p.email && !p.name))
    throw bad(
      path,
      'A participant is {user}, {contact} or {email, name}, with a role and a reply.',
      'bad_participants',
    )
  const keyOf = (p: Participant) => p.user ?? p.contact ?? p.email?.toLowerCase() ?? p.name
  const once = new Map(read.data.map((p) => [keyOf(p as Participant), p as Participant]))
  return [...once.values()].map((p) => ({ ...p, reply: p.reply ?? 'asked' }))
}

/** Whom somebody invites he must be able to see; named, so that calendars and lists need not ask again. */
export async function named(
  c: Context,
  items: readonly { participants: Participant[] | null; path: string }[],
): Promise<void> {
  const all = items.flatMap((i) => i.participants ?? [])
  const ids = (key: 'user' | 'contact') => [...new Set(all.flatMap((p) => p[key] ?? []))]
  const [users, contacts] = [ids('user'), ids('contact')]
  if (users.length + contacts.length === 0) return
  const found = new Map<string, string>()
  const read = async (entity: 'user' | 'contact', wanted: string[]) => {
    if (wanted.length === 0) return
    const called = titleElse(c.kolo.entity('contact'), 'contacts', c.kolo.rightsOf(c.actor)['contact'])
    const title =
      entity === 'user'
        ? sql`name`
        : sql`concat_ws(' ', ${join([sql`name_first`, sql`name_last`, ...called], ', ')})`
    const table = entity === 'user' ? sql`users` : sql`contacts`
    const rows = await c.tx.rows<{ id: string; title: string }>(
      sql`select id, ${title} as title from ${table} where id = any(${wanted}::uuid[]) and deleted_at is null`,
    )
    rows.forEach((r) => found.set(r.id, r.title))
  }
  if (c.kolo.may(c.actor, { needs: { user: 'read' } })) await read('user', users)
  if (c.kolo.may(c.actor, { needs: { contact: 'read' } })) await read('contact', contacts)
  for (const { participants: list, path } of items)
    for (const p of list ?? []) {
      const one = p.user ?? p.contact
      if (!one) continue
      const name = found.get(one)
      if (name === undefined)
        throw bad(
          path,
          `There is no ${p.user ? 'user' : 'contact'} ${one}, or you may not see it.`,
          'no_reference',
        )
      p.name = name
    }
}
