import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { Refused } from '#core/error.ts'
import { boolean } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { release, reserve, type Shortage } from '#modules/stock/index.ts'
import { id, notConfirmed } from './confirm-order.ts'
import { linesOf, type Line } from './copy-lines.ts'
import { order, orderLine, type Order } from './order.ts'
import { settle } from './settle.ts'

export const whyNotReserve = (o: Pick<Order, 'status' | 'shipped'>) =>
  o.status !== 'confirmed' ? 'not_confirmed' : o.shipped === 'all' ? 'shipped' : null

const factorOf = (l: Line) => new Decimal((l['factor'] as number | null) ?? 1)
/** What of a line is promised, in base units, as stock counts. */
const promised = (l: Line, quantity: number) => ({
  product: l.product!,
  quantity: factorOf(l).times(quantity).toFixed(),
})

/** How much of each line there is: of a product that is short, the first lines take what is free. */
export function sharedOut(
  wanted: readonly { line: Line; quantity: number }[],
  short: readonly Shortage[],
): Map<string, number> {
  const free = new Map(short.map((s) => [s.product, new Decimal(s.available)]))
  return new Map(
    wanted.map(({ line, quantity }) => {
      const left = free.get(line.product!)
      if (!left) return [line.id, quantity]
      const factor = factorOf(line)
      const count = Decimal.min(quantity, left.div(factor).toDecimalPlaces(4, Decimal.ROUND_DOWN))
      free.set(line.product!, left.minus(count.times(factor)))
      return [line.id, count.toNumber()]
    }),
  )
}

/** What is short, in words. */
export async function said(c: Context, short: readonly Shortage[]): Promise<string> {
  const names = await c.tx.rows<{ id: string; name: string }>(
    sql`select id, name from products where id = any(${short.map((s) => s.product)}::uuid[])`,
  )
  const list = short
    .map((s) => {
      const name = names.find((n) => n.id === s.product)?.name ?? s.product
      return c.actor.locale === 'uk'
        ? `${name} (потрібно ${s.wanted}, вільно ${s.available})`
        : `${name} (needs ${s.wanted}, free ${s.available})`
    })
    .join('; ')
  return c.actor.locale === 'uk' ? `Бракує на складі: ${list}.` : `Too little in stock: ${list}.`
}

/** Sets goods aside for this order; asked again, anew. */
export const reserveOrder = operation({
  name: 'order.reserve',
  summary: { en: 'Reserve the goods', uk: 'Зарезервувати товар' },
  effect: 'write',
  on: 'order',
  whyNot: whyNotReserve,
  input: {
    id,
    partly: boolean({
      label: { en: 'What there is, if something is short', uk: 'Якщо чогось бракує — те, що є' },
    }),
  },
  needs: { order: 'update' },
  refusals: {
    not_confirmed: notConfirmed,
    shipped: { en: 'Everything has been shipped.', uk: 'Усе вже відвантажено.' },
    short: { en: 'There is too little in stock.', uk: 'На складі бракує товару.' },
  },
  async run(c, { id, partly }) {
    const before = await c.tx.lock(order, id)
    const reason = whyNotReserve(before)
    if (reason) c.refuse(reason)
    const wanted = (await linesOf(c, orderLine, 'order', id))
      .filter((l) => l.product)
      .map((line) => ({ line, quantity: Number(line.quantity) - Number(line['shippedQuantity']) }))
    const record = { entity: 'order', record: id }
    const short = await reserve(
      c,
      record,
      wanted.map(({ line, quantity }) => promised(line, quantity)),
    )
    if (short.length && !partly) throw new Refused('short', await said(c, short))
    const counts = sharedOut(wanted, short)
    if (short.length)
      await reserve(
        c,
        record,
        wanted.map(({ line }) => promised(line, counts.get(line.id)!)),
      )
    await c.tx.elevated(() =>
      c.tx.saveMany(
        orderLine,
        wanted.map(({ line }) => [line as never, { reservedQuantity: counts.get(line.id)! }] as const),
      ),
    )
    await settle(c, [id])
    c.emit('order.reserved', before)
    return { id, revision: before.revision + 1 }
  },
})

/** What is still promised to an order after some of it went out, or after it was cancelled. */
export async function keepPromises(c: Context, id: string): Promise<void> {
  const held = (await linesOf(c, orderLine, 'order', id)).filter(
    (l) => l.product && Number(l['reservedQuantity']) > 0,
  )
  if (held.length === 0) return release(c, 'order', [id])
  const wanted = held.map((l) => promised(l, Number(l['reservedQuantity'])))
  await reserve(c, { entity: 'order', record: id }, wanted, { anyway: true })
}
