import { lookup } from 'node:dns/promises'
import { isPublicRoutableHost } from '@better-auth/core/utils/host'
import { Invalid } from '#core/error.ts'
import { sentences } from './messages.ts'
import type { Gate } from './gate.ts'

/** Where a provider does what, kept since it was configured. */
export type Endpoints = {
  authorization: string
  token: string
  jwks: string
  userInfo?: string | undefined
  tokenAuth: 'client_secret_basic' | 'client_secret_post'
}

const refuse = (code: 'PROVIDER_UNREACHABLE' | 'PROVIDER_INSIDE'): never => {
  throw new Invalid([{ path: 'issuer', code, message: sentences[code].en }])
}

/** The server fetches this address: it must be public, or allowed by the operator, so that nobody makes Kolo knock
 * at doors inside the network. */
export async function assertReachable(gate: Pick<Gate, 'trustedIssuers'>, address: unknown): Promise<string> {
  const url =
    typeof address === 'string' && URL.canParse(address) ? new URL(address) : refuse('PROVIDER_UNREACHABLE')
  if (gate.trustedIssuers.includes(url.origin)) return url.href
  if (url.protocol !== 'https:') return refuse('PROVIDER_INSIDE')
  if (!isPublicRoutableHost(url.hostname)) return refuse('PROVIDER_INSIDE')
  const found = await lookup(url.hostname, { all: true }).catch(() => refuse('PROVIDER_UNREACHABLE'))
  if (!found.every(({ address: ip }) => isPublicRoutableHost(ip))) return refuse('PROVIDER_INSIDE')
  return url.href
}

async function fetchDocument(address: string): Promise<Record<string, unknown>> {
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(10_000) })
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  return (await response.json()) as Record<string, unknown>
}

const bare = (issuer: unknown) => String(issuer).replace(/\/+$/, '')

/** Reads the provider's discovery document (OpenID Connect Discovery 1.0, section 4). */
export async function discover(
  gate: Pick<Gate, 'trustedIssuers'>,
  issuer: string,
): Promise<Endpoints & { issuer: string }> {
  await assertReachable(gate, issuer)
  const told = await fetchDocument(`${bare(issuer)}/.well-known/openid-configuration`).catch(() =>
    refuse('PROVIDER_UNREACHABLE'),
  )
  if (bare(told['issuer']) !== bare(issuer)) return refuse('PROVIDER_UNREACHABLE')
  const methods = told['token_endpoint_auth_methods_supported']
  const basic = !Array.isArray(methods) || methods.includes('client_secret_basic')
  return {
    issuer: String(told['issuer']),
    authorization: await assertReachable(gate, told['authorization_endpoint']),
    token: await assertReachable(gate, told['token_endpoint']),
    jwks: await assertReachable(gate, told['jwks_uri']),
    userInfo: told['userinfo_endpoint'] ? await assertReachable(gate, told['userinfo_endpoint']) : undefined,
    tokenAuth: basic ? 'client_secret_basic' : 'client_secret_post',
  }
}
