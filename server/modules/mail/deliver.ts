import sql from 'sql-template-tag'
import type { Jobs, Queue } from '#core/background.ts'
import { tell } from '#core/event.ts'
import type { Kolo } from '#core/kolo.ts'
import { plainOf } from './html.ts'
import { loginOf, NoLogin, signedIn } from './oauth.ts'
import type { Mailbox } from './mailbox.ts'
import type { MailMessage, Person } from './message.ts'
import { mailboxAsIs } from './reading.ts'
import { delayMs, verdictOf, type Trouble } from './retry.ts'

export const sendingQueue = 'mail-send'

// Longer than a try may take: were this process killed within it, another finds the letter due again.
const holdSeconds = 300

type Claimed = Pick<
  MailMessage,
  'id' | 'subject' | 'messageId' | 'inReplyTo' | 'refersTo' | 'recipients' | 'cc' | 'bcc' | 'at' | 'files'
> & {
  mailbox: string
  html: string
  attempts: number
}

/** Carries out one sending, if it is due. At least once: a process killed between the server's “250” and our commit
 * sends the letter again, under the same Message-ID. */
export async function deliver(kolo: Kolo, jobs: Jobs, id: string): Promise<void> {
  const claimed = await claim(kolo, id)
  if (!claimed) return
  const from = await mailboxAsIs(kolo, claimed.mailbox)
  if (!from) return end(kolo, id, { status: 'failed', reason: 'The mailbox is not there any more.' })
  try {
    const raw = await composed(kolo, from, claimed)
    const envelope = {
      from: from.address,
      to: [...(claimed.recipients ?? []), ...(claimed.cc ?? []), ...(claimed.bcc ?? [])].map(
        (p) => p.address,
      ),
    }
    const info = await withTransport(kolo, from, (transport) => transport.sendMail({ envelope, raw }))
    await end(kolo, id, { status: 'sent', response: info.response, rejected: info.rejected as string[] })
  } catch (error) {
    await failed(kolo, jobs, claimed, error as Trouble)
  }
}

const claim = (kolo: Kolo, id: string): Promise<Claimed | undefined> =>
  kolo.db.system((tx) =>
    tx.one<Claimed>(sql`update mail_sendings s set attempts = attempts + 1, next_at = now() + make_interval(secs => ${holdSeconds})
      from mail_messages m join mail_bodies b on b.message_id = m.id
      where s.message_id = ${id}::uuid and m.id = s.message_id and s.status = 'waiting' and s.next_at <= now() + interval '1 second'
      returning m.id, m.mailbox_id as mailbox, m.subject, m.message_id as "messageId", m.in_reply_to as "inReplyTo",
        m.refers_to as "refersTo", m.recipients, m.cc, m.bcc, m.at, m.files, b.html, s.attempts`),
  )

const mime = (people: Person[] | null) =>
  (people ?? []).map((p) => ({ name: p.name ?? '', address: p.address }))

/** The letter as it goes out, and as it lies in Sent: the same bytes each time. */
export async function composed(
  kolo: Kolo,
  from: Mailbox,
  m: Omit<Claimed, 'mailbox' | 'attempts'> & { text?: string; headers?: Record<string, string> },
): Promise<Buffer> {
  const attachments = await Promise.all(
    (m.files ?? []).map(async (f) => ({
      filename: f.name,
      contentType: f.type,
      content: await kolo.files.bytes(f),
    })),
  )
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const mail = new MailComposer({
    from: { name: from.senderName ?? from.name, address: from.address },
    to: mime(m.recipients),
    cc: mime(m.cc),
    subject: m.subject,
    messageId: m.messageId!,
    date: new Date(m.at!),
    ...(m.inReplyTo ? { inReplyTo: m.inReplyTo } : {}),
    ...(m.refersTo?.length ? { references: m.refersTo } : {}),
    html: m.html,
    text: m.text ?? plainOf(m.html),
    ...(m.headers ? { headers: m.headers } : {}),
    attachments,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return mail.compile().build()
}

/** A letter that went out, as it went out. */
export async function composedAgain(kolo: Kolo, from: Mailbox, id: string): Promise<Buffer | null> {
  const m = await kolo.db.system((tx) =>
    tx.one<
      Omit<Claimed, 'mailbox' | 'attempts'>
    >(sql`select m.id, m.subject, m.message_id as "messageId", m.in_reply_to as "inReplyTo",
        m.refers_to as "refersTo", m.recipients, m.cc, m.bcc, m.at, m.files, b.html
      from mail_messages m join mail_bodies b on b.message_id = m.id where m.id = ${id}::uuid`),
  )
  return m ? composed(kolo, from, m) : null
}

/** Does something with the mailbox's SMTP server. */
export const withTransport = <T>(
  kolo: Kolo,
  m: Mailbox,
  run: (transport: Awaited<ReturnType<typeof openTransport>>) => Promise<T>,
): Promise<T> =>
  signedIn(
    kolo,
    m,
    (error) => (error as Trouble).code === 'EAUTH',
    async () => {
      const transport = await openTransport(kolo, m)
      return run(transport).finally(() => transport.close())
    },
  )

/** The way to the mailbox's SMTP server. */
async function openTransport(kolo: Kolo, m: Mailbox) {
  if (!m.smtpHost) throw new NoLogin('The mailbox has no SMTP server.')
  const secure = (m.smtpSecurity ?? 'tls') === 'tls'
  const anonymous = m.smtpSecurity === 'none' && !m.smtpUser && m.login !== 'oauth2'
  const login = anonymous ? null : await loginOf(kolo, m, 'smtp')
  const auth =
    login &&
    ('pass' in login ? login : { type: 'OAuth2' as const, user: login.user, accessToken: login.accessToken })
  const { createTransport } = await import('nodemailer')
  return createTransport({
    host: m.smtpHost,
    port: m.smtpPort ?? (secure ? 465 : 587),
    secure,
    requireTLS: m.smtpSecurity === 'starttls',
    ignoreTLS: m.smtpSecurity === 'none',
    ...(auth ? { auth } : {}),
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

type Ending = { status: 'sent' | 'failed'; reason?: string; response?: string; rejected?: string[] }

/** What did not reach somebody is said on the letter, though it was sent to the others. */
const end = (kolo: Kolo, id: string, { status, reason, response, rejected }: Ending) =>
  kolo.db.system(async (tx) => {
    const trouble = reason ?? (rejected?.length ? `Refused: ${rejected.join(', ')}` : null)
    await tx.rows(sql`update mail_sendings set status = ${status}, next_at = null, reason = ${trouble}, response = ${response?.slice(0, 1000) ?? null},
      rejected = ${rejected?.length ? JSON.stringify(rejected) : null}::jsonb, sent_at = case when ${status} = 'sent' then now() end where message_id = ${id}::uuid`)
    const about = await tx.one<{
      thread: string
      account: string | null
      contact: string | null
      deal: string | null
      lead: string | null
    }>(
      sql`update mail_messages m set state = ${status}, trouble = ${trouble}, revision = m.revision + 1, updated_at = now()
        from mail_threads t where m.id = ${id}::uuid and t.id = m.thread_id
        returning t.id as thread, t.account_id as account, t.contact_id as contact, t.deal_id as deal, t.lead_id as lead`,
    )
    // Of the thread, which belongs to the record it is filed to: so the record's timeline tells of it.
    const name = status === 'sent' ? 'mailThread.sent' : 'mailThread.not_sent'
    const { thread, ...records } = about!
    await tell(
      tx,
      [{ name, entity: 'mailThread', record: thread, payload: { message: id, ...records } }],
      name,
    )
    tx.afterCommit(kolo.tellOfEvents)
  })

async function failed(kolo: Kolo, jobs: Jobs, { id, attempts }: Claimed, error: Trouble): Promise<void> {
  const verdict = verdictOf(error)
  const after = verdict.again ? delayMs(attempts) : null
  if (after === null) return end(kolo, id, { status: 'failed', reason: verdict.reason })
  const at = new Date(Date.now() + after)
  await kolo.db.system(async (tx) => {
    await tx.rows(
      sql`update mail_sendings set next_at = ${at.toISOString()}::timestamptz, reason = ${verdict.reason} where message_id = ${id}::uuid`,
    )
    await tx.rows(sql`update mail_messages set trouble = ${verdict.reason} where id = ${id}::uuid`)
    await jobs.send(sendingQueue, [{ message: id }], { tx, at })
  })
}

export const sending = (kolo: Kolo): Queue<{ message?: string }> => ({
  name: sendingQueue,
  options: { retryLimit: 0, expireInSeconds: holdSeconds },
  work: { pollingIntervalSeconds: 5, batchSize: 4 },
  // Letters that are overdue have lost their job (a killed process, a restored backup): they get another.
  cron: '* * * * *',
  run: (data, jobs) => (data.message ? deliver(kolo, jobs, data.message) : sendOverdue(kolo, jobs)),
})

export const sendOverdue = (kolo: Kolo, jobs: Jobs) =>
  kolo.db.system(async (tx) => {
    const due = await tx.rows<{ message: string }>(
      sql`select message_id as message from mail_sendings where status = 'waiting' and next_at < now() - interval '30 seconds' order by next_at limit 500`,
    )
    if (due.length) await jobs.send(sendingQueue, due, { tx })
  })
