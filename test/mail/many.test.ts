import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { startReader } from '#modules/mail/reader.ts'
import { until } from '../door-world.ts'
import { world } from '../world/world.ts'
import { openDovecot, whyNoDovecot } from './dovecot.ts'

// More than one window of a folder; thousands where somebody asks for them.
const count = Number(process.env['KOLO_MAIL_MANY'] ?? 400)
const why = whyNoDovecot()

test.skipIf(why)(
  why ? `letters, killed in the middle (${why})` : `${count} letters, killed in the middle: counts equal`,
  async () => {
    const w = await world()
    const dovecot = await openDovecot()
    const imap = await dovecot.client()
    for (let n = 1; n <= count; n++)
      await imap.append(
        'INBOX',
        `From: c${n % 700}@client.example\r\nTo: us@vodolii.example\r\nSubject: ${n}\r\nMessage-ID: <${n}@many>\r\n${n % 3 ? `References: <${n - (n % 3)}@many>\r\n` : ''}\r\n${'Text '.repeat(200)}`,
      )
    const made = await w.kolo.call(await w.asRole('sales'), 'mailbox.create', {
      items: [
        {
          name: 'Many',
          address: 'us@vodolii.example',
          imapHost: '127.0.0.1',
          imapPort: dovecot.port,
          imapSecurity: 'none',
          imapUser: 'olena',
          password: 'right',
        },
      ],
    })
    const stored = async () =>
      (await w.db.system((tx) => tx.one<{ n: number }>(sql`select count(*)::float as n from mail_messages`)))!
        .n
    const begun = Date.now()
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 200)
    for (const part of [0.2, 0.55]) {
      const reader = startReader(w.kolo, made.items[0].id, console.error)
      await until(async () => (await stored()) > count * part, 600_000)
      await reader.stop()
    }
    const reader = startReader(w.kolo, made.items[0].id, console.error)
    await until(
      async () => (await w.kolo.get(w.system, 'mailbox', made.items[0].id))['status'] === 'ok',
      600_000,
    )
    await reader.stop()
    clearInterval(watch)
    const [folder] = await w.db.system((tx) =>
      tx.rows(
        sql`select on_server::float as server, (select count(*)::float from mail_items i where i.folder_id = f.id and state = 'stored') as stored from mail_folders f where path = 'INBOX'`,
      ),
    )
    console.log(
      `${count} letters in ${Math.round((Date.now() - begun) / 1000)} s, at most ${Math.round(most / 1e6)} MB`,
    )
    expect(folder).toEqual({ server: count, stored: count })
    expect(await stored()).toBe(count)
    await dovecot.close()
    await w.close()
  },
  1_800_000,
)
