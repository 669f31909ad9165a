import sql from 'sql-template-tag'
import type { Background, Jobs, RelayEvent } from '#core/background.ts'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { sending, sendingQueue, sendOverdue } from './deliver.ts'
import { ownAddresses } from './filing.ts'
import { startReaders } from './reader.ts'
import { storeIn } from './receive.ts'
import { forgetNotices, noticeQueue, noticeSending, sendOverdueNotices } from './send-notices.ts'
import { fileThreads } from './threads.ts'
import { settle } from './visibility.ts'

const parties = new Set(['account', 'contact', 'deal'])

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
    sql`(t.deal_id = any(${ids}::uuid[]) or t.contact_id = any(${ids}::uuid[]) or t.account_id = any(${ids}::uuid[]))`,
  )
}

const most = 500

/** Somebody whose letters lie unfiled becomes a contact: they are filed to him. */
async function fileKnown(kolo: Kolo, tx: Tx, events: readonly RelayEvent[]): Promise<void> {
  const known = events.filter(
    (e) =>
      (e.entity === 'contact' || e.entity === 'account') &&
      (/\.(?:created|restored)$/.test(e.name) || (e.changes && 'emails' in e.changes)),
  )
  if (known.length === 0) return
  const ids = known.map((e) => e.record!)
  const rows = await tx.rows<{ id: string }>(sql`select distinct t.id from (
      select w->>'value' as address from contacts, jsonb_array_elements(emails) w where id = any(${ids}::uuid[]) and deleted_at is null
      union select w->>'value' from accounts, jsonb_array_elements(emails) w where id = any(${ids}::uuid[]) and deleted_at is null) a
    join mail_threads t on t.participants @> jsonb_build_array(a.address)
    where t.filed_by is null and t.is_private is not true and t.deleted_at is null limit ${most}`)
  if (rows.length === 0) return
  const threads = rows.map((r) => r.id)
  await fileThreads(tx, storeIn(kolo, tx, 'mail.file'), threads, await ownAddresses(tx))
  await settle(tx, sql`t.id = any(${threads}::uuid[])`)
}
