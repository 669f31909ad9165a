import type { ImapFlow, ListResponse } from 'imapflow'
import sql from 'sql-template-tag'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { foldersOf } from './ledger.ts'
import type { Mailbox } from './mailbox.ts'
import type { Reading } from './read-range.ts'
import { syncFolder } from './sync-folder.ts'

// Letters not sent yet, thrown away, or held for spam; and \All has everything once more.
const roleLeftOut: Record<string, string> = {
  '\\Drafts': 'drafts',
  '\\Trash': 'trash',
  '\\Junk': 'junk',
  '\\All': 'all',
}

export function whyLeftOut(
  box: Pick<Mailbox, 'leftOutFolders'>,
  f: Pick<ListResponse, 'path' | 'specialUse'>,
): string | null {
  if ((box.leftOutFolders ?? []).includes(f.path)) return 'setting'
  return roleLeftOut[f.specialUse ?? ''] ?? null
}

/** Reads every folder once, the inbox and what was sent first. */
export async function syncMailbox(r: Reading): Promise<void> {
  await learnFolders(r.kolo, r.box, await r.client.list())
  const folders = await r.kolo.db.system((tx) => foldersOf(tx, r.box.id))
  const order = (role: string | null) => (role === '\\Inbox' ? 0 : role === '\\Sent' ? 1 : 2)
  for (const folder of folders.toSorted((a, b) => order(a.role) - order(b.role)))
    if (!folder.leftOut && !r.stopped()) await syncFolder(r, folder)
}

async function learnFolders(kolo: Kolo, box: Mailbox, listed: readonly ListResponse[]): Promise<void> {
  const rows = listed
    .filter((f) => !f.flags.has('\\Noselect') && !f.flags.has('\\NonExistent'))
    .map((f) => ({
      id: newId(),
      path: f.path,
      role: f.path.toUpperCase() === 'INBOX' ? '\\Inbox' : (f.specialUse ?? null),
      left_out: whyLeftOut(box, f),
    }))
  await kolo.db.system(async (tx) => {
    await tx.rows(sql`insert into mail_folders (id, mailbox_id, path, role, left_out)
      select id, ${box.id}::uuid, path, role, left_out from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(id uuid, path text, role text, left_out text)
      on conflict (mailbox_id, path) do update set role = excluded.role, left_out = excluded.left_out`)
    // A folder that the server has no more: its letters stay, its place in the ledger goes.
    await tx.rows(
      sql`delete from mail_folders where mailbox_id = ${box.id}::uuid and not (path = any(${rows.map((f) => f.path)}::text[]))`,
    )
  })
}

/** Puts copies of what was sent from here into Sent; each once, and again if it did not work. */
export async function copySent(
  kolo: Kolo,
  client: ImapFlow,
  box: Mailbox,
  compose: (id: string) => Promise<Buffer | null>,
): Promise<void> {
  if (!box.leavesSentCopy) return
  const { sent, waiting } = await kolo.db.system(async (tx) => ({
    sent: await tx.one<{ path: string }>(
      sql`select path from mail_folders where mailbox_id = ${box.id}::uuid and role = '\\Sent' limit 1`,
    ),
    waiting: await tx.rows<{
      id: string
    }>(sql`select s.message_id as id from mail_sendings s join mail_messages m on m.id = s.message_id
      where m.mailbox_id = ${box.id}::uuid and s.status = 'sent' and s.copied_at is null order by s.sent_at limit 200`),
  }))
  if (!sent) return
  for (const { id } of waiting) {
    const raw = await compose(id)
    if (raw) await client.append(sent.path, raw, ['\\Seen'])
    await kolo.db.system((tx) =>
      tx.rows(sql`update mail_sendings set copied_at = now() where message_id = ${id}::uuid`),
    )
  }
}
