import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { SignedOut } from './graph.ts'
import { tokensAgain, type Settings, type Tokens } from './oauth.ts'

export const kindNames = ['appointments', 'tasks', 'contacts'] as const
export type KindName = (typeof kindNames)[number]

export type Account = {
  user: string
  address: string | null
  kinds: KindName[]
  invites: boolean
  trouble: string | null
  syncedAt: string | null
  isConnected: boolean
  calendar: string | null
  calendarName: string | null
  list: string | null
  listName: string | null
}

type Secret = 'refresh' | 'access' | 'verifier'
const place = (user: string, name: Secret) => `outlook ${user} ${name}`
const ofClient = 'outlook client'

export const seal = (kolo: Kolo, user: string, name: Secret, text: string) =>
  kolo.seals.seal(text, place(user, name))
export const opened = (kolo: Kolo, user: string, name: Secret, sealed: string | null) =>
  sealed === null ? null : kolo.seals.open(sealed, place(user, name))

type Row = Omit<Settings, 'loginUrl' | 'apiUrl'> & { loginUrl: string | null; apiUrl: string | null }

export const usual = {
  loginUrl: 'https://login.microsoftonline.com',
  apiUrl: 'https://graph.microsoft.com/v1.0',
}

/** How the company's application signs in at Microsoft; null before an administrator has said. */
export async function settingsOf(kolo: Kolo, tx: Tx): Promise<Settings | null> {
  const row = await tx.one<Row>(sql`select tenant, client_id as "clientId", client_secret as "clientSecret",
    login_url as "loginUrl", api_url as "apiUrl" from outlook_settings`)
  if (!row) return null
  return {
    ...row,
    clientSecret: row.clientSecret && kolo.seals.open(row.clientSecret, ofClient),
    loginUrl: row.loginUrl ?? usual.loginUrl,
    apiUrl: row.apiUrl ?? usual.apiUrl,
  }
}

/** An absent secret stays as it was. */
export async function keepSettings(
  kolo: Kolo,
  tx: Tx,
  s: {
    tenant: string
    clientId: string
    clientSecret?: string | null
    loginUrl?: string | null
    apiUrl?: string | null
  },
): Promise<void> {
  const secret = s.clientSecret ? kolo.seals.seal(s.clientSecret, ofClient) : null
  await tx.rows(sql`insert into outlook_settings as o (tenant, client_id, client_secret, login_url, api_url)
    values (${s.tenant}, ${s.clientId}, ${secret}, ${s.loginUrl ?? null}, ${s.apiUrl ?? null})
    on conflict (is_one) do update set tenant = excluded.tenant, client_id = excluded.client_id,
      client_secret = coalesce(excluded.client_secret, o.client_secret), login_url = excluded.login_url,
      api_url = excluded.api_url, updated_at = now()`)
}

export const accountOf = (tx: Tx, user: string): Promise<Account | undefined> =>
  tx.one<Account>(sql`select user_id as user, address, kinds, invites, trouble, refresh_token is not null as "isConnected",
    calendar_id as calendar, calendar_name as "calendarName", list_id as list, list_name as "listName",
    to_char(synced_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "syncedAt"
    from outlook_accounts where user_id = ${user}::uuid`)

/** A refresh token that is not given anew stays. */
export async function keepTokens(kolo: Kolo, tx: Tx, user: string, t: Tokens): Promise<void> {
  const refresh = t.refresh && seal(kolo, user, 'refresh', t.refresh)
  await tx.rows(sql`update outlook_accounts set access_token = ${seal(kolo, user, 'access', t.access)},
    refresh_token = coalesce(${refresh}, refresh_token), expires_at = ${t.expiresAt.toISOString()}::timestamptz
    where user_id = ${user}::uuid`)
}

/** What the account signs in with: the token that is good, or a new one. */
export async function tokenOf(
  kolo: Kolo,
  user: string,
  settings: Settings,
  isRefused: boolean,
): Promise<string> {
  const row = await kolo.db.system((tx) =>
    tx.one<{
      access: string | null
      refresh: string | null
      isGood: boolean
    }>(sql`select access_token as access,
      refresh_token as refresh, coalesce(expires_at > now() + interval '1 minute', false) as "isGood"
      from outlook_accounts where user_id = ${user}::uuid`),
  )
  const access = opened(kolo, user, 'access', row?.access ?? null)
  if (access && row?.isGood && !isRefused) return access
  const refresh = opened(kolo, user, 'refresh', row?.refresh ?? null)
  if (!refresh) throw new SignedOut('The account is not connected.')
  const tokens = await tokensAgain(settings, refresh)
  await kolo.db.system((tx) => keepTokens(kolo, tx, user, tokens))
  return tokens.access
}
