import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Plain JavaScript for whatever Node the machine has (20 or newer): it brings the rest, the right Node included.

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Ends the process with one sentence. */
export function giveUp(sentence, code = 1) {
  console.error(sentence)
  process.exit(code)
}

/** Installs what the lockfile names and node_modules lacks. Quick when nothing is missing. */
export async function install() {
  const missing = missingPackages()
  if (missing.length === 0) return
  console.error(`Installing ${missing.length} packages: the first time takes about a minute.`)
  const began = Date.now()
  const beat = setInterval(() => console.error(`… ${installed()} packages so far, ${seconds(began)} s`), 5000)
  const failed = await npmInstall()
  clearInterval(beat)
  if (failed) giveUp(`Installing failed: see what npm says above, check the network, and try again.`)
  const still = missingPackages()
  if (still.length > 0)
    giveUp(`Installing left out ${still.slice(0, 3).join(', ')}: remove node_modules and try again.`)
  console.error(`Installed in ${seconds(began)} s.`)
}

const seconds = (since) => Math.round((Date.now() - since) / 1000)

/** npm makes all folders first and fills them as packages arrive. */
function installed(folder = join(root, 'node_modules')) {
  if (!existsSync(folder)) return 0
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'))
  const counts = names.map((name) =>
    name.startsWith('@')
      ? installed(join(folder, name))
      : Number(existsSync(join(folder, name, 'package.json'))),
  )
  return counts.reduce((sum, n) => sum + n, 0)
}

/** npm keeps its own record of what it has installed; it is complete only after a whole installation. */
function missingPackages() {
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const record = join(root, 'node_modules/.package-lock.json')
  const have = existsSync(record) ? packagesIn(record) : {}
  return Object.keys(wanted).filter(
    (path) => path !== '' && isForHere(wanted[path]) && have[path]?.version !== wanted[path].version,
  )
}

const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages

const lists = (allowed, value) => allowed === undefined || [allowed].flat().some((a) => a === value)

/** Packages for other systems are not installed. An optional one that names no system may be left out by npm. */
function isForHere({ os, cpu, libc, optional }) {
  if (!lists(os, process.platform) || !lists(cpu, process.arch) || !lists(libc, libcHere())) return false
  return !optional || os !== undefined || cpu !== undefined
}

let libcFound
function libcHere() {
  if (process.platform !== 'linux') return undefined
  libcFound ??= process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
  return libcFound
}

/** By the lockfile, and never writing it. Not `npm ci`: that refuses a lockfile without the packages of other systems
 * that npm itself left out of it, and throws away what is there to fetch it again. Development packages too, whatever
 * NODE_ENV says: the web is built here. Scripts of packages are not needed. */
function npmInstall() {
  const args = [
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const npm = process.env.npm_execpath
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const child = spawn(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  })
  return new Promise((resolve) => {
    child.on('error', () => resolve(true))
    child.on('close', (code) => resolve(code !== 0))
  })
}
