import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import type { Queue } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation } from '#core/operation.ts'
import { quote } from './quote.ts'

/** Sent quotes whose day has passed; a client who opens one then is told so. */
export const expireQuotes = operation({
  name: 'quote.expire_old',
  summary: { en: 'Note the quotes that ran out', uk: 'Позначити прострочені пропозиції' },
  effect: 'write',
  input: {},
  needs: { quote: 'update' },
  async run(c) {
    const rows = await c.tx.rows<{ id: string }>(
      sql`select id from quotes where status = 'sent' and valid_until < ${c.today}::date and deleted_at is null limit 10000`,
    )
    const held = await c.tx.lockMany(
      quote,
      rows.map((r) => r.id),
    )
    const late = held.filter((q) => q.status === 'sent')
    await c.tx.saveMany(
      quote,
      late.map((q) => [q as never, { status: 'expired' }] as const),
    )
    for (const q of late) c.emit('quote.expired', q)
    return { expired: late.length }
  },
})

export const expiry = (kolo: Kolo): Queue => ({
  name: 'quotes-expire',
  cron: '15 2 * * *',
  run: async () => void (await kolo.call(systemActor('job'), 'quote.expire_old', {})),
})
