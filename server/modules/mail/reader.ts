import type { ImapFlow, MailboxObject } from 'imapflow'
import sql from 'sql-template-tag'
import type { Kolo } from '#core/kolo.ts'
import { connect, troubleOf } from './connection.ts'
import { composedAgain } from './deliver.ts'
import { listeners, sendMarks } from './marks.ts'
import { mailboxAsIs } from './reading.ts'
import { copySent, syncMailbox } from './sync-mailbox.ts'

/** Whether the inbox, just opened, has more than the ledger knows of. */
const isBehind = async (kolo: Kolo, mailbox: string, at: MailboxObject) => {
  const known = await kolo.db.system((tx) =>
    tx.one<{ next: number; count: number; modSeq: string | null }>(
      sql`select last_uid::float + 1 as next, on_server::float as count, mod_seq::text as "modSeq" from mail_folders
        where mailbox_id = ${mailbox}::uuid and role = '\\Inbox'`,
    ),
  )
  const modSeq = at.highestModseq?.toString() ?? null
  return (
    known !== undefined && (known.next < at.uidNext || known.count !== at.exists || known.modSeq !== modSeq)
  )
}

type Reader = { wake(): void; stop(): Promise<void> }

const pauses = { quiet: 120_000, trouble: [5_000, 30_000, 120_000, 600_000] }

/** Keeps one mailbox up to date for as long as it runs: reads, then waits for the server to tell (IDLE), for a wish,
 * or for two minutes; after trouble it comes back later and later. */
export function startReader(kolo: Kolo, id: string, onFault: (error: unknown) => void): Reader {
  let stopped = false
  let client: ImapFlow | undefined
  let failures = 0
  let wished = false
  let ring = () => {}
  const wake = () => {
    wished = true
    ring()
  }
  const rest = async (ms: number) => {
    if (!wished && !stopped)
      await new Promise<void>((done) => {
        const timer = setTimeout(done, ms)
        ring = () => (clearTimeout(timer), done())
      })
  }
  const say = (status: string, trouble: string | null) =>
    kolo.db.system((tx) =>
      tx.rows(sql`update mailboxes set status = ${status}, trouble = ${trouble}, read_at = case when ${status} = 'ok' then now() else read_at end
        where id = ${id}::uuid and (status is distinct from ${status} or trouble is distinct from ${trouble} or ${status} = 'ok')`),
    )

  async function once(): Promise<boolean> {
    const box = await mailboxAsIs(kolo, id)
    if (!box?.isActive || !box.imapHost) return false
    if (!client?.usable) {
      client = await connect(kolo, box)
      client.on('exists', wake)
      client.on('expunge', wake)
      client.on('flags', wake)
      client.on('close', wake)
    }
    if (box.status !== 'ok') await say('reading', null)
    await copySent(kolo, client, box, (message) => composedAgain(kolo, box, message))
    const reading = { kolo, client, box, stopped: () => stopped }
    await sendMarks(reading)
    await syncMailbox(reading)
    // The server tells of the folder that is open: the inbox, while nothing else is read.
    if (!stopped) await client.mailboxOpen('INBOX', { readOnly: true })
    // What came while other folders were read, the server does not tell again.
    if (client.mailbox && (await isBehind(kolo, id, client.mailbox))) wake()
    // Not after a while, as the library would: at once.
    // One that was stopped half-way is not up to date.
    if (stopped) return true
    client.idle().catch(() => {})
    await say('ok', null)
    failures = 0
    return true
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      let pause = pauses.quiet
      try {
        // Before, not after: what comes while it reads is read in another round.
        wished = false
        if (!(await once())) return
      } catch (error) {
        client?.close()
        client = undefined
        if (stopped) return
        pause = pauses.trouble[Math.min(failures++, pauses.trouble.length - 1)]!
        await say('trouble', troubleOf(error, 'IMAP').slice(0, 1000)).catch(onFault)
      }
      await rest(pause)
    }
  }
  const heard = (mailbox: string) => {
    if (mailbox === id) wake()
  }
  listeners.add(heard)
  const running = loop().catch(onFault)
  return {
    wake,
    async stop() {
      listeners.delete(heard)
      stopped = true
      ring()
      client?.close()
      await running
    },
  }
}

/** A reader for each active mailbox, as mailboxes come and go. */
export function startReaders(kolo: Kolo, onFault: (error: unknown) => void) {
  const readers = new Map<string, { reader: Reader; revision: number }>()
  let busy: Promise<void> = Promise.resolve()
  const look = async () => {
    const rows = await kolo.db.system((tx) =>
      tx.rows<{ id: string; revision: number }>(
        sql`select id, revision from mailboxes where is_active and imap_host is not null and deleted_at is null`,
      ),
    )
    const wanted = new Map(rows.map((r) => [r.id, r.revision]))
    for (const [id, { reader, revision }] of readers)
      if (wanted.get(id) !== revision) {
        readers.delete(id)
        await reader.stop()
      }
    for (const [id, revision] of wanted)
      if (!readers.has(id)) readers.set(id, { reader: startReader(kolo, id, onFault), revision })
  }
  return {
    look: () => (busy = busy.then(look).catch(onFault)),
    wake: (id: string) => readers.get(id)?.reader.wake(),
    async stop() {
      await busy
      await Promise.all([...readers.values()].map(({ reader }) => reader.stop()))
    },
  }
}
