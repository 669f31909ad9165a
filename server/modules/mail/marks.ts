import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Reading } from './read-range.ts'

type Mark = { path: string; uid: number; validity: number; isSeen: boolean; message: string; at: string }

/** Who reads mailboxes in this process hears at once which of them have something to be told. */
export const listeners = new Set<(mailbox: string) => void>()

/** Notes that letters were read or unread here; answers in which mailboxes. */
export async function noteMarks(tx: Tx, threads: readonly string[], isSeen: boolean): Promise<string[]> {
  const rows = await tx.rows<{ mailbox: string }>(sql`insert into mail_marks (message_id, mailbox_id, is_seen)
    select m.id, m.mailbox_id, ${isSeen} from mail_messages m
      where m.thread_id = any(${[...threads]}::uuid[]) and m.direction = 'in' and m.is_seen is distinct from ${isSeen}
        and exists (select from mail_items i join mail_folders f on f.id = i.folder_id where i.message_id = m.id and f.mailbox_id = m.mailbox_id)
    on conflict (message_id) do update set is_seen = excluded.is_seen, at = excluded.at
    returning mailbox_id as mailbox`)
  return [...new Set(rows.map((r) => r.mailbox))]
}

export const tell = (mailboxes: readonly string[]) => {
  for (const mailbox of mailboxes) for (const heard of listeners) heard(mailbox)
}

/** Tells the server what was read or unread here. What was marked once more meanwhile is told the next time. */
export async function sendMarks({ kolo, client, box, stopped }: Reading): Promise<void> {
  const marks = await kolo.db.system((tx) =>
    tx.rows<Mark>(sql`select f.path, i.uid::float as uid, f.uid_validity::float as validity, k.is_seen as "isSeen", k.message_id as message, k.at::text as at
      from mail_marks k join mail_items i on i.message_id = k.message_id
        join mail_folders f on f.id = i.folder_id and f.mailbox_id = k.mailbox_id and f.uid_validity = i.uid_validity
      where k.mailbox_id = ${box.id}::uuid order by f.path, i.uid limit 5000`),
  )
  for (const [path, some] of Map.groupBy(marks, (m) => m.path)) {
    if (stopped()) return
    const lock = await client.getMailboxLock(path)
    try {
      // Numbered anew since: its letters are entered again first.
      if (!client.mailbox || Number(client.mailbox.uidValidity) !== some[0]!.validity) continue
      for (const [isSeen, same] of Map.groupBy(some, (m) => m.isSeen)) {
        const uids = same.map((m) => m.uid).join(',')
        await (isSeen
          ? client.messageFlagsAdd(uids, ['\\Seen'], { uid: true })
          : client.messageFlagsRemove(uids, ['\\Seen'], { uid: true }))
      }
    } finally {
      lock.release()
    }
  }
  await kolo.db.system((tx) =>
    tx.rows(sql`delete from mail_marks k using jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as t(message uuid, at timestamptz)
      where k.message_id = t.message and k.at = t.at`),
  )
}
