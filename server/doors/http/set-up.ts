import { Hono } from 'hono'
import type { Kolo } from '#core/kolo.ts'
import type { Auth } from '#doors/auth/index.ts'
import { isEmpty, setUp } from '../../set-up.ts'
import { bodyOf, isForeign, localeOf, remoteOf, type Env } from './environment.ts'

/** The first visit: nobody can be signed in yet. Once there is a user, there is nothing here. */
export function setUpRoutes(kolo: Kolo, auth: Auth): Hono<Env> {
  const app = new Hono<Env>()
  let running = false
  let progress: { done: number; total: number; what: string } | undefined

  app.get('/', async (c) =>
    c.json({
      needed: !running && (await isEmpty(kolo)),
      ...(progress ? { progress } : {}),
    }),
  )

  app.post('/', async (c) => {
    const site = c.req.header('sec-fetch-site')
    if (running || (site && site !== 'same-origin' && site !== 'none')) throw isForeign(localeOf(c))
    const given = await bodyOf(c)
    running = true
    try {
      const { signIns } = await setUp(kolo, auth, given, (state) => (progress = state))
      const { email, password } = given as { email: string; password: string }
      const headers = new Headers(c.req.raw.headers)
      headers.set('content-type', 'application/json')
      headers.delete('content-length')
      const request = new Request(new URL('/api/auth/sign-in/email', c.req.url), {
        method: 'POST',
        headers,
        body: JSON.stringify({ email, password }),
      })
      const signedIn = await auth.handler(request, remoteOf(c))
      const answer = c.json({ users: signIns }, 201)
      for (const cookie of signedIn.headers.getSetCookie()) answer.headers.append('set-cookie', cookie)
      return answer
    } finally {
      running = false
      progress = undefined
    }
  })
  return app
}
