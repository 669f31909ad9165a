import { Invalid, Refused } from '#core/error.ts'
import { boolean, date, json, ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { numbersOf } from '#modules/quoting/index.ts'
import { takeOut } from '#modules/stock/index.ts'
import { insertLines, linesOf, passedOn, quantitiesOf, type Line } from './copy-lines.ts'
import { id, notConfirmed } from './confirm-order.ts'
import { creditRefusals, guardCredit } from './credit.ts'
import { order, orderLine, type Order } from './order.ts'
import { keepPromises, said } from './reserve-order.ts'
import { settle } from './settle.ts'
import { shipment, shipmentLine } from './shipment.ts'

export type Wanted = { line: string; quantity: number }[]
/** Which lines and how many; all that is left, if not said: [{"line": id, "quantity": 2}]. */
export const lines = json<Wanted, { label: { en: string; uk: string } }>({
  label: { en: 'Lines', uk: 'Рядки' },
})
/** Whose stock it leaves or comes back to; unsaid, another system counts it. */
const warehouse = ref('warehouse', { label: { uk: 'Склад' } })
const number = (l: Line, key: string) => Number(l[key] ?? 0)

export const whyNotShip = (o: Pick<Order, 'status' | 'shipped'>) =>
  o.status === 'draft'
    ? 'not_confirmed'
    : o.status === 'cancelled'
      ? 'cancelled'
      : o.shipped === 'all'
        ? 'shipped'
        : null
export const whyNotReturn = (o: Pick<Order, 'shipped'>) => (o.shipped === 'none' ? 'not_shipped' : null)

export function pick(
  all: readonly Line[],
  left: (line: Line) => number,
  asked: unknown,
): Map<string, number> {
  const picked = quantitiesOf(all, left, asked)
  if (!picked)
    throw new Invalid([{ path: 'lines', message: 'Name lines of this order, none with more than is left.' }])
  const nothing = Array.isArray(asked) ? 'Say how many of one line at least.' : 'Nothing is left.'
  if (picked.size === 0) throw new Invalid([{ path: 'lines', message: nothing }])
  return picked
}

type Move = {
  kind: 'shipment' | 'return'
  picked: Map<string, number>
  all: Line[]
  more: Record<string, unknown>
  /** Also what the warehouse has not got. */
  anyway?: boolean | null
}

/** Writes what went out or came back, by the very prices of the order: the floor under them is kept by the database. */
async function move(c: Context, o: Order, { kind, picked, all, more, anyway }: Move): Promise<string> {
  const day = (more['date'] as string | null) ?? c.today
  const prefix = kind === 'shipment' ? { en: 'DN', uk: 'ВН' } : { en: 'RT', uk: 'ПВ' }
  const [num] = await numbersOf(c, kind, prefix, [day])
  const [made] = await c.tx.elevated(() =>
    c.tx.insertMany(shipment, [
      {
        ...more,
        number: num,
        order: o.id,
        account: o.account,
        kind,
        date: day,
        owner: o.owner,
        team: o.team,
      },
    ]),
  )
  const sign = kind === 'return' ? -1 : 1
  const moved = all.filter((l) => picked.has(l.id))
  await insertLines(
    c,
    shipmentLine,
    moved.map((l) =>
      passedOn(l, {
        shipment: made!.id,
        orderLine: l.id,
        quantity: sign * picked.get(l.id)!,
        // What comes back of a past order comes back at the price of then.
        binding: !o.isPast,
      }),
    ),
  )
  await c.tx.elevated(() =>
    c.tx.saveMany(
      orderLine,
      moved.map((l) => {
        const count = picked.get(l.id)!
        return [
          l as never,
          kind === 'return'
            ? { returnedQuantity: number(l, 'returnedQuantity') + count }
            : {
                shippedQuantity: number(l, 'shippedQuantity') + count,
                reservedQuantity: Math.max(0, number(l, 'reservedQuantity') - count),
              },
        ] as const
      }),
    ),
  )
  if (more['warehouse']) {
    const short = await takeOut(
      c,
      more['warehouse'] as string,
      moved.flatMap((l) =>
        l.product ? [{ product: l.product, quantity: sign * picked.get(l.id)! * number(l, 'factor') }] : [],
      ),
    )
    if (short.length && kind === 'shipment' && !anyway) throw new Refused('short', await said(c, short))
  }
  if (kind === 'shipment') await keepPromises(c, o.id)
  await settle(c, [o.id])
  return made!.id
}

export const shipOrder = operation({
  name: 'order.ship',
  summary: { en: 'Ship goods', uk: 'Відвантажити' },
  effect: 'write',
  input: {
    id,
    lines,
    warehouse,
    date: date({ latest: 366, label: { uk: 'Дата' } }),
    carrier: text({ max: 200, label: { en: 'Carrier', uk: 'Перевізник' } }),
    tracking: text({ max: 100, label: { en: 'Tracking number', uk: 'Номер відправлення' } }),
    anyway: boolean({
      label: {
        en: 'Also what the warehouse has not got by our count',
        uk: 'Також те, чого за обліком на складі немає',
      },
    }),
  },
  needs: { order: 'update' },
  refusals: {
    not_confirmed: notConfirmed,
    cancelled: { en: 'The order is cancelled.', uk: 'Замовлення скасовано.' },
    shipped: { en: 'Everything has been shipped.', uk: 'Усе вже відвантажено.' },
    short: { en: 'There is too little in stock.', uk: 'На складі бракує товару.' },
    not_counting: {
      en: 'Only who counts the stock ships what is not there: have it counted first.',
      uk: 'Відвантажити те, чого немає, може лише той, хто веде залишки: спершу попросіть їх уточнити.',
    },
    ...creditRefusals,
  },
  async run(c, { id, lines, warehouse, date, carrier, tracking, anyway }) {
    const o = await c.tx.lock(order, id)
    const reason = whyNotShip(o)
    if (reason) c.refuse(reason)
    if (anyway && !c.kolo.may(c.actor, { needs: { stockLevel: 'update' } })) c.refuse('not_counting')
    if (o.total) await guardCredit(c, { account: o.account, order: id, adding: o.total })
    const all = await linesOf(c, orderLine, 'order', id)
    const picked = pick(all, (l) => number(l, 'quantity') - number(l, 'shippedQuantity'), lines)
    const made = await move(c, o, {
      kind: 'shipment',
      picked,
      all,
      more: { warehouse, date, carrier, tracking },
      anyway,
    })
    c.emit('order.shipped', o, { shipment: made })
    return { shipment: made }
  },
})

export const returnOrder = operation({
  name: 'order.return',
  summary: { en: 'Take goods back', uk: 'Прийняти повернення' },
  effect: 'write',
  input: {
    id,
    lines,
    warehouse,
    date: date({ latest: 366, label: { uk: 'Дата' } }),
    reason: text({ required: true, max: 500, label: { en: 'Why', uk: 'Чому' } }),
  },
  needs: { order: 'update' },
  refusals: { not_shipped: { en: 'Nothing has been shipped.', uk: 'Ще нічого не відвантажено.' } },
  async run(c, { id, lines, warehouse, date, reason }) {
    const o = await c.tx.lock(order, id)
    const why = whyNotReturn(o)
    if (why) c.refuse(why)
    const all = await linesOf(c, orderLine, 'order', id)
    const picked = pick(all, (l) => number(l, 'shippedQuantity') - number(l, 'returnedQuantity'), lines)
    const made = await move(c, o, { kind: 'return', picked, all, more: { warehouse, date, reason } })
    c.emit('order.returned', o, { shipment: made })
    return { shipment: made }
  },
})
