import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { serve as listen } from '@hono/node-server'
import type { Kolo } from '#core/kolo.ts'
import type { Installation } from '../../installation.ts'
import { createAuth, createPersonWith } from '#doors/auth/index.ts'
import { createApp } from './app.ts'
import { workspaceSettings } from './workspace.ts'

export type Serving = { port: number; close(): Promise<void> }

const drain = 5_000

/** Opens the doors of an installation on its host and port. */
export async function serve(kolo: Kolo, { settings, data, postgres }: Installation): Promise<Serving> {
  const auth = createAuth({
    config: postgres.config,
    workspace: kolo.db.workspace,
    secret: data.secret,
    baseUrl: settings.baseUrl,
    trustedProxies: settings.trustedProxies,
    trustedIssuers: settings.trustedIssuers,
    locale: (await workspaceSettings(kolo)).locale,
    createPerson: createPersonWith(kolo),
    onFault: (error) => console.error('sign-in', error),
  })
  kolo.onRefresh.push(auth.forget)
  // Another process (the command line) may change roles or own fields: noticed within seconds.
  let written = false
  kolo.onEvents.push(() => (written = true))
  const look = async () => {
    await kolo.refresh()
    if (written) {
      written = false
      await auth.sweep()
    }
  }
  const looking = setInterval(() => void look().catch(() => {}), 2_000).unref()
  const app = createApp({ kolo, auth, webDir: settings.webDir, filesDir: data.files })
  const server = listen({ fetch: app.fetch, hostname: settings.host, port: settings.port }) as Server
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject))

  const close = async () => {
    clearInterval(looking)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), drain).unref()
    await closed
    await auth.close()
  }
  return { port: (server.address() as AddressInfo).port, close }
}
