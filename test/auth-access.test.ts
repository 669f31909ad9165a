import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, openWorld, Visitor, type World } from './auth-world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()), 60_000)
afterAll(() => world.close())
const visitor = () => new Visitor(world.baseUrl)
const password = 'вишневий сад 7'

async function signedIn(name: string, role = 'sales') {
  const email = `${name}@example.com`
  const user = await world.newUser(name, email, password, role)
  const browser = visitor()
  expect((await browser.signIn(email, password)).status).toBe(200)
  return { user, email, browser }
}

const secretOf = (link: string) => link.split('#')[1]!

test('an administrator invites; the invited sets a password with the link, once', async () => {
  const chief = await signedIn('chief', 'administrator')
  const user = await world.newPerson('Нова', 'nova@example.com')
  const invited = await chief.browser.post(`/api/auth/users/${user}/invitation`)
  expect(invited.status).toBe(201)
  expect(invited.body.link).toMatch(new RegExp(`^${world.baseUrl}/invitation#.{43}$`))
  const token = secretOf(invited.body.link)
  const newcomer = visitor()
  expect((await newcomer.post('/api/auth/invitation', { token })).body).toEqual({
    name: 'Нова',
    email: 'nova@example.com',
    locale: 'uk',
  })
  const weak = await newcomer.post('/api/auth/invitation/accept', { token, password: 'qwertyuiop' })
  expect(weak).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'password', code: 'PASSWORD_TOO_COMMON' }] },
  })
  const taken = await newcomer.post('/api/auth/invitation/accept', { token, password })
  expect(taken.status).toBe(200)
  expect(await newcomer.who()).toMatchObject({ user })
  for (const again of ['/api/auth/invitation', '/api/auth/invitation/accept'])
    expect((await visitor().post(again, { token, password: 'a second thief' })).status).not.toBe(200)
  const late = await visitor().post('/api/auth/invitation/accept', { token, password: 'a second thief' })
  expect(late).toMatchObject({ status: 409, body: { code: 'INVITATION_USED' } })
  expect(await world.told(user)).toEqual([
    'auth.invited',
    'auth.invitation_used',
    'auth.password_set',
    'auth.signed_in',
  ])
})

test('of ten who bring the same link at once, one gets in', async () => {
  const user = await world.newPerson('Race', 'race@example.com')
  const token = secretOf((await world.auth.invite(user, administrator)).link)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => visitor().post('/api/auth/invitation/accept', { token, password })),
  )
  expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
})

test('a link dies with the next one, with its week, and with the user', async () => {
  const user = await world.newPerson('Dies', 'dies@example.com')
  const first = secretOf((await world.auth.invite(user, administrator)).link)
  const second = secretOf((await world.auth.invite(user, administrator)).link)
  const status = async (token: string) => (await visitor().post('/api/auth/invitation', { token })).status
  expect(await status(first)).toBe(409)
  expect(await status(second)).toBe(200)
  await world.pool.query(`update kolo_auth.invitation set expires_at = now() where user_id = $1`, [user])
  expect(await status(second)).toBe(409)
  const third = secretOf((await world.auth.invite(user, administrator)).link)
  await world.pool.query('update kolo.users set is_active = false where id = $1', [user])
  expect(await status(third)).toBe(409)
})

test('a link mends a forgotten password and closes what the old one opened', async () => {
  const { user, email, browser } = await signedIn('forgetful')
  const token = secretOf((await world.auth.invite(user, administrator)).link)
  await visitor().post('/api/auth/invitation/accept', { token, password: 'a wholly new one' })
  expect(await browser.who()).toBeNull()
  expect((await visitor().signIn(email, password)).status).toBe(401)
  expect((await visitor().signIn(email, 'a wholly new one')).status).toBe(200)
})

test('one who is no administrator invites nobody and sees nobody’s access', async () => {
  const { user, browser } = await signedIn('curious')
  for (const [method, path] of [
    ['POST', `/users/${user}/invitation`],
    ['GET', `/users/${user}/access`],
    ['DELETE', `/users/${user}/sessions`],
    ['DELETE', `/users/${user}/two-factor`],
    ['GET', '/providers'],
    ['PUT', '/providers'],
    ['DELETE', '/providers/x'],
  ] as const) {
    expect((await browser.ask(method, `/api/auth${path}`)).status, path).toBe(403)
    expect((await visitor().ask(method, `/api/auth${path}`)).status, path).toBe(401)
  }
})

test('the password is changed with the old one; other sessions end', async () => {
  const { user, email, browser } = await signedIn('changer')
  const other = visitor()
  await other.signIn(email, password)
  const change = (currentPassword: string, newPassword: string) =>
    browser.post('/api/auth/change-password', { currentPassword, newPassword })
  for (const [bad, code] of [
    ['short', 'PASSWORD_TOO_SHORT'],
    ['1234567890', 'PASSWORD_TOO_COMMON'],
    ['aaaaaaaaaaaa', 'PASSWORD_TOO_COMMON'],
    ['xChanger2026', 'PASSWORD_HAS_EMAIL'],
    ['x'.repeat(200), 'PASSWORD_TOO_LONG'],
  ] as const)
    expect(await change(password, bad)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'newPassword', code }] },
    })
  expect((await change('not the password', 'a wholly new one')).status).toBe(400)
  expect((await change(password, 'a wholly new one')).status).toBe(200)
  expect(await browser.who()).toMatchObject({ user })
  expect(await other.who()).toBeNull()
  expect(await world.told(user)).toContain('auth.password_set')
})

test('sessions are listed, and a revoked one is over at once', async () => {
  const { user, email, browser } = await signedIn('roamer')
  const elsewhere = visitor()
  elsewhere.extra = { 'user-agent': 'Telephone' }
  await elsewhere.signIn(email, password)
  expect(await elsewhere.who()).not.toBeNull()
  const list = await browser.get('/api/auth/sessions')
  expect(list.body.items).toHaveLength(2)
  expect(list.body.items.filter((s: any) => s.isCurrent)).toHaveLength(1)
  expect(JSON.stringify(list.body)).not.toContain('token')
  const phone = list.body.items.find((s: any) => s.device === 'Telephone')
  expect(phone.address).toMatch(/^127\.0\.0\.1$|::1/)
  const stranger = await signedIn('stranger')
  expect((await stranger.browser.delete(`/api/auth/sessions/${phone.id}`)).status).toBe(404)
  expect(await elsewhere.who()).not.toBeNull()
  expect((await browser.delete(`/api/auth/sessions/${phone.id}`)).status).toBe(204)
  expect(await elsewhere.who()).toBeNull()
  await elsewhere.signIn(email, password)
  expect((await browser.delete('/api/auth/sessions')).body).toEqual({ ended: 1 })
  expect(await elsewhere.who()).toBeNull()
  expect(await browser.who()).toMatchObject({ user })
  expect((await world.told(user)).filter((name) => name === 'auth.session_revoked')).toHaveLength(2)
})

test('a key acts for its user, with his role or a narrower one, until it is revoked', async () => {
  const { user, browser } = await signedIn('scripter')
  const made = await browser.post('/api/auth/keys', { name: 'nightly' })
  expect(made.status).toBe(201)
  const script = visitor()
  script.extra = { authorization: `Bearer ${made.body.key}` }
  expect(await script.who()).toMatchObject({ user, role: 'sales', via: 'api' })
  const narrow = await browser.post('/api/auth/keys', { name: 'narrow', role: 'assistant' })
  const small = visitor()
  small.extra = { authorization: `Bearer ${narrow.body.key}` }
  expect(await small.who()).toMatchObject({ user, role: 'assistant' })
  for (const role of ['administrator', 'reader', 'no_such_role'])
    expect(await browser.post('/api/auth/keys', { name: 'wide', role })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'role', code: 'KEY_ROLE_TOO_WIDE' }] },
    })
  const list = (await browser.get('/api/auth/keys')).body.items
  expect(list.map((k: any) => k.name)).toEqual(['nightly', 'narrow'])
  expect(JSON.stringify(list)).not.toContain(made.body.key)
  expect((await browser.delete(`/api/auth/keys/${list[0].id}`)).status).toBe(204)
  expect(await script.who()).toBeNull()
  expect(await small.who()).not.toBeNull()
  expect((await browser.delete(`/api/auth/keys/not-an-id`)).status).toBe(404)
  expect(await world.told(user)).toEqual(expect.arrayContaining(['auth.key_created', 'auth.key_revoked']))
})

test('a key makes no keys, and ends with its day', async () => {
  const { user, browser } = await signedIn('ephemeral')
  const actor = (await browser.who())!
  const key = await world.auth.createKey(
    user,
    { name: 'a', expires: new Date(Date.now() + 3_600_000) },
    actor,
  )
  const script = visitor()
  script.extra = { authorization: `Bearer ${key}` }
  expect(await script.who()).not.toBeNull()
  expect((await script.post('/api/auth/keys', { name: 'b' })).status).toBe(403)
  await world.pool.query('update kolo_auth.api_key set expires_at = now() where user_id = $1', [user])
  world.auth.forget()
  expect(await script.who()).toBeNull()
})

test('a key whose role has become wider than its user’s opens nothing', async () => {
  const { user, browser } = await signedIn('demoted')
  const made = await browser.post('/api/auth/keys', { name: 'k', role: 'sales' })
  const script = visitor()
  script.extra = { authorization: `Bearer ${made.body.key}` }
  expect(await script.who()).toMatchObject({ role: 'sales' })
  await world.pool.query(
    `update kolo.users set role_id = (select id from kolo.roles where key = 'assistant') where id = $1`,
    [user],
  )
  world.auth.forget()
  expect(await script.who()).toBeNull()
})

test('a write with our cookie from another site is refused', async () => {
  const { browser } = await signedIn('target')
  const body = JSON.stringify({ name: 'stolen' })
  const from = (headers: Record<string, string>) =>
    browser.fetch('/api/auth/keys', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  expect((await from({ origin: 'https://evil.example' })).status).toBe(403)
  expect((await from({ origin: 'null' })).status).toBe(403)
  expect((await from({ origin: world.baseUrl })).status).toBe(201)
  const change = await browser.fetch('/api/auth/change-password', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
    body: JSON.stringify({ currentPassword: password, newPassword: 'a wholly new one' }),
  })
  expect(change.status).toBe(403)
})

test('bad requests get clear errors, never a fault', async () => {
  const { browser } = await signedIn('fuzzer')
  const raw = (path: string, body: string, method = 'POST') =>
    browser.fetch(`/api/auth${path}`, { method, body, headers: { 'content-type': 'application/json' } })
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"email":1,"password":[]}',
    '{"token":"\\u0000","password":"x"}',
    '{"name":""}',
  ]
  for (const path of [
    '/sign-in/email',
    '/invitation',
    '/invitation/accept',
    '/keys',
    '/change-password',
    '/two-factor/enable',
    '/two-factor/verify-totp',
    '/passkey/verify-authentication',
    '/passkey/verify-registration',
    '/sign-in/sso',
  ])
    for (const body of bodies) {
      const answer = await raw(path, body)
      expect(answer.status, `${path} ${body}`).toBeGreaterThanOrEqual(400)
      expect(answer.status, `${path} ${body}`).toBeLessThan(500)
    }
  expect((await raw('/keys', JSON.stringify({ name: 'x'.repeat(100_000) }))).status).toBe(413)
  const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(32_768)) })
  const chunked = await browser
    .fetch('/api/auth/keys', { method: 'POST', body: endless, duplex: 'half' } as RequestInit)
    .then((r) => r.status)
    .catch(() => 413)
  expect(chunked).toBe(413)
  expect((await browser.delete('/api/auth/sessions/%00')).status).toBeLessThan(500)
  const nul = visitor()
  nul.extra = { authorization: 'Bearer kolo_' + '\u00ff'.repeat(50) }
  expect(await nul.who()).toBeNull()
})

test('the audit log cannot be changed by the role that writes it', async () => {
  const client = await world.pool.connect()
  await client.query('set role kolo_system; set search_path to kolo')
  await expect(client.query(`update events set name = 'nothing'`)).rejects.toThrow(/permission denied/)
  await expect(client.query('delete from events')).rejects.toThrow(/permission denied/)
  client.release(true)
})
