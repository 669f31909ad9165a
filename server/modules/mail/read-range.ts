import type { FetchMessageObject, ImapFlow } from 'imapflow'
import sql from 'sql-template-tag'
import type { Kolo } from '#core/kolo.ts'
import { enter, type Entry, type Folder } from './ledger.ts'
import type { Mailbox } from './mailbox.ts'
import { noticesAmong } from './notices-among.ts'
import { parseMail } from './parse.ts'
import { keepFiles, receive, type Arrived } from './receive.ts'

export const window = 500
const most = { letter: 40 * 1024 * 1024, batchBytes: 8 * 1024 * 1024, batch: 50 }

export type Reading = { kolo: Kolo; client: ImapFlow; box: Mailbox; stopped(): boolean }

type Seen = Pick<FetchMessageObject, 'uid' | 'flags' | 'size' | 'internalDate'>

/** Reads letters by their numbers; answers with the last number that was there. */
export async function readRange(
  r: Reading,
  folder: Folder,
  validity: number,
  range: string,
  again = false,
): Promise<number> {
  const listed: Seen[] = []
  for await (const m of r.client.fetch(
    range,
    { uid: true, flags: true, size: true, internalDate: true },
    { uid: true },
  ))
    listed.push({ uid: m.uid, flags: m.flags, size: m.size, internalDate: m.internalDate })
  // What a killed reading had kept of this window need not be fetched again.
  const there = again ? new Set<number>() : await entered(r, folder, validity, listed)
  const left = listed.filter((m) => !there.has(m.uid)).toSorted((a, b) => a.uid - b.uid)
  const skipped = left.flatMap((m): Entry[] => {
    const reason = whySkip(r.box, m)
    return reason ? [{ uid: m.uid, state: 'skipped', reason }] : []
  })
  await r.kolo.db.system((tx) => enter(tx, folder.id, validity, skipped))
  const no = new Set(skipped.map((s) => s.uid))
  for (const batch of batches(left.filter((m) => !no.has(m.uid)))) {
    if (r.stopped()) break
    await readBatch(r, folder, validity, batch)
  }
  return Math.max(0, ...listed.map((m) => m.uid))
}

async function entered(
  r: Reading,
  folder: Folder,
  validity: number,
  listed: readonly Seen[],
): Promise<Set<number>> {
  const uids = listed.map((m) => m.uid)
  const rows = await r.kolo.db.system((tx) =>
    tx.rows<{ uid: number }>(
      sql`select uid::float as uid from mail_items where folder_id = ${folder.id}::uuid and uid_validity = ${validity}::bigint and uid = any(${uids}::bigint[])`,
    ),
  )
  return new Set(rows.map((row) => row.uid))
}

/** The reason to leave a letter out; the ledger says it. */
export function whySkip(box: Pick<Mailbox, 'since'>, m: Seen): string | null {
  if ((m.size ?? 0) > most.letter) return 'too_large'
  if (box.since && m.internalDate && new Date(m.internalDate).toISOString().slice(0, 10) < box.since)
    return 'too_old'
  if (m.flags?.has('\\Deleted')) return 'deleted'
  return null
}

function batches(list: readonly Seen[]): Seen[][] {
  const out: Seen[][] = []
  let bytes = Infinity
  for (const m of list) {
    const size = m.size ?? 0
    if (bytes + size > most.batchBytes || out.at(-1)!.length >= most.batch) {
      out.push([])
      bytes = 0
    }
    out.at(-1)!.push(m)
    bytes += size
  }
  return out
}

type Parsed = { uid: number; arrived: Arrived } | { uid: number; fault: string }

async function readBatch(
  r: Reading,
  folder: Folder,
  validity: number,
  batch: readonly Seen[],
): Promise<void> {
  const parsed: Parsed[] = []
  const range = batch.map((m) => m.uid).join(',')
  for await (const m of r.client.fetch(range, { uid: true, source: true }, { uid: true })) {
    const seen = batch.find((b) => b.uid === m.uid)
    if (!seen || !m.source) continue
    parsed.push(
      await arrivedOf(r, folder, seen, m.source).then(
        (arrived) => ({ uid: m.uid, arrived }),
        (error: Error) => ({ uid: m.uid, fault: error.message }),
      ),
    )
  }
  const good = parsed.filter((p) => 'arrived' in p)
  const failed = parsed.flatMap((p): Entry[] =>
    'fault' in p ? [{ uid: p.uid, state: 'failed', reason: p.fault }] : [],
  )
  await keep(r, folder, validity, good).catch(async () => {
    // One of them spoils the batch: each by itself, and it alone fails.
    for (const one of good)
      await keep(r, folder, validity, [one]).catch(
        (error: Error) => void failed.push({ uid: one.uid, state: 'failed', reason: error.message }),
      )
  })
  await r.kolo.db.system((tx) => enter(tx, folder.id, validity, failed))
}

async function arrivedOf({ box }: Reading, folder: Folder, seen: Seen, source: Buffer): Promise<Arrived> {
  const mail = await parseMail(source)
  const arrivedAt = new Date(seen.internalDate ?? Date.now()).toISOString()
  return {
    mail,
    arrivedAt,
    isSeen: seen.flags?.has('\\Seen') ?? false,
    isAnswered: seen.flags?.has('\\Answered') ?? false,
    isSent: folder.role === '\\Sent' || mail.from?.address === box.address,
    isPrivate: (box.privateFolders ?? []).includes(folder.path),
    folder: folder.path,
  }
}

async function keep(
  { kolo, box }: Reading,
  folder: Folder,
  validity: number,
  some: readonly { uid: number; arrived: Arrived }[],
) {
  if (some.length === 0) return
  const mails = some.map((s) => s.arrived.mail)
  const own = await kolo.db.system((tx) => noticesAmong(tx, mails))
  const arrived = some.map((s) => s.arrived).filter((a) => !own.has(a.mail))
  await keepFiles(kolo, box, arrived)
  await kolo.db.system(async (tx) => {
    const ids = await receive(kolo, tx, box, arrived)
    const entries = some.map(({ uid, arrived: { mail } }): Entry =>
      own.has(mail)
        ? { uid, state: 'skipped', reason: 'notice' }
        : { uid, state: 'stored', key: mail.key, message: ids.get(mail.key)! },
    )
    await enter(tx, folder.id, validity, entries)
    tx.afterCommit(kolo.tellOfEvents)
  })
}
