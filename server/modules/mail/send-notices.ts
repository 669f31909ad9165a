import sql from 'sql-template-tag'
import type { Jobs, Queue } from '#core/background.ts'
import { tell } from '#core/event.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { composed, withTransport } from './deliver.ts'
import { notice } from './notice.ts'
import { noticeSender } from './post-notices.ts'
import { mailboxAsIs } from './reading.ts'
import { delayMs, verdictOf, type Trouble } from './retry.ts'

export const noticeQueue = 'mail-notices'

// As of letters: longer than a try may take.
const holdSeconds = 300

type Claimed = {
  id: string
  subject: string
  address: string
  name: string
  messageId: string
  at: string
  text: string
  html: string
  files: File[]
  attempts: number
  until: string | null
}

/** Carries out one sending, if it is due; at least once, under the same Message-ID. */
async function deliver(kolo: Kolo, jobs: Jobs, id: string): Promise<void> {
  const claimed = await claim(kolo, id)
  if (!claimed) return
  const { address, name, until } = claimed
  if (until && Date.parse(until) < Date.now()) return end(kolo, id, 'It was too late to send it.')
  const sender = await kolo.db.system(noticeSender)
  const from = sender && (await mailboxAsIs(kolo, sender.id))
  if (!from) return end(kolo, id, 'No mailbox is chosen for letters from Kolo.')
  try {
    const raw = await composed(kolo, from, {
      ...claimed,
      recipients: [{ address, name }],
      cc: null,
      bcc: null,
      inReplyTo: null,
      refersTo: null,
      // So that no out-of-office answers it (RFC 3834; the second one for Exchange).
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    })
    const envelope = { from: from.address, to: [address] }
    await withTransport(kolo, from, (transport) => transport.sendMail({ envelope, raw }))
    await end(kolo, id, null)
  } catch (error) {
    await failed(kolo, jobs, claimed, error as Trouble)
  }
}

const claim = (kolo: Kolo, id: string): Promise<Claimed | undefined> =>
  kolo.db.system((tx) =>
    tx.one<Claimed>(sql`update notice_letters l set attempts = attempts + 1, next_at = now() + make_interval(secs => ${holdSeconds})
      from notices n left join users u on u.id = n.owner_id
      where l.notice_id = ${id}::uuid and n.id = l.notice_id and l.next_at <= now() + interval '1 second'
      returning n.id, n.subject, n.address, coalesce(u.name, '') as name, n.message_id as "messageId", n.created_at as at,
        l.text, l.html, l.files, l.attempts, l.until`),
  )

/** Sent, or not and why. What it said is forgotten. */
const end = (kolo: Kolo, id: string, trouble: string | null) =>
  kolo.db.system(async (tx) => {
    const state = trouble === null ? 'sent' : 'failed'
    await tx.rows(sql`update notices set state = ${state}, trouble = ${trouble}, revision = revision + 1, updated_at = now(),
      sent_at = case when ${state} = 'sent' then now() end where id = ${id}::uuid`)
    await tx.rows(sql`delete from notice_letters where notice_id = ${id}::uuid`)
    const files = await tx.rows<{ id: string }>(
      sql`delete from files where carried_entity = ${notice.name} and carried_by = ${id}::uuid returning id`,
    )
    const name = trouble === null ? 'notice.sent' : 'notice.not_sent'
    await tell(tx, [{ name, entity: notice.name, record: id }], name)
    tx.afterCommit(() => kolo.files.remove(files.map((f) => f.id)))
    tx.afterCommit(kolo.tellOfEvents)
  })

async function failed(kolo: Kolo, jobs: Jobs, c: Claimed, error: Trouble): Promise<void> {
  const { again, reason } = verdictOf(error)
  const after = again ? delayMs(c.attempts) : null
  const at = new Date(Date.now() + (after ?? 0))
  if (after === null || (c.until && Date.parse(c.until) < at.getTime())) return end(kolo, c.id, reason)
  await kolo.db.system(async (tx) => {
    await tx.rows(
      sql`update notice_letters set next_at = ${at.toISOString()}::timestamptz where notice_id = ${c.id}::uuid`,
    )
    await tx.rows(sql`update notices set trouble = ${reason} where id = ${c.id}::uuid`)
    await jobs.send(noticeQueue, [{ notice: c.id }], { tx, at })
  })
}

export const noticeSending = (kolo: Kolo): Queue<{ notice?: string }> => ({
  name: noticeQueue,
  options: { retryLimit: 0, expireInSeconds: holdSeconds },
  // A morning's digests all come at once: 24 letters a minute, since Microsoft 365 takes 30 from a mailbox.
  work: { pollingIntervalSeconds: 5, batchSize: 2 },
  // Those that are overdue have lost their job.
  cron: '* * * * *',
  run: (data, jobs) => (data.notice ? deliver(kolo, jobs, data.notice) : sendOverdueNotices(kolo, jobs)),
})

export const sendOverdueNotices = (kolo: Kolo, jobs: Jobs) =>
  kolo.db.system(async (tx) => {
    const due = await tx.rows<{ notice: string }>(
      sql`select notice_id as notice from notice_letters where next_at < now() - interval '30 seconds' order by next_at limit 500`,
    )
    if (due.length) await jobs.send(noticeQueue, due, { tx })
  })

/** What was sent, or not, a quarter of a year ago nobody asks about. */
export const forgetNotices = (kolo: Kolo) =>
  kolo.db.system((tx) =>
    tx.rows(sql`delete from notices where state <> 'waiting' and updated_at < now() - interval '90 days'`),
  )
