import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { newId } from '#core/id.ts'
import type { Store } from '#core/store.ts'
import { concerning, fileByAddress, isPrivateAddress, knownBy } from './filing.ts'
import type { Mailbox } from './mailbox.ts'
import { addressesOf } from './people.ts'
import type { Arrived } from './receive.ts'
import { plainSubject, tokenIn } from './subject.ts'
import { mailThread } from './thread.ts'

type Placed = { of: Map<Arrived, string>; filed: Map<string, object> }

/** The thread of each letter: where a letter that it mentions, or that mentions it, lies; or the one whose mark stands
 * in its subject; or a new one. Threads that turn out to be one become one. */
export async function threadsOf(
  tx: Tx,
  store: Store,
  box: Mailbox,
  fresh: readonly Arrived[],
  own: ReadonlySet<string>,
): Promise<Placed> {
  const mentions = (a: Arrived) => [...(a.mail.messageId ? [a.mail.messageId] : []), ...a.mail.references]
  const asked = [...new Set(fresh.flatMap(mentions))]
  const rows = await tx.rows<{ reference: string; thread: string }>(
    sql`select reference, thread_id as thread from mail_references where mailbox_id = ${box.id}::uuid and reference = any(${asked}::text[])`,
  )
  const known = new Map(rows.map((r) => [r.reference, r.thread]))
  const tokens = fresh.flatMap((a) => tokenIn(a.mail.subject) ?? [])
  const marked = tokens.length
    ? await tx.rows<{
        token: string
        id: string
        mailbox: string
        account: string | null
        contact: string | null
        deal: string | null
        lead: string | null
      }>(
        sql`select token, id, mailbox_id as mailbox, account_id as account, contact_id as contact, deal_id as deal, lead_id as lead from mail_threads
          where token = any(${tokens}::text[]) and deleted_at is null`,
      )
    : []
  const of = new Map<Arrived, string>()
  const made = new Map<string, Arrived[]>()
  for (const a of fresh) {
    const found = [...new Set(mentions(a).flatMap((m) => known.get(m) ?? []))]
    const token = tokenIn(a.mail.subject)
    const byMark = marked.find((m) => m.token === token && m.mailbox === box.id)?.id
    const thread = found[0] ?? byMark ?? newId()
    if (!found.length && !byMark) made.set(thread, [])
    for (const other of found.slice(1)) {
      await joined(tx, thread, other)
      for (const [m, t] of known) if (t === other) known.set(m, thread)
      for (const [b, t] of of) if (t === other) of.set(b, thread)
      made.get(thread)?.push(...(made.get(other) ?? []))
      made.delete(other)
    }
    for (const m of mentions(a)) known.set(m, thread)
    of.set(a, thread)
    made.get(thread)?.push(a)
  }
  const filed = await makeThreads(tx, store, box, made, own, marked)
  const references = fresh.flatMap((a) => mentions(a).map((reference) => ({ reference, thread: of.get(a)! })))
  await tx.rows(sql`insert into mail_references (mailbox_id, reference, thread_id)
    select ${box.id}::uuid, reference, (array_agg(thread))[1] from jsonb_to_recordset(${JSON.stringify(references)}::jsonb) as r(reference text, thread uuid)
    group by reference on conflict (mailbox_id, reference) do update set thread_id = excluded.thread_id`)
  const old = [...new Set(of.values())].filter((id) => !made.has(id))
  const oldFiled = await refileUnfiled(tx, store, box, old, own)
  return { of, filed: new Map([...filed, ...oldFiled]) }
}

/** All of the other thread goes over; its own filing stays if the first has none. */
async function joined(tx: Tx, thread: string, other: string): Promise<void> {
  await tx.rows(sql`update mail_threads t set account_id = coalesce(t.account_id, o.account_id), contact_id = coalesce(t.contact_id, o.contact_id),
    deal_id = coalesce(t.deal_id, o.deal_id), lead_id = coalesce(t.lead_id, o.lead_id), filed_by = coalesce(t.filed_by, o.filed_by), is_private = t.is_private is true or o.is_private is true
    from mail_threads o where t.id = ${thread}::uuid and o.id = ${other}::uuid`)
  await tx.rows(sql`update mail_messages set thread_id = ${thread}::uuid where thread_id = ${other}::uuid`)
  await tx.rows(sql`update mail_references set thread_id = ${thread}::uuid where thread_id = ${other}::uuid`)
  await tx.rows(sql`update mail_threads set deleted_at = now() where id = ${other}::uuid`)
}

const others = (a: Arrived, own: ReadonlySet<string>) => {
  const { from, to, cc, bounces } = a.mail
  const first = bounces
    ? bounces.flatMap((b) => b.recipient ?? [])
    : addressesOf(a.isSent ? to : from ? [from] : [])
  return [...new Set([...first, ...addressesOf(from ? [from] : [], to, cc)])].filter((x) => !own.has(x))
}

// What was read long ago is no work any more when a mailbox is connected.
const fortnight = 14 * 86_400_000
const isPast = (a: Arrived) => (a.isSeen || a.isSent) && Date.now() - Date.parse(a.arrivedAt) > fortnight

type Marked = {
  token: string
  account: string | null
  contact: string | null
  deal: string | null
  lead: string | null
}

async function makeThreads(
  tx: Tx,
  store: Store,
  box: Mailbox,
  made: ReadonlyMap<string, Arrived[]>,
  own: ReadonlySet<string>,
  marked: readonly Marked[],
): Promise<Map<string, object>> {
  const list = [...made].filter(([, letters]) => letters.length > 0)
  const addresses = new Map(
    list.map(([id, letters]) => [id, [...new Set(letters.flatMap((a) => others(a, own)))].slice(0, 50)]),
  )
  const known = await knownBy(tx, [...new Set([...addresses.values()].flat())])
  const filed = new Map<string, object>()
  const rows = list.map(([id, letters]) => {
    const some = addresses.get(id)!
    const isPrivate =
      letters.some((a) => a.isPrivate) || some.some((x) => isPrivateAddress(x, box.privateAddresses))
    const token = marked.find((m) => letters.some((a) => tokenIn(a.mail.subject) === m.token))
    const byToken = token && {
      account: token.account,
      contact: token.contact,
      deal: token.deal,
      lead: token.lead,
      filedBy: 'token',
    }
    const filing = isPrivate ? {} : (byToken ?? fileByAddress(some, concerning(some, known)))
    const { account = null, contact = null, deal = null, lead = null } = filing as Partial<Marked>
    filed.set(id, { account, contact, deal, lead })
    return {
      id,
      subject: plainSubject(letters[0]!.mail.subject).slice(0, 1000) || '—',
      mailbox: box.id,
      ...filing,
      isPrivate,
      isDone: letters.every(isPast),
    }
  })
  await store.insertMany(mailThread, rows)
  return filed
}

/** A thread that nobody was known in may be filed now. */
async function refileUnfiled(
  tx: Tx,
  store: Store,
  box: Mailbox,
  ids: readonly string[],
  own: ReadonlySet<string>,
) {
  const rows = await tx.rows<{
    id: string
    filedBy: string | null
    account: string | null
    contact: string | null
    deal: string | null
    lead: string | null
    isPrivate: boolean | null
  }>(
    sql`select id, filed_by as "filedBy", account_id as account, contact_id as contact, deal_id as deal, lead_id as lead, is_private as "isPrivate"
      from mail_threads where id = any(${[...ids]}::uuid[])`,
  )
  const open = rows.filter((r) => r.filedBy === null && !r.isPrivate).map((r) => r.id)
  await fileThreads(tx, store, open, own)
  return rows.map(({ id, account, contact, deal, lead }): [string, object] => [
    id,
    { account, contact, deal, lead },
  ])
}

/** Files threads by the addresses in them; those that nobody is known in stay as they are. */
export async function fileThreads(
  tx: Tx,
  store: Store,
  ids: readonly string[],
  own: ReadonlySet<string>,
): Promise<void> {
  if (ids.length === 0) return
  const before = await store.lockMany(mailThread, ids)
  const of = before.map((t) => (t.participants ?? []).filter((a) => !own.has(a)))
  const known = await knownBy(tx, [...new Set(of.flat())])
  const pairs = before.flatMap((t, i) => {
    const filing = fileByAddress(of[i]!, concerning(of[i]!, known))
    return filing.filedBy ? [[t, filing] as const] : []
  })
  await store.saveMany(mailThread, pairs as never)
}
