import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import type { Queue } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation } from '#core/operation.ts'
import { settle } from './settle.ts'

const atOnce = 1000

/** Orders whose day to pay has passed since anything happened to them. */
export const noteOverdue = operation({
  name: 'order.note_overdue',
  summary: { en: 'Note the orders whose payment is late', uk: 'Позначити замовлення з простроченою оплатою' },
  effect: 'write',
  input: {},
  needs: { order: 'update' },
  async run(c) {
    const rows = await c.tx.rows<{ id: string }>(
      sql`select id from orders where due_on < ${c.today}::date and state not in ('overdue', 'returned', 'cancelled', 'done')
        and paid <> 'all' and deleted_at is null order by id limit ${atOnce}`,
    )
    await settle(
      c,
      rows.map((r) => r.id),
    )
    return { overdue: rows.length }
  },
})

export const overdue = (kolo: Kolo): Queue => ({
  name: 'orders-overdue',
  cron: '20 2 * * *',
  async run() {
    for (let found = atOnce; found === atOnce;)
      found = (await kolo.call<{ overdue: number }>(systemActor('job'), 'order.note_overdue', {})).overdue
  },
})
