import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, openWorld, Visitor, type World } from './auth-world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()), 60_000)
afterAll(() => world.close())
const visitor = () => new Visitor(world.baseUrl)
const password = 'вишневий сад 7'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const fromBase32 = (text: string) => {
  const bits = [...text.replace(/=+$/, '')]
    .map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
}

/** What an authenticator app shows: RFC 6238 with SHA-1, 30 seconds, 6 digits. */
function code(secret: Buffer, at = Date.now()): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.at(-1)! & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('our authenticator agrees with the vectors of RFC 6238', () => {
  const secret = Buffer.from('12345678901234567890')
  expect([59, 1111111109, 20000000000].map((s) => code(secret, s * 1000))).toEqual([
    '287082',
    '081804',
    '353130',
  ])
})

async function enable(browser: Visitor): Promise<{ secret: Buffer; backupCodes: string[] }> {
  const begun = await browser.post('/api/auth/two-factor/enable', { password })
  expect(begun.status).toBe(200)
  const secret = fromBase32(new URL(begun.body.totpURI).searchParams.get('secret')!)
  expect(begun.body.totpURI).toContain('issuer=Kolo')
  expect((await browser.post('/api/auth/two-factor/verify-totp', { code: code(secret) })).status).toBe(200)
  return { secret, backupCodes: begun.body.backupCodes }
}

test('a second factor: enabled with a code, asked for, answered, switched off', async () => {
  const user = await world.newUser('Олена', 'olena@example.com', password)
  const browser = visitor()
  await browser.signIn('olena@example.com', password)
  expect((await browser.post('/api/auth/two-factor/enable', { password: 'wrong password' })).status).toBe(400)
  const { secret, backupCodes } = await enable(browser)
  expect(await browser.who()).toMatchObject({ user })

  const other = visitor()
  const half = await other.signIn('olena@example.com', password)
  expect(half).toMatchObject({ status: 200, body: { twoFactorRedirect: true } })
  expect(await other.who()).toBeNull()
  const wrong = await other.post('/api/auth/two-factor/verify-totp', { code: '000000' })
  expect(wrong).toMatchObject({ status: 401, body: { code: 'INVALID_CODE' } })
  expect(await other.who()).toBeNull()
  expect((await other.post('/api/auth/two-factor/verify-totp', { code: code(secret) })).status).toBe(200)
  expect(await other.who()).toMatchObject({ user })

  const third = visitor()
  await third.signIn('olena@example.com', password)
  const spare = { code: backupCodes[0] }
  expect((await third.post('/api/auth/two-factor/verify-backup-code', spare)).status).toBe(200)
  expect(await third.who()).toMatchObject({ user })
  const fourth = visitor()
  await fourth.signIn('olena@example.com', password)
  expect((await fourth.post('/api/auth/two-factor/verify-backup-code', spare)).status).toBe(401)
  expect(await fourth.who()).toBeNull()

  expect((await browser.post('/api/auth/two-factor/disable', { password })).status).toBe(200)
  const plain = visitor()
  await plain.signIn('olena@example.com', password)
  expect(await plain.who()).toMatchObject({ user })
  expect(await world.told(user)).toEqual([
    'auth.password_set',
    'auth.signed_in',
    'auth.two_factor_enabled',
    'auth.failed',
    'auth.signed_in',
    'auth.backup_code_used',
    'auth.signed_in',
    'auth.failed',
    'auth.two_factor_disabled',
    'auth.signed_in',
  ])
})

test('a half-done sign-in dies after five wrong codes', async () => {
  const user = await world.newUser('Petro', 'petro@example.com', password)
  const browser = visitor()
  await browser.signIn('petro@example.com', password)
  const { secret } = await enable(browser)
  const guesser = visitor()
  await guesser.signIn('petro@example.com', password)
  for (let i = 0; i < 5; i++) await guesser.post('/api/auth/two-factor/verify-totp', { code: `00000${i}` })
  expect((await guesser.post('/api/auth/two-factor/verify-totp', { code: code(secret) })).status).toBe(400)
  expect(await guesser.who()).toBeNull()
  expect((await world.told(user)).filter((name) => name === 'auth.failed').length).toBeGreaterThanOrEqual(5)
})

test('a remembered device is not asked again, until a link closes it', async () => {
  const user = await world.newUser('Device', 'device@example.com', password)
  const browser = visitor()
  await browser.signIn('device@example.com', password)
  const { secret } = await enable(browser)
  const other = visitor()
  await other.signIn('device@example.com', password)
  await other.post('/api/auth/two-factor/verify-totp', { code: code(secret), trustDevice: true })
  await other.post('/api/auth/sign-out')
  await other.signIn('device@example.com', password)
  expect(await other.who()).toMatchObject({ user })
  await world.auth.setPassword(user, 'a wholly new one')
  const again = await other.signIn('device@example.com', 'a wholly new one')
  expect(again.body).toMatchObject({ twoFactorRedirect: true })
})

test('new backup codes put the old ones out of use', async () => {
  const user = await world.newUser('Codes', 'codes@example.com', password)
  const browser = visitor()
  await browser.signIn('codes@example.com', password)
  const { backupCodes } = await enable(browser)
  const made = await browser.post('/api/auth/two-factor/generate-backup-codes', { password })
  const spend = async (spare: string) => {
    const other = visitor()
    await other.signIn('codes@example.com', password)
    return (await other.post('/api/auth/two-factor/verify-backup-code', { code: spare })).status
  }
  expect(await spend(backupCodes[1]!)).toBe(401)
  expect(await spend(made.body.backupCodes[1])).toBe(200)
  expect(await world.told(user)).toContain('auth.backup_codes_made')
})

test('an administrator switches the second factor off for somebody who lost his telephone', async () => {
  const user = await world.newUser('Lost', 'lost@example.com', password)
  const browser = visitor()
  await browser.signIn('lost@example.com', password)
  await enable(browser)
  expect(await world.auth.waysOf(user)).toMatchObject({ password: true, twoFactor: true })
  await world.auth.removeTwoFactor(user, administrator)
  expect(await browser.who()).toBeNull()
  expect((await browser.signIn('lost@example.com', password)).body.twoFactorRedirect).toBeUndefined()
  expect(await browser.who()).toMatchObject({ user })
})

test('secrets of second factors are not readable in the database', async () => {
  const stored = await world.pool.query('select secret, "backupCodes" from kolo_auth."twoFactor"')
  for (const row of stored.rows) expect(row.secret.length + row.backupCodes.length).toBeGreaterThan(150)
})
