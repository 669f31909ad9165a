import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import pg from 'pg'
import { getMigrations } from 'better-auth/db/migration'
import type { EntityRight } from '#core/access.ts'
import { createEngine } from '#doors/auth/engine.ts'
import type { Gate } from '#doors/auth/gate.ts'
import { isWithin } from '#doors/auth/narrower.ts'
import { clientAddress, hasPasskeys, isForeignWrite, proxyList } from '#doors/auth/origin.ts'
import { sentences } from '#doors/auth/messages.ts'
import { whyWeak } from '#doors/auth/password.ts'
import { whyNot } from '#doors/auth/sso.ts'
import { administrator, openWorld, Visitor, type World } from './auth-world.ts'

const right = (more: Partial<EntityRight> = {}): EntityRight => ({
  read: 'none',
  create: false,
  update: 'none',
  delete: 'none',
  export: false,
  fields: {},
  ...more,
})

test.each([
  [{}, {}, true],
  [{ read: 'own' }, { read: 'team' }, true],
  [{ read: 'all' }, { read: 'team' }, false],
  [{ read: 'client' }, { read: 'all' }, false],
  [{ read: 'client' }, { read: 'client' }, true],
  [{ create: true }, {}, false],
  [{ export: true }, { export: true }, true],
  [{ read: 'own' }, { read: 'own', fields: { salary: 'none' } }, false],
  [{ read: 'own', fields: { salary: 'read' } }, { read: 'own' }, true],
  [{ read: 'own', fields: { salary: 'none' } }, { read: 'own', fields: { salary: 'read' } }, true],
] as [Partial<EntityRight>, Partial<EntityRight>, boolean][])('%j is within %j: %s', (a, b, expected) => {
  expect(isWithin({ contact: right(a) }, { contact: right(b) })).toBe(expected)
})

test('a right to what the other role does not know at all is wider', () => {
  expect(isWithin({ contact: right() }, {})).toBe(true)
  expect(isWithin({ contact: right({ read: 'own' }) }, {})).toBe(false)
})

test.each([
  ['вишневий сад 7', null],
  ['correct horse battery', null],
  ['коротко', 'PASSWORD_TOO_SHORT'],
  ['👍👍👍👍👍👍', 'PASSWORD_TOO_SHORT'],
  ['Qwertyuiop', 'PASSWORD_TOO_COMMON'],
  ['йцукенгшщз', 'PASSWORD_TOO_COMMON'],
  ['abcabcabcabc', 'PASSWORD_TOO_COMMON'],
  ['3456789:;<', 'PASSWORD_TOO_COMMON'],
  ['my-olena-2026', 'PASSWORD_HAS_EMAIL'],
  ['OLENA@example.com', 'PASSWORD_HAS_EMAIL'],
  ['x'.repeat(129), 'PASSWORD_TOO_LONG'],
])('password %s: %s', (password, expected) => {
  expect(whyWeak(password, 'olena@example.com')).toBe(expected)
})

test('a short name in the address does not forbid every password that contains it', () => {
  expect(whyWeak('correct horse battery', 'o@example.com')).toBeNull()
})

describe('the address of the client', () => {
  const proxies = proxyList(['10.0.0.0/8', '::1'])
  const of = (remote: string, forwarded?: string) =>
    clientAddress(new Headers(forwarded ? { 'x-forwarded-for': forwarded } : {}), remote, proxies)
  test.each([
    ['203.0.113.7', undefined, '203.0.113.7'],
    ['203.0.113.7', '1.1.1.1', '203.0.113.7'],
    ['10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['10.0.0.1', '1.1.1.1, 203.0.113.7', '203.0.113.7'],
    ['10.0.0.1', '203.0.113.7, 10.0.0.2', '203.0.113.7'],
    ['::1', '2001:db8::5', '2001:db8::5'],
    ['10.0.0.1', 'rubbish', '10.0.0.1'],
    ['10.0.0.1', undefined, '10.0.0.1'],
  ])('%s forwarding %s is %s', (remote, forwarded, expected) => expect(of(remote, forwarded)).toBe(expected))
  test('a wrong setting is said', () => expect(() => proxyList(['my-proxy'])).toThrow(/my-proxy/))
})

describe('a write of another site', () => {
  const gate = { baseUrl: 'https://crm.example.com', origins: ['https://other.example.com'] }
  const cookie = '__Secure-kolo.session_token=x'
  test.each([
    ['POST', { cookie, origin: 'https://crm.example.com' }, false],
    ['POST', { cookie, origin: 'https://other.example.com' }, false],
    ['POST', { cookie, origin: 'http://lan-name:3000', host: 'lan-name:3000' }, false],
    ['POST', { cookie, origin: 'https://evil.example.com' }, true],
    ['POST', { cookie, origin: 'null' }, true],
    ['POST', { cookie }, true],
    ['POST', { cookie, 'sec-fetch-site': 'same-origin' }, false],
    ['POST', { cookie, 'sec-fetch-site': 'cross-site' }, true],
    ['GET', { cookie, origin: 'https://evil.example.com' }, false],
    ['POST', { origin: 'https://evil.example.com' }, false],
    ['POST', { cookie, authorization: 'Bearer kolo_x', origin: 'https://evil.example.com' }, false],
  ] as [string, Record<string, string>, boolean][])('%s %j: %s', (method, headers, expected) => {
    expect(isForeignWrite(gate, { method, headers: new Headers(headers) })).toBe(expected)
  })
})

test.each([
  ['http://127.0.0.1:3000', 'localhost:3000', true],
  ['http://127.0.0.1:3000', '127.0.0.1:3000', false],
  ['https://crm.example.com', 'crm.example.com', true],
  ['https://crm.example.com', 'notcrm.example.com', false],
  ['http://192.168.1.5:3000', '192.168.1.5:3000', false],
])('with %s, passkeys at %s: %s', (baseUrl, host, expected) => {
  expect(hasPasskeys({ baseUrl }, new Headers({ host }))).toBe(expected)
})

test.each([
  [true, 'a@acme.example', null, { isActive: true }, null],
  [false, 'a@acme.example', null, { isActive: true }, 'SSO_EMAIL_UNVERIFIED'],
  [true, 'a@evil.example', null, { isActive: true }, 'SSO_DOMAIN'],
  [true, 'a@sub.acme.example', null, { isActive: true }, 'SSO_DOMAIN'],
  [true, 'a@acme.example', null, undefined, 'SSO_UNKNOWN_PERSON'],
  [true, 'a@acme.example', 'sales', undefined, null],
  [true, 'a@acme.example', 'sales', { isActive: false }, 'USER_INACTIVE'],
] as const)('verified %s, %s, role %s, person %j: %s', (emailVerified, email, role, person, expected) => {
  expect(whyNot({ emailVerified, email }, { domains: ['acme.example'], role }, person)).toBe(expected)
})

test('every sentence is there in both languages', () => {
  for (const [code, text] of Object.entries(sentences)) {
    expect(text.en, code).toMatch(/^[\x20-\x7e“”’]+[.]$/)
    expect(text.uk, code).toMatch(/[а-яіїєґ].*\.$/)
  }
})

describe('on a real database', () => {
  let world: World
  beforeAll(async () => void (world = await openWorld()), 60_000)
  afterAll(() => world.close())

  test('the tables are those better-auth wants', async () => {
    const pool = new pg.Pool({ ...world.config, options: '-c search_path=kolo_auth' })
    const gate = {
      pool,
      baseUrl: world.baseUrl,
      origins: [],
      secret: 'x'.repeat(40),
      appName: 'Kolo',
      trustedIssuers: [],
    }
    const engine = createEngine(gate as unknown as Gate)
    const wanted = await getMigrations({ ...engine.options, database: pool })
    expect(wanted.toBeCreated.map((t) => t.table)).toEqual([])
    expect(wanted.toBeAdded.map((t) => [t.table, Object.keys(t.fields)])).toEqual([])
    await pool.end()
  })

  test('who asks is known without asking the database again', async () => {
    const user = await world.newUser('Fast', 'fast@example.com', 'вишневий сад 7')
    const key = await world.auth.createKey(user, { name: 'k' }, administrator)
    const browser = new Visitor(world.baseUrl)
    await browser.signIn('fast@example.com', 'вишневий сад 7')
    const cookie = `theme=dark; kolo.session_token=${browser.cookies.get('kolo.session_token')}; other=1`
    for (const headers of [new Headers({ cookie }), new Headers({ authorization: `Bearer ${key}` })]) {
      expect(await world.auth.actorOf(headers)).toMatchObject({ user })
      const asked = vi.spyOn(pg.Client.prototype, 'query')
      for (let i = 0; i < 100; i++) await world.auth.actorOf(headers)
      // What goes on by itself may ask meanwhile.
      expect(asked.mock.calls.length).toBeLessThan(10)
      asked.mockRestore()
    }
  })

  test('tidying throws away what has expired and nothing else', async () => {
    const browser = new Visitor(world.baseUrl)
    await browser.signIn('fast@example.com', 'вишневий сад 7')
    await world.pool.query(
      `insert into kolo_auth.verification ("id", "identifier", "value", "expiresAt") values ('old', 'x', 'y', now() - interval '1 day')`,
    )
    await world.auth.tidy()
    expect((await world.pool.query(`select 1 from kolo_auth.verification where id = 'old'`)).rows).toEqual([])
    expect(await browser.who()).not.toBeNull()
  })
})
