import sql from 'sql-template-tag'
import type { Field } from '#core/kind.ts'
import type { Context } from '#core/operation.ts'
import { choice, longText, money, ref } from '#core/kinds/index.ts'
import { equal } from '#core/row.ts'
import { create, update } from '#core/stock.ts'
import { deal } from './deal.ts'
import { keepMoves, type Moving } from './moves.ts'
import { placed } from './place-deal.ts'
import { keepSealed } from './sealed.ts'
import { recount } from './write-line.ts'

const status = choice({ options: deal.fields.status.options ?? [] })
type Item = Record<string, unknown>
const wrote = (c: Context, after: unknown[], before: unknown[]) =>
  keepMoves(c, after as Moving[], before as Moving[])

const idsOf = (items: readonly Item[]) => items.map((item) => item['id'] as string)

/** Whoever writes the amount of a deal that has lines says by that that it is not what they come to. */
async function byHand(c: Context, items: Item[], before: Item[]): Promise<Item[]> {
  const says = (item: Item) => 'amount' in item && !('amountIsManual' in item)
  if (!items.some(says)) return items
  // With the system's eyes: whoever may not see lines has them counted all the same.
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{ id: string }>(sql`select distinct deal_id as id from deal_lines
      where deal_id = any(${idsOf(before)}::uuid[]) and deleted_at is null`),
  )
  const lined = new Set(rows.map((r) => r.id))
  const same = (item: Item, was: Item) => equal(deal.fields.amount as Field, was['amount'], item['amount'])
  return items.map((item, i) =>
    says(item) && lined.has(before[i]!['id'] as string) && !same(item, before[i]!)
      ? { ...item, amountIsManual: item['amount'] !== null }
      : item,
  )
}

async function wroteAgain(c: Context, after: Item[], before: Item[]): Promise<void> {
  await wrote(c, after, before)
  await recount(c, idsOf(after.filter((deal, i) => before[i]!['amountIsManual'] && !deal['amountIsManual'])))
}

/** A new deal starts in the first stage; one that was already decided elsewhere may come in its last. */
export const createDeal = create(deal, {
  extra: { stage: ref('stage'), status },
  prepare: (c, items) => placed(c, items, []),
  wrote,
})

/** Moving a deal to another stage, winning or losing it is an update too, by whichever door. */
export const updateDeal = update(deal, {
  extra: {
    stage: ref('stage'),
    status,
    lossReason: ref('lossReason'),
    lostTo: ref('competitor'),
    priceGap: money(),
    lossComment: longText(),
  },
  prepare: async (c, items, before) => {
    const ready = await placed(c, await byHand(c, items, before), before)
    keepSealed(c, ready, before)
    return ready
  },
  wrote: wroteAgain,
})
