import type { AnyEntity } from '#core/entity.ts'
import type { Context } from '#core/operation.ts'
import type { Plain, Values } from '#core/row.ts'
import { askApproval } from '#modules/approvals/index.ts'
import { D } from './decimal.ts'
import { capturedLines, type LineDocument } from './keep-floor.ts'
import { recordWithin } from './ledger.ts'
import { isBelow, lineSeal, lossOf, lowestPrice, netPriceOf, type Priced } from './seal.ts'
import { linesOf } from './reprice-lines.ts'

/** Asks leave for the lines of a document that are below their floors, bound to exactly these. `proposed` are lines as
 * they would be, where the document does not take them without approval (`id` for one that is there). Null: none is. */
export async function askForPrices(
  c: Context,
  line: AnyEntity,
  of: LineDocument,
  {
    id,
    title,
    reason,
    proposed = [],
  }: { id: string; title: string; reason?: string | null; proposed?: Values[] },
): Promise<Plain | null> {
  const there = await linesOf(c, line, of.parent, [id])
  const terms = (await of.terms(c, [id])).get(id)!
  const known = new Map(there.map((l) => [l.id, l]))
  const drafts = await capturedLines(
    c,
    of,
    proposed.map(({ id: _id, ...patch }) => ({ ...patch, [of.parent]: id })),
    proposed.map((p) => known.get(p['id'] as string)),
  )
  const untouched = there.filter((l) => !l['approval'] && !proposed.some((p) => p['id'] === l.id))
  const below = [...untouched, ...drafts.map((d) => d.whole)]
    .map((l) => l as unknown as Priced)
    .filter(isBelow)
  if (below.length === 0) return null
  const losses = below.map((l) => lossOf(l)!)
  const { currency } = losses[0]!
  const sum = losses.filter((l) => l.currency === currency).reduce((a, l) => a.plus(l.amount), new D(0))
  const asked = await askApproval(c, {
    kind: 'price',
    entity: line.fields[of.parent]!.entity!,
    record: id,
    title,
    reason: reason ?? null,
    amount: { amount: sum.toFixed(2), currency },
    content: {
      lines: below.map((l) => ({
        product: l.product,
        quantity: l.quantity,
        unit: l.unit,
        unitPrice: l.unitPrice,
        discount: l.discount ?? null,
        lowest: lowestPrice(l),
        netPrice: { amount: netPriceOf(l)!.toDecimalPlaces(4).toFixed(), currency: l.floor!.currency },
        floor: l.floor,
        loss: lossOf(l),
      })),
    },
    seals: below.map((l) => lineSeal(l)),
  })
  await recordWithin(
    c,
    below.map((l) => ({
      outcome: 'asked',
      entity: line.name,
      document: id,
      account: terms.account,
      line: l,
      approval: asked.id,
    })),
  )
  return asked
}
