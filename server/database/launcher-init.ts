import { spawnSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { CannotStart, diskFull, explained, isDiskFull } from './cannot-start.ts'
import type { Binaries } from './launcher-binaries.ts'
import { hasName, type ServerUser } from './launcher-user.ts'

/** A directory reached through the working directory that the child inherits may lie below directories its user
 * cannot enter. Only Linux has such a name for it. */
export const hereFor = (directory: string) => (process.platform === 'linux' ? '/proc/self/cwd' : directory)

export const serverEnvironment = () => ({ LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '' })

/** Is there a cluster of the right version? A wrong one is a CannotStart, because PostgreSQL cannot read it. */
export function hasCluster(directory: string, { major }: Binaries): boolean {
  try {
    if (!existsSync(directory)) return false
    const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim()
    if (found === String(major)) return true
    throw new CannotStart(
      'settings',
      `${directory} was made by PostgreSQL ${found}, and this Kolo brings ${major}: run "npm run -s kolo -- backup DIR" with the Kolo that made it, then "restore DIR" with this one and a new KOLO_DATA.`,
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new CannotStart(
        'settings',
        `${directory} is not a PostgreSQL directory of Kolo's: give another directory with KOLO_DATA.`,
      )
    throw explained(error, directory)
  }
}

/** Makes the cluster aside and moves it into place whole: an interrupted or a doubled start leaves nothing half made. */
export function makeCluster(directory: string, binaries: Binaries, user: ServerUser, durable: boolean) {
  const draft = `${directory}.new-${process.pid}`
  try {
    removeOldDrafts(dirname(directory))
    mkdirSync(draft, { mode: 0o700 })
    if (user) chownSync(draft, user.uid, user.gid)
    initdb(draft, binaries, user, durable)
    writeFileSync(
      join(draft, 'postgresql.conf'),
      "# Kolo's own settings. Yours go below this line and win.\ninclude 'kolo.conf'\n",
    )
    renameSync(draft, directory)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(join(directory, 'PG_VERSION'))) throw explained(error, directory)
  }
}

function removeOldDrafts(root: string) {
  for (const name of readdirSync(root).filter((n) => n.startsWith('postgres.new-'))) {
    const path = join(root, name)
    if (!isAlive(Number(name.split('-')[1]))) rmSync(path, { recursive: true, force: true })
  }
}

export function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// pg_trgm asks the system's library which characters are letters: under plain C no Cyrillic one is, and every search
// in Ukrainian would read the whole index. The first that this machine has is taken; plain C is the last resort.
const characterTypes = ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'uk_UA.UTF-8', 'UTF-8', 'C']

function initdb(directory: string, { bin }: Binaries, user: ServerUser, durable: boolean) {
  // Plain C would make ILIKE and lower() blind to Cyrillic. Trust, because only the owner can enter the directory
  // that the socket lies in.
  const options = [
    '-D',
    hereFor(directory),
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=PG_UNICODE_FAST',
    ...(durable ? [] : ['--no-sync']),
  ]
  let said = ''
  for (const characters of characterTypes) {
    const given = [...named(user), join(bin, 'initdb'), ...options, `--lc-ctype=${characters}`]
    const [command, ...args] = given as [string, ...string[]]
    const done = spawnSync(command, args, {
      ...user,
      cwd: directory,
      env: serverEnvironment(),
      encoding: 'utf8',
    })
    if (done.status === 0) return
    said = `${done.stderr ?? ''}${done.stdout ?? ''}${done.error?.message ?? ''}`
    if (!/locale/i.test(said)) break
  }
  if (isDiskFull(said)) throw diskFull(directory)
  throw new CannotStart('software', refusal(said))
}

/** A user without a name (some containers) borrows one, in a name space of its own. */
const named = (user: ServerUser) =>
  hasName(user) ? [] : ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--']

const refusal = (said: string) =>
  /could not look up effective user ID|unshare/.test(said)
    ? `This system has no name for user ${process.getuid?.()}, which PostgreSQL needs: add one to /etc/passwd, or give a PostgreSQL server with DATABASE_URL.`
    : `The built-in database could not be made: ${
        said
          .trim()
          .split('\n')
          .findLast((line) => /error|fatal/i.test(line)) ?? said.trim()
      }`

const megabyte = 2 ** 20

/** What this machine should run with; written at every start, so that a newer Kolo can know better. */
export function writeSettings(directory: string, extra: Record<string, string>) {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity)
  const buffers = Math.round(Math.min(1024, Math.max(64, memory / megabyte / 8)))
  const settings: Record<string, string> = {
    max_connections: '100',
    shared_buffers: `${buffers}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    default_text_search_config: 'pg_catalog.simple',
    // A refused value is the user's news, not the log's.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    dynamic_shared_memory_type: sharedMemory(),
    ...extra,
  }
  const text = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`)
  const path = join(directory, 'kolo.conf')
  writeFileSync(
    `${path}.${process.pid}`,
    `# Written by Kolo at every start: change postgresql.conf instead.\n${text.join('')}`,
    { mode: 0o644 },
  )
  renameSync(`${path}.${process.pid}`, path)
}

/** Containers often have 64 MB of /dev/shm, which one parallel query can fill; files have no such limit. */
function sharedMemory(): string {
  if (process.platform !== 'linux') return 'posix'
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks >= 256 * megabyte ? 'posix' : 'mmap'
  } catch {
    return 'mmap'
  }
}
