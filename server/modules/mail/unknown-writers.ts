import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Store } from '#core/store.ts'
import { takeUp } from '#modules/leads/index.ts'
import type { Mailbox } from './mailbox.ts'
import type { Arrived } from './receive.ts'
import { mailThread } from './thread.ts'

// Whoever writes from such an address reads no answer.
const fromNobody =
  /^(?:no-?reply|do-?not-?reply|notifications?|mailer|news(?:letter)?|bounces?)(?:[+._-][^@]*)?@/i
const fortnight = 14 * 86_400_000

/** Whether a letter is one that a person has written to us of late, and nobody but the mailbox's keepers is meant. */
export const mayBeLead = (a: Arrived, own: ReadonlySet<string>, now = Date.now()): boolean =>
  !a.isSent &&
  !a.isPrivate &&
  a.mail.kind === 'letter' &&
  !a.mail.isBulk &&
  a.mail.from !== null &&
  !fromNobody.test(a.mail.from.address) &&
  !own.has(a.mail.from.address) &&
  now - Date.parse(a.arrivedAt) < fortnight

/** A shared mailbox that wants it makes leads of who is unknown: of each new thread that is filed to nobody, once; who
 * waits as a lead already gets what he writes added. Runs as the system, in the transaction that writes the letters. */
export async function makeLeads(
  kolo: Kolo,
  tx: Tx,
  store: Store,
  box: Mailbox,
  arrived: ReadonlyMap<Arrived, string>,
  own: ReadonlySet<string>,
): Promise<void> {
  if (box.kind !== 'shared' || box.unknownWriters !== 'lead') return
  const wanted = [...arrived].filter(([a]) => mayBeLead(a, own))
  if (wanted.length === 0) return
  const open = new Set(
    (
      await tx.rows<{
        id: string
      }>(sql`select id from mail_threads t where id = any(${wanted.map(([, t]) => t)}::uuid[])
        and filed_by is null and is_private is not true
        and not exists (select from mail_messages m where m.thread_id = t.id and m.direction = 'out')`)
    ).map((row) => row.id),
  )
  for (const [a, thread] of wanted) {
    if (!open.delete(thread)) continue
    const { from, subject, excerpt } = a.mail
    const lead = await takeUp(kolo, tx, {
      ways: { email: from!.address, phone: null },
      said: { from: box.name, text: [subject, excerpt].filter(Boolean).join('\n') },
      item: {
        ...(from!.name ? { name: from!.name } : {}),
        emails: [{ value: from!.address, primary: true }],
        source: 'mail',
        firstTouch: `${box.address}: ${subject}`.slice(0, 500),
        firstTouchAt: a.mail.at ?? a.arrivedAt,
      },
    })
    const before = await store.lock(mailThread, thread)
    await store.save(mailThread, before, { lead, filedBy: 'address' })
  }
}
