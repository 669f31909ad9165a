import { createHash, randomBytes } from 'node:crypto'
import { Later, SignedOut, usualWait, waitOf } from './graph.ts'

export type Settings = {
  tenant: string
  clientId: string
  clientSecret: string | null
  loginUrl: string
  apiUrl: string
}

export type Tokens = { access: string; refresh: string | null; expiresAt: Date }

export const scope = 'offline_access User.Read Calendars.ReadWrite Tasks.ReadWrite Contacts.ReadWrite'

const endpoint = ({ loginUrl, tenant }: Settings, name: 'authorize' | 'token') =>
  `${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(tenant)}/oauth2/v2.0/${name}`

export const newSecret = () => randomBytes(32).toString('base64url')
const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

/** Where somebody signs in and allows it: the authorization code flow with PKCE (RFC 7636). */
export function signInAddress(s: Settings, o: { redirect: string; state: string; verifier: string }): string {
  const url = new URL(endpoint(s, 'authorize'))
  url.search = new URLSearchParams({
    client_id: s.clientId,
    response_type: 'code',
    redirect_uri: o.redirect,
    response_mode: 'query',
    scope,
    state: o.state,
    code_challenge: digest(o.verifier),
    code_challenge_method: 'S256',
    prompt: 'select_account',
  }).toString()
  return url.href
}

type Answer = { access_token?: unknown; refresh_token?: unknown; expires_in?: unknown; error?: unknown }

async function ask(s: Settings, form: Record<string, string>): Promise<Tokens> {
  const response = await fetch(endpoint(s, 'token'), {
    method: 'POST',
    body: new URLSearchParams({
      client_id: s.clientId,
      scope,
      ...(s.clientSecret ? { client_secret: s.clientSecret } : {}),
      ...form,
    }),
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(15_000),
  }).catch((error: Error) => {
    throw new Later(usualWait, `Microsoft’s sign-in does not answer: ${error.message}`)
  })
  const answer = ((await response.json().catch(() => ({}))) ?? {}) as Answer
  if (response.status === 429 || response.status >= 500)
    throw new Later(waitOf(response.headers.get('retry-after')), 'Microsoft’s sign-in asks to wait.')
  if (!response.ok || typeof answer.access_token !== 'string') {
    const code = typeof answer.error === 'string' ? `: ${answer.error.slice(0, 100)}` : ''
    throw new SignedOut(`Microsoft refused the sign-in (${response.status}${code}).`)
  }
  const seconds = typeof answer.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : 3000
  return {
    access: answer.access_token,
    refresh: typeof answer.refresh_token === 'string' ? answer.refresh_token : null,
    expiresAt: new Date(Date.now() + Math.min(seconds, 86_400) * 1000),
  }
}

export const tokensFor = (s: Settings, o: { code: string; verifier: string; redirect: string }) =>
  ask(s, {
    grant_type: 'authorization_code',
    code: o.code,
    redirect_uri: o.redirect,
    code_verifier: o.verifier,
  })

export const tokensAgain = (s: Settings, refresh: string) =>
  ask(s, { grant_type: 'refresh_token', refresh_token: refresh })
