import pg from 'pg'
import type { Actor } from '#core/actor.ts'
import type { Locale } from '#core/text.ts'
import { createActors } from './actor.ts'
import { passThrough } from './app-password.ts'
import { addressHeader, type CreatePerson, type Gate } from './gate.ts'
import { invite } from './invitation.ts'
import { createKey, keysOf, revokeKey, type NewKey } from './keys.ts'
import { removeTwoFactor, setPassword, waysOf } from './login.ts'
import { readerLocale } from './messages.ts'
import { clientAddress, isForeignWrite, proxyList } from './origin.ts'
import { likeOurs, problem } from './problem.ts'
import { providers, providerViews, removeProvider, saveProvider, type ProviderInput } from './providers.ts'
import { createRoutes } from './routes.ts'
import { endAccess, revokeSession, revokeSessions, sessionsOf, sweep } from './sessions.ts'

export type AuthOptions = {
  /** How to reach the database; may log in as anyone who can become `<workspace>_system`. */
  config: pg.PoolConfig
  workspace?: string
  /** Signs cookies and encrypts second factors; changing it signs everybody out. */
  secret: string
  /** Where people open Kolo, without a slash at the end. */
  baseUrl: string
  /** Further origins that are this installation. */
  origins?: string[]
  /** Addresses or ranges of reverse proxies whose X-Forwarded-For is believed. */
  trustedProxies?: string[]
  /** Origins of identity providers inside the company's network. */
  trustedIssuers?: string[]
  appName?: string
  /** For people who have not chosen a language. */
  locale?: Locale
  createPerson?: CreatePerson
  /** Told of what should not have happened, beside the answer 500. */
  onFault?: (error: unknown) => void
}

/** All of better-auth that is open; the rest of it (sign-up, profile, social, SAML …) does not exist here. */
const open = new Set([
  'GET /get-session',
  'POST /sign-in/email',
  'POST /sign-out',
  'POST /change-password',
  'POST /two-factor/enable',
  'POST /two-factor/disable',
  'POST /two-factor/verify-totp',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/generate-backup-codes',
  'GET /passkey/generate-register-options',
  'POST /passkey/verify-registration',
  'GET /passkey/generate-authenticate-options',
  'POST /passkey/verify-authentication',
  'GET /passkey/list-user-passkeys',
  'POST /passkey/update-passkey',
  'POST /passkey/delete-passkey',
  'POST /sign-in/sso',
])
const base = '/api/auth'
const callback = /^\/sso\/callback\/([a-z0-9-]{1,40})$/
const largest = 64 * 1024
// PostgreSQL's text cannot hold it, and nothing here needs it.
const nul = /%00|\\u0000/

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function openPool({ config, workspace = 'kolo' }: AuthOptions): pg.Pool {
  const path = `${quoted(`${workspace}_auth`)},${quoted(workspace)}`
  const options = `-c role=${workspace}_system -c search_path=${path} -c timezone=UTC`
  const pool = new pg.Pool({ ...config, max: 6, options })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** The body, unless it is longer than anything here may be: then no more of it is read. */
async function shortText(request: Request): Promise<string | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > largest) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The engine without providers, and the one with them as they are now: it is built anew after a change. */
function createEngines(gate: Gate) {
  type Engine = Awaited<ReturnType<typeof withoutProviders>>
  let plain: Promise<Engine> | undefined
  let company: { stamp: string; engine: Engine } | undefined
  async function withoutProviders() {
    const { createEngine } = await import('./engine.ts')
    return createEngine(gate)
  }
  return {
    plain: () => (plain ??= withoutProviders()),
    async company(id: unknown): Promise<Engine | undefined> {
      const known = await providers(gate)
      if (!known.some((p) => p.id === id)) return undefined
      const stamp = known.map((p) => `${p.id} ${p.updatedAt.getTime()}`).join()
      if (company?.stamp !== stamp) {
        const [{ createEngine }, { ssoPlugin }] = await Promise.all([
          import('./engine.ts'),
          import('./sso.ts'),
        ])
        company = { stamp, engine: createEngine(gate, [await ssoPlugin(gate, known)]) }
      }
      return company.engine
    },
  }
}

/** Everything about who may come in. One per workspace and process. */
export function createAuth(options: AuthOptions) {
  if (options.secret.length < 32)
    throw new Error('The secret that signs sessions needs at least 32 characters.')
  const gate: Gate = {
    pool: openPool(options),
    secret: options.secret,
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    origins: options.origins ?? [],
    proxies: proxyList(options.trustedProxies ?? []),
    trustedIssuers: options.trustedIssuers ?? [],
    appName: options.appName ?? 'Kolo',
    locale: options.locale ?? 'en',
    createPerson: options.createPerson,
    onFault: options.onFault ?? console.error,
    forget: () => actors.forget(),
  }
  const actors = createActors(gate)
  const engines = createEngines(gate)

  const within = (request: Request, path: string, body: unknown) => {
    const headers = new Headers(request.headers)
    headers.delete('content-length')
    headers.set('content-type', 'application/json')
    return new Request(gate.baseUrl + base + path, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  const routes = createRoutes({
    gate,
    actorOf: actors.of,
    signIn: async (request, email, password) =>
      (await engines.plain()).handler(within(request, '/sign-in/email', { email, password })),
  })

  async function engineFor(request: Request, path: string) {
    const found = callback.exec(path)
    if (found && request.method === 'GET') return engines.company(found[1])
    if (!open.has(`${request.method} ${path}`)) return undefined
    if (path !== '/sign-in/sso') return engines.plain()
    const body = (await request
      .clone()
      .json()
      .catch(() => ({}))) as { providerId?: unknown } | null
    return engines.company(body?.providerId)
  }

  /** The request with a body that is known to be small, and the address that we have made sure of; or why not. */
  async function sifted(request: Request, remote: string): Promise<Request | 'TOO_LARGE' | 'NUL'> {
    const headers = new Headers(request.headers)
    headers.set(addressHeader, clientAddress(headers, remote, gate.proxies))
    const { method } = request
    const url = new URL(request.url)
    const address = gate.baseUrl + url.pathname + url.search
    if (nul.test(address)) return 'NUL'
    if (method === 'GET' || method === 'HEAD') return new Request(address, { method, headers })
    if (Number(headers.get('content-length') ?? 0) > largest) return 'TOO_LARGE'
    const body = await shortText(request)
    if (body === null) return 'TOO_LARGE'
    return nul.test(body) ? 'NUL' : new Request(address, { method, headers, body })
  }

  async function answer(request: Request): Promise<Response> {
    const locale = readerLocale(request.headers)
    if (isForeignWrite(gate, request)) return problem(403, { code: 'FOREIGN_ORIGIN' }, locale)
    const engine = await engineFor(request, new URL(request.url).pathname.slice(base.length))
    const response = engine ? await engine.handler(request) : await routes.fetch(request)
    const told = await likeOurs(response, locale)
    told.headers.set('cache-control', 'no-store')
    return told
  }

  return {
    /** Answers everything under /api/auth/. `remote` is the other end of the connection. */
    async handler(request: Request, remote = '127.0.0.1'): Promise<Response> {
      const asked = await sifted(request, remote)
      if (asked instanceof Request) return answer(asked)
      return problem(asked === 'NUL' ? 400 : 413, { code: asked }, readerLocale(request.headers))
    },
    /** Who asks, by session cookie or `Authorization: Bearer` key; null when nobody we know. */
    actorOf: actors.of,
    /** Who asks with an app password. Throws Spent after too many wrong ones. */
    callerOf: (headers: Headers, remote: string) =>
      passThrough(gate, actors.caller, headers, clientAddress(headers, remote, gate.proxies)),
    /** Who made the secret address of a feed. */
    feedOf: (secret: string) => actors.caller(null, secret),
    /** Must a write with these headers be refused as forged by another site? */
    isForeignWrite: (request: { method: string; headers: Headers }) => isForeignWrite(gate, request),
    /** The client's address, proxies seen through. */
    addressOf: (headers: Headers, remote: string) => clientAddress(headers, remote, gate.proxies),
    /** Call after roles, rights, teams or users have changed: nobody's rights are remembered any longer. */
    forget: actors.forget,
    /** Gives a user a password, the first or a new one. */
    setPassword: (user: string, password: string, by?: Actor) => setPassword(gate, user, password, by),
    invite: (user: string, by: Actor) => invite(gate, user, by),
    /** Call when a user is deactivated or removed. */
    endAccess: (user: string, by?: Actor) => endAccess(gate, user, by),
    /** Ends the access of everybody who has been deactivated or removed since; call after users have changed. */
    sweep: () => sweep(gate),
    waysOf: (user: string) => waysOf(gate, user),
    removeTwoFactor: (user: string, by: Actor) => removeTwoFactor(gate, user, by),
    sessionsOf: (user: string) => sessionsOf(gate, user),
    revokeSession: (user: string, id: string, by: Actor) => revokeSession(gate, user, id, by),
    revokeSessions: (user: string, by: Actor, keep?: string) => revokeSessions(gate, user, by, keep),
    createKey: (user: string, key: NewKey, by: Actor) => createKey(gate, user, key, by),
    keysOf: (user: string) => keysOf(gate, user),
    revokeKey: (user: string, id: string, by: Actor) => revokeKey(gate, user, id, by),
    providers: () => providerViews(gate),
    saveProvider: (provider: ProviderInput, by: Actor) => saveProvider(gate, provider, by),
    removeProvider: (id: string, by: Actor) => removeProvider(gate, id, by),
    /** Throws away what has expired; for a nightly job. */
    tidy: () => tidy(gate),
    close: () => gate.pool.end(),
  }
}

export { createPersonWith } from './newcomer.ts'
export { Spent } from './app-password.ts'
export type Auth = ReturnType<typeof createAuth>

async function tidy(gate: Gate): Promise<void> {
  const { pool } = gate
  await sweep(gate)
  await pool.query(`delete from "session" where "expiresAt" < now()`)
  await pool.query(`delete from "verification" where "expiresAt" < now()`)
  await pool.query(`delete from invitation where expires_at < now() - interval '90 days'`)
  await pool.query(`delete from rate_limit where since < now() - interval '1 day'`)
}
