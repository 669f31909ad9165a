import type { Kolo } from '#core/kolo.ts'
import type { Mailbox } from './mailbox.ts'
import { keepSecret, secretsOf } from './secrets.ts'

/** What a mail server is shown: a user with a password, or with a token (RFC 6749, section 6). */
export type Login = { user: string; pass: string } | { user: string; accessToken: string }

/** The sign-in could not be prepared; said to people as it is. */
export class NoLogin extends Error {}

const patience = 15_000

export async function loginOf(kolo: Kolo, m: Mailbox, server: 'imap' | 'smtp'): Promise<Login> {
  const secrets = await kolo.db.system((tx) => secretsOf(kolo, tx, m.id))
  const user = (server === 'imap' ? m.imapUser : (m.smtpUser ?? m.imapUser)) ?? m.address
  if (m.login === 'oauth2')
    return { user, accessToken: secrets.accessToken ?? (await newToken(kolo, m, secrets)) }
  const pass = server === 'smtp' ? (secrets.smtpPassword ?? secrets.password) : secrets.password
  if (!pass) throw new NoLogin('There is no password: type it in again.')
  return { user, pass }
}

/** Runs what signs in; where the token is refused before its time, once more with a new one. */
export async function signedIn<T>(
  kolo: Kolo,
  m: Mailbox,
  isRefused: (error: unknown) => boolean,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (m.login !== 'oauth2' || !isRefused(error)) throw error
    await kolo.db.system((tx) => keepSecret(kolo, tx, m.id, 'accessToken', ''))
    return run()
  }
}

type Answer = { access_token?: unknown; refresh_token?: unknown; expires_in?: unknown; error?: unknown }

/** Asks the provider for a new token, and keeps it as long as it is good. */
async function newToken(
  kolo: Kolo,
  m: Mailbox,
  { refreshToken, clientSecret }: { refreshToken?: string; clientSecret?: string },
): Promise<string> {
  if (!m.tokenUrl || !refreshToken) throw new NoLogin('OAuth needs a token address and a refresh token.')
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken })
  if (m.clientId) body.set('client_id', m.clientId)
  if (clientSecret) body.set('client_secret', clientSecret)
  if (m.tokenScope) body.set('scope', m.tokenScope)
  const response = await fetch(m.tokenUrl, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  }).catch((error: Error) => {
    throw new NoLogin(`The OAuth provider does not answer: ${error.message}`)
  })
  const answer = (await response.json().catch(() => ({}))) as Answer
  if (!response.ok || typeof answer.access_token !== 'string')
    throw new NoLogin(
      `The OAuth provider refused (${response.status}${answer.error ? `: ${String(answer.error)}` : ''}).`,
    )
  const token = answer.access_token
  const seconds = typeof answer.expires_in === 'number' ? answer.expires_in : 3000
  await kolo.db.system(async (tx) => {
    await keepSecret(kolo, tx, m.id, 'accessToken', token, new Date(Date.now() + seconds * 1000))
    // Some providers give a new one with each use, and the old one ends.
    if (typeof answer.refresh_token === 'string')
      await keepSecret(kolo, tx, m.id, 'refreshToken', answer.refresh_token)
  })
  return token
}
