import { sso, type SSOOptions } from '@better-auth/sso'
import { symmetricDecrypt } from 'better-auth/crypto'
import { record } from './audit.ts'
import { sentences } from './messages.ts'
import { ensureLogin, personByEmail, type Person } from './people.ts'
import type { Provider } from './providers.ts'
import type { Gate } from './gate.ts'

type Resolve = NonNullable<SSOOptions['resolveUser']>
type Reason =
  | 'SSO_EMAIL_UNVERIFIED'
  | 'SSO_DOMAIN'
  | 'SSO_UNKNOWN_PERSON'
  | 'SSO_OTHER_IDENTITY'
  | 'USER_INACTIVE'

/** Why this identity may not come in, or null. An address counts only if the provider has verified it. */
export function whyNot(
  claims: { emailVerified: boolean; email: string },
  provider: Pick<Provider, 'domains' | 'role'>,
  person: Pick<Person, 'isActive'> | undefined,
): Reason | null {
  const domain = claims.email.toLowerCase().split('@').at(-1) ?? ''
  if (!claims.emailVerified) return 'SSO_EMAIL_UNVERIFIED'
  if (!provider.domains.includes(domain)) return 'SSO_DOMAIN'
  if (!person) return provider.role ? null : 'SSO_UNKNOWN_PERSON'
  return person.isActive ? null : 'USER_INACTIVE'
}

/** Has this person come from that provider under another identity? An address that was given to somebody else over
 * there must not open the former owner's account here. */
async function hasOtherIdentity(
  gate: Gate,
  user: string,
  provider: string,
  subject: string,
): Promise<boolean> {
  const found = await gate.pool.query(
    `select 1 from "account" where "userId" = $1 and "providerId" = $2 and "accountId" <> $3`,
    [user, provider, subject],
  )
  return found.rows.length > 0
}

async function create(
  gate: Gate,
  { role }: Provider,
  claims: { name: string; email: string },
): Promise<string> {
  return gate.createPerson!({ name: claims.name || claims.email, email: claims.email, role: role! })
}

const resolver =
  (gate: Gate, known: Provider[]): Resolve =>
  async ({ providerId, providerUser, accountKey }) => {
    const provider = known.find((p) => p.id === providerId)!
    const claims = { ...providerUser, email: providerUser.email.toLowerCase() }
    const person = await personByEmail(gate, claims.email)
    const canCreate = person || gate.createPerson ? provider : { ...provider, role: null }
    let reason = whyNot(claims, canCreate, person)
    if (!reason && person && (await hasOtherIdentity(gate, person.id, providerId, accountKey.accountId)))
      reason = 'SSO_OTHER_IDENTITY'
    if (reason) {
      const payload = { method: 'provider', provider: providerId, reason, email: claims.email }
      await record(gate, { name: 'auth.failed', user: person?.id ?? null, payload })
      return { action: 'reject', code: reason, message: sentences[reason].en }
    }
    const id = person?.id ?? (await create(gate, provider, claims))
    await ensureLogin(gate, person ?? { id, name: claims.name || claims.email, email: claims.email })
    return { action: 'link', userId: id, profile: 'preserve' }
  }

/** Sign-in through the company's identity providers, as they are configured now. */
export async function ssoPlugin(gate: Gate, known: Provider[]) {
  const defaultSSO = await Promise.all(
    known.map(async (p) => ({
      providerId: p.id,
      domain: p.domains.join(','),
      oidcConfig: {
        issuer: p.issuer,
        clientId: p.clientId,
        clientSecret: await symmetricDecrypt({ key: gate.secret, data: p.clientSecret }),
        discoveryEndpoint: `${p.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
        authorizationEndpoint: p.endpoints.authorization,
        tokenEndpoint: p.endpoints.token,
        jwksEndpoint: p.endpoints.jwks,
        userInfoEndpoint: p.endpoints.userInfo,
        tokenEndpointAuthentication: p.endpoints.tokenAuth,
        pkce: true,
        scopes: ['openid', 'email', 'profile'],
      },
    })),
  )
  return sso({
    defaultSSO,
    trustEmailVerified: true,
    disableImplicitSignUp: true,
    resolveUser: resolver(gate, known),
  })
}
