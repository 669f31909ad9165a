import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Kolo } from '#core/kolo.ts'
import type { Auth } from '#doors/auth/index.ts'
import { isForeign, localeOf, remoteOf, type Asked, type Env } from './environment.ts'
import { fileRoutes } from './files.ts'
import { idempotent } from './idempotency.ts'
import { documentationRoutes, webRoutes } from './page.ts'
import { Invalid, Missing } from '#core/error.ts'
import { problemOf, Stranger } from './problem.ts'
import { operationRoutes, recordRoutes } from './records.ts'
import { setUpRoutes } from './set-up.ts'
import { workspaceRoutes } from './workspace.ts'

/** A door that another folder brings: mounted under /api before the records of the catalogue. */
export type Door = Hono<Env>

export type AppOptions = {
  kolo: Kolo
  auth: Auth
  webDir: string
  doors?: Door[]
  mcp?: Door
  /** Pages that anybody may open, by their paths. */
  open?: Record<string, Door>
  onFault?(error: unknown, reference: string): void
}

const report = (error: unknown, reference: string) => console.error(`fault ${reference}`, error)

/** Everything that answers over HTTP. */
export function createApp({
  kolo,
  auth,
  webDir,
  doors = [],
  mcp,
  open = {},
  onFault = report,
}: AppOptions): Hono<Env> {
  const app = new Hono<Env>()

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'strict-origin-when-cross-origin',
      crossOriginOpenerPolicy: 'same-origin',
      strictTransportSecurity: false,
      // A file's own answer is stricter.
      overwrite: false,
    }),
  )
  // No text holds it, and PostgreSQL takes it nowhere.
  app.use(async (c, next) => {
    if (/%00/.test(c.req.url))
      throw new Invalid([
        {
          path: '',
          message: 'Holds a character that no text can hold (U+0000 or half of a pair).',
          code: 'not_text',
        },
      ])
    await next()
  })
  app.onError((error, c) =>
    problemOf(error, { locale: localeOf(c as Asked), single: c.var.single ?? false, onFault }),
  )

  app.get('/api/health', async (c) => {
    await kolo.db.pool.query('select 1')
    return c.json({ ok: true })
  })
  app.all('/api/auth/*', (c) => auth.handler(c.req.raw, remoteOf(c)))
  app.route('/api/setup', setUpRoutes(kolo, auth))

  const api = new Hono<Env>()
  api.use(async (c, next) => {
    if (auth.isForeignWrite({ method: c.req.method, headers: c.req.raw.headers }))
      throw isForeign(localeOf(c))
    const actor = await auth.actorOf(c.req.raw.headers)
    // What one person's screen sends later must not go out in the name of who has signed in there since.
    const meant = c.req.header('kolo-user')
    if (!actor || (meant && meant !== actor.user)) throw new Stranger()
    c.set('actor', { ...actor, requestId: c.req.header('x-request-id')?.slice(0, 100) ?? randomUUID() })
    await next()
    // Not c.header(): after the answer is made that would turn it into a stream.
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  })
  api.use(idempotent)
  api.route('/docs', documentationRoutes())
  api.route('/operations', operationRoutes(kolo))
  api.route('/', workspaceRoutes(kolo, auth.forget))
  for (const door of doors) api.route('/', door)
  api.route('/', fileRoutes(kolo))
  api.route('/', recordRoutes(kolo))
  app.route('/api', api)

  if (mcp) {
    const guarded = new Hono<Env>()
    guarded.use(async (c, next) => {
      const actor = await auth.actorOf(c.req.raw.headers)
      if (!actor || auth.isForeignWrite({ method: c.req.method, headers: c.req.raw.headers }))
        throw new Stranger()
      c.set('actor', { ...actor, via: 'mcp' })
      await next()
    })
    guarded.route('/', mcp)
    app.route('/mcp', guarded)
  }
  for (const [path, door] of Object.entries(open)) app.route(path, door)
  // What is no door of the API is not a page of the web either.
  app.all('/api/*', (c) => {
    throw new Missing('address', c.req.path)
  })
  app.route('/', webRoutes(webDir))
  return app
}
