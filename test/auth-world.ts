import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { systemActor, type Actor } from '#core/actor.ts'
import { newId } from '#core/id.ts'
import { openPostgres } from '#database/launcher.ts'
import { createAuth, type AuthOptions } from '#doors/auth/index.ts'

const workspace = 'kolo'
const names: Record<string, string> = {
  workspace,
  auth: `${workspace}_auth`,
  owner: `${workspace}_owner`,
  system: `${workspace}_system`,
}
const folder = join(import.meta.dirname, '../migrations')
const everything = { read: 'all', create: true, update: 'all', delete: 'all', export: true, fields: {} }
const some = { read: 'team', create: true, update: 'own', delete: 'none', export: false, fields: {} }
const few = { read: 'own', create: false, update: 'none', delete: 'none', export: false, fields: {} }
const look = { read: 'all', create: false, update: 'none', delete: 'none', export: false, fields: {} }
const roles = { administrator: everything, sales: some, assistant: few, reader: look }

/** The schema of the workspace as far as signing in needs it, from the real migrations. */
async function lay(pool: pg.Pool): Promise<void> {
  await pool.query('create extension if not exists pg_trgm with schema public')
  for (const part of ['owner', 'system']) await pool.query(`create role ${workspace}_${part}`)
  for (const schema of [workspace, names['auth']])
    await pool.query(`create schema ${schema} authorization ${names['owner']}`)
  for (const file of ['0001-foundation.sql', '0002-auth.sql']) {
    const text = readFileSync(join(folder, file), 'utf8')
    const sql = text.replaceAll(/(?<!:):(workspace|auth|owner|system)\b/g, (_, name: string) => names[name]!)
    await pool.query(
      `begin; set local role ${names['owner']}; set local search_path to ${workspace}, public; ${sql}; commit`,
    )
  }
  await pool.query(`grant usage on schema ${workspace} to ${names['system']};
    grant select, insert, update, delete on all tables in schema ${workspace} to ${names['system']};
    revoke update, delete, truncate on ${workspace}.events from ${names['system']}`)
  for (const [key, right] of Object.entries(roles))
    await pool.query(
      `insert into ${workspace}.roles (id, name, key, rights, created_at, updated_at, revision)
       values ($1, $2, $2, $3, now(), now(), 1)`,
      [newId(), key, JSON.stringify({ contact: right })],
    )
}

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
  const dataDir = mkdtempSync(join(tmpdir(), 'kolo-auth-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  const postgres = await openPostgres({ dataDir, durable: false })
  const pool = new pg.Pool(postgres.config)
  await lay(pool)
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
    config: postgres.config,
    secret: 'a secret of the tests, at least thirty-two letters long',
    baseUrl,
    createPerson: ({ name, email, role }) => newPerson(name, email, role),
    ...options,
  })
  const app = new Hono<{ Bindings: { incoming: { socket: { remoteAddress?: string } } } }>()
  app.all('/api/auth/*', (c) => auth.handler(c.req.raw, c.env.incoming.socket.remoteAddress))
  app.get('/who', async (c) => c.json(await auth.actorOf(c.req.raw.headers)))
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
  return {
    auth,
    baseUrl,
    config: postgres.config,
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
      await postgres.stop()
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
