import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'

export type Folder = {
  id: string
  path: string
  role: string | null
  leftOut: string | null
  uidValidity: number | null
  lastUid: number
  modSeq: string | null
}

export type Entry = {
  uid: number
  state: 'stored' | 'skipped' | 'failed'
  reason?: string | null
  key?: string | null
  message?: string | null
}

const columns = sql`id, path, role, left_out as "leftOut", uid_validity::float as "uidValidity", last_uid::float as "lastUid", mod_seq::text as "modSeq"`

export const foldersOf = (tx: Tx, mailbox: string) =>
  tx.rows<Folder>(sql`select ${columns} from mail_folders where mailbox_id = ${mailbox}::uuid order by path`)

/** Each letter once, whatever became of it; a second try replaces what was said of the first. */
export async function enter(
  tx: Tx,
  folder: string,
  validity: number,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return
  await tx.rows(sql`insert into mail_items (folder_id, uid_validity, uid, state, reason, message_key, message_id)
    select ${folder}::uuid, ${validity}::bigint, uid, state, left(reason, 1000), key, message
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e(uid bigint, state text, reason text, key text, message uuid)
    on conflict (folder_id, uid_validity, uid) do update set state = excluded.state, reason = excluded.reason,
      message_key = excluded.message_key, message_id = excluded.message_id, at = now()`)
}

export const counted = async (tx: Tx, folder: string, validity: number): Promise<number> =>
  (await tx.one<{ n: number }>(
    sql`select count(*)::float as n from mail_items where folder_id = ${folder}::uuid and uid_validity = ${validity}::bigint`,
  ))!.n
