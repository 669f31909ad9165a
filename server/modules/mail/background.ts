import sql from 'sql-template-tag'
import type { Background, Jobs, RelayEvent } from '#core/background.ts'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { sending, sendingQueue, sendOverdue } from './deliver.ts'
import { ownAddresses } from './filing.ts'
import { startReaders } from './reader.ts'
import { storeIn } from './receive.ts'
import { forgetNotices, noticeQueue, noticeSending, sendOverdueNotices } from './send-notices.ts'
import { mailThread } from './thread.ts'
import { fileThreads } from './threads.ts'
import { settle } from './visibility.ts'

const parties = new Set(['account', 'contact', 'deal', 'lead'])

/** Letters go out, and come in, while nobody asks; threads follow their records, and are filed when who wrote them
 * becomes known. */
export function background(kolo: Kolo): Background {
  let jobs: Jobs | undefined
  let readers: ReturnType<typeof startReaders> | undefined
  let news = { look: false, wake: [] as string[], queues: [] as string[] }
  return {
    queues: [sending(kolo), noticeSending(kolo)],
    chores: [() => forgetNotices(kolo)],
    consumers: [
      {
        name: 'mail',
        async handle(events, tx) {
          const queued = {
            [sendingQueue]: events.flatMap((e) =>
              e.name === 'mailMessage.queued' ? { message: e.record! } : [],
            ),
            [noticeQueue]: events.flatMap((e) => (e.name === 'notice.created' ? { notice: e.record! } : [])),
          }
          const some = Object.entries(queued).filter(([, letters]) => letters.length > 0)
          // Before the queues are open: the sweep at their opening finds the letter.
          for (const [queue, letters] of some) await jobs?.send(queue, letters, { tx })
          news = {
            queues: some.map(([queue]) => queue),
            look: events.some((e) => e.entity === 'mailbox'),
            wake: events.filter((e) => e.name === 'mailbox.asked').map((e) => e.record!),
          }
          await followRecords(tx, events)
          await fileKnown(kolo, tx, events)
          await followLeads(kolo, tx, events)
        },
        handled() {
          for (const queue of news.queues) jobs?.wake(queue)
          if (news.look) void readers?.look()
          for (const id of news.wake) readers?.wake(id)
        },
      },
    ],
    async start(opened) {
      jobs = opened
      await sendOverdue(kolo, opened)
      await sendOverdueNotices(kolo, opened)
      readers = startReaders(kolo, (error) => console.error('mail', error))
      void readers.look()
      return () => readers!.stop()
    },
  }
}

/** A record given to somebody else takes its mail along. */
async function followRecords(tx: Tx, events: readonly RelayEvent[]): Promise<void> {
  const given = events.filter(
    (e) => parties.has(e.entity ?? '') && e.changes && ('owner' in e.changes || 'team' in e.changes),
  )
  if (given.length === 0) return
  const ids = given.map((e) => e.record!)
  await settle(
    tx,
    sql`(t.deal_id = any(${ids}::uuid[]) or t.contact_id = any(${ids}::uuid[]) or t.account_id = any(${ids}::uuid[])
      or t.lead_id = any(${ids}::uuid[]))`,
  )
}

/** A lead's mail is the client's that he became. */
async function followLeads(kolo: Kolo, tx: Tx, events: readonly RelayEvent[]): Promise<void> {
  const leads = events.filter((e) => e.name === 'lead.converted').map((e) => e.record!)
  if (leads.length === 0) return
  const rows = await tx.rows<{ id: string; account: string; contact: string | null; deal: string | null }>(
    sql`select t.id, l.account_id as account, l.contact_id as contact, l.deal_id as deal from mail_threads t
      join leads l on l.id = t.lead_id and l.account_id is not null
      where t.lead_id = any(${leads}::uuid[]) and t.account_id is null and t.contact_id is null and t.deleted_at is null`,
  )
  if (rows.length === 0) return
  const store = storeIn(kolo, tx, 'mail.file')
  const before = await store.lockMany(
    mailThread,
    rows.map((r) => r.id),
  )
  const became = before.map((t) => {
    const { id: _id, ...records } = rows.find((r) => r.id === t.id)!
    return [t, records] as const
  })
  await store.saveMany(mailThread, became as never)
  await settle(tx, sql`t.lead_id = any(${leads}::uuid[])`)
}

const most = 500

/** Somebody whose letters lie unfiled becomes a contact: they are filed to him. */
async function fileKnown(kolo: Kolo, tx: Tx, events: readonly RelayEvent[]): Promise<void> {
  const known = events.filter(
    (e) =>
      (e.entity === 'contact' || e.entity === 'account' || e.entity === 'lead') &&
      (/\.(?:created|restored)$/.test(e.name) || (e.changes && 'emails' in e.changes)),
  )
  if (known.length === 0) return
  const ids = known.map((e) => e.record!)
  const rows = await tx.rows<{ id: string }>(sql`select distinct t.id from (
      select w->>'value' as address from contacts, jsonb_array_elements(emails) w where id = any(${ids}::uuid[]) and deleted_at is null
      union select w->>'value' from leads, jsonb_array_elements(emails) w where id = any(${ids}::uuid[]) and deleted_at is null
      union select w->>'value' from accounts, jsonb_array_elements(emails) w where id = any(${ids}::uuid[]) and deleted_at is null) a
    join mail_threads t on t.participants @> jsonb_build_array(a.address)
    where t.filed_by is null and t.is_private is not true and t.deleted_at is null limit ${most}`)
  if (rows.length === 0) return
  const threads = rows.map((r) => r.id)
  await fileThreads(tx, storeIn(kolo, tx, 'mail.file'), threads, await ownAddresses(tx))
  await settle(tx, sql`t.id = any(${threads}::uuid[])`)
}
