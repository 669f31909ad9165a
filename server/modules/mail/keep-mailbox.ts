import sql from 'sql-template-tag'
import { Missing } from '#core/error.ts'
import { inLocale } from '#core/messages.ts'
import { choice, number, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { connect, troubleOf } from './connection.ts'
import { withTransport } from './deliver.ts'
import { mailbox } from './mailbox.ts'

const id = ref('mailbox', { required: true, label: { uk: 'Скринька' } })

const said = (c: Context, sentence: string) => inLocale(sentence, c.actor.locale)
type Reasoned = { reason: string | null }
const spoken = <T extends Reasoned>(c: Context, rows: T[]): T[] =>
  rows.map((row) => ({ ...row, reason: row.reason && said(c, row.reason) }))

type Check = {
  server: 'IMAP' | 'SMTP'
  ok: boolean
  message: string | null
  folders?: number
  sent?: string | null
}

/** Signs in to both servers and says what is wrong, or what was found. */
export const checkMailbox = operation({
  name: 'mailbox.check',
  summary: { en: 'Test the connection of a mailbox', uk: 'Перевірити з’єднання скриньки' },
  effect: 'read',
  on: 'mailbox',
  input: { id },
  needs: { mailbox: 'update' },
  async run(c, { id: of }) {
    // Locked to see that he may; let go, since a new token is kept in a transaction of its own, which would wait for it.
    await c.tx.rows(sql`savepoint looked`)
    const box = await c.tx.lock(mailbox, of)
    await c.tx.rows(sql`rollback to savepoint looked`)
    const checks: Check[] = []
    if (box.imapHost)
      try {
        const client = await connect(c.kolo, box)
        const folders = await client.list().finally(() => client.close())
        const sent = folders.find((f) => f.specialUse === '\\Sent')?.path ?? null
        checks.push({ server: 'IMAP', ok: true, message: null, folders: folders.length, sent })
      } catch (error) {
        checks.push({ server: 'IMAP', ok: false, message: said(c, troubleOf(error, 'IMAP')) })
      }
    if (box.smtpHost)
      try {
        await withTransport(c.kolo, box, (transport) => transport.verify())
        checks.push({ server: 'SMTP', ok: true, message: null })
      } catch (error) {
        checks.push({ server: 'SMTP', ok: false, message: said(c, troubleOf(error, 'SMTP')) })
      }
    return { checks }
  },
})

/** The ledger shows what a mailbox holds by numbers and reasons, never what is written: its readers may see that. */
async function seen(c: Context, of: string): Promise<void> {
  if ((await c.kolo.readIn(c.tx, 'mailbox', [of], [])).length === 0) throw new Missing('mailbox', of)
}

export const mailboxLedger = operation({
  name: 'mailbox.ledger',
  summary: { en: 'What became of each letter of a mailbox', uk: 'Що сталося з кожним листом скриньки' },
  effect: 'read',
  input: { id },
  needs: { mailbox: 'read' },
  async run(c, { id: of }) {
    await seen(c, of)
    return c.tx.elevated(async () => {
      const folders = await c.tx.rows<
        Record<string, unknown>
      >(sql`select f.id, f.path, f.role, f.left_out as "leftOut", f.on_server::float as "onServer", f.compared_at as "comparedAt",
          coalesce(i.stored, 0)::float as stored, coalesce(i.skipped, 0)::float as skipped, coalesce(i.failed, 0)::float as failed, coalesce(i.waiting, 0)::float as waiting,
          f.left_out is null and (coalesce(i.failed, 0) > 0 or (f.on_server is not null and f.on_server <> coalesce(i.total, 0))) as "isRed"
        from mail_folders f left join (select folder_id, count(*) as total, count(*) filter (where state = 'stored') as stored,
            count(*) filter (where state = 'skipped') as skipped, count(*) filter (where state = 'failed') as failed, count(*) filter (where state = 'waiting') as waiting
          from mail_items where folder_id in (select id from mail_folders where mailbox_id = ${of}::uuid) group by folder_id) i on i.folder_id = f.id
        where f.mailbox_id = ${of}::uuid order by f.role is distinct from '\\Inbox', f.path`)
      const sendings = await c.tx
        .rows<Reasoned>(sql`select m.id, s.status, s.attempts, s.next_at as "nextAt", s.sent_at as "sentAt", s.created_at as "createdAt", s.reason,
          s.copied_at is not null as "isCopied" from mail_sendings s join mail_messages m on m.id = s.message_id where m.mailbox_id = ${of}::uuid
        order by s.created_at desc limit 100`)
      return { folders, sendings: spoken(c, sendings) }
    })
  },
})

export const ledgerItems = operation({
  name: 'mailbox.ledger_items',
  summary: { en: 'Letters of a folder that were not kept', uk: 'Листи теки, яких не збережено' },
  effect: 'read',
  input: {
    id,
    state: choice({
      required: true,
      label: { uk: 'Стан' },
      options: [
        { key: 'failed', label: { en: 'Failed', uk: 'Не вдалося' } },
        { key: 'skipped', label: { en: 'Skipped', uk: 'Пропущено' } },
      ],
    }),
    after: number({ scale: 0, label: { en: 'After number', uk: 'Після номера' } }),
  },
  needs: { mailbox: 'read' },
  async run(c, { id: of, state, after }) {
    await seen(c, of)
    const items = await c.tx.elevated(() =>
      c.tx
        .rows<Reasoned>(sql`select f.path as folder, i.uid::float as uid, i.state, i.reason, i.at from mail_items i join mail_folders f on f.id = i.folder_id
        where f.mailbox_id = ${of}::uuid and i.state = ${state} and i.uid > ${after ?? 0}::bigint order by i.uid limit 200`),
    )
    return { items: spoken(c, items) }
  },
})

/** What failed is read again, and everything compared anew; letters that were not sent are tried again. */
export const retryMailbox = operation({
  name: 'mailbox.retry',
  summary: { en: 'Read what failed again', uk: 'Прочитати ще раз те, що не вдалося' },
  effect: 'write',
  on: 'mailbox',
  input: { id },
  needs: { mailbox: 'update' },
  async run(c, { id: of }) {
    await c.tx.lock(mailbox, of)
    await c.tx.elevated(async () => {
      await c.tx.rows(
        sql`update mail_items set state = 'waiting' where state = 'failed' and folder_id in (select id from mail_folders where mailbox_id = ${of}::uuid)`,
      )
      await c.tx.rows(sql`update mail_folders set mod_seq = null where mailbox_id = ${of}::uuid`)
      const again = await c.tx.rows<{
        id: string
      }>(sql`update mail_sendings s set status = 'waiting', attempts = 0, next_at = now() from mail_messages m
        where m.id = s.message_id and m.mailbox_id = ${of}::uuid and s.status = 'failed' returning m.id`)
      await c.tx.rows(
        sql`update mail_messages set state = 'queued' where id = any(${again.map((a) => a.id)}::uuid[])`,
      )
    })
    c.emit('mailbox.asked', { id: of })
    return { id: of }
  },
})
