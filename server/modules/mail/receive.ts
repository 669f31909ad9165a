import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { tell } from '#core/event.ts'
import { newId } from '#core/id.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { storeOf, type Store } from '#core/store.ts'
import { ownAddresses } from './filing.ts'
import type { Mailbox } from './mailbox.ts'
import { mailMessage } from './message.ts'
import type { Incoming } from './parse.ts'
import { mailboxAsIs } from './reading.ts'
import { summarise } from './summary.ts'
import { threadsOf } from './threads.ts'
import { makeLeads } from './unknown-writers.ts'
import { settle } from './visibility.ts'

export type Arrived = {
  mail: Incoming
  /** The server's own time of arrival. */
  arrivedAt: string
  isSeen: boolean
  isAnswered: boolean
  isSent: boolean
  isPrivate: boolean
  folder: string
  /** What it carries, kept before it is written. */
  files?: File[]
}

export const storeIn = (kolo: Kolo, tx: Tx, name: string): Store =>
  storeOf(
    tx,
    { rights: kolo.rightsOf(tx.actor), entityOf: kolo.entityOf, allEntities: kolo.allEntities },
    name,
  )

/** Writes letters that are not there yet, each to its thread and the thread to its records; answers with the ids of
 * all, by their keys. Runs as the system, in the transaction that also enters them into the ledger. */
export async function receive(
  kolo: Kolo,
  tx: Tx,
  box: Mailbox,
  arrived: readonly Arrived[],
): Promise<Map<string, string>> {
  const ids = await present(tx, box, arrived)
  const fresh = [...new Map(arrived.map((a) => [a.mail.key, a])).values()].filter((a) => !ids.has(a.mail.key))
  if (fresh.length === 0) return ids
  const store = storeIn(kolo, tx, 'mail.receive')
  const own = await ownAddresses(tx)
  const threads = await threadsOf(tx, store, box, fresh, own)
  const rows = fresh.map((a) => rowOf(box, a, threads.of.get(a)!))
  await store.insertMany(mailMessage, rows)
  const bodies = fresh.flatMap((a, i) => (a.mail.html ? [{ id: rows[i]!.id, html: a.mail.html }] : []))
  if (bodies.length)
    await tx.rows(sql`insert into mail_bodies (message_id, html) select id, html
      from jsonb_to_recordset(${JSON.stringify(bodies)}::jsonb) as b(id uuid, html text)`)
  const touched = [...new Set(threads.of.values())]
  await summarise(tx, touched)
  const reopened = fresh.filter((a) => !a.isSent && !a.isSeen).map((a) => threads.of.get(a)!)
  await makeLeads(kolo, tx, store, box, threads.of, own)
  await tx.rows(sql`update mail_threads set is_done = false where id = any(${reopened}::uuid[]) and is_done`)
  await settle(tx, sql`t.id = any(${touched}::uuid[])`)
  const events = fresh.map((a, i) => ({
    name: a.isSent ? 'mailThread.sent' : 'mailThread.received',
    entity: 'mailThread',
    record: threads.of.get(a)!,
    payload: { message: rows[i]!.id, ...threads.filed.get(threads.of.get(a)!) },
  }))
  await tell(tx, events, 'mail.receive')
  fresh.forEach((a, i) => ids.set(a.mail.key, rows[i]!.id))
  return ids
}

/** Letters from elsewhere than a server: one mailbox's, all at once. */
export async function receiveAll(kolo: Kolo, mailbox: string, arrived: readonly Arrived[]): Promise<void> {
  const box = await mailboxAsIs(kolo, mailbox)
  if (box) await kolo.db.system((tx) => receive(kolo, tx, box, arrived))
}

/** Keeps what the letters carry, of those that are not there yet: apart from the transaction that writes them, which
 * would hold its connection for as long. */
export async function keepFiles(kolo: Kolo, box: Mailbox, arrived: readonly Arrived[]): Promise<void> {
  const carrying = arrived.filter((a) => a.mail.files.length > 0)
  if (carrying.length === 0) return
  const there = await kolo.db.system((tx) => keysThere(tx, box, carrying))
  for (const a of carrying.filter((x) => !there.has(x.mail.key))) {
    a.files = []
    for (const { name, type, bytes, cid } of a.mail.files) {
      const file = await kolo.files.put({ name, type, bytes, by: null })
      a.files.push({ ...file, ...(cid ? { cid } : {}) })
    }
  }
}

/** Letters that lie here already, perhaps found in another folder now, or sent from here and seen in Sent. */
async function present(tx: Tx, box: Mailbox, arrived: readonly Arrived[]): Promise<Map<string, string>> {
  const found = await keysThere(tx, box, arrived)
  const back = arrived.flatMap((a) =>
    found.has(a.mail.key) ? [{ id: found.get(a.mail.key)!, folder: a.folder, seen: a.isSeen }] : [],
  )
  if (back.length) {
    const threads = await tx.rows<{
      thread: string
    }>(sql`update mail_messages m set folder = b.folder, is_seen = coalesce((select k.is_seen from mail_marks k where k.message_id = m.id), b.seen or m.direction = 'out'), deleted_at = null
      from jsonb_to_recordset(${JSON.stringify(back)}::jsonb) as b(id uuid, folder text, seen boolean) where m.id = b.id returning m.thread_id as thread`)
    await summarise(
      tx,
      threads.map((t) => t.thread),
    )
  }
  return found
}

async function keysThere(tx: Tx, box: Mailbox, arrived: readonly Arrived[]): Promise<Map<string, string>> {
  const keys = arrived.map((a) => a.mail.key)
  const sent = arrived.filter((a) => a.isSent).flatMap((a) => a.mail.messageId ?? [])
  const rows = await tx.rows<{ id: string; key: string; messageId: string | null }>(
    sql`select id, message_key as key, message_id as "messageId" from mail_messages
      where mailbox_id = ${box.id}::uuid and message_key = any(${[...keys, ...sent]}::text[])`,
  )
  const found = new Map(rows.map((r) => [r.key, r.id]))
  // What was sent from here is kept under its Message-ID alone.
  for (const a of arrived)
    if (a.isSent && a.mail.messageId && found.has(a.mail.messageId))
      found.set(a.mail.key, found.get(a.mail.messageId)!)
  return found
}

const peopleOrNull = <T>(list: T[]) => (list.length ? list : null)

function rowOf(box: Mailbox, a: Arrived, thread: string) {
  const { mail, files = [] } = a
  return {
    id: newId(),
    thread,
    mailbox: box.id,
    direction: a.isSent ? 'out' : 'in',
    state: a.isSent ? 'sent' : 'received',
    kind: mail.kind,
    subject: mail.subject,
    messageId: mail.messageId,
    messageKey: mail.key,
    inReplyTo: mail.inReplyTo,
    refersTo: peopleOrNull(mail.references),
    fromAddress: mail.from?.address ?? null,
    fromName: mail.from?.name ?? null,
    recipients: peopleOrNull(mail.to),
    cc: peopleOrNull(mail.cc),
    bcc: peopleOrNull(mail.bcc),
    replyTo: peopleOrNull(mail.replyTo),
    at: mail.at ?? a.arrivedAt,
    excerpt: mail.excerpt || null,
    text: mail.text || null,
    quoted: mail.quoted,
    hasHtml: mail.html !== null,
    files: peopleOrNull(files),
    invitation: mail.invitation,
    bounces: mail.bounces,
    folder: a.folder.slice(0, 500),
    size: mail.size,
    isSeen: a.isSeen || a.isSent,
    isAnswered: a.isAnswered,
  }
}
