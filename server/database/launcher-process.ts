import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { CannotStart, diskFull, isDiskFull } from './cannot-start.ts'
import type { DataDirectory } from './data-directory.ts'
import type { Binaries } from './launcher-binaries.ts'
import { hereFor, isAlive, serverEnvironment, writeSettings } from './launcher-init.ts'
import type { ServerUser } from './launcher-user.ts'

/** The port names the socket's file; nothing listens on the network. */
export const port = 5432
const logLimit = 10 * 2 ** 20

export type Launch = {
  data: DataDirectory
  binaries: Binaries
  user: ServerUser
  settings: Record<string, string>
}
export type Starting = { failure?: CannotStart | 'other' }

/** Starts a server on the directory, apart from our process group: Ctrl-C in the terminal is for us, and the
 * database goes last. `failure` appears if it ends; 'other': somebody else's server has the directory. */
export function startServer({ data, binaries, user, settings }: Launch): Starting {
  forgetStalePid(data.postgres)
  writeSettings(data.postgres, settings)
  const log = openLog(data.log)
  const from = fstatSync(log).size
  const fixed = {
    listen_addresses: '',
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    port: String(port),
  }
  const options = Object.entries(fixed).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(binaries.bin, 'postgres'), ['-D', hereFor(data.postgres), ...options], {
    ...user,
    cwd: data.postgres,
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  const starting: Starting = {}
  child.on('error', (error) => (starting.failure = failureOf(error.message, data)))
  child.on('exit', () => (starting.failure = failureOf(tail(data.log, from), data)))
  return starting
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > logLimit) renameSync(path, `${path}.old`)
  return openSync(path, 'a', 0o600)
}

function tail(path: string, from: number): string {
  // A server that served well may outlive its directory.
  if (!existsSync(path)) return ''
  const log = openSync(path, 'r')
  const length = Math.min(fstatSync(log).size - from, 65536)
  const bytes = Buffer.alloc(Math.max(0, length))
  readSync(log, bytes, 0, bytes.length, from)
  closeSync(log)
  return bytes.toString()
}

function failureOf(said: string, data: DataDirectory): CannotStart | 'other' {
  if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(said)) return 'other'
  if (isDiskFull(said)) return diskFull(data.root)
  const why =
    said
      .split('\n')
      .findLast((line) => /FATAL|PANIC|error/i.test(line))
      ?.replace(/^.*?(FATAL|PANIC): */, '') ?? said.trim()
  if (/Unix-domain socket/.test(said))
    return new CannotStart(
      'settings',
      `The disk of ${data.root} cannot hold the database's socket (${why}): give a directory on a local disk with KOLO_DATA.`,
    )
  return new CannotStart(
    'software',
    `The built-in database did not start: ${why || 'it gave no reason'}. Its log is ${data.log}.`,
  )
}

/** The server that has the directory, if its process lives. */
export function livingServer(directory: string): number | undefined {
  const pid = pidIn(directory)
  return pid && isAlive(pid) && isServerOf(pid, directory) ? pid : undefined
}

function pidIn(directory: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(directory, 'postmaster.pid'), 'utf8')) || undefined
  } catch {
    return undefined
  }
}

/** After a crash the system may have given the number to any other program. Where it cannot be told (no /proc, or not
 * ours to look at) the number is believed. */
function isServerOf(pid: number, directory: string): boolean {
  try {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'postgres') return false
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory)
  } catch {
    return true
  }
}

/** PostgreSQL itself would be stopped by a dead server's number that now belongs to another program. */
function forgetStalePid(directory: string) {
  const pid = pidIn(directory)
  if (pid && isAlive(pid) && !isServerOf(pid, directory))
    rmSync(join(directory, 'postmaster.pid'), { force: true })
}

export const hasPidFile = (directory: string) => pidIn(directory) !== undefined
