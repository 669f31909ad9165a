import sql from 'sql-template-tag'
import { longText, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { approval, approvalStep, type Approval } from './approval.ts'
import { mayDecide, moveOn, stepsOf, tellDeciders, type Decider } from './chain.ts'
import { voidApprovals } from './ask.ts'

const id = ref('approval', { required: true, label: { uk: 'Погодження' } })
const note = longText({ label: { uk: 'Примітка' } })
const refusals = {
  decided: { en: 'This was decided already.', uk: 'Це вже вирішено.' },
  not_yours: { en: 'Others decide about this.', uk: 'Про це вирішують інші.' },
}

export const whyNotDecide = (a: Pick<Approval, 'status'>) => (a.status === 'pending' ? null : 'decided')

/** The role of the actor, and for whom he stands in today. */
async function deciderOf(c: Context) {
  const row = await c.tx.elevated(() =>
    c.tx.one<{ role: string | null; instead: string[] | null }>(sql`select
      (select id from roles where key = ${c.actor.role} and deleted_at is null) as role,
      (select array_agg(user_id::text) from approval_delegates where delegate_id = ${c.actor.user}::uuid and deleted_at is null
        and (since is null or since <= ${c.today}::date) and (until is null or until >= ${c.today}::date)) as instead`),
  )
  return { role: row?.role ?? null, instead: row?.instead ?? [] }
}

/** The approval and its step that decides now; refused when it is not this actor's to decide. As the system: whoever
 * decides may be of any role. */
async function decidable(c: Context, which: string) {
  const tx = c.kolo.systemStore(c.tx)
  const before = await tx.elevated(() => tx.lock(approval, which))
  const reason = whyNotDecide(before)
  if (reason) c.refuse(reason)
  const steps = await stepsOf(tx, which)
  const step = steps.find((s) => s['status'] === 'open')
  const { role, instead } = await deciderOf(c)
  if (!step || !mayDecide(step as unknown as Decider, before.owner, c.actor, role, instead))
    c.refuse('not_yours')
  return { before, steps, step: step as Plain }
}

const decision = (c: Context, said?: string | null) => ({
  decidedBy: c.actor.user,
  decidedAt: new Date().toISOString(),
  note: said ?? null,
})

/** Who asked is told what was decided. */
const decided = (c: Context, { entity, record, kind, owner, title }: Approval, note?: string | null) => ({
  entity,
  record,
  kind,
  ...(owner && owner !== c.actor.user
    ? { notify: [{ to: owner, reason: 'answered', text: [title, note].filter(Boolean).join(': ') }] }
    : {}),
})

export const approve = operation({
  name: 'approval.approve',
  summary: { en: 'Approve', uk: 'Погодити' },
  effect: 'write',
  on: 'approval',
  whyNot: whyNotDecide,
  input: { id, note },
  needs: { approval: 'read' },
  refusals,
  async run(c, { id, note }) {
    const { before, steps, step } = await decidable(c, id)
    await c.tx.elevated(() =>
      c.tx.saveMany(approvalStep, [[step, { status: 'approved', ...decision(c, note) }]]),
    )
    const next = await moveOn(c.tx, before, steps, step['position'] as number)
    if (next) {
      const told = await c.tx.elevated(() => tellDeciders(c.tx, next, before.owner, before.title))
      c.emit('approval.requested', before, { kind: before.kind, ...told })
      return { id, revision: 0 }
    }
    const after = await c.tx.elevated(async () => {
      const saved = await c.tx.save(approval, before, {
        status: 'approved',
        dueAt: null,
        ...decision(c, note),
      })
      const { seals = [] } = (before.content ?? {}) as { seals?: string[] }
      await c.tx.rows(sql`insert into approved_seals (approval_id, hash)
        select ${id}::uuid, unnest(${seals}::text[]) on conflict do nothing`)
      return saved
    })
    c.emit('approval.approved', after, decided(c, before, note))
    return after
  },
})

export const decline = operation({
  name: 'approval.decline',
  summary: { en: 'Decline', uk: 'Відхилити' },
  effect: 'write',
  on: 'approval',
  whyNot: whyNotDecide,
  input: { id, note: longText({ required: true, label: { en: 'Why', uk: 'Чому' } }) },
  needs: { approval: 'read' },
  refusals,
  async run(c, { id, note }) {
    const { before, step } = await decidable(c, id)
    const after = await c.tx.elevated(async () => {
      await c.tx.saveMany(approvalStep, [[step, { status: 'declined', ...decision(c, note) }]])
      return c.tx.save(approval, before, { status: 'declined', dueAt: null, ...decision(c, note) })
    })
    c.emit('approval.declined', after, decided(c, before, note))
    return after
  },
})

export const withdraw = operation({
  name: 'approval.void',
  summary: { en: 'Make void', uk: 'Скасувати' },
  effect: 'write',
  on: 'approval',
  whyNot: (a: Pick<Approval, 'status'>) =>
    a.status === 'pending' || a.status === 'approved' ? null : 'decided',
  input: { id },
  needs: { approval: 'read' },
  refusals,
  async run(c, { id }) {
    const tx = c.kolo.systemStore(c.tx)
    const before = await tx.elevated(() => tx.lock(approval, id))
    if (before.status !== 'pending' && before.status !== 'approved') c.refuse('decided')
    const mine = before.owner === c.actor.user || before.decidedBy === c.actor.user
    if (!mine && c.actor.role !== 'administrator' && c.actor.role !== 'system') c.refuse('not_yours')
    // What stands by it keeps its seals: then PostgreSQL refuses.
    await c.tx.elevated(() => c.tx.rows(sql`delete from approved_seals where approval_id = ${id}::uuid`))
    await voidApprovals(c, before.entity ?? '', [before.record ?? ''], { ids: [id] })
    return { id, revision: 0 }
  },
})
