import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { boolean, choice, text } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { create, remove, update } from '#core/stock.ts'
import { mainIssuer, paperLanguages } from '#modules/documents/index.ts'
import { isBelow, priceLines, recordWithin, type Priced } from '#modules/pricing/index.ts'
import { documentOf, numbersOf, placed, staying, type Heading } from '#modules/quoting/index.ts'
import { withDealChannel } from '#modules/sales/index.ts'
import { orderStatuses } from './choices.ts'
import { linesOf } from './copy-lines.ts'
import { order, orderLine, type Order } from './order.ts'
import { retotal } from './settle.ts'

type Item = Record<string, unknown>

export const orderNumbers = (c: Pick<Context, 'tx' | 'kolo'>, dates: readonly string[]) =>
  numbersOf(c, 'order', { en: 'SO', uk: 'ЗК' }, dates)

export const fresh = {
  status: 'draft',
  state: 'new',
  reserved: 'none',
  shipped: 'none',
  invoiced: 'none',
  paid: 'none',
}

/** Sold, delivered and paid before Kolo. */
const past = { status: 'done', state: 'done', shipped: 'all', invoiced: 'all', paid: 'all' }

/** Whose prices are past may be below the floors of today: he who may lower those for all may write them down. */
const mayBringPast = (c: Context) => c.kolo.may(c.actor, { needs: { floorRule: 'update' } })

function checkPast(c: Context, items: readonly Item[], days: readonly string[]): void {
  const refused = (i: number, message: string) => new Invalid([{ path: `items.${i}.isPast`, message }])
  for (const [i, item] of items.entries()) {
    if (!item['isPast']) continue
    if (!mayBringPast(c)) throw refused(i, 'Only who may change the rules of floors brings in past orders.')
    if (days[i]! >= c.today) throw refused(i, 'A past order has a day before today.')
  }
}

/** What a new order starts with. One from another system may come with its number, confirmed; or as one of the past. */
export const createOrder = create(order, {
  extra: {
    number: text({ max: 50 }),
    status: choice({ options: orderStatuses.slice(0, 2) }),
    isPast: boolean(),
  },
  async prepare(c, items) {
    const issuer = await mainIssuer(c)
    const languages = await paperLanguages(
      c,
      items.map((item) => item['account']),
    )
    const days = items.map((item) => (item['date'] as string | undefined) ?? c.today)
    checkPast(c, items, days)
    const unnumbered = items.flatMap((item, i) => (item['number'] ? [] : [i]))
    const numbers = await orderNumbers(
      c,
      unnumbered.map((i) => days[i]!),
    )
    return (await withDealChannel(c, items)).map((item, i) => ({
      ...fresh,
      ...(issuer ? { issuer } : {}),
      language: languages[i]!,
      currency: c.kolo.workspace.currency,
      ...item,
      ...(item['status'] === 'confirmed' ? { state: 'confirmed' } : {}),
      ...(item['isPast'] ? past : {}),
      date: days[i],
      number: item['number'] ?? numbers[unnumbered.indexOf(i)],
    }))
  },
})

const terms = ['currency', 'taxIncluded', 'discount', 'isExact', 'account', 'priceList', 'date']

const stockUpdate = update(order, {
  refusals: {
    confirmed: {
      en: 'A confirmed order keeps its prices and terms: cancel it and make another.',
      uk: 'Підтверджене замовлення зберігає ціни й умови: скасуйте його і створіть інше.',
    },
    has_lines: {
      en: 'The client, day, currency, VAT, discount and price list are chosen before there are lines: delete the lines first.',
      uk: 'Клієнта, дату, валюту, ПДВ, знижку та прайс обирають, доки немає рядків: спершу вилучіть рядки.',
    },
  },
  async prepare(c, items, before) {
    for (const [i, item] of items.entries()) {
      const was = before[i]!
      const says = terms.some((key) => key in item && JSON.stringify(item[key]) !== JSON.stringify(was[key]))
      if (!says) continue
      if (was['status'] !== 'draft') c.refuse('confirmed')
      if ((await linesOf(c, orderLine, 'order', was.id)).length) c.refuse('has_lines')
    }
    return items
  },
})
export const updateOrder = stockUpdate

export const headingOf = (o: Order): Heading => ({
  id: o.id,
  account: o.account,
  on: o.date,
  currency: o.currency,
  taxIncluded: o.taxIncluded ?? false,
  discount: o.discount,
  priceList: o.priceList,
  channel: o.channel,
  // Nothing more is sold by a past order: its prices bind nobody.
  binding: !o.isPast,
})

/** The orders that lines are written to; held until the end. A confirmed one takes no more. */
async function openOrders(c: Context, ids: readonly string[]): Promise<Map<string, Order>> {
  const orders = (await c.tx.lockMany(order, [...new Set(ids)].toSorted())) as Order[]
  // What comes with its own history (an import) is written whole, also into a confirmed order without shipments.
  const closed = orders.find((o) =>
    o.isPast ? !mayBringPast(c) : o.status !== 'draft' && (c.actor.via !== 'import' || o.shipped !== 'none'),
  )
  if (closed)
    throw new Invalid([
      { path: 'order', message: 'A confirmed order takes no other lines.', code: 'confirmed' },
    ])
  return new Map(orders.map((o) => [o.id, o]))
}

/** Lines with their prices, floors, and what follows from their order. */
async function pricedLines(c: Context, orders: ReadonlyMap<string, Order>, items: Item[], before: Plain[]) {
  const headings = new Map<string, Heading>([...orders].map(([id, o]) => [id, headingOf(o)]))
  const priced = await priceLines(c, orderLine, documentOf('order', headings), items, before)
  const lines = priced.map((item, i) => {
    const whole: Item = { quantity: 1, ...before[i], ...item }
    const o = orders.get(whole['order'] as string)
    const quantity = whole['quantity']
    const moved = o?.isPast ? { shippedQuantity: quantity, invoicedQuantity: quantity } : {}
    return { o, whole, item: { ...item, isExact: o?.isExact ?? false, ...moved } }
  })
  await recordWithin(
    c,
    lines.flatMap(({ o, whole }) => {
      const line = whole as unknown as Priced
      return o?.isPast && isBelow(line)
        ? [{ outcome: 'past' as const, entity: orderLine.name, document: o.id, account: o.account, line }]
        : []
    }),
  )
  return lines.map((l) => l.item)
}

const ordersOf = async (c: Context, ids: readonly string[]) =>
  (
    await c.tx.rows<{ id: string }>(
      sql`select distinct order_id as id from order_lines where id = any(${ids}::uuid[])`,
    )
  ).map((r) => r.id)

const lineCreate = create(orderLine, {
  async prepare(c, items) {
    const orders = await openOrders(
      c,
      items.map((item) => item['order'] as string),
    )
    return pricedLines(c, orders, await placed(c, orderLine, items, 'order'), [])
  },
})
const lineUpdate = update(orderLine, {
  async prepare(c, items, before) {
    const orders = await openOrders(
      c,
      before.map((b) => b['order'] as string),
    )
    return pricedLines(c, orders, staying(items, before, 'order'), before)
  },
})
const lineRemove = remove(orderLine)

export const createOrderLine: typeof lineCreate = {
  ...lineCreate,
  async run(c, input) {
    const written = await lineCreate.run(c, input)
    const items = (input as unknown as { items: Item[] }).items
    await retotal(c, [...new Set(items.map((item) => item['order'] as string))].toSorted())
    return written
  },
}
export const updateOrderLine: typeof lineUpdate = {
  ...lineUpdate,
  async run(c, input) {
    const written = await lineUpdate.run(c, input)
    await retotal(
      c,
      (
        await ordersOf(
          c,
          written.items.map((item) => item['id'] as string),
        )
      ).toSorted(),
    )
    return written
  },
}
export const removeOrderLine: typeof lineRemove = {
  ...lineRemove,
  async run(c, input) {
    const orders = await ordersOf(c, (input as unknown as { ids: string[] }).ids)
    await openOrders(c, orders)
    const gone = await lineRemove.run(c, input)
    await retotal(c, orders.toSorted())
    return gone
  },
}
