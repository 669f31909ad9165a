import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, openWorld, Visitor, type World } from './auth-world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()), 60_000)
afterAll(() => world.close())
const visitor = () => new Visitor(world.baseUrl)
const password = 'вишневий сад 7'

const head = (major: number, n: number) =>
  n < 24
    ? Buffer.from([(major << 5) | n])
    : n < 256
      ? Buffer.from([(major << 5) | 24, n])
      : Buffer.from([(major << 5) | 25, n >> 8, n & 255])

/** As much of CBOR (RFC 8949) as an authenticator needs. */
function cbor(value: number | string | Buffer | Map<number | string, any>): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)])])
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

/** A device as WebAuthn Level 2 describes it: keeps a P-256 key and signs challenges with it. */
class Authenticator {
  id = randomBytes(32)
  key: KeyObject
  publicKey: KeyObject
  origin: string
  count = 0
  verifiesUser = true

  constructor(origin: string) {
    this.origin = origin
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.key = pair.privateKey
    this.publicKey = pair.publicKey
  }

  private cose() {
    const { x, y } = this.publicKey.export({ format: 'jwk' })
    const part = (text?: string) => Buffer.from(text!, 'base64url')
    return cbor(
      new Map<number, any>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, part(x)],
        [-3, part(y)],
      ]),
    )
  }

  private data(rpId: string, withKey: boolean) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(++this.count)
    const flags = 1 | (this.verifiesUser ? 4 : 0) | (withKey ? 64 : 0)
    const credential = [Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, this.cose()]
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, ...(withKey ? credential : [])])
  }

  private client(type: string, challenge: string) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }))
  }

  private answer(response: Record<string, string | string[]>) {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }

  register({ challenge, rp }: { challenge: string; rp: { id: string } }) {
    const authData = this.data(rp.id, true)
    const attestation = cbor(
      new Map<string, any>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    )
    return this.answer({
      clientDataJSON: this.client('webauthn.create', challenge).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    })
  }

  sign({ challenge, rpId }: { challenge: string; rpId: string }) {
    const client = this.client('webauthn.get', challenge)
    const data = this.data(rpId, false)
    const signature = createSign('sha256')
      .update(Buffer.concat([data, sha256(client)]))
      .sign(this.key)
    return this.answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    })
  }
}

async function register(browser: Visitor, device: Authenticator, query = '', more = {}) {
  const options = await browser.get(`/api/auth/passkey/generate-register-options${query}`)
  expect(options.status).toBe(200)
  return browser.post('/api/auth/passkey/verify-registration', {
    response: device.register(options.body),
    ...more,
  })
}

async function signInWith(device: Authenticator) {
  const browser = visitor()
  const options = await browser.get('/api/auth/passkey/generate-authenticate-options')
  const answer = await browser.post('/api/auth/passkey/verify-authentication', {
    response: device.sign(options.body),
  })
  return { browser, answer }
}

async function signedIn(name: string) {
  const user = await world.newUser(name, `${name}@example.com`, password)
  const browser = visitor()
  await browser.signIn(`${name}@example.com`, password)
  return { user, browser }
}

test('a passkey is added, signs in, and is removed', async () => {
  const { user, browser } = await signedIn('olena')
  const device = new Authenticator(world.baseUrl)
  expect((await register(browser, device, '', { name: 'Ноутбук' })).status).toBe(200)
  const first = await signInWith(device)
  expect(first.answer.status).toBe(200)
  expect(await first.browser.who()).toMatchObject({ user })
  const list = (await browser.get('/api/auth/passkey/list-user-passkeys')).body
  expect(list).toMatchObject([{ name: 'Ноутбук' }])
  expect((await browser.post('/api/auth/passkey/delete-passkey', { id: list[0].id })).status).toBe(200)
  expect((await signInWith(device)).answer.status).toBe(401)
  expect(await world.told(user)).toEqual([
    'auth.password_set',
    'auth.signed_in',
    'auth.passkey_added',
    'auth.signed_in',
    'auth.passkey_removed',
  ])
})

test('a device that does not check its holder, or answers for another site, is refused', async () => {
  const { browser } = await signedIn('petro')
  const careless = new Authenticator(world.baseUrl)
  careless.verifiesUser = false
  expect(await register(browser, careless)).toMatchObject({
    status: 400,
    body: { code: 'PASSKEY_UNVERIFIED' },
  })
  const device = new Authenticator(world.baseUrl)
  await register(browser, device)
  device.verifiesUser = false
  expect((await signInWith(device)).answer).toMatchObject({
    status: 401,
    body: { code: 'PASSKEY_UNVERIFIED' },
  })
  device.verifiesUser = true
  device.origin = 'https://evil.example'
  const evil = await signInWith(device)
  expect(evil.answer.status).toBe(400)
  expect(await evil.browser.who()).toBeNull()
})

test('the invited adds a passkey instead of a password, once', async () => {
  const user = await world.newPerson('Нова', 'nova@example.com')
  const token = (await world.auth.invite(user, administrator)).link.split('#')[1]!
  const device = new Authenticator(world.baseUrl)
  const browser = visitor()
  const added = await register(browser, device, `?context=${token}`, { createSession: true })
  expect(added.status).toBe(200)
  expect(await browser.who()).toMatchObject({ user })
  expect((await visitor().post('/api/auth/invitation', { token })).status).toBe(409)
  const again = await visitor().get(`/api/auth/passkey/generate-register-options?context=${token}`)
  expect(again).toMatchObject({ status: 400, body: { code: 'INVITATION_USED' } })
  expect((await visitor().get('/api/auth/passkey/generate-register-options')).status).toBe(400)
  const back = await signInWith(device)
  expect(await back.browser.who()).toMatchObject({ user })
  expect(await world.auth.waysOf(user)).toMatchObject({ password: false, passkeys: 1 })
  expect(await world.told(user)).toEqual([
    'auth.invited',
    'auth.invitation_used',
    'auth.passkey_added',
    'auth.signed_in',
    'auth.signed_in',
  ])
})

test('a link does not put a passkey on another user than the signed-in one', async () => {
  const { user, browser } = await signedIn('thief')
  const victim = await world.newPerson('Victim', 'victim@example.com')
  const token = (await world.auth.invite(victim, administrator)).link.split('#')[1]!
  const device = new Authenticator(world.baseUrl)
  expect((await register(browser, device, `?context=${token}`)).status).toBe(400)
  for (const one of [user, victim]) expect(await world.auth.waysOf(one)).toMatchObject({ passkeys: 0 })
  expect((await visitor().post('/api/auth/invitation', { token })).status).toBe(200)
})

test('a session older than a day adds no passkey before its user signs in again', async () => {
  const { user, browser } = await signedIn('stale')
  await world.pool.query(
    `update kolo_auth.session set "createdAt" = now() - interval '25 hours' where "userId" = $1`,
    [user],
  )
  const options = await browser.get('/api/auth/passkey/generate-register-options')
  expect(options).toMatchObject({ status: 403, body: { code: 'SESSION_NOT_FRESH' } })
})

test('a deactivated user’s passkey opens nothing', async () => {
  const { user, browser } = await signedIn('gone')
  const device = new Authenticator(world.baseUrl)
  await register(browser, device)
  await world.pool.query('update kolo.users set is_active = false where id = $1', [user])
  const { browser: other, answer } = await signInWith(device)
  expect(answer.status).toBe(403)
  expect(await other.who()).toBeNull()
})
