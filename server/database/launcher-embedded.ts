import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart, explained } from './cannot-start.ts'
import type { DataDirectory } from './data-directory.ts'
import { postgresBinaries } from './launcher-binaries.ts'
import { inspect } from './launcher-inspect.ts'
import { hasCluster, makeCluster } from './launcher-init.ts'
import {
  hasPidFile,
  type Launch,
  livingServer,
  port,
  startServer,
  type Starting,
} from './launcher-process.ts'
import { serverUser } from './launcher-user.ts'

/** The lock that every process using the server holds, shared; the last one out turns it off. */
const usersLock = 5_656_001
const silenceLimit = 60_000

export type EmbeddedOptions = {
  onProgress: (sentence: string) => void
  settings: Record<string, string>
  durable: boolean
}

/** Opens the directory's own server: the running one if there is one, whoever started it, else a new one. Several
 * processes may have it open; it is started again if it dies, and stopped when the last of them stops. */
export async function openEmbedded(data: DataDirectory, options: EmbeddedOptions) {
  const launch = prepare(data, options)
  const { host, forget } = socketPath(data.postgres)
  const config = { host, port, user: 'postgres', database: 'postgres' }
  let stopping = false
  const join = async (): Promise<pg.Client> => {
    const client = await joined(config, launch, options.onProgress)
    client.on('error', () => {})
    client.once('end', () => stopping || void rejoin())
    return client
  }
  const rejoin = async () => {
    options.onProgress('The database went away; starting it again.')
    while (!stopping) {
      const again = await join().catch((error: Error) => void options.onProgress(error.message))
      if (again) return (keeper = again)
      await sleep(1000)
    }
    return
  }
  let keeper = await join()
  await makeDatabase(keeper)
  const found = await inspect(keeper)
  const stop = async () => {
    if (stopping) return
    stopping = true
    await leave(keeper, data.postgres)
    forget()
  }
  return { config: { ...config, database: 'kolo' }, stop, ours: true, ...found }
}

function prepare(data: DataDirectory, { onProgress, settings, durable }: EmbeddedOptions): Launch {
  try {
    const user = serverUser(data.postgres)
    const binaries = postgresBinaries(user)
    if (!hasCluster(data.postgres, binaries)) {
      onProgress(`Making the database in ${data.root}`)
      makeCluster(data.postgres, binaries, user, durable)
    }
    return { data, binaries, user, settings }
  } catch (error) {
    throw explained(error, data.postgres)
  }
}

/** The socket lies with the data. Its address holds about a hundred bytes, so a client with a longer way to go takes
 * a short link of its own. */
function socketPath(directory: string): { host: string; forget: () => void } {
  const fits = (path: string) => Buffer.byteLength(join(path, `.s.PGSQL.${port}`)) < 104
  if (fits(directory)) return { host: directory, forget: () => {} }
  const shortcut = mkdtempSync(join(realpathSync(tmpdir()), 'kolo-'))
  const host = join(shortcut, 'p')
  if (!fits(host))
    throw new CannotStart(
      'settings',
      `The path ${directory} is too long for a socket, and so is ${tmpdir()}: give a shorter KOLO_DATA or TMPDIR.`,
    )
  symlinkSync(directory, host)
  return { host, forget: () => rmSync(shortcut, { recursive: true, force: true }) }
}

/** Connects, starting the server if nobody has; waits while it starts, recovers or stops. */
async function joined(
  config: pg.ClientConfig,
  launch: Launch,
  onProgress: (sentence: string) => void,
): Promise<pg.Client> {
  const { postgres, root } = launch.data
  let starting: Starting | undefined
  const began = Date.now()
  let silentSince = began
  let told = false
  for (;;) {
    const answer = await attempt(config)
    if (answer instanceof pg.Client) return answer
    if (answer === 'busy') silentSince = Date.now()
    if (starting?.failure instanceof CannotStart) throw starting.failure
    if (starting?.failure === 'other') starting = undefined
    if (answer === 'nobody' && !starting && !livingServer(postgres)) starting = startServer(launch)
    if (Date.now() - silentSince > silenceLimit)
      throw new CannotStart(
        'unavailable',
        `The database in ${root} does not answer: end process ${livingServer(postgres) ?? '(unknown)'} and start again.`,
      )
    if (!told && Date.now() - began > 2000) told = (onProgress('The database is getting ready'), true)
    await sleep(20)
  }
}

/** A client that holds the users' lock; 'busy': the server says wait; 'nobody': there is none to ask. */
async function attempt(config: pg.ClientConfig): Promise<pg.Client | 'busy' | 'nobody'> {
  const client = new pg.Client({ ...config, application_name: 'kolo keeper', keepAlive: true })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(`select pg_advisory_lock_shared(${usersLock})`)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    const { code = '' } = error as { code?: string }
    if (code.startsWith('57P') || code === '53300') return 'busy'
    if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', ''].includes(code)) return 'nobody'
    throw explained(error, String(config.host))
  }
}

async function makeDatabase(client: pg.Client) {
  const there = await client.query("select 1 from pg_database where datname = 'kolo'")
  if (there.rowCount) return
  await client.query('create database kolo').catch((error: { code?: string }) => {
    if (error.code !== '42P04' && error.code !== '23505') throw error
  })
}

async function leave(keeper: pg.Client, directory: string) {
  const pid = livingServer(directory)
  const alone = await isAlone(keeper).catch(() => false)
  if (alone && pid) {
    process.kill(pid, 'SIGINT')
    const limit = Date.now() + silenceLimit
    while (hasPidFile(directory) && livingServer(directory) === pid && Date.now() < limit) await sleep(20)
  }
  await keeper.end().catch(() => {})
}

/** Takes the lock for itself alone: true when nobody else is using the server, and nobody can begin to. */
async function isAlone(keeper: pg.Client): Promise<boolean> {
  await keeper.query(`select pg_advisory_unlock_shared(${usersLock})`)
  const { rows } = await keeper.query(`select pg_try_advisory_lock(${usersLock}) as alone`)
  return rows[0].alone
}
