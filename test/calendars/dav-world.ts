import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { davDoor, wellKnown } from '#doors/dav/index.ts'
import { createApp } from '#doors/http/app.ts'
import type { Actor } from '#core/actor.ts'
import { openHttpWorld } from '#test/http-world.ts'

/** The DAV door on a port of its own, for programs that come from outside. */
export async function openDavWorld() {
  const world = await openHttpWorld()
  const app = createApp({
    kolo: world.kolo,
    auth: world.auth,
    webDir: '/nowhere',
    open: { '/dav': davDoor(world.kolo, world.auth), '/.well-known': wellKnown() },
    onFault: (error) => void world.faults.push(error),
  })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** Gives somebody an address to sign in with, and an app password. */
  async function passwordOf(who: Actor & { user: string }, email: string, scopes = ['calendar', 'contacts']) {
    await world.kolo.call(world.system, 'user.update', { items: [{ id: who.user, email }] })
    return world.auth.createKey(who.user, { name: 'phone', scopes: scopes as 'calendar'[] }, who)
  }

  type Sent = { body?: string; headers?: Record<string, string> }
  /** A program of `who`: asks a path below his own. */
  async function programOf(who: Actor & { user: string }, email: string, scopes?: string[]) {
    const password = await passwordOf(who, email, scopes)
    const authorization = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`
    return async (method: string, path: string, { body, headers }: Sent = {}) => {
      const response = await fetch(path.startsWith('/') ? url + path : `${url}/dav/${who.user}/${path}`, {
        method,
        body: body ?? null,
        redirect: 'manual',
        headers: { authorization, ...headers },
      })
      return {
        status: response.status,
        etag: response.headers.get('etag'),
        headers: response.headers,
        text: await response.text(),
      }
    }
  }
  return {
    ...world,
    url,
    passwordOf,
    programOf,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await world.close()
    },
  }
}

export const event = (uid: string, lines: string[], name = 'VEVENT') =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    `BEGIN:${name}`,
    `UID:${uid}`,
    'DTSTAMP:20260101T000000Z',
    ...lines,
    `END:${name}`,
    'END:VCALENDAR',
    '',
  ].join('\r\n')
