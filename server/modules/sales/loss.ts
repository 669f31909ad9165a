import type { Problem } from '#core/error.ts'
import type { Money } from '#core/kinds/index.ts'
import type { Store } from '#core/store.ts'
import sql from 'sql-template-tag'

/** What a refusal tells of itself. */
export type Loss = Readonly<Record<string, unknown>>
export type Reason = { id: string; needsCompetitor: boolean; needsPriceGap: boolean; needsComment: boolean }

export const lossKeys = ['lossReason', 'lostTo', 'priceGap', 'lossComment'] as const
export const noLoss = { lossReason: null, lostTo: null, priceGap: null, lossComment: null, lostFrom: null }

const idOf = (v: unknown) => (typeof v === 'object' && v ? (v as { id: string }).id : (v as string | null))

/** What is missing for a deal to be lost: its reason always, and what that reason asks for. */
export function missingForLoss(loss: Loss, reasons: readonly Reason[]): (typeof lossKeys)[number][] {
  const id = idOf(loss['lossReason'])
  if (!id) return ['lossReason']
  const reason = reasons.find((r) => r.id === id)
  if (!reason) return []
  return [
    ...(reason.needsCompetitor && !loss['lostTo'] ? (['lostTo'] as const) : []),
    ...(reason.needsPriceGap && !loss['priceGap'] ? (['priceGap'] as const) : []),
    ...(reason.needsComment && !loss['lossComment'] ? (['lossComment'] as const) : []),
  ]
}

const messages: Record<(typeof lossKeys)[number], string> = {
  lossReason: 'Say why the deal was lost.',
  lostTo: 'Say to whom it was lost: this reason asks for it.',
  priceGap: 'Say by how much we were dearer: this reason asks for it.',
  lossComment: 'Say in words what happened: this reason asks for it.',
}

export const lossProblems = (loss: Loss, reasons: readonly Reason[], path: string): Problem[] =>
  missingForLoss(loss, reasons).map((key) => ({
    path: path + key,
    message: messages[key],
    code: 'needed_for_loss',
  }))

export const reasonsIn = (tx: Store): Promise<Reason[]> =>
  tx.elevated(() =>
    tx.rows<Reason>(sql`select id, coalesce(needs_competitor, false) as "needsCompetitor",
      coalesce(needs_price_gap, false) as "needsPriceGap", coalesce(needs_comment, false) as "needsComment"
      from loss_reasons where deleted_at is null`),
  )

/** By how much we were dearer, where lines say the competitor's price. */
export async function gapsOf(tx: Store, deals: readonly Loss[]): Promise<Map<string, Money>> {
  if (deals.length === 0) return new Map()
  const rows = await tx.elevated(() =>
    tx.rows<{ id: string; amount: string; currency: string }>(sql`select deal_id as id,
      sum(amount - round(quantity * their_price, 2)) as amount, max(unit_price_currency) as currency
    from deal_lines where deal_id = any(${deals.map((d) => d['id'] as string)}::uuid[]) and deleted_at is null
      and their_price is not null group by deal_id having sum(amount - round(quantity * their_price, 2)) > 0`),
  )
  return new Map(rows.map(({ id, amount, currency }) => [id, { amount, currency }]))
}
