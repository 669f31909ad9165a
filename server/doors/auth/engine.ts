import { kyselyAdapter } from '@better-auth/kysely-adapter'
import { passkey } from '@better-auth/passkey'
import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth'
import { betterAuth } from 'better-auth/minimal'
import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { Kysely, PostgresDialect } from 'kysely'
import { newId } from '#core/id.ts'
import { record } from './audit.ts'
import { witness } from './witness.ts'
import { invited, useInvitation } from './invitation.ts'
import { sentences } from './messages.ts'
import { ownOrigins, passkeySite } from './origin.ts'
import { longest, passwordProblem, shortest } from './password.ts'
import { ensureLogin, personByEmail, personById } from './people.ts'
import { consume, isSpent, limitsByPath, wrongPasswords, wrongPasswordsKey } from './rate-limit.ts'
import { addressHeader, type Gate } from './gate.ts'

const day = 86_400

export function refusal(
  status: 'BAD_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'TOO_MANY_REQUESTS',
  code: keyof typeof sentences,
) {
  return new APIError(status, { code, message: sentences[code].en })
}

async function beforeSignIn(gate: Gate, email: unknown): Promise<void> {
  if (typeof email !== 'string') return
  const person = await personByEmail(gate, email)
  if (await isSpent(gate, wrongPasswordsKey(email), wrongPasswords)) {
    const payload = { method: 'password', reason: 'TOO_MANY_REQUESTS', email: email.slice(0, 200) }
    await record(gate, { name: 'auth.failed', user: person?.id ?? null, payload })
    throw refusal('TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS')
  }
  // The address may have been changed in the workspace since: better-auth looks in its own table.
  if (person) await ensureLogin(gate, person)
}

function assertNewPassword(password: unknown, email: string | undefined): void {
  const wrong = passwordProblem('newPassword', String(password ?? ''), email ?? '')
  if (wrong) throw new APIError('BAD_REQUEST', { code: wrong.code, message: wrong.message, errors: [wrong] })
}

/** Who finds a browser open from last week must not be able to come back with a passkey of his own. */
async function assertFresh(ctx: Parameters<typeof getSessionFromCtx>[0]): Promise<void> {
  const found = await getSessionFromCtx(ctx)
  if (found && Date.now() - new Date(found.session.createdAt).getTime() > day * 1000)
    throw refusal('FORBIDDEN', 'SESSION_NOT_FRESH')
}

/** Passkeys stand for both factors, so the device must have checked who holds it. The invited may add one before
 * he can sign in: `context` is then the secret of his link. */
const passkeys = (gate: Gate) =>
  passkey({
    rpName: gate.appName,
    rpID: passkeySite(gate),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    registration: {
      requireSession: false,
      async resolveUser({ context }) {
        const person = await invited(gate, context ?? '').catch(() => null)
        if (!person) throw refusal('BAD_REQUEST', 'INVITATION_USED')
        return { id: person.id, name: person.email ?? person.name, displayName: person.name }
      },
      async afterVerification({ verification, context, user }) {
        if (!verification.registrationInfo?.userVerified) throw refusal('BAD_REQUEST', 'PASSKEY_UNVERIFIED')
        if (!context) return
        const meant = await invited(gate, context).catch(() => null)
        if (meant?.id !== user.id) throw refusal('BAD_REQUEST', 'INVITATION_USED')
        await useInvitation(gate, context).catch(() => {
          throw refusal('BAD_REQUEST', 'INVITATION_USED')
        })
      },
    },
    authentication: {
      async afterVerification({ verification }) {
        if (!verification.authenticationInfo.userVerified) throw refusal('UNAUTHORIZED', 'PASSKEY_UNVERIFIED')
      },
    },
  })

const before = (gate: Gate) =>
  createAuthMiddleware(async (ctx) => {
    if (ctx.path === '/sign-in/email') await beforeSignIn(gate, ctx.body?.email)
    if (ctx.path === '/passkey/generate-register-options') await assertFresh(ctx)
    if (ctx.path !== '/change-password') return
    const session = await getSessionFromCtx(ctx)
    assertNewPassword(ctx.body?.newPassword, session?.user.email)
    return { context: { body: { ...ctx.body, revokeOtherSessions: true } } }
  })

/** Nobody signs in, by whatever way, who is not an active user of the workspace. */
async function assertActive(gate: Gate, user: string): Promise<void> {
  const person = await personById(gate, user)
  if (!person?.isActive) throw refusal('FORBIDDEN', 'USER_INACTIVE')
}

/** better-auth, as strict as Kolo wants it. Loaded with the first request: it is a third of the server's memory. */
export function createEngine(gate: Gate, more: BetterAuthPlugin[] = []) {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: gate.pool }) })
  const withoutTokens = async () => ({ data: { accessToken: null, refreshToken: null, idToken: null } })
  const options = {
    appName: gate.appName,
    baseURL: gate.baseUrl,
    basePath: '/api/auth',
    secret: gate.secret,
    database: kyselyAdapter(db, { type: 'postgres', transaction: true }),
    telemetry: { enabled: false },
    trustedOrigins: async (request) => [
      ...ownOrigins(gate, request?.headers),
      ...(more.length ? gate.trustedIssuers : []),
    ],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortest,
      maxPasswordLength: longest,
    },
    session: { expiresIn: 30 * day, updateAge: day, freshAge: day },
    verification: { storeIdentifier: 'hashed' },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: limitsByPath,
      customStorage: { consume: (key, rule) => consume(gate, key, rule) },
    },
    advanced: {
      // Said outright: by default better-auth is lax when NODE_ENV is test, and then tests would prove nothing.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      cookiePrefix: 'kolo',
      useSecureCookies: gate.baseUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => newId(), validateSchema: false },
    },
    onAPIError: {
      errorURL: `${gate.baseUrl}/sign-in`,
      onError: (error) => {
        if (!isAPIError(error) || error.statusCode >= 500) gate.onFault(error)
      },
    },
    logger: { disabled: true },
    hooks: { before: before(gate) },
    databaseHooks: {
      // Kolo asks a provider who somebody is, and nothing after that: its tokens are not kept.
      account: { create: { before: withoutTokens }, update: { before: withoutTokens } },
      session: {
        create: { before: (session) => assertActive(gate, session.userId) },
        delete: { after: async () => gate.forget() },
      },
    },
    // The witness comes last: it sees what the others have decided.
    plugins: [
      twoFactor({ issuer: gate.appName, allowPasswordless: true }),
      passkeys(gate),
      ...more,
      witness(gate),
    ],
  } satisfies BetterAuthOptions
  return betterAuth(options)
}
