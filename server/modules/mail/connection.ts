import type { ImapFlow } from 'imapflow'
import type { Kolo } from '#core/kolo.ts'
import type { Mailbox } from './mailbox.ts'
import { loginOf, NoLogin, signedIn } from './oauth.ts'

/** Signs in to the mailbox's IMAP server; the caller logs out. */
export const connect = (kolo: Kolo, m: Mailbox): Promise<ImapFlow> =>
  signedIn(
    kolo,
    m,
    (error) => (error as Failure).authenticationFailed === true,
    () => connected(kolo, m),
  )

/** A line or a letter without end cannot fill the memory. */
async function connected(kolo: Kolo, m: Mailbox): Promise<ImapFlow> {
  if (!m.imapHost) throw new NoLogin('The mailbox has no IMAP server.')
  const secure = (m.imapSecurity ?? 'tls') === 'tls'
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host: m.imapHost,
    port: m.imapPort ?? (secure ? 993 : 143),
    secure,
    doSTARTTLS: m.imapSecurity === 'starttls',
    auth: await loginOf(kolo, m, 'imap'),
    logger: false,
    clientInfo: { name: 'Kolo' },
    qresync: true,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 120_000,
    maxLineLength: 64 * 1024 * 1024,
    maxLiteralSize: 128 * 1024 * 1024,
  })
  // Told by the promise of whatever is being asked; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}

type Failure = Error & {
  code?: string
  authenticationFailed?: boolean
  serverResponseCode?: string
  responseText?: string
  responseCode?: number
  response?: string
}

/** What is wrong, said so that somebody can mend it. */
export function troubleOf(error: unknown, server: 'IMAP' | 'SMTP'): string {
  const e = error as Failure
  const said = (e.responseText ?? e.response ?? e.message ?? '').replaceAll(/\s+/g, ' ').slice(0, 300)
  if (e instanceof NoLogin) return e.message
  if (e.authenticationFailed || e.code === 'EAUTH')
    return `${server}: the server refuses the user or password (${said}).`
  switch (e.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EDNS':
      return `${server}: there is no server of this name.`
    case 'ECONNREFUSED':
      return `${server}: nobody answers at this port.`
    case 'ESOCKET':
      if (/ECONNREFUSED/.test(e.message)) return `${server}: nobody answers at this port.`
      return `${server}: the connection failed (${said}).`
    case 'ETIMEDOUT':
    case 'CONNECT_TIMEOUT':
    case 'ECONNECTION':
    case 'GREETING_TIMEOUT':
    case 'GREEETING_TIMEOUT':
      return `${server}: no answer in time; is the port right, and TLS as the server wants it?`
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ETLS':
      return `${server}: the server does not speak TLS like this; try the other kind of security.`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'CERT_HAS_EXPIRED':
      return `${server}: the server’s certificate is not trusted (${e.code}).`
    default:
      return `${server}: ${said}`
  }
}
