import { randomUUID } from 'node:crypto'
import sql from 'sql-template-tag'
import { Forbidden, Invalid, Missing, Refused } from '#core/error.ts'
import { tell } from '#core/event.ts'
import { newId } from '#core/id.ts'
import { emailOf, type File } from '#core/kinds/index.ts'
import { sanitise } from '#core/kinds/rich-text.ts'
import type { Context } from '#core/operation.ts'
import type { Mailbox } from './mailbox.ts'
import { mailMessage, type Person } from './message.ts'
import { plainOf } from './html.ts'
import { summarise } from './summary.ts'
import { marked, newToken, plainSubject } from './subject.ts'
import { mailThread } from './thread.ts'
import { settle } from './visibility.ts'

export type Outgoing = {
  /** The mailbox it goes out from; else the sender's own, or the first shared one he may send from. */
  mailbox?: string | null
  to: readonly Person[]
  cc?: readonly Person[] | null
  bcc?: readonly Person[] | null
  subject: string
  html: string
  files?: readonly File[] | null
  /** What it is filed to. */
  account?: string | null
  contact?: string | null
  deal?: string | null
  lead?: string | null
  /** The letter that it answers. */
  answers?: string | null
  /** The same key again sends nothing and answers with the first letter. */
  key?: string | null
}

const most = { people: 100, bytes: 25 * 1024 * 1024, files: 50 }
const refusals = {
  no_mailbox: {
    en: 'Connect a mailbox that can send first.',
    uk: 'Спершу підключіть скриньку, з якої можна надсилати.',
  },
}

/** Puts a letter into the queue, inside the caller's transaction: it goes out when that commits, and is tried again
 * until it has. Answers with the letter's id. */
export async function sendMail(c: Context, given: Outgoing): Promise<{ id: string; thread: string }> {
  const key = given.key ? `${c.actor.user ?? 'system'} ${given.key}` : null
  const before = key ? await sentBefore(c, key) : null
  if (before) return before
  checkPeople(given)
  const from = await mailboxFor(c, given.mailbox ?? null)
  const files = await ownFiles(c, given.files ?? [])
  const record = await recordOf(c, given)
  const answered = given.answers ? await answeredBy(c, given.answers) : null
  return c.tx.elevated(() => write(c, { given, from, files, record, answered, key }))
}

async function sentBefore(c: Context, key: string) {
  return c.tx.elevated(async () => {
    await c.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
    return c.tx.one<{ id: string; thread: string }>(
      sql`select m.id, m.thread_id as thread from mail_sendings s join mail_messages m on m.id = s.message_id where s.key = ${key}`,
    )
  })
}

function checkPeople({ to, cc, bcc }: Outgoing): void {
  const all = [...to, ...(cc ?? []), ...(bcc ?? [])]
  const problem = (message: string) => new Invalid([{ path: 'to', message, code: 'bad_address' }])
  if (to.length === 0) throw problem('Name somebody to send it to.')
  if (all.length > most.people) throw problem(`At most ${most.people} people.`)
  const wrong = all.find((p) => !emailOf(p.address))
  if (wrong) throw problem(`“${wrong.address}” is not an e-mail address.`)
}

type From = Pick<
  Mailbox,
  'id' | 'name' | 'address' | 'senderName' | 'kind' | 'owner' | 'sharedWith' | 'isForAll' | 'marksSubject'
>

/** Sending in somebody's name is more than reading: from a personal mailbox only its owner does. */
const maySendFrom = ({ actor }: Context, m: From) =>
  actor.role === 'system' ||
  (m.owner !== null && m.owner === actor.user) ||
  (m.kind === 'shared' && (m.isForAll === true || actor.teams.includes(m.sharedWith ?? '')))

async function mailboxFor(c: Context, id: string | null): Promise<From> {
  const found = await c.tx.elevated(() =>
    c.tx.rows<From>(sql`select id, name, address, sender_name as "senderName", kind, owner_id as owner,
        shared_with_id as "sharedWith", is_for_all as "isForAll", marks_subject as "marksSubject"
      from mailboxes where deleted_at is null and is_active and smtp_host is not null and ${id ? sql`id = ${id}::uuid` : sql`true`}
      order by (owner_id is not distinct from ${c.actor.user}::uuid and kind = 'personal') desc, kind desc, created_at`),
  )
  const usable = found.find((m) => maySendFrom(c, m))
  if (usable) return usable
  if (id && found.length) throw new Forbidden('You may not send from this mailbox.')
  throw new Refused('no_mailbox', refusals.no_mailbox[c.actor.locale])
}

/** A file is its uploader's until a record carries it: nobody sends another's by its id. */
async function ownFiles(c: Context, files: readonly File[]): Promise<File[]> {
  if (files.length === 0) return []
  const ids = files.map((f) => f.id)
  const kept = await c.tx.elevated(() =>
    c.tx.rows<File & { by: string | null }>(
      sql`select id, name, size::float as size, type, uploaded_by as by from files where id = any(${ids}::uuid[])`,
    ),
  )
  const found = ids.map((id) => kept.find((f) => f.id === id))
  if (found.some((f) => !f || (f.by !== c.actor.user && f.by !== null && c.actor.role !== 'system')))
    throw new Invalid([
      { path: 'files', message: 'There is no such file, or it is not yours.', code: 'no_file' },
    ])
  const size = found.reduce((sum, f) => sum + f!.size, 0)
  if (size > most.bytes || files.length > most.files)
    throw new Invalid([{ path: 'files', message: 'At most 25 MB of files.', code: 'too_large' }])
  return found.map((f) => ({ id: f!.id, name: f!.name, size: f!.size, type: f!.type }))
}

type Filed = { account: string | null; contact: string | null; deal: string | null; lead: string | null }

/** What it is filed to, seen with the sender's eyes; a deal or contact brings its account. */
async function recordOf(c: Context, { account, contact, deal, lead }: Outgoing): Promise<Filed> {
  const out: Filed = {
    account: account ?? null,
    contact: contact ?? null,
    deal: deal ?? null,
    lead: lead ?? null,
  }
  for (const [entity, id] of Object.entries(out)) {
    if (!id) continue
    const [item] = await c.kolo.readIn(c.tx, entity, [id])
    if (!item) throw new Missing(entity, id)
    for (const further of ['account', 'contact'] as const)
      if (entity !== further)
        out[further] ??= (item[further] as { id: string } | null | undefined)?.id ?? null
  }
  return out
}

type Answered = { thread: string; messageId: string | null; references: string[] | null }

async function answeredBy(c: Context, id: string): Promise<Answered> {
  const [item] = await c.kolo.readIn(c.tx, 'mailMessage', [id], ['thread', 'messageId', 'refersTo'])
  if (!item) throw new Missing('mailMessage', id)
  return {
    thread: (item['thread'] as { id: string }).id,
    messageId: item['messageId'] as string | null,
    references: item['refersTo'] as string[] | null,
  }
}

type Writing = {
  given: Outgoing
  from: From
  files: File[]
  record: Filed
  answered: Answered | null
  key: string | null
}

/** The thread it goes on in: that of the letter it answers, if that lies in the same mailbox. */
async function threadFor(c: Context, { given, from, record, answered }: Writing) {
  if (answered) {
    const old = await c.tx.one<{ id: string; mailbox: string; token: string | null } & Filed>(
      sql`select id, mailbox_id as mailbox, token, account_id as account, contact_id as contact, deal_id as deal, lead_id as lead
        from mail_threads where id = ${answered.thread}::uuid for update`,
    )
    if (old && old.mailbox === from.id) return old
    if (old && !Object.values(record).some(Boolean))
      record = { account: old.account, contact: old.contact, deal: old.deal, lead: old.lead }
  }
  const filed = Object.values(record).some(Boolean)
  const [made] = await c.tx.insertMany(mailThread, [
    {
      subject: plainSubject(given.subject) || '—',
      mailbox: from.id,
      ...record,
      filedBy: filed ? 'sending' : null,
      token: from.marksSubject ? newToken() : null,
      messages: 0,
      unseen: 0,
    },
  ])
  return { id: made!.id, token: made!['token'] as string | null }
}

async function write(c: Context, w: Writing): Promise<{ id: string; thread: string }> {
  const { given, from, files, answered, key } = w
  const thread = await threadFor(c, w)
  const id = newId()
  const domain = from.address.split('@')[1]!
  const messageId = `<${randomUUID()}@${domain}>`
  const html = sanitise(given.html)
  const text = plainOf(html)
  const people = (list: readonly Person[] | null | undefined) => (list?.length ? [...list] : null)
  const references = answered
    ? [...(answered.references ?? []), answered.messageId ?? ''].filter(Boolean)
    : []
  const at = new Date().toISOString()
  const subject = given.subject.trim() || '—'
  await c.tx.insertMany(mailMessage, [
    {
      id,
      thread: thread.id,
      mailbox: from.id,
      direction: 'out',
      state: 'queued',
      kind: 'letter',
      subject: (thread.token ? marked(subject, thread.token) : subject).slice(0, 1000),
      messageId,
      messageKey: messageId,
      inReplyTo: answered?.messageId ?? null,
      refersTo: references.length ? references.slice(-50) : null,
      fromAddress: from.address,
      fromName: from.senderName ?? from.name,
      recipients: people(given.to),
      cc: people(given.cc),
      bcc: people(given.bcc),
      at,
      text: text.slice(0, 100_000),
      excerpt: text.replaceAll(/\s+/g, ' ').trim().slice(0, 1000),
      hasHtml: true,
      files: files.length ? files : null,
      isSeen: true,
    },
  ])
  await c.tx.rows(sql`insert into mail_bodies (message_id, html) values (${id}::uuid, ${html})`)
  await c.tx.rows(sql`insert into mail_references (mailbox_id, reference, thread_id)
    values (${from.id}::uuid, ${messageId}, ${thread.id}::uuid) on conflict do nothing`)
  await c.tx.rows(
    sql`insert into mail_sendings (message_id, key, status, next_at) values (${id}::uuid, ${key}, 'waiting', now())`,
  )
  if (answered)
    await c.tx.rows(sql`update mail_messages set is_answered = true where id = ${given.answers}::uuid`)
  await summarise(c.tx, [thread.id])
  await settle(c.tx, sql`t.id = ${thread.id}::uuid`)
  await tell(c.tx, [{ name: 'mailMessage.queued', entity: 'mailMessage', record: id }], c.tx.operation)
  return { id, thread: thread.id }
}
