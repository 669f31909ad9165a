import { Invalid, Missing } from '#core/error.ts'
import type { Actor } from '#core/actor.ts'
import { record } from './audit.ts'
import { discover, type Endpoints } from './discovery.ts'
import type { Gate } from './gate.ts'

/** What an administrator says about the company's identity provider. */
export type ProviderInput = {
  /** Part of the redirect address that the provider has to know. */
  id: string
  name: string
  issuer: string
  clientId: string
  /** Kept as it was when absent. */
  clientSecret?: string | undefined
  /** E-mail domains whose people may come this way. */
  domains: string[]
  /** The role of people whom Kolo does not know yet; without it only those it knows come in. */
  role?: string | null | undefined
}

export type Provider = {
  id: string
  name: string
  issuer: string
  clientId: string
  clientSecret: string
  domains: string[]
  role: string | null
  endpoints: Endpoints
  updatedAt: Date
}

const columns = `id, name, issuer, client_id as "clientId", client_secret as "clientSecret", domains,
  role_key as role, endpoints, updated_at as "updatedAt"`

/** With the secrets encrypted as they are stored. */
export const providers = async (gate: Gate): Promise<Provider[]> =>
  (await gate.pool.query<Provider>(`select ${columns} from provider order by name`)).rows

export const redirectAddress = (gate: Gate, id: string) => `${gate.baseUrl}/api/auth/sso/callback/${id}`

/** For the administrator's screen: everything but the secret. */
export const providerViews = async (gate: Gate) =>
  (await providers(gate)).map(({ id, name, issuer, clientId, domains, role }) => ({
    id,
    name,
    issuer,
    clientId,
    domains,
    role,
    redirect: redirectAddress(gate, id),
  }))

export async function saveProvider(gate: Gate, input: ProviderInput, by: Actor): Promise<void> {
  const former = (await providers(gate)).find((p) => p.id === input.id)
  const secret = input.clientSecret ? await encrypted(gate, input.clientSecret) : former?.clientSecret
  if (!secret)
    throw new Invalid([
      { path: 'clientSecret', code: 'required', message: 'The provider’s secret is missing.' },
    ])
  const { issuer, ...endpoints } = await discover(gate, input.issuer)
  await gate.pool.query(
    `insert into provider (id, name, issuer, client_id, client_secret, domains, role_key, endpoints)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set name = $2, issuer = $3, client_id = $4, client_secret = $5, domains = $6,
       role_key = $7, endpoints = $8, updated_at = now()`,
    [
      input.id,
      input.name,
      issuer,
      input.clientId,
      secret,
      input.domains.map((d) => d.toLowerCase()),
      input.role ?? null,
      JSON.stringify(endpoints),
    ],
  )
  const payload = { provider: input.id, issuer, domains: input.domains, role: input.role ?? null }
  await record(gate, { name: 'auth.provider_saved', user: null, by, payload })
}

export async function removeProvider(gate: Gate, id: string, by: Actor): Promise<void> {
  const removed = await gate.pool.query(`delete from provider where id = $1`, [id])
  if (!removed.rowCount) throw new Missing('provider', id)
  // A provider made later under the same id must not inherit whom the former one knew.
  await gate.pool.query(`delete from "account" where "providerId" = $1`, [id])
  await record(gate, { name: 'auth.provider_removed', user: null, by, payload: { provider: id } })
}

async function encrypted(gate: Gate, data: string): Promise<string> {
  const { symmetricEncrypt } = await import('better-auth/crypto')
  return symmetricEncrypt({ key: gate.secret, data })
}
