import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { room } from '#test/world/room.ts'
import { join } from 'node:path'
import pg from 'pg'
import { expect } from 'vitest'
import { openPostgres } from '#database/launcher.ts'

const root = join(import.meta.dirname, '..')
const cliScript = join(root, 'server/doors/cli/main.ts')
const serverScript = join(root, 'server/main.ts')

export const password = 'correct-horse-battery-9'

export type Answer = { code: number | null; out: string; err: string }

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** An installation on this machine, used as a person at a terminal would. */
export function installation(env: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(room, 'kolo-cli-'))
  const servers: ChildProcess[] = []
  const environment = { ...process.env, KOLO_DATA: dataDir, DATABASE_URL: '', INIT_CWD: dataDir, ...env }

  const launch = (script: string, args: string[], more: Record<string, string> = {}) =>
    spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...environment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  return {
    dataDir,
    /** A command, to its end. */
    kolo: (...args: string[]) => ended(launch(cliScript, args)),
    /** A server that has said it is ready, or has ended. */
    async start(port: number, more: Record<string, string> = {}) {
      const child = launch(serverScript, [], { KOLO_PORT: String(port), ...more })
      servers.push(child)
      const end = ended(child)
      const ready = new Promise<void>((resolve) =>
        child.stdout!.on('data', (text) => String(text).includes('Kolo is ready') && resolve()),
      )
      await Promise.race([ready, end])
      return {
        address: `http://127.0.0.1:${port}`,
        pid: child.pid!,
        end,
        stop: (signal: NodeJS.Signals = 'SIGTERM') => (child.kill(signal), end),
      }
    },
    async close() {
      for (const child of servers) child.kill('SIGTERM')
      await Promise.all(
        servers.map(
          (child) =>
            child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once('exit', resolve)),
        ),
      )
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function ended(child: ChildProcess): Promise<Answer> {
  const said = { out: '', err: '' }
  child.stdout!.on('data', (text) => (said.out += text))
  child.stderr!.on('data', (text) => (said.err += text))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })))
}

/** An installation with a company in it and its first administrator. */
export async function company() {
  const here = installation()
  const wanted = { company: 'Ромашка', email: 'anna@example.com', password, locale: 'uk' }
  const made = await here.kolo(
    'setup',
    ...Object.entries(wanted).flatMap(([key, value]) => [`--${key}`, value]),
  )
  expect(made).toMatchObject({ code: 0, err: expect.not.stringMatching(/rror/) })
  return here
}
export type Company = Awaited<ReturnType<typeof company>>

/** Something done in an installation's database, which is opened for as long as it takes if nobody else has it open. */
export async function within<T>({ dataDir }: { dataDir: string }, run: (client: pg.Client) => Promise<T>) {
  const postgres = await openPostgres({ dataDir })
  const client = new pg.Client(postgres.config)
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
    await postgres.stop()
  }
}
