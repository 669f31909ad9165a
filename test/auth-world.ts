import { createServer, type AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { systemActor, type Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import { newId } from '#core/id.ts'
import { Kolo } from '#core/kolo.ts'
import { createAuth, createPersonWith, type AuthOptions } from '#doors/auth/index.ts'
import { makeCatalogue } from '#modules/index.ts'
import { newDatabase } from '#test/world/database.ts'

const workspace = 'kolo'
const nothing = { read: 'none', create: false, update: 'none', delete: 'none', export: false, fields: {} }

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

export const administrator: Actor = { ...systemActor('cli'), name: 'Tester', role: 'administrator' }

/** Kolo's door on a real PostgreSQL, reached through HTTP. */
export async function openWorld(options: Partial<AuthOptions> = {}) {
  const database = await newDatabase()
  const pool = new pg.Pool(database.config)
  // A role that is narrower than that of the salespeople.
  await pool.query(
    `insert into ${workspace}.roles (id, name, key, rights, created_at, updated_at, revision)
     values ($1, 'Assistant', 'assistant', $2, now(), now(), 1)`,
    [newId(), JSON.stringify({ contact: { ...nothing, read: 'own' } })],
  )
  const kolo = new Kolo(makeCatalogue(), new Database({ config: database.config }))
  await kolo.refresh()
  const port = await freePort()
  const baseUrl = `http://localhost:${port}`
  const newPerson = async (name: string, email: string | null, role = 'sales') => {
    const id = newId()
    await pool.query(
      `insert into ${workspace}.users (id, name, email, role_id, is_active, locale, time_zone, created_at, updated_at, revision)
       select $1, $2, $3, r.id, true, 'uk', 'Europe/Kyiv', now(), now(), 1 from ${workspace}.roles r where key = $4`,
      [id, name, email, role],
    )
    return id
  }
  const auth = createAuth({
    config: database.config,
    secret: 'a secret of the tests, at least thirty-two letters long',
    baseUrl,
    createPerson: createPersonWith(kolo),
    ...options,
  })
  const app = new Hono<{ Bindings: { incoming: { socket: { remoteAddress?: string } } } }>()
  app.all('/api/auth/*', (c) => auth.handler(c.req.raw, c.env.incoming.socket.remoteAddress))
  app.get('/who', async (c) => c.json(await auth.actorOf(c.req.raw.headers)))
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
  return {
    auth,
    baseUrl,
    config: database.config,
    pool,
    newPerson,
    /** A person who can sign in with a password. */
    async newUser(name: string, email: string, password: string, role?: string) {
      const id = await newPerson(name, email, role)
      await auth.setPassword(id, password)
      return id
    },
    /** The names of the events about a user, oldest first; of nobody in particular for null. */
    async told(user: string | null): Promise<string[]> {
      const found = await pool.query(
        `select name from ${workspace}.events where record_id is not distinct from $1 and name like 'auth.%' order by id`,
        [user],
      )
      return found.rows.map((row) => row.name)
    },
    async close() {
      server.close()
      await auth.close()
      await pool.end()
      await kolo.db.close()
      await database.drop()
    },
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** What of the answers the tests read. */
export type Answer = { status: number; body: any; headers: Headers }

/** Somebody with a browser: keeps cookies, says where it comes from. */
export class Visitor {
  base: string
  cookies = new Map<string, string>()
  extra: Record<string, string> = {}

  constructor(base: string) {
    this.base = base
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      origin: this.base,
      ...(cookie ? { cookie } : {}),
      ...this.extra,
      ...(init.headers as object),
    }
    const response = await fetch(path.startsWith('http') ? path : this.base + path, {
      redirect: 'manual',
      ...init,
      headers,
    })
    for (const line of response.headers.getSetCookie()) this.keep(line)
    return response
  }

  keep(line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    if (/max-age=0\b/i.test(line)) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const json =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await this.fetch(path, { method, ...json })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers }
  }

  get = (path: string) => this.ask('GET', path)
  post = (path: string, body: unknown = {}) => this.ask('POST', path, body)
  delete = (path: string) => this.ask('DELETE', path)
  signIn = (email: string, password: string) => this.post('/api/auth/sign-in/email', { email, password })
  who = async (): Promise<Actor | null> => (await this.get('/who')).body
}
