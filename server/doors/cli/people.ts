import { systemActor, type Actor } from '#core/actor.ts'
import { Invalid } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import { actorOfUser } from '#modules/workspace/index.ts'

export const cli = systemActor('cli')

const notFound = (path: string, message: string) => new Invalid([{ path, message, code: 'not_found' }])

/** The user with this e-mail. */
export async function userByEmail(kolo: Kolo, email: string): Promise<string> {
  const { items } = await kolo.list(cli, 'user', {
    filter: ['email', 'is', email.trim().toLowerCase()],
    fields: ['email'],
    limit: 1,
  })
  if (items[0]) return items[0].id
  throw notFound('email', `There is no user with the e-mail ${email}.`)
}

/** Who acts: the user of --as with his rights, or the installation itself. */
export async function actorFor(kolo: Kolo, email: string | undefined, via: Actor['via']): Promise<Actor> {
  if (!email) return systemActor(via)
  const user = await userByEmail(kolo, email)
  const actor = await kolo.db.system((tx) => actorOfUser(tx, user, via))
  if (actor?.active) return actor
  throw notFound('as', `${email} is not an active user.`)
}

/** The role with this key; the sentence names those there are. */
export async function roleByKey(kolo: Kolo, key: string): Promise<string> {
  const { items } = await kolo.list(cli, 'role', { fields: ['key'], limit: 200 })
  const found = items.find((role) => role['key'] === key)
  if (found) return found.id
  throw notFound(
    'role',
    `There is no role "${key}": give one of ${items.map((role) => role['key']).join(', ')}.`,
  )
}

export async function teamByName(kolo: Kolo, name: string): Promise<string> {
  const { items } = await kolo.list(cli, 'team', { filter: ['name', 'is', name], fields: ['name'], limit: 2 })
  if (items[0]) return items[0].id
  throw notFound('team', `There is no team "${name}".`)
}
