import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, openWorld, Visitor, type World } from './auth-world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()), 60_000)
afterAll(() => world.close())
const visitor = () => new Visitor(world.baseUrl)
const password = 'вишневий сад 7'

test('a right password opens a session, a wrong one does not', async () => {
  const olena = await world.newUser('Олена', 'olena@example.com', password)
  const browser = visitor()
  expect(await browser.who()).toBeNull()
  const wrong = await browser.signIn('olena@example.com', 'not the password')
  expect(wrong.status).toBe(401)
  expect(wrong.headers.get('content-type')).toBe('application/problem+json')
  expect(wrong.body).toMatchObject({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' })
  expect(await browser.who()).toBeNull()
  const right = await browser.signIn('Olena@Example.com', password)
  expect(right.status).toBe(200)
  expect(await browser.who()).toMatchObject({
    user: olena,
    role: 'sales',
    locale: 'uk',
    timeZone: 'Europe/Kyiv',
    via: 'web',
    session: expect.any(String),
  })
  expect((await browser.post('/api/auth/sign-out')).status).toBe(200)
  expect(await browser.who()).toBeNull()
  expect(await world.told(olena)).toEqual([
    'auth.password_set',
    'auth.failed',
    'auth.signed_in',
    'auth.signed_out',
  ])
})

test('an unknown address reads the same as a wrong password', async () => {
  const answer = await visitor().signIn('nobody@example.com', 'whatever it is')
  expect(answer).toMatchObject({ status: 401, body: { code: 'INVALID_EMAIL_OR_PASSWORD' } })
  expect(await world.told(null)).toContain('auth.failed')
})

test('the session cookie is out of reach of scripts and of other sites', async () => {
  await world.newUser('Cookie', 'cookie@example.com', password)
  const answer = await visitor().signIn('cookie@example.com', password)
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('kolo.session_token='))
  expect(cookie).toMatch(/httponly/i)
  expect(cookie).toMatch(/samesite=lax/i)
  expect(cookie).not.toMatch(/secure/i)
})

test('errors speak the language of the reader', async () => {
  const browser = visitor()
  browser.extra = { 'accept-language': 'uk-UA,uk;q=0.9' }
  const answer = await browser.signIn('nobody@example.com', 'whatever it is')
  expect(answer.body.detail).toBe('Адреса е-пошти або пароль неправильні.')
})

test('nobody registers himself, and what is not opened is not there', async () => {
  const browser = visitor()
  const body = { email: 'me@example.com', password: 'a long enough one', name: 'Me' }
  expect((await browser.post('/api/auth/sign-up/email', body)).status).toBe(404)
  for (const path of [
    '/update-user',
    '/delete-user',
    '/request-password-reset',
    '/sign-in/social',
    '/sso/register',
  ])
    expect((await browser.post(`/api/auth${path}`, body)).status, path).toBe(404)
})

test('a deactivated user is refused, and his session and key end', async () => {
  const petro = await world.newUser('Петро', 'petro@example.com', password)
  const browser = visitor()
  await browser.signIn('petro@example.com', password)
  const actor = (await browser.who())!
  const key = await world.auth.createKey(petro, { name: 'script' }, actor)
  const script = visitor()
  script.extra = { authorization: `Bearer ${key}` }
  expect(await script.who()).toMatchObject({ user: petro, via: 'api' })
  await world.pool.query('update kolo.users set is_active = false where id = $1', [petro])
  await world.auth.endAccess(petro, actor)
  expect(await browser.who()).toBeNull()
  expect(await script.who()).toBeNull()
  expect(await visitor().signIn('petro@example.com', password)).toMatchObject({
    status: 403,
    body: { code: 'USER_INACTIVE' },
  })
  await world.pool.query('update kolo.users set is_active = true where id = $1', [petro])
  expect(await browser.who()).toBeNull()
  expect(await script.who()).toBeNull()
  expect(await world.told(petro)).toEqual(expect.arrayContaining(['auth.access_ended', 'auth.failed']))
})

test('a user who was only marked inactive loses his session without being told of', async () => {
  const quiet = await world.newUser('Quiet', 'quiet@example.com', password)
  const browser = visitor()
  await browser.signIn('quiet@example.com', password)
  await world.pool.query('update kolo.users set is_active = false where id = $1', [quiet])
  expect(await browser.who()).toBeNull()
  expect(await world.auth.sessionsOf(quiet)).toEqual([])
})

test('a sweep ends for good what deactivated and removed users hold, and nothing of others', async () => {
  const [idle, removed, other] = await Promise.all(
    ['idle', 'removed', 'other'].map((name) => world.newUser(name, `${name}@example.com`, password)),
  )
  const browsers = await Promise.all(
    ['idle', 'removed', 'other'].map(async (name) => {
      const browser = visitor()
      await browser.signIn(`${name}@example.com`, password)
      return browser
    }),
  )
  const key = await world.auth.createKey(idle!, { name: 'k' }, administrator)
  await world.pool.query('update kolo.users set is_active = false where id = $1', [idle])
  await world.pool.query('update kolo.users set deleted_at = now() where id = $1', [removed])
  expect(await world.auth.sweep()).toBe(2)
  expect(await world.auth.sweep()).toBe(0)
  await world.pool.query('update kolo.users set is_active = true, deleted_at = null where id = any($1)', [
    [idle, removed],
  ])
  const script = visitor()
  script.extra = { authorization: `Bearer ${key}` }
  expect(await script.who()).toBeNull()
  expect(await Promise.all(browsers.map((b) => b.who()))).toMatchObject([null, null, { user: other }])
})

test('a changed address is the one to sign in with; the former may go to another person', async () => {
  const first = await world.newUser('First', 'same@example.com', password)
  await world.pool.query(`update kolo.users set email = 'new@example.com' where id = $1`, [first])
  const second = await world.newUser('Second', 'same@example.com', 'another cherry 8')
  const browser = visitor()
  await browser.signIn('same@example.com', 'another cherry 8')
  expect(await browser.who()).toMatchObject({ user: second })
  const other = visitor()
  expect((await other.signIn('same@example.com', password)).status).toBe(401)
  expect((await other.signIn('new@example.com', password)).status).toBe(200)
  expect(await other.who()).toMatchObject({ user: first })
})

test('a change of rights is seen at once after forget()', async () => {
  const climber = await world.newUser('Climber', 'climber@example.com', password)
  const browser = visitor()
  await browser.signIn('climber@example.com', password)
  expect(await browser.who()).toMatchObject({ role: 'sales' })
  await world.pool.query(
    `update kolo.users set role_id = (select id from kolo.roles where key = 'reader') where id = $1`,
    [climber],
  )
  world.auth.forget()
  expect(await browser.who()).toMatchObject({ role: 'reader' })
})

test('the actor carries his team and every team below it', async () => {
  const [top, below, aside] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  for (const [id, parent] of [
    [top, null],
    [below, top],
    [aside, null],
  ])
    await world.pool.query(
      `insert into kolo.teams (id, name, parent_id, created_at, updated_at, revision) values ($1, 'T', $2, now(), now(), 1)`,
      [id, parent],
    )
  const lead = await world.newUser('Lead', 'lead@example.com', password)
  await world.pool.query('update kolo.users set team_id = $2 where id = $1', [lead, top])
  const browser = visitor()
  await browser.signIn('lead@example.com', password)
  expect((await browser.who())!.teams.toSorted()).toEqual([top, below].toSorted())
})

test('a forged cookie is nobody', async () => {
  await world.newUser('Forged', 'forged@example.com', password)
  const browser = visitor()
  await browser.signIn('forged@example.com', password)
  const [token] = decodeURIComponent(browser.cookies.get('kolo.session_token')!).split('.')
  for (const value of [`${token}.AAAA`, token!, '.', '%', `${token}.${'A'.repeat(43)}=`]) {
    browser.cookies.set('kolo.session_token', encodeURIComponent(value))
    expect(await browser.who(), value).toBeNull()
  }
  browser.cookies.set('kolo.session_token', '%E0%A4%A')
  expect(await browser.who()).toBeNull()
})

test('guessing at one address is stopped, also for the right password', async () => {
  const victim = await world.newUser('Victim', 'victim@example.com', password)
  for (let i = 0; i < 20; i++) {
    const guesser = visitor()
    guesser.extra = { 'x-forwarded-for': `203.0.113.${i}` }
    expect((await guesser.signIn('victim@example.com', `guess number ${i}`)).status).toBe(401)
  }
  const answer = await visitor().signIn('victim@example.com', password)
  expect(answer).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
  expect((await world.told(victim)).filter((name) => name === 'auth.failed')).toHaveLength(21)
})

test('many requests from one address are stopped, and X-Forwarded-For of a stranger does not help', async () => {
  const statuses: number[] = []
  for (let i = 0; i < 45; i++) {
    const stranger = visitor()
    stranger.extra = { 'x-forwarded-for': `198.51.100.${i}`, 'x-kolo-address': `198.51.100.${i}` }
    const body = { email: 'not an address', password: 'x' }
    statuses.push((await stranger.post('/api/auth/sign-in/email', body)).status)
  }
  expect(statuses).toContain(429)
  const kept = await world.pool.query(
    `select count from kolo_auth.rate_limit where key like '%|/sign-in/email'`,
  )
  expect(kept.rows).toHaveLength(1)
})
