import type { Actor } from '#core/actor.ts'
import { createAuth } from '#doors/auth/index.ts'
import { createApp } from '#doors/http/app.ts'
import { openDoorWorld } from './door-world.ts'
import { scratchFolder } from './world/scratch.ts'

type Sent = { method?: string; body?: unknown; headers?: Record<string, string>; raw?: BodyInit }

/** The door world with its HTTP door, asked in process; each person has an API key. */
export async function openHttpWorld() {
  const world = await openDoorWorld()
  const auth = createAuth({
    config: world.config,
    secret: 'a secret that only this test knows, long enough',
    baseUrl: 'http://localhost',
  })
  const faults: unknown[] = []
  const app = createApp({
    kolo: world.kolo,
    auth,
    webDir: scratchFolder('web'),
    onFault: (error) => void faults.push(error),
  })
  const keys = new Map<string, string>()
  for (const who of [world.admin, world.olena, world.petro])
    keys.set(who.user, await auth.createKey(who.user, { name: 'test' }, who))

  const ask = async (
    who: Actor | null,
    path: string,
    { method = 'GET', body, headers = {}, raw }: Sent = {},
  ) => {
    const authorization: Record<string, string> = who?.user
      ? { authorization: `Bearer ${keys.get(who.user)}` }
      : {}
    const sent = raw ?? (body === undefined ? null : JSON.stringify(body))
    const response = await app.request(path, {
      method,
      body: sent,
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null,
    }
  }
  return {
    ...world,
    app,
    auth,
    ask,
    keys,
    /** What went wrong inside; a test that expects none looks here. */
    faults,
    async close() {
      await auth.close()
      await world.close()
    },
  }
}

export type HttpWorld = Awaited<ReturnType<typeof openHttpWorld>>
