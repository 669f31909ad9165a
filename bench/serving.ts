import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { boss } from './data.ts'

const root = join(import.meta.dirname, '..')

export type Answer = { status: number; body: string; cookies: string[] }
export type Serving = {
  child: ChildProcess
  startedIn: number
  /** Megabytes that the server's process has for itself. */
  memory(): number
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** The server as `npm start` runs it, in a process of its own, and somebody signed in. */
export async function serveFrom(folder: string): Promise<Serving> {
  const port = await freePort()
  const start = performance.now()
  const child = spawn(process.execPath, [...process.execArgv, join(root, 'server/main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      KOLO_DATA: folder,
      KOLO_PORT: String(port),
      DATABASE_URL: '',
      KOLO_PARENT: String(process.pid),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  let cookie = ''
  const ask: Serving['ask'] = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const sent = body === undefined ? undefined : JSON.stringify(body)
      const common = {
        host: `localhost:${port}`,
        origin: `http://localhost:${port}`,
        ...(cookie ? { cookie } : {}),
        ...headers,
      }
      const typed =
        sent === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }
      const asked = request(
        { host: '127.0.0.1', port, method, path, agent, headers: { ...common, ...typed } },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              body: Buffer.concat(chunks).toString(),
              cookies: answer.headers['set-cookie'] ?? [],
            }),
          )
          answer.on('error', reject)
        },
      )
      asked.on('error', reject)
      asked.end(sent)
    })
  for (;;) {
    const up = await ask('GET', '/api/health').catch(() => null)
    if (up?.status === 200) break
    if (child.exitCode !== null) throw new Error('The server did not start.')
    await sleep(10)
  }
  const startedIn = performance.now() - start
  const signedIn = await ask('POST', '/api/auth/sign-in/email', boss)
  if (signedIn.status !== 200) throw new Error(`Sign-in: ${signedIn.status} ${signedIn.body}`)
  cookie = signedIn.cookies.map((c) => c.split(';')[0]).join('; ')
  return {
    child,
    startedIn,
    ask,
    memory: () =>
      Number(/Pss:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/smaps_rollup`, 'utf8'))![1]) / 1024,
    async stop() {
      agent.destroy()
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
    },
  }
}
