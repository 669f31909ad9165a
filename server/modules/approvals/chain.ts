import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import { newId } from '#core/id.ts'
import type { Money } from '#core/kinds/money.ts'
import type { Plain } from '#core/row.ts'
import type { Store } from '#core/store.ts'
import { Decimal } from 'decimal.js'
import { approval, approvalStep, type Approval } from './approval.ts'

export type ChainRule = {
  position: number
  role: string | null
  approver: string | null
  fromAmount: Money | null
  hours: number | null
  onTimeout: string
}

const anyManager = (role: string): ChainRule => ({
  position: 1,
  role,
  approver: null,
  fromAmount: null,
  hours: null,
  onTimeout: 'wait',
})

/** The steps that what is asked goes through. A rule from an amount in another currency holds: rather one step too many
 * than one too few. With no rule a manager decides. */
export function chainOf(rules: readonly ChainRule[], amount: Money | null, managers: string): ChainRule[] {
  const holds = ({ fromAmount }: ChainRule) =>
    fromAmount === null ||
    (amount !== null &&
      (amount.currency !== fromAmount.currency || new Decimal(amount.amount).gte(fromAmount.amount)))
  const steps = rules.filter(holds).toSorted((a, b) => a.position - b.position)
  return steps.length ? steps : [anyManager(managers)]
}

export type Decider = { role: string | null; approver: string | null }

/** Whether this user may decide a step: it is his, or his whom he stands in for, or his role's; nobody decides what he
 * asked for himself but an administrator, who may everything. */
export const mayDecide = (
  step: Decider,
  asker: string | null,
  actor: Pick<Actor, 'user' | 'role'>,
  roleId: string | null,
  standsInFor: readonly string[],
): boolean => {
  if (actor.role === 'administrator' || actor.role === 'system') return true
  if (actor.user === null || actor.user === asker) return false
  if (step.approver) return step.approver === actor.user || standsInFor.includes(step.approver)
  return step.role !== null && step.role === roleId
}

type Row = Record<string, unknown>
/** `tx` is a system store: whoever decides may be of any role. */
export const stepsOf = (tx: Store, id: string): Promise<Plain[]> =>
  tx.elevated(async () => {
    const rows = await tx.rows<Row>(sql`select id from approval_steps where approval_id = ${id}::uuid
      and deleted_at is null order by position, id`)
    return (await tx.lockMany(
      approvalStep,
      rows.map((r) => r['id'] as string),
    )) as unknown as Plain[]
  })

const dueAt = (hours: unknown) =>
  typeof hours === 'number' ? new Date(Date.now() + hours * 3_600_000).toISOString() : null

/** Those who may decide a step, told that they are asked; of a role at most as many as can be meant by it. */
export async function tellDeciders(
  tx: Store,
  { approver, approverRole }: ReturnType<typeof openedBy>,
  asker: string | null,
  text: string,
) {
  const ids = approver
    ? [approver]
    : (
        await tx.rows<{
          id: string
        }>(sql`select id from users where role_id = ${approverRole}::uuid and is_active
          and deleted_at is null order by id limit 20`)
      ).map((u) => u.id)
  return { notify: ids.filter((to) => to !== asker).map((to) => ({ to, reason: 'approval', text })) }
}

/** What the approval says while a step decides. */
export const openedBy = (step: Pick<Plain, string>) => ({
  step: step['position'] as number,
  approver: (step['approver'] as string | null) ?? null,
  approverRole: (step['role'] as string | null) ?? null,
  dueAt: dueAt(step['hours']),
})

/** Writes the chain of new approvals; the first step of each begins to decide. */
export async function startChains(
  tx: Store,
  asked: readonly { id: string; kind: string; amount: Money | null }[],
): Promise<Map<string, ReturnType<typeof openedBy>>> {
  return tx.elevated(async () => {
    const rules = await tx.rows<
      ChainRule & { kind: string; amount: string | null; currency: string | null }
    >(sql`select kind, coalesce(position, 1)::float as position, role_id as role, approver_id as approver,
        from_amount::text as amount, from_amount_currency as currency, hours::float as hours, on_timeout as "onTimeout"
      from approval_rules where deleted_at is null and is_active`)
    const managers = await tx.one<{ id: string }>(sql`select id from roles where key = 'manager'`)
    const steps = asked.flatMap(({ id, kind, amount }) =>
      chainOf(
        rules
          .filter((r) => r.kind === kind)
          .map((r) => ({ ...r, fromAmount: r.amount ? { amount: r.amount, currency: r.currency! } : null })),
        amount,
        managers!.id,
      ).map((r, i) => ({
        id: newId(),
        approval: id,
        position: i + 1,
        role: r.role,
        approver: r.approver,
        hours: r.hours,
        onTimeout: r.onTimeout,
        status: i === 0 ? 'open' : 'waiting',
      })),
    )
    await tx.insertMany(approvalStep, steps)
    return new Map(steps.filter((s) => s.position === 1).map((s) => [s.approval, openedBy(s)]))
  })
}

/** After one step said yes, or let its time pass: the next decides. Null when there is none. */
export async function moveOn(
  tx: Store,
  before: Approval,
  steps: readonly Plain[],
  position: number,
): Promise<ReturnType<typeof openedBy> | null> {
  const next = steps.find((s) => (s['position'] as number) > position && s['status'] === 'waiting')
  if (!next) return null
  await tx.elevated(async () => {
    await tx.saveMany(approvalStep, [[next, { status: 'open' }]])
    await tx.save(approval, before, openedBy(next))
  })
  return openedBy(next)
}
