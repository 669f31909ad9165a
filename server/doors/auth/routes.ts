import { Hono } from 'hono'
import { z } from 'zod'
import { Forbidden, Invalid, Refused } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { Actor } from '#core/actor.ts'
import { invite, invited, useInvitation } from './invitation.ts'
import { createKey, keysOf, revokeKey, scopes } from './keys.ts'
import { removeTwoFactor, setPassword, waysOf } from './login.ts'
import { readerLocale, sentences } from './messages.ts'
import { hasPasskeys } from './origin.ts'
import { assertStrong } from './password.ts'
import { problem, problemOf } from './problem.ts'
import { providers, providerViews, redirectAddress, removeProvider, saveProvider } from './providers.ts'
import { consume, limitOfLinks } from './rate-limit.ts'
import { revokeSession, revokeSessions, sessionsOf } from './sessions.ts'
import { addressHeader, type Gate } from './gate.ts'

type Env = { Variables: { actor: Actor } }
type Means = {
  gate: Gate
  actorOf(headers: Headers): Promise<Actor | null>
  /** Signs in through better-auth, so that a second factor is still asked for. */
  signIn(request: Request, email: string, password: string): Promise<Response>
}

const text = z.string().trim().min(1).max(200)
const keySchema = z.strictObject({
  name: text,
  role: z.string().max(60).optional(),
  expires: z.iso.datetime({ offset: true }).optional(),
  scopes: z.array(z.enum(scopes)).min(1).max(3).optional(),
})
const linkSchema = z.strictObject({ token: z.string().max(100) })
const acceptSchema = linkSchema.extend({ password: z.string().max(1000) })
const providerSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Use small letters, digits and hyphens.'),
  name: text,
  issuer: z.url().max(500),
  clientId: text,
  clientSecret: z.string().min(1).max(1000).optional(),
  domains: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/, 'This is not a domain.'),
    )
    .min(1),
  role: z.string().max(60).nullish(),
})

async function read<T>(schema: z.ZodType<T>, request: { json(): Promise<unknown> }): Promise<T> {
  const body = await request.json().catch(() => {
    throw new Invalid([{ path: '', message: 'The request is not JSON.' }])
  })
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new Invalid(
    parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message, code: i.code })),
  )
}

async function assertWithinLimit(gate: Gate, headers: Headers): Promise<void> {
  const key = `${headers.get(addressHeader) ?? ''}|invitation`
  if ((await consume(gate, key, limitOfLinks)).allowed) return
  throw new Refused('TOO_MANY_REQUESTS', sentences.TOO_MANY_REQUESTS.en)
}

/** What nobody has to be signed in for. */
function publicRoutes({ gate, signIn }: Means) {
  const app = new Hono<Env>()
  app.get('/ways', async (c) =>
    c.json({
      password: true,
      passkey: hasPasskeys(gate, c.req.raw.headers),
      providers: (await providers(gate)).map(({ id, name }) => ({ id, name })),
    }),
  )
  app.post('/invitation', async (c) => {
    await assertWithinLimit(gate, c.req.raw.headers)
    const { token } = await read(linkSchema, c.req)
    const { name, email, locale } = await invited(gate, token)
    return c.json({ name, email, locale })
  })
  app.post('/invitation/accept', async (c) => {
    await assertWithinLimit(gate, c.req.raw.headers)
    const { token, password } = await read(acceptSchema, c.req)
    const { email } = await invited(gate, token)
    assertStrong('password', password, email ?? '')
    await setPassword(gate, await useInvitation(gate, token), password)
    return signIn(c.req.raw, email ?? '', password)
  })
  return app
}

/** What a user does with his own access. */
function ownRoutes({ gate }: Means) {
  const app = new Hono<Env>()
  app.get('/access', async (c) => c.json(await waysOf(gate, c.var.actor.user!)))
  app.get('/sessions', async (c) => {
    const list = await sessionsOf(gate, c.var.actor.user!)
    return c.json({ items: list.map((s) => ({ ...s, isCurrent: s.id === c.var.actor.session })) })
  })
  app.delete('/sessions', async (c) =>
    c.json({ ended: await revokeSessions(gate, c.var.actor.user!, c.var.actor, c.var.actor.session) }),
  )
  app.delete('/sessions/:id', async (c) => {
    await revokeSession(gate, c.var.actor.user!, c.req.param('id'), c.var.actor)
    return c.body(null, 204)
  })
  app.get('/keys', async (c) => c.json({ items: await keysOf(gate, c.var.actor.user!) }))
  app.post('/keys', async (c) => {
    const { expires, ...wanted } = await read(keySchema, c.req)
    const until = expires ? new Date(expires) : undefined
    const key = await createKey(gate, c.var.actor.user!, { ...wanted, expires: until }, c.var.actor)
    return c.json({ key }, 201)
  })
  app.delete('/keys/:id', async (c) => {
    await revokeKey(gate, c.var.actor.user!, c.req.param('id'), c.var.actor)
    return c.body(null, 204)
  })
  return app
}

/** What an administrator does for others. */
function administratorRoutes({ gate }: Means) {
  const app = new Hono<Env>()
  app.use('/users/:id/*', async (c, next) => {
    if (!isId(c.req.param('id'))) throw new Invalid([{ path: 'id', message: 'This is not an id.' }])
    await next()
  })
  app.get('/users/:id/access', async (c) => {
    const user = c.req.param('id')
    const [ways, sessions, keys] = [
      await waysOf(gate, user),
      await sessionsOf(gate, user),
      await keysOf(gate, user),
    ]
    return c.json({ ...ways, sessions, keys })
  })
  app.post('/users/:id/invitation', async (c) =>
    c.json(await invite(gate, c.req.param('id'), c.var.actor), 201),
  )
  app.delete('/users/:id/sessions', async (c) =>
    c.json({ ended: await revokeSessions(gate, c.req.param('id'), c.var.actor) }),
  )
  app.delete('/users/:id/keys/:key', async (c) => {
    await revokeKey(gate, c.req.param('id'), c.req.param('key'), c.var.actor)
    return c.body(null, 204)
  })
  app.delete('/users/:id/two-factor', async (c) => {
    await removeTwoFactor(gate, c.req.param('id'), c.var.actor)
    return c.body(null, 204)
  })
  app.get('/providers', async (c) =>
    c.json({ items: await providerViews(gate), redirect: redirectAddress(gate, 'ID') }),
  )
  app.put('/providers', async (c) => {
    await saveProvider(gate, await read(providerSchema, c.req), c.var.actor)
    return c.body(null, 204)
  })
  app.delete('/providers/:id', async (c) => {
    await removeProvider(gate, c.req.param('id'), c.var.actor)
    return c.body(null, 204)
  })
  return app
}

const administrators = ['/users/*', '/providers', '/providers/*']

/** Kolo's own part of /api/auth. */
export function createRoutes(means: Means) {
  const app = new Hono<Env>().basePath('/api/auth')
  app.onError((error, c) => {
    const locale = readerLocale(c.req.raw.headers)
    const told = problemOf(error, locale)
    if (told) return told
    throw error
  })
  app.notFound((c) => problem(404, { code: 'NOT_FOUND' }, readerLocale(c.req.raw.headers)))
  app.route('/', publicRoutes(means))
  for (const path of ['/access', '/sessions', '/sessions/*', '/keys', '/keys/*', ...administrators])
    app.use(path, async (c, next) => {
      const actor = await means.actorOf(c.req.raw.headers)
      const locale = readerLocale(c.req.raw.headers)
      if (!actor) return problem(401, { code: 'UNAUTHORIZED' }, locale)
      // A key that leaks must not be able to make itself a successor.
      if (!actor.session) throw new Forbidden('SESSION_ONLY')
      c.set('actor', actor)
      return next()
    })
  for (const path of administrators)
    app.use(path, async (c, next) => {
      if (c.var.actor.role !== 'administrator') throw new Forbidden('NOT_ADMINISTRATOR')
      await next()
    })
  app.route('/', ownRoutes(means))
  app.route('/', administratorRoutes(means))
  return app
}
