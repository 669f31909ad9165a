import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { serve as listen } from '@hono/node-server'
import type { Kolo } from '#core/kolo.ts'
import { timelineKeeper } from '#core/timeline/keeper.ts'
import { createAuth, createPersonWith, type Auth } from '#doors/auth/index.ts'
import { cardRoutes, feedDoor } from '#doors/dav/feed.ts'
import { davDoor, wellKnown } from '#doors/dav/index.ts'
import { exportDoor } from '#doors/export/index.ts'
import { personalDataRoutes } from '#doors/personal-data/index.ts'
import { formsDoor } from '#doors/forms/index.ts'
import { importDoor, purgeUploads } from '#doors/import/index.ts'
import { startJobs } from '#doors/jobs/index.ts'
import { liveDoor } from '#doors/live/index.ts'
import { mailDoor } from '#doors/mail/index.ts'
import { mcpDoor } from '#doors/mcp/index.ts'
import { documentRoutes, priceListRoutes, publicDoor } from '#doors/public/index.ts'
import { startRelay } from '#doors/relay/index.ts'
import { webhookDoor } from '#doors/webhook/index.ts'
import type { Installation } from '../../installation.ts'
import { createApp } from './app.ts'

export type Serving = { port: number; close(): Promise<void> }

const drain = 5_000

async function openAuth(kolo: Kolo, { settings, data, postgres }: Installation): Promise<Auth> {
  const auth = createAuth({
    config: postgres.config,
    workspace: kolo.db.workspace,
    secret: data.secret,
    baseUrl: settings.baseUrl,
    trustedProxies: settings.trustedProxies,
    trustedIssuers: settings.trustedIssuers,
    locale: kolo.workspace.locale,
    createPerson: createPersonWith(kolo),
    onFault: (error) => console.error('sign-in', error),
  })
  kolo.onRefresh.push(auth.forget)
  return auth
}

/** Another process (the command line) may change roles, own fields or users: noticed within seconds. */
function keepLooking(kolo: Kolo, auth: Auth): () => void {
  let written = false
  kolo.onEvents.push(() => (written = true))
  const look = async () => {
    await kolo.refresh()
    if (!written) return
    written = false
    await auth.sweep()
  }
  const timer = setInterval(() => void look().catch(() => {}), 2_000).unref()
  return () => clearInterval(timer)
}

/** What goes on while nobody asks: jobs, and events told to who waits for them. */
async function openBackground(
  kolo: Kolo,
  auth: Auth,
  installation: Installation,
  webhooks: ReturnType<typeof webhookDoor>,
) {
  const { config } = installation.postgres
  const modules = kolo.catalogue.modules.flatMap((m) => m.background?.(kolo) ?? [])
  const jobs = await startJobs({
    config,
    kolo,
    queues: [webhooks.queue, ...modules.flatMap((m) => m.queues ?? [])],
    chores: [
      webhooks.chore,
      auth.tidy,
      purgeUploads(kolo, installation.data.files),
      ...modules.flatMap((m) => m.chores ?? []),
    ],
  })
  const relay = await startRelay(kolo, [
    timelineKeeper(kolo),
    webhooks.consumer(jobs),
    ...modules.flatMap((m) => m.consumers ?? []),
  ])
  await webhooks.start(jobs)
  const stops = await Promise.all(modules.flatMap((m) => m.start?.(jobs) ?? []))
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
    await relay.stop()
    await jobs.stop()
    // Last: what is being posted is then answered, not cut off.
    webhooks.stop()
  }
}

/** Opens the doors of an installation on its host and port. */
export async function serve(kolo: Kolo, installation: Installation): Promise<Serving> {
  const { settings, data } = installation
  const auth = await openAuth(kolo, installation)
  const live = liveDoor(kolo, { actorOf: auth.actorOf })
  const webhooks = webhookDoor(kolo, { allowPrivate: settings.privateWebhooks })
  const imports = importDoor(kolo, {
    filesDir: data.files,
    onFault: (error) => console.error('import', error),
  })
  const doors = [
    live.routes,
    webhooks.routes,
    imports,
    exportDoor(kolo),
    personalDataRoutes(kolo),
    mailDoor(kolo),
    cardRoutes(kolo),
  ]
  const app = createApp({
    kolo,
    auth,
    webDir: settings.webDir,
    doors,
    mcp: mcpDoor(kolo),
    open: {
      '/q': publicDoor(kolo),
      '/f': formsDoor(kolo, data.secret),
      '/pl': priceListRoutes(kolo),
      '/d': documentRoutes(kolo),
      '/dav': davDoor(kolo, auth),
      '/.well-known': wellKnown(),
      '/ical': feedDoor(kolo, auth),
    },
  })
  const server = listen({ fetch: app.fetch, hostname: settings.host, port: settings.port }) as Server
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject))
  const stopLooking = keepLooking(kolo, auth)
  live.start()
  // The first answer need not wait for the queues.
  const background = openBackground(kolo, auth, installation, webhooks)
  background.catch((error) => console.error('jobs', error))

  const close = async () => {
    stopLooking()
    await live.stop()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), drain).unref()
    await closed
    await background.then((stop) => stop()).catch(() => {})
    await auth.close()
  }
  return { port: (server.address() as AddressInfo).port, close }
}
