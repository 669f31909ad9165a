import { createServer, type Server } from 'node:http'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, freePort, openWorld, Visitor, type World } from './auth-world.ts'

type Claims = { email: string; email_verified: boolean; name: string }
const directory = new Map<string, Claims>()

let world: World
let issuer: string
let idp: Server

/** A real OpenID Connect provider: npm's oidc-provider with its own sign-in pages. */
async function openProvider(port: number, redirect: string): Promise<Server> {
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'kolo', client_secret: 'the secret of kolo', redirect_uris: [redirect] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...directory.get(id) }),
    }),
  })
  const server = createServer(provider.callback()).listen(port, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  return server
}

const acme = () => ({
  id: 'acme',
  name: 'Acme',
  issuer,
  clientId: 'kolo',
  clientSecret: 'the secret of kolo',
  domains: ['acme.example'],
})

beforeAll(async () => {
  const port = await freePort()
  issuer = `http://localhost:${port}`
  world = await openWorld({ trustedIssuers: [issuer] })
  idp = await openProvider(port, `${world.baseUrl}/api/auth/sso/callback/acme`)
  await world.auth.saveProvider(acme(), administrator)
}, 60_000)
afterAll(async () => {
  idp.close()
  await world.close()
})

/** Follows the provider's pages as its user `login` would, until it sends him back to us. */
async function throughProvider(start: string, login: string): Promise<string> {
  const browser = new Visitor(issuer)
  let response = await browser.fetch(start)
  for (let step = 0; step < 12; step++) {
    const next = response.headers.get('location')
    if (next?.startsWith(world.baseUrl)) return next
    if (next) {
      response = await browser.fetch(new URL(next, issuer).href)
      continue
    }
    const page = await response.text()
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (!action || !prompt) throw new Error(`The provider said: ${page.slice(0, 400)}`)
    const body = new URLSearchParams({ prompt, login, password: 'anything' })
    response = await browser.fetch(new URL(action, issuer).href, { method: 'POST', body })
  }
  throw new Error('The provider never sent us back.')
}

async function signInAs(login: string) {
  const browser = new Visitor(world.baseUrl)
  const begun = await browser.post('/api/auth/sign-in/sso', {
    providerId: 'acme',
    callbackURL: '/',
    errorCallbackURL: '/sign-in',
  })
  expect(begun.status).toBe(200)
  const back = await throughProvider(begun.body.url, login)
  const landed = await browser.fetch(back)
  return { browser, location: new URL(landed.headers.get('location') ?? '/nowhere', world.baseUrl) }
}

test('the sign-in page is told which ways there are', async () => {
  const ways = await new Visitor(world.baseUrl).get('/api/auth/ways')
  expect(ways.body).toEqual({ password: true, passkey: true, providers: [{ id: 'acme', name: 'Acme' }] })
})

test('a known person comes in through the provider, again and again', async () => {
  const user = await world.newPerson('Олена', 'olena@acme.example')
  directory.set('olena', { email: 'Olena@acme.example', email_verified: true, name: 'Olena' })
  for (let i = 0; i < 2; i++) {
    const { browser, location } = await signInAs('olena')
    expect(location.search).toBe('')
    expect(location.pathname).toBe('/')
    expect(await browser.who()).toMatchObject({ user, name: 'Олена', role: 'sales' })
  }
  expect(await world.told(user)).toEqual(['auth.signed_in', 'auth.signed_in'])
  expect((await world.auth.waysOf(user)).providers).toEqual(['acme'])
})

async function expectRefused(login: string, error: string): Promise<void> {
  const { browser, location } = await signInAs(login)
  expect(location.searchParams.get('error')).toBe(error)
  expect(await browser.who()).toBeNull()
}

test('an address that is unverified, of a foreign domain or unknown here opens nothing', async () => {
  await world.newPerson('Boss', 'boss@acme.example', 'administrator')
  await world.newPerson('Guest', 'guest@other.example')
  directory.set('liar', { email: 'boss@acme.example', email_verified: false, name: 'Boss' })
  directory.set('guest', { email: 'guest@other.example', email_verified: true, name: 'Guest' })
  directory.set('fake', { email: 'x@evil.example', email_verified: true, name: 'x@acme.example' })
  directory.set('newcomer', { email: 'newcomer@acme.example', email_verified: true, name: 'Newcomer' })
  await expectRefused('liar', 'SSO_EMAIL_UNVERIFIED')
  await expectRefused('guest', 'SSO_DOMAIN')
  await expectRefused('fake', 'SSO_DOMAIN')
  await expectRefused('newcomer', 'SSO_UNKNOWN_PERSON')
  expect((await world.told(null)).filter((name) => name === 'auth.failed').length).toBeGreaterThanOrEqual(2)
})

test('an address given to somebody else over there does not open the former owner’s account', async () => {
  const user = await world.newPerson('Ivan', 'ivan@acme.example')
  directory.set('ivan-1', { email: 'ivan@acme.example', email_verified: true, name: 'Ivan' })
  directory.set('ivan-2', { email: 'ivan@acme.example', email_verified: true, name: 'Another Ivan' })
  expect(await (await signInAs('ivan-1')).browser.who()).toMatchObject({ user })
  await expectRefused('ivan-2', 'SSO_OTHER_IDENTITY')
})

test('a deactivated person is refused', async () => {
  const user = await world.newPerson('Gone', 'gone@acme.example')
  await world.pool.query('update kolo.users set is_active = false where id = $1', [user])
  directory.set('gone', { email: 'gone@acme.example', email_verified: true, name: 'Gone' })
  await expectRefused('gone', 'USER_INACTIVE')
})

test('who turns back at the provider is told so, and it is written down', async () => {
  const browser = new Visitor(world.baseUrl)
  const begun = await browser.post('/api/auth/sign-in/sso', {
    providerId: 'acme',
    callbackURL: '/',
    errorCallbackURL: '/sign-in',
  })
  const state = new URL(begun.body.url).searchParams.get('state')
  const before = (await world.told(null)).length
  const landed = await browser.fetch(`/api/auth/sso/callback/acme?error=access_denied&state=${state}`)
  expect(landed.headers.get('location')).toContain('/sign-in?error=access_denied')
  expect((await world.told(null)).slice(before)).toEqual(['auth.failed'])
})

test('with a role for new people, an unknown one is made and comes in', async () => {
  await world.auth.saveProvider({ ...acme(), clientSecret: undefined, role: 'reader' }, administrator)
  directory.set('newcomer', { email: 'newcomer@acme.example', email_verified: true, name: 'Новенька' })
  const { browser } = await signInAs('newcomer')
  expect(await browser.who()).toMatchObject({ name: 'Новенька', role: 'reader' })
  await world.auth.saveProvider({ ...acme(), clientSecret: undefined }, administrator)
})

test('neither the secret nor tokens of the provider are readable in the database', async () => {
  const stored = await world.pool.query('select client_secret from kolo_auth.provider')
  expect(stored.rows[0].client_secret).not.toContain('the secret')
  const accounts = await world.pool.query(
    `select 1 from kolo_auth.account where "accessToken" is not null or "idToken" is not null or "refreshToken" is not null`,
  )
  expect(accounts.rows).toEqual([])
  expect(JSON.stringify(await world.auth.providers())).not.toContain('the secret')
})

test('an answer that we did not ask for opens nothing', async () => {
  const victim = new Visitor(world.baseUrl)
  const begun = await new Visitor(world.baseUrl).post('/api/auth/sign-in/sso', {
    providerId: 'acme',
    callbackURL: '/',
  })
  const back = await throughProvider(begun.body.url, 'olena')
  await victim.fetch(back)
  expect(await victim.who()).toBeNull()
  await victim.fetch('/api/auth/sso/callback/acme?code=made-up&state=made-up')
  expect(await victim.who()).toBeNull()
  expect((await victim.fetch('/api/auth/sso/callback/nobody?code=x&state=x')).status).toBe(404)
  expect(
    (await victim.post('/api/auth/sign-in/sso', { providerId: 'nobody', callbackURL: '/' })).status,
  ).toBe(404)
})

test('after signing in nobody is sent to another site', async () => {
  const browser = new Visitor(world.baseUrl)
  const answer = await browser.post('/api/auth/sign-in/sso', {
    providerId: 'acme',
    callbackURL: 'https://evil.example/',
  })
  expect(answer.status).toBe(403)
})

test('Kolo does not knock at doors inside the network unless the operator allows it', async () => {
  const chief = await world.newUser('Chief', 'chief@example.com', 'вишневий сад 7', 'administrator')
  const browser = new Visitor(world.baseUrl)
  await browser.signIn('chief@example.com', 'вишневий сад 7')
  expect(await browser.who()).toMatchObject({ user: chief })
  for (const inside of [
    'http://127.0.0.1:5432',
    'https://169.254.169.254',
    'https://10.0.0.1',
    'https://localhost',
    'http://example.com',
  ])
    expect(
      await browser.ask('PUT', '/api/auth/providers', { ...acme(), id: 'inside', issuer: inside }),
      inside,
    ).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'issuer', code: 'PROVIDER_INSIDE' }] },
    })
  const list = await browser.get('/api/auth/providers')
  expect(list.body.items).toMatchObject([
    { id: 'acme', redirect: `${world.baseUrl}/api/auth/sso/callback/acme` },
  ])
  expect((await browser.delete('/api/auth/providers/acme')).status).toBe(204)
  expect((await browser.post('/api/auth/sign-in/sso', { providerId: 'acme', callbackURL: '/' })).status).toBe(
    404,
  )
})
