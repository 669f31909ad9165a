import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'

/** What a mailbox signs in with. It is written, used, and never answered. */
export const secretNames = [
  'password',
  'smtpPassword',
  'clientSecret',
  'refreshToken',
  'accessToken',
] as const
export type SecretName = (typeof secretNames)[number]
export type Secrets = Partial<Record<SecretName, string>>

const place = (mailbox: string, name: string) => `mailbox ${mailbox} ${name}`

/** An empty text takes the secret away. Runs as the system: the mailbox itself has been written by its keeper. */
export async function keepSecret(
  kolo: Kolo,
  tx: Tx,
  mailbox: string,
  name: SecretName,
  text: string,
  expires?: Date,
): Promise<void> {
  if (text === '') {
    await tx.rows(sql`delete from mail_secrets where mailbox_id = ${mailbox}::uuid and name = ${name}`)
    return
  }
  const sealed = kolo.seals.seal(text, place(mailbox, name))
  await tx.rows(sql`insert into mail_secrets (mailbox_id, name, sealed, expires_at)
    values (${mailbox}::uuid, ${name}, ${sealed}, ${expires?.toISOString() ?? null}::timestamptz)
    on conflict (mailbox_id, name) do update set sealed = excluded.sealed, expires_at = excluded.expires_at`)
}

/** Those that are still good. */
export async function secretsOf(kolo: Kolo, tx: Tx, mailbox: string): Promise<Secrets> {
  const rows = await tx.rows<{ name: SecretName; sealed: string }>(
    sql`select name, sealed from mail_secrets where mailbox_id = ${mailbox}::uuid
      and (expires_at is null or expires_at > now() + interval '1 minute')`,
  )
  return Object.fromEntries(
    rows.flatMap(({ name, sealed }) => {
      const text = kolo.seals.open(sealed, place(mailbox, name))
      return text === null ? [] : [[name, text]]
    }),
  )
}
