import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { room } from '#test/world/room.ts'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openPostgres, type Postgres } from '#database/launcher.ts'

export const isRoot = process.getuid?.() === 0
export const nobody = { uid: 65534, gid: 65534 }

const folders: string[] = []
const open: Postgres[] = []
const children: ChildProcess[] = []

/** A new directory that nobody but its owner can enter. */
export function newFolder(owner?: { uid: number; gid: number }): string {
  const folder = mkdtempSync(join(room, 'kolo-launcher-'))
  chmodSync(folder, 0o700)
  if (owner) chownSync(folder, owner.uid, owner.gid)
  folders.push(folder)
  return folder
}

export async function start(dataDir: string, durable = false) {
  const postgres = await openPostgres({ dataDir, durable })
  open.push(postgres)
  return postgres
}

export const refusalOf = async (opening: Promise<unknown>): Promise<Error & { exitCode: number }> =>
  opening.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error) => error,
  )

/** The same in another process, of another user perhaps. */
export async function startElsewhere(
  dataDir: string,
  as: object = {},
  script = join(import.meta.dirname, 'world/open-postgres.ts'),
) {
  const child = spawn(process.execPath, [script, dataDir], { ...as, stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  let said = ''
  for await (const chunk of child.stdout!) {
    said += chunk
    if (said.includes('\n')) break
  }
  const end = () =>
    new Promise((resolve) =>
      child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(null),
    )
  return {
    answer: JSON.parse(said || '{}'),
    pid: child.pid!,
    kill: async () => (child.kill('SIGKILL'), await end()),
    stop: async () => (child.stdin!.write('stop\n'), await end()),
  }
}

export const serverPid = (dataDir: string) =>
  Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'))

export async function isGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 200; i++) {
    const found = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
    if (found === '' || found.startsWith('Z')) return true
    await sleep(25)
  }
  return false
}

export async function ask<T = unknown>(config: pg.ClientConfig, text: string): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  const { rows } = await client.query({ text, rowMode: 'array' })
  await client.end()
  return rows[0]?.[0] as T
}

/** Everything that a test has left running or lying about. */
export async function tidy() {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const postgres of open.splice(0)) await postgres.stop()
  for (const folder of folders.splice(0)) {
    try {
      process.kill(serverPid(folder), 'SIGINT')
      await sleep(200)
    } catch {
      // None is running.
    }
    rmSync(folder, { recursive: true, force: true })
  }
}
