import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api'
import { record, type AuthEvent } from './audit.ts'
import { sentences } from './messages.ts'
import { personByEmail } from './people.ts'
import { consume, wrongPasswords, wrongPasswordsKey } from './rate-limit.ts'
import { addressHeader, type Gate } from './gate.ts'

/** What a request that went well means for the log; sign-ins are told by the session they open. */
const meaning: Record<string, AuthEvent['name']> = {
  '/change-password': 'auth.password_set',
  '/two-factor/disable': 'auth.two_factor_disabled',
  '/two-factor/generate-backup-codes': 'auth.backup_codes_made',
  '/two-factor/verify-backup-code': 'auth.backup_code_used',
  '/passkey/verify-registration': 'auth.passkey_added',
  '/passkey/delete-passkey': 'auth.passkey_removed',
}

const methods: Record<string, string> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'password and code',
  '/two-factor/verify-backup-code': 'password and backup code',
  '/passkey/verify-authentication': 'passkey',
  '/passkey/verify-registration': 'passkey',
  '/sso/callback/:providerId': 'provider',
}

type Seen = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

const where = (ctx: Seen) => ({
  address: ctx.headers?.get(addressHeader) ?? null,
  device: ctx.headers?.get('user-agent')?.slice(0, 300) ?? null,
})

/** What a provider's answer ended with, when it did not end well. What the resolver of sso.ts has refused it has
 * written down itself, with the address. */
function sentAway(returned: { headers?: HeadersInit }): string | undefined {
  const location = new Headers(returned.headers).get('location') ?? ''
  const error = URL.canParse(location, 'http://x') && new URL(location, 'http://x').searchParams.get('error')
  return error && !(error in sentences) ? error : undefined
}

function failure({ path, context }: Seen): string | undefined {
  const { returned, newSession } = context
  if (!isAPIError(returned)) return undefined
  if (returned.statusCode >= 400) return returned.body?.code ?? returned.message
  return path.startsWith('/sso/') && !newSession ? sentAway(returned) : undefined
}

/** Who has given his password and is being asked for the code. */
async function challenged(ctx: Seen): Promise<string | null> {
  if (!ctx.path.startsWith('/two-factor/verify-')) return null
  const cookie = ctx.context.createAuthCookie('two_factor')
  const id = await ctx.getSignedCookie(cookie.name, ctx.context.secret)
  return id ? ((await ctx.context.internalAdapter.findVerificationValue(id))?.value ?? null) : null
}

async function tellFailure(gate: Gate, ctx: Seen, reason: string): Promise<void> {
  const email = typeof ctx.body?.email === 'string' ? ctx.body.email.slice(0, 200) : undefined
  const person = email ? await personByEmail(gate, email) : undefined
  const user = person?.id ?? ctx.context.session?.user.id ?? (await challenged(ctx))
  if (reason === 'INVALID_EMAIL_OR_PASSWORD' && email)
    await consume(gate, wrongPasswordsKey(email), wrongPasswords)
  const payload = { method: methods[ctx.path], reason, ...(email ? { email } : {}), ...where(ctx) }
  await record(gate, { name: 'auth.failed', user, payload })
}

async function tellSuccess(gate: Gate, ctx: Seen): Promise<void> {
  const opened = ctx.context.newSession
  const user = opened?.user.id ?? ctx.context.session?.user.id ?? null
  const name = meaning[ctx.path]
  if (name && user) await record(gate, { name, user, payload: where(ctx) })
  const before = ctx.context.session
  if (opened && ctx.path === '/two-factor/verify-totp' && before)
    return record(gate, { name: 'auth.two_factor_enabled', user, payload: where(ctx) })
  if (opened && !before && methods[ctx.path])
    await record(gate, {
      name: 'auth.signed_in',
      user,
      payload: { method: methods[ctx.path], session: opened.session.id, ...where(ctx) },
    })
}

/** Sees every request after all others have decided, and writes what happened into the audit log. */
export const witness = (gate: Gate): BetterAuthPlugin => ({
  id: 'kolo-witness',
  hooks: {
    before: [
      {
        matcher: ({ path }) => path === '/sign-out',
        handler: createAuthMiddleware(async (ctx) => {
          const session = await getSessionFromCtx(ctx).catch(() => null)
          if (session)
            await record(gate, { name: 'auth.signed_out', user: session.user.id, payload: where(ctx) })
        }),
      },
    ],
    after: [
      {
        matcher: ({ path }) => path !== undefined && (path in methods || path in meaning),
        handler: createAuthMiddleware(async (ctx) => {
          const reason = failure(ctx)
          if (reason && methods[ctx.path]) await tellFailure(gate, ctx, reason)
          if (!reason) await tellSuccess(gate, ctx)
        }),
      },
    ],
  },
})
