import sql from 'sql-template-tag'
import { counted, type Folder } from './ledger.ts'
import { summarise } from './summary.ts'
import { readRange, window, type Reading } from './read-range.ts'

/** Read and answered, as other programs mark it, unless it was marked here since; only what changed since, where the server keeps count (CONDSTORE). */
export async function readFlags(
  r: Reading,
  folder: Folder,
  validity: number,
  known: number,
  modSeq?: bigint,
): Promise<void> {
  if (modSeq !== undefined && folder.modSeq === modSeq.toString()) return
  const since = modSeq !== undefined && folder.modSeq ? { changedSince: BigInt(folder.modSeq) } : {}
  let changed: { uid: number; seen: boolean; answered: boolean }[] = []
  const write = async () => {
    const some = changed
    changed = []
    if (some.length === 0) return
    await r.kolo.db.system(async (tx) => {
      const threads = await tx.rows<{
        thread: string
      }>(sql`update mail_messages m set is_seen = f.seen or m.direction = 'out', is_answered = f.answered or m.is_answered is true
        from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as f(uid bigint, seen boolean, answered boolean)
          join mail_items i on i.folder_id = ${folder.id}::uuid and i.uid_validity = ${validity}::bigint and i.uid = f.uid
        where m.id = i.message_id and not exists (select from mail_marks k where k.message_id = m.id) and (m.is_seen is distinct from (f.seen or m.direction = 'out') or m.is_answered is distinct from (f.answered or m.is_answered is true))
        returning m.thread_id as thread`)
      await summarise(
        tx,
        threads.map((t) => t.thread),
      )
    })
  }
  for await (const m of r.client.fetch(`1:${known}`, { uid: true, flags: true }, { uid: true, ...since })) {
    changed.push({
      uid: m.uid,
      seen: m.flags?.has('\\Seen') ?? false,
      answered: m.flags?.has('\\Answered') ?? false,
    })
    if (changed.length >= window) await write()
  }
  await write()
}

/** The ledger against the server. Every letter up to the last number has been entered, so that where the counts are the
 * same the letters are; where they are not, the numbers are compared one by one. */
export async function compare(r: Reading, folder: Folder, validity: number): Promise<void> {
  if (r.stopped()) return
  const status = await r.client.status(folder.path, { messages: true })
  const onServer = status && typeof status.messages === 'number' ? status.messages : null
  if (onServer === null) return
  const here = await r.kolo.db.system((tx) => counted(tx, folder.id, validity))
  if (here !== onServer) await reconcile(r, folder, validity)
  await r.kolo.db.system((tx) =>
    tx.rows(
      sql`update mail_folders set on_server = ${onServer}::bigint, compared_at = now() where id = ${folder.id}::uuid`,
    ),
  )
}

async function reconcile(r: Reading, folder: Folder, validity: number): Promise<void> {
  const found = await r.client.search({ all: true }, { uid: true })
  if (!found) return
  const there = new Set(found)
  const missing = new Set(found.filter((uid) => uid <= folder.lastUid))
  const gone: number[] = []
  for (let after = 0; ;) {
    const rows = await r.kolo.db.system((tx) =>
      tx.rows<{
        uid: number
      }>(sql`select uid::float as uid from mail_items where folder_id = ${folder.id}::uuid
        and uid_validity = ${validity}::bigint and uid > ${after}::bigint order by uid limit 10000`),
    )
    for (const { uid } of rows) {
      if (!there.has(uid)) gone.push(uid)
      missing.delete(uid)
    }
    if (rows.length < 10_000) break
    after = rows.at(-1)!.uid
  }
  for (let i = 0; i < gone.length; i += window) await forget(r, folder, validity, gone.slice(i, i + window))
  const lost = [...missing]
  for (let i = 0; i < lost.length && !r.stopped(); i += window)
    await readRange(r, folder, validity, lost.slice(i, i + window).join(','))
}

/** A letter that is gone from its last folder goes into the bin, unless its thread is filed: a client's letter is the
 * company's memory, whoever tidies his mailbox. */
const forget = ({ kolo }: Reading, folder: Folder, validity: number, uids: readonly number[]) =>
  kolo.db.system(async (tx) => {
    const rows = await tx.rows<{
      message: string | null
    }>(sql`delete from mail_items where folder_id = ${folder.id}::uuid
      and uid_validity = ${validity}::bigint and uid = any(${[...uids]}::bigint[]) returning message_id as message`)
    const ids = rows.flatMap((row) => row.message ?? [])
    await tx.rows(
      sql`update mail_messages m set folder = null where m.id = any(${ids}::uuid[]) and not exists (select from mail_items i where i.message_id = m.id)`,
    )
    const binned = await tx.rows<{
      thread: string
    }>(sql`update mail_messages m set deleted_at = now() from mail_threads t
      where m.id = any(${ids}::uuid[]) and t.id = m.thread_id and t.filed_by is null and m.deleted_at is null
        and not exists (select from mail_items i where i.message_id = m.id) returning m.thread_id as thread`)
    await summarise(
      tx,
      binned.map((b) => b.thread),
    )
  })
