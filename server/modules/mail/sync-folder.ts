import sql from 'sql-template-tag'
import { compare, readFlags } from './compare.ts'
import type { Folder } from './ledger.ts'
import { readRange, window, type Reading } from './read-range.ts'

/** Brings one folder up to date: new letters in the order of their numbers, a batch in one transaction with its place
 * in the ledger, so that a killed reading goes on after the last batch; then flags, then what is gone. */
export async function syncFolder(r: Reading, folder: Folder): Promise<void> {
  const lock = await r.client.getMailboxLock(folder.path, { readOnly: true })
  try {
    const at = r.client.mailbox
    if (!at) return
    const validity = Number(at.uidValidity)
    // Asked anew: an open folder keeps the count of its opening.
    const status = await r.client.status(folder.path, { highestModseq: true })
    const modSeq = (status && status.highestModseq) || undefined
    const begun = folder.uidValidity === validity ? folder : await beginAnew(r, folder, validity)
    const known = begun.lastUid
    await readNew(r, begun, validity, at.uidNext)
    await readAgain(r, begun, validity)
    if (known > 0) await readFlags(r, begun, validity, known, modSeq)
    await compare(r, begun, validity)
    if (!r.stopped())
      await r.kolo.db.system((tx) =>
        tx.rows(
          sql`update mail_folders set mod_seq = ${modSeq?.toString() ?? null}::bigint where id = ${folder.id}::uuid`,
        ),
      )
  } finally {
    lock.release()
  }
}

/** The server numbers the folder anew (UIDVALIDITY): the ledger of it begins again; letters are known by their keys. */
async function beginAnew({ kolo }: Reading, folder: Folder, validity: number): Promise<Folder> {
  await kolo.db.system(async (tx) => {
    await tx.rows(sql`delete from mail_items where folder_id = ${folder.id}::uuid`)
    await tx.rows(
      sql`update mail_folders set uid_validity = ${validity}::bigint, last_uid = 0, mod_seq = null where id = ${folder.id}::uuid`,
    )
  })
  return { ...folder, uidValidity: validity, lastUid: 0, modSeq: null }
}

async function readNew(r: Reading, folder: Folder, validity: number, uidNext: number): Promise<void> {
  const reached = async (uid: number) => {
    folder.lastUid = Math.max(folder.lastUid, uid)
    await r.kolo.db.system((tx) =>
      tx.rows(
        sql`update mail_folders set last_uid = greatest(last_uid, ${uid}::bigint) where id = ${folder.id}::uuid`,
      ),
    )
  }
  for (let from = folder.lastUid + 1; from < uidNext; from += window) {
    const to = Math.min(from + window - 1, uidNext - 1)
    await readRange(r, folder, validity, `${from}:${to}`)
    if (r.stopped()) return
    await reached(to)
  }
  // What came since the folder was opened: its next number is known from then only.
  const last = await readRange(r, folder, validity, `${folder.lastUid + 1}:*`)
  if (last > folder.lastUid && !r.stopped()) await reached(last)
}

/** Those that an earlier reading could not keep, when somebody asks for them again. */
async function readAgain(r: Reading, folder: Folder, validity: number): Promise<void> {
  const waiting = await r.kolo.db.system((tx) =>
    tx.rows<{ uid: number }>(
      sql`select uid::float as uid from mail_items where folder_id = ${folder.id}::uuid and uid_validity = ${validity}::bigint and state = 'waiting' order by uid limit 1000`,
    ),
  )
  if (waiting.length) await readRange(r, folder, validity, waiting.map((w) => w.uid).join(','), true)
}
