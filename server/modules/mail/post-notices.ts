import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { tell } from '#core/event.ts'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import { notice, type NoticeKind } from './notice.ts'

export type Notice = {
  /** The user; one who is switched off or has no address gets nothing. */
  to: string
  kind: NoticeKind
  /** Of what it tells: the same key is sent once. */
  key: string
  /** Its language. */
  locale: Locale
  subject: string
  text: string
  /** The inside of a page: every value in it `escaped`, addresses from `linkTo`. */
  html: string
  /** Why he gets it and where in Kolo it is switched off, and the path to there. */
  why: { text: string; path: string }
  files?: readonly { name: string; type: string; bytes: Uint8Array | string }[]
  /** Past this it is no news any more, and is not sent. */
  until?: Date
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (c) => entities[c]!)

/** The address of a page, for letters; null while nobody has said where others reach this installation. */
export function linkTo({ address }: Pick<Kolo, 'address'>, path: string): string | null {
  const host = URL.parse(address)?.hostname
  if (!host || /^(localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0)$/.test(host)) return null
  return `${address.replace(/\/+$/, '')}/${path}`
}

export type NoticeSender = { id: string; address: string }

/** The shared mailbox that sends Kolo's own letters; undefined while none is chosen. Asked as the system. */
export const noticeSender = (tx: Tx) =>
  tx.one<NoticeSender>(sql`select id, address from mailboxes
    where sends_notices and deleted_at is null and kind = 'shared' and is_active and smtp_host is not null`)

/** Puts Kolo's own letters into the queue, inside the caller's transaction: they go out when that commits, each key
 * once. Answers with the keys of those that are new; where no mailbox is chosen for them, none is. */
export const postNotices = (tx: Tx, kolo: Kolo, all: readonly Notice[]): Promise<string[]> =>
  tx.elevated(async () => {
    const from = all.length ? await noticeSender(tx) : undefined
    if (!from) return []
    const rows = all.map(({ to, kind, key, subject }) => {
      const id = newId()
      return {
        id,
        owner_id: to,
        kind,
        key,
        subject: subject.replaceAll(/\s+/g, ' ').trim().slice(0, 900),
        message_id: `<${id}@${from.address.split('@')[1]}>`,
      }
    })
    const made = await tx.rows<{ id: string; key: string }>(sql`
      insert into notices (id, subject, kind, state, address, key, message_id, owner_id, team_id,
        created_at, created_by, updated_at, updated_by, revision)
      select r.id, r.subject, r.kind, 'waiting', u.email, r.key, r.message_id, u.id, u.team_id,
          now(), ${tx.actor.user}::uuid, now(), ${tx.actor.user}::uuid, 1
        from jsonb_populate_recordset(null::notices, ${JSON.stringify(rows)}::jsonb) r
          join users u on u.id = r.owner_id and u.is_active and u.deleted_at is null and u.email is not null
      on conflict (key) do nothing returning id, key`)
    if (made.length === 0) return []
    const letters = []
    for (const { id, key } of made)
      letters.push(
        await letterOf(
          tx,
          kolo,
          id,
          all.find((n) => n.key === key)!,
        ),
      )
    await tx.rows(sql`insert into notice_letters (notice_id, text, html, files, until)
      select notice_id, text, html, files, until
        from jsonb_populate_recordset(null::notice_letters, ${JSON.stringify(letters)}::jsonb)`)
    const events = made.map(({ id }) => ({ name: 'notice.created', entity: notice.name, record: id }))
    await tell(tx, events, 'notice.post')
    tx.afterCommit(kolo.tellOfEvents)
    return made.map(({ key }) => key)
  })

async function letterOf(tx: Tx, kolo: Kolo, id: string, n: Notice) {
  const files = []
  for (const f of n.files ?? []) files.push(await kolo.files.put({ ...f, by: null }, tx))
  if (files.length)
    await tx.rows(sql`update files set carried_entity = ${notice.name}, carried_by = ${id}::uuid
      where id = any(${files.map((f) => f.id)}::uuid[])`)
  const link = linkTo(kolo, n.why.path)
  return {
    notice_id: id,
    text: `${n.text.trimEnd()}\n\n-- \n${n.why.text}${link ? `\n${link}` : ''}\n`,
    html: page(n, link),
    files,
    until: n.until?.toISOString() ?? null,
  }
}

const page = ({ locale, subject, html, why }: Notice, link: string | null) => `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:16px;background:#ffffff;color:#1f2328;font:15px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<div style="max-width:600px;margin:0 auto">
${html}
<p style="margin:32px 0 0;padding-top:12px;border-top:1px solid #d8dbe0;color:#5f6670;font-size:13px">${
  link ? `<a href="${escaped(link)}" style="color:#5f6670">${escaped(why.text)}</a>` : escaped(why.text)
}</p>
</div></body></html>
`
