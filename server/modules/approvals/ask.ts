import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { newId } from '#core/id.ts'
import type { Money } from '#core/kinds/money.ts'
import type { Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import type { Store } from '#core/store.ts'
import { approval } from './approval.ts'
import { startChains, tellDeciders } from './chain.ts'

export type Question = {
  kind: 'price' | 'discount' | 'credit' | 'document' | 'other'
  /** The record it is about: the entity's name and the id. */
  entity: string
  record: string
  title: string
  reason?: string | null
  amount?: Money | null
  /** What exactly is asked for, as the one who decides should see it. */
  content: unknown
  /** Seals of its parts: what carries one of them may stand once it is approved. */
  seals?: readonly string[]
}

const canonical = (v: unknown): string =>
  JSON.stringify(v ?? null, (_, x: unknown) =>
    x !== null && typeof x === 'object' && !Array.isArray(x)
      ? Object.fromEntries(Object.entries(x).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : x,
  )

/** The seal of a content, whatever the order of its keys. */
export const sealOf = (content: unknown) => createHash('sha256').update(canonical(content)).digest('hex')

/** Asks for leave: the question goes to the first of its chain. What was asked about the same record before and is not
 * decided yet is void. The caller has checked that the actor may change the record. */
export async function askApproval(c: Context, q: Question): Promise<Plain> {
  await voidApprovals(c, q.entity, [q.record], { kind: q.kind, only: 'pending' })
  const id = newId()
  const content = { ...(q.content as object), seals: q.seals ?? [] }
  const team = await c.tx.elevated(() =>
    c.tx.one<{ team: string | null }>(
      sql`select team_id as team from users where id = ${c.actor.user}::uuid`,
    ),
  )
  const row = {
    id,
    kind: q.kind,
    title: q.title.slice(0, 300),
    reason: q.reason ?? null,
    entity: q.entity,
    record: q.record,
    status: 'pending',
    amount: q.amount ?? null,
    content,
    hash: sealOf(q.content),
    owner: c.actor.user,
    team: team?.team ?? null,
  }
  return c.tx.elevated(async () => {
    const [asked] = await c.tx.insertMany(approval, [row])
    const opened = await startChains(c.tx, [{ id, kind: q.kind, amount: row.amount }])
    const after = await c.tx.saveMany(approval, [[asked!, opened.get(id)!]])
    c.emit(
      'approval.requested',
      { id },
      {
        kind: q.kind,
        entity: q.entity,
        record: q.record,
        ...(await tellDeciders(c.tx, opened.get(id)!, c.actor.user, row.title)),
      },
    )
    return after[0]!
  })
}

type Which = { kind?: string; only?: 'pending'; seals?: readonly string[]; ids?: readonly string[] }

/** What was asked or approved about records that have changed since is void. With `seals`, only what is bound to them:
 * of an approval its other parts stand on, what still waits is void as a whole. */
export async function voidApprovals(
  c: Context,
  entity: string,
  records: readonly string[],
  { kind, only, seals, ids }: Which = {},
): Promise<void> {
  const tx = c.kolo.systemStore(c.tx)
  await tx.elevated(async () => {
    const found = await tx.rows<{
      id: string
    }>(sql`select id from approvals where record = any(${records}::text[])
      and entity = ${entity} and deleted_at is null and (status = 'pending' or status = 'approved' and ${only ?? null}::text is null)
      and (${kind ?? null}::text is null or kind = ${kind ?? null})
      and (${ids ?? null}::uuid[] is null or id = any(${ids ?? null}::uuid[]))
      and (${seals ?? null}::text[] is null or content->'seals' ?| ${seals ?? null}::text[])`)
    if (found.length === 0) return
    const before = (await tx.lockMany(
      approval,
      found.map((f) => f.id),
    )) as unknown as Plain[]
    const gone = new Set(seals)
    const pairs = before.map((b) => {
      const content = b['content'] as { seals?: string[] }
      const left =
        seals && b['status'] === 'approved' ? (content.seals ?? []).filter((s) => !gone.has(s)) : []
      if (left.length > 0) return [b, { content: { ...content, seals: left } }] as const
      c.emit('approval.voided', { id: b.id }, { entity, record: b['record'] })
      return [b, { status: 'void', dueAt: null }] as const
    })
    await tx.saveMany(approval, pairs)
  })
}

export type ApprovedSeal = { hash: string; approval: string; record: string }

/** Which of these seals are approved for these records. */
export const approvedSeals = (
  tx: Store,
  entity: string,
  records: readonly string[],
  seals: readonly string[],
): Promise<ApprovedSeal[]> =>
  tx.elevated(() =>
    tx.rows<ApprovedSeal>(sql`select s.hash, s.approval_id as approval, a.record from approved_seals s
      join approvals a on a.id = s.approval_id and a.deleted_at is null and a.status = 'approved' and a.content->'seals' ? s.hash
      where s.hash = any(${seals}::text[]) and a.entity = ${entity} and a.record = any(${records}::text[])`),
  )
