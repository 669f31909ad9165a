import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Context } from '#core/operation.ts'
import type { Tx } from '#core/database.ts'
import { lossOf, netPriceOf, type Priced } from './seal.ts'

export type Breach = {
  outcome: 'refused' | 'asked' | 'passed' | 'past'
  entity: string
  document: string | null
  /** As the document says, when it does. */
  account?: string | null
  line: Priced | null
  approval?: string | null
}

/** Writes into the ledger. What is refused is written apart, since the refusal undoes everything else. */
export async function record(
  tx: Tx,
  actor: Actor,
  operation: string,
  breaches: readonly Breach[],
): Promise<void> {
  const now = new Date().toISOString()
  const rows = breaches.map(({ line, ...b }) => {
    const net = line && netPriceOf(line)
    const loss = line && lossOf(line)
    return {
      id: newId(),
      outcome: b.outcome,
      entity: b.entity,
      document: b.document,
      account_id: b.account ?? null,
      approval_id: b.approval ?? null,
      product_id: line?.product ?? null,
      quantity: line?.quantity ?? null,
      price: net?.toDecimalPlaces(4).toFixed() ?? null,
      price_currency: net ? line.floor!.currency : null,
      floor: line?.floor?.amount ?? null,
      floor_currency: line?.floor?.currency ?? null,
      loss: loss?.amount ?? null,
      loss_currency: loss?.currency ?? null,
      via: actor.via,
      operation,
      owner_id: actor.user,
      created_at: now,
      created_by: actor.user,
      updated_at: now,
      updated_by: actor.user,
      revision: 1,
      custom: {},
    }
  })
  if (rows.length === 0) return
  await tx.rows(
    sql`insert into floor_breaches select s.* from jsonb_populate_recordset(null::floor_breaches, ${JSON.stringify(rows)}::jsonb) s`,
  )
  await tx.rows(sql`update floor_breaches b set team_id = u.team_id from users u
    where u.id = b.owner_id and b.id = any(${rows.map((r) => r.id)}::uuid[])`)
}

export const recordApart = (kolo: Kolo, actor: Actor, operation: string, breaches: readonly Breach[]) =>
  kolo.db.system((tx) => record(tx, actor, operation, breaches))

export const recordWithin = (c: Context, breaches: readonly Breach[]) =>
  c.tx.elevated(() => record(c.tx, c.actor, c.tx.operation, breaches))
