import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Actor } from '#core/actor.ts'
import { actorFrom, personById } from './people.ts'
import { keyPrefix, personOfKey, personOfPassword, type Scope } from './keys.ts'
import { endAccess } from './sessions.ts'
import { sha256, type Gate } from './gate.ts'

/** How long an answer is believed. Bounds what another process may not have heard of yet. */
const life = 3_000
const most = 20_000

export const sessionCookie = (gate: Pick<Gate, 'baseUrl'>) =>
  `${gate.baseUrl.startsWith('https:') ? '__Secure-' : ''}kolo.session_token`

/** An API key; when there is one, the cookie does not count. */
export const bearerOf = (headers: Headers): string | undefined =>
  /^bearer +(\S+)/i.exec(headers.get('authorization') ?? '')?.[1]

export function cookieValue(header: string | null, name: string): string | undefined {
  if (!header) return undefined
  const found = header.split('; ').find((part) => part.startsWith(`${name}=`))
  return found?.slice(name.length + 1)
}

/** The token inside better-auth's signed cookie `token.signature`, if we signed it. */
function verifiedToken(cookie: string, secret: string): string | undefined {
  let value: string
  try {
    value = decodeURIComponent(cookie)
  } catch {
    return undefined
  }
  const dot = value.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = value.slice(0, dot)
  const ours = createHmac('sha256', secret).update(token).digest()
  const theirs = Buffer.from(value.slice(dot + 1), 'base64')
  return theirs.length === ours.length && timingSafeEqual(ours, theirs) ? token : undefined
}

async function actorOfSession(gate: Gate, cookie: string): Promise<Actor | null> {
  const token = verifiedToken(cookie, gate.secret)
  if (!token) return null
  const found = await gate.pool.query<{ id: string; userId: string }>(
    `select "id", "userId" from "session" where "token" = $1 and "expiresAt" > now()`,
    [token],
  )
  const session = found.rows[0]
  if (!session) return null
  const person = await personById(gate, session.userId)
  if (!person?.isActive) return endAccess(gate, session.userId).then(() => null)
  await gate.pool.query(
    `update "session" set "updatedAt" = now() where "id" = $1 and "updatedAt" < now() - interval '5 minutes'`,
    [session.id],
  )
  return actorFrom(person, 'web', session.id)
}

async function actorOfKey(gate: Gate, key: string): Promise<Actor | null> {
  if (!key.startsWith(keyPrefix)) return null
  const person = await personOfKey(gate, key)
  return person ? actorFrom(person, 'api') : null
}

/** Somebody who came with an app password. */
export type Caller = { actor: Actor; scopes: Scope[] }

async function callerOf(gate: Gate, email: string | null, password: string): Promise<Caller | null> {
  const found = await personOfPassword(gate, password, email)
  return found && { actor: actorFrom(found.person, 'dav'), scopes: found.scopes }
}

/** Finds out who asks, and remembers it for a moment. */
export function createActors(gate: Gate) {
  const name = sessionCookie(gate)
  let remembered = new Map<string, { until: number; actor: Promise<unknown> }>()

  function lookUp<T>(credential: string, find: () => Promise<T | null>): Promise<T | null> {
    const hash = sha256(credential)
    const known = remembered.get(hash)
    if (known && known.until > Date.now()) return known.actor as Promise<T | null>
    // What is found out after everything was forgotten goes into the forgotten map, and is not believed again.
    const mine = remembered
    if (mine.size > most) mine.clear()
    const actor = find()
    mine.set(hash, { until: Date.now() + life, actor })
    const drop = () => void mine.delete(hash)
    actor.then((found) => found ?? drop(), drop)
    return actor
  }

  return {
    of(headers: Headers): Promise<Actor | null> {
      const key = bearerOf(headers)
      if (key !== undefined) return lookUp(key, () => actorOfKey(gate, key))
      const cookie = cookieValue(headers.get('cookie'), name)
      return cookie ? lookUp(cookie, () => actorOfSession(gate, cookie)) : Promise.resolve(null)
    },
    /** By an app password; without an address, by the secret address of a feed. */
    caller: (email: string | null, password: string): Promise<Caller | null> =>
      lookUp(`dav ${email} ${password}`, () => callerOf(gate, email, password)),
    forget() {
      remembered = new Map()
    },
  }
}
