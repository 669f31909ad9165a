import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { SMTPServer } from 'smtp-server'
import { expect, test as always } from 'vitest'
import { startReader } from '#modules/mail/reader.ts'
import { until } from '../door-world.ts'
import { world } from '../world/world.ts'
import { openDovecot, whyNoDovecot } from './dovecot.ts'

const why = whyNoDovecot()
const test = (name: string, run: () => Promise<void>) =>
  always.skipIf(why)(why ? `${name} (${why})` : name, run, 60_000)

/** A provider of tokens, a stand-in after RFC 6749 (section 6) and 7662: it gives a token for the refresh token that it
 * gave last, and says of which user a token is. */
async function openProvider() {
  const live = new Map<string, string>()
  let refresh = 'refresh-0'
  let given = 0
  const app = new Hono()
  app.post('/token', async (c) => {
    const form = await c.req.formData()
    if (form.get('refresh_token') !== refresh || form.get('client_secret') !== 'hush')
      return c.json({ error: 'invalid_grant' }, 400)
    const token = randomUUID()
    live.set(token, 'olena@vodolii.example')
    refresh = `refresh-${++given}`
    return c.json({ access_token: token, refresh_token: refresh, expires_in: 3600, token_type: 'Bearer' })
  })
  app.post('/introspect', async (c) => {
    const token = String((await c.req.formData()).get('token'))
    const username = live.get(token)
    return c.json(username ? { active: true, username } : { active: false })
  })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await new Promise<void>((done) => server.once('listening', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    live,
    given: () => given,
    close: () => (server.closeAllConnections(), new Promise((done) => server.close(done))),
  }
}

test('a mailbox signs in with OAuth tokens at a real Dovecot (XOAUTH2), and at an SMTP server, and renews them', async () => {
  const provider = await openProvider()
  const dovecot = await openDovecot({ introspect: `${provider.url}/introspect` })
  const smtp = new SMTPServer({
    authMethods: ['XOAUTH2'],
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: ({ username, accessToken }, _, done) =>
      provider.live.get(accessToken ?? '') === username
        ? done(null, { user: username })
        : done(new Error('no')),
  })
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done))
  const w = await world()
  const olena = await w.asRole('sales', { name: 'Олена' })
  const address = 'olena@vodolii.example'
  const servers = {
    imapHost: '127.0.0.1',
    imapPort: dovecot.port,
    imapSecurity: 'none',
    imapUser: address,
    smtpHost: '127.0.0.1',
    smtpPort: (smtp.server.address() as AddressInfo).port,
    smtpSecurity: 'none',
  }
  const oauth = {
    login: 'oauth2',
    tokenUrl: `${provider.url}/token`,
    clientId: 'kolo',
    clientSecret: 'hush',
    refreshToken: 'refresh-0',
  }
  const item = { name: 'Олена', address, ...servers, ...oauth }
  const [{ id }] = (await w.kolo.call(olena, 'mailbox.create', { items: [item] })).items
  const check = async () => (await w.kolo.call(olena, 'mailbox.check', { id })).checks
  let reader: ReturnType<typeof startReader> | undefined
  try {
    expect(await check()).toMatchObject([
      { server: 'IMAP', ok: true },
      { server: 'SMTP', ok: true },
    ])
    // One token for both.
    expect(provider.given()).toBe(1)
    const imap = await dovecot.client(address, { accessToken: [...provider.live.keys()][0]! })
    await imap.append('INBOX', 'From: <a@client.example>\r\nSubject: OAuth\r\nMessage-ID: <1@t>\r\n\r\nHi')
    reader = startReader(w.kolo, id, console.error)
    const read = () => w.kolo.list(olena, 'mailMessage', { filter: ['mailbox', 'is', id] })
    await until(async () => (await read()).items.length === 1, 20_000)
    await reader.stop()
    // What it had is over: a new one is fetched, with the refresh token that came last.
    await w.db.system((tx) =>
      tx.rows({ text: `update mail_secrets set expires_at = now() where name = 'accessToken'`, values: [] }),
    )
    provider.live.clear()
    expect(await check()).toMatchObject([{ ok: true }, { ok: true }])
    expect(provider.given()).toBe(2)
    // Taken back there before its time.
    provider.live.clear()
    expect(await check()).toMatchObject([{ ok: true }, { ok: true }])
    await w.kolo.call(olena, 'mailbox.update', { items: [{ id, refreshToken: 'wrong' }] })
    expect(await check()).toMatchObject([
      { ok: false, message: expect.stringContaining('invalid_grant') },
      { ok: false },
    ])
  } finally {
    await reader?.stop()
    await new Promise<void>((done) => smtp.close(() => done()))
    await dovecot.close()
    await provider.close()
    await w.close()
  }
})
