import sql from 'sql-template-tag'
import { Missing } from '#core/error.ts'
import { longText, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { askApproval } from '#modules/approvals/index.ts'
import { D } from './decimal.ts'
import { linesEntityOf, linesOf } from './keep-floors.ts'
import { recordWithin } from './ledger.ts'
import { isBelow, lineSeal, lossOf, lowestPrice, netPriceOf, type Priced } from './seal.ts'

type Asked = { entity: string; record: string; title: string; reason?: string | null }

/** Asks leave for the lines of a document that are below their floors, bound to exactly these; null when none is. The
 * caller has checked that the actor may change the document. */
export async function askForPrices(
  c: Context,
  { entity, record, title, reason }: Asked,
): Promise<Plain | null> {
  const lines = linesEntityOf(c, entity)
  if (!lines) return null
  const there = await linesOf(c, lines.line, lines.parent, [record])
  const below = there.filter((l) => !l['approval'] && isBelow(l as unknown as Priced)) as unknown as Priced[]
  if (below.length === 0) return null
  const losses = below.map((l) => lossOf(l)!)
  const { currency } = losses[0]!
  const sum = losses.filter((l) => l.currency === currency).reduce((a, l) => a.plus(l.amount), new D(0))
  const names = await c.tx.rows<{ id: string; name: string }>(
    sql`select id, name from products where id = any(${below.map((l) => l.product)}::uuid[])`,
  )
  const asked = await askApproval(c, {
    kind: 'price',
    entity,
    record,
    title,
    reason: reason ?? null,
    amount: { amount: sum.toFixed(2), currency },
    content: {
      lines: below.map((l) => ({
        product: { id: l.product, title: names.find((n) => n.id === l.product)?.name ?? null },
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
    below.map((line) => ({
      outcome: 'asked',
      entity: lines.line.name,
      document: record,
      line,
      approval: asked.id,
    })),
  )
  return asked
}

/** From the screen of any document with lines. */
export const askPrice = operation({
  name: 'price.ask',
  summary: { en: 'Ask for approval of the prices', uk: 'Запитати погодження цін' },
  effect: 'write',
  input: {
    entity: text({ required: true, max: 100, label: { en: 'Entity', uk: 'Об’єкт' } }),
    record: text({ required: true, max: 100, label: { en: 'Record', uk: 'Запис' } }),
    reason: longText({ label: { en: 'Why', uk: 'Чому' } }),
  },
  needs: { approval: 'read' },
  refusals: {
    none_below: { en: 'No price is below its floor.', uk: 'Жодна ціна не нижча за межу.' },
  },
  async run(c, { entity, record, reason }) {
    // Whoever asks for a document's prices may change it: looked at by locking it with his own rights.
    if (!c.kolo.may(c.actor, { needs: { [entity]: 'update' } })) throw new Missing(entity, record)
    const e = c.kolo.entity(entity)
    const document = (await c.tx.lock(e, record)) as unknown as Plain
    const title = String(document[e.title] ?? e.label[c.actor.locale])
    return (await askForPrices(c, { entity, record, title, reason })) ?? c.refuse('none_below')
  },
})
