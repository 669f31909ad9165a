import { flushCompileCache } from 'node:module'
import { createServer } from 'node:net'
import { CannotStart, portTaken } from '#database/cannot-start.ts'
import { openInstallation } from './installation.ts'
import { endOn, fail } from './process.ts'
import { addressOf, readSettings } from './settings.ts'

/** Starts everything, and says where it is. */
export async function main() {
  const ending = endOn(['SIGINT', 'SIGTERM', 'SIGHUP'])
  const settings = readSettings()
  await portIsFree(settings.host, settings.port)
  const opening = openInstallation(settings, { onProgress: console.log, migrate: 'always' })
  const doors = import('#doors/http/server.ts')
  const installation = await ending.open(opening, (i) => i.close())
  const { serve } = await doors
  const listening = serve(installation.kolo, installation)
  const server = await ending
    .open(listening, (s) => s.close())
    .catch(async (error: unknown) => {
      await installation.close()
      throw explainedPort(error, settings.host, settings.port)
    })
  console.log(`Kolo is ready: ${addressOf(settings.host, server.port)}`)
  console.log('Ctrl-C stops it.')
  // Else only an orderly end would keep what was compiled for the next start.
  flushCompileCache()
  // What only the start needed is half of the heap, and V8 would hold on to it until there is much to do.
  setTimeout(() => globalThis.gc?.(), 2000).unref()
}

/** Asked before the database is started: the usual mistake should be answered at once. */
function portIsFree(host: string, port: number): Promise<void> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', (error) => reject(explainedPort(error, host, port)))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()))
  })
}

function explainedPort(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return portTaken(host, port)
  if (code === 'EACCES')
    return new CannotStart(
      'permission',
      `This user may not listen on port ${port}: give one above 1023 with KOLO_PORT.`,
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CannotStart(
      'settings',
      `This machine has no address ${host}: give another one with KOLO_HOST, for example 127.0.0.1.`,
    )
  return error
}

if (import.meta.main) main().catch(fail)
