import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import type { Background, Consumer } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation, type Context } from '#core/operation.ts'
import { approval, approvalStep } from './approval.ts'
import { moveOn, stepsOf } from './chain.ts'

/** What a whole record was approved as is void once the record is changed. */
const voidsChanged = (kolo: Kolo): Consumer => ({
  name: 'approvals',
  wanted: async (tx) =>
    (
      await tx.rows(
        sql`select from approvals where status in ('pending', 'approved') and content ? 'fields' limit 1`,
      )
    ).length > 0,
  async handle(events, tx) {
    const changed = events.filter(
      (e) => e.record && e.entity !== 'approval' && /\.(updated|deleted)$/.test(e.name),
    )
    const found = await tx.rows<{ id: string }>(sql`select distinct a.id from approvals a
      join unnest(${changed.map((e) => e.entity)}::text[], ${changed.map((e) => e.record)}::text[], ${changed.map((e) => e.at)}::timestamptz[])
        as e (entity, record, at) on e.entity = a.entity and e.record = a.record and e.at > a.created_at
      where a.status in ('pending', 'approved') and a.content ? 'fields' and a.deleted_at is null`)
    for (const { id } of found) await kolo.call(systemActor('job'), 'approval.void', { id })
  },
})

async function letPass(c: Context, id: string): Promise<void> {
  const before = await c.tx.lock(approval, id)
  const steps = await stepsOf(c.tx, id)
  const step = steps.find((s) => s['status'] === 'open')
  if (!step || before.status !== 'pending') return
  const decline = step['onTimeout'] === 'decline'
  if (!decline && (step['onTimeout'] === 'wait' || !steps.some((s) => s['status'] === 'waiting'))) {
    // Nobody to pass it on to: it waits on, without a term.
    await c.tx.save(approval, before, { dueAt: null })
    return
  }
  await c.tx.saveMany(approvalStep, [[step, { status: decline ? 'declined' : 'late' }]])
  if (!decline) return void (await moveOn(c.tx, before, steps, step['position'] as number))
  const after = await c.tx.save(approval, before, { status: 'declined', dueAt: null })
  c.emit('approval.declined', after, { entity: before.entity, record: before.record, kind: before.kind })
}

/** Steps whose time is over: to the next, or declined, as their rule says. */
export const passTime = operation({
  name: 'approval.pass_time',
  summary: { en: 'Pass on what is late', uk: 'Передати далі прострочене' },
  effect: 'write',
  input: {},
  needs: { approval: 'update' },
  async run(c) {
    const late = await c.tx.rows<{ id: string }>(
      sql`select id from approvals where status = 'pending' and due_at < now() and deleted_at is null order by due_at limit 500`,
    )
    for (const { id } of late) await letPass(c, id)
    return { passed: late.length }
  },
})

export const watching = (kolo: Kolo): Background => ({
  consumers: [voidsChanged(kolo)],
  queues: [
    {
      name: 'approvals',
      cron: '*/5 * * * *',
      run: async () => void (await kolo.call(systemActor('job'), 'approval.pass_time', {})),
    },
  ],
})
