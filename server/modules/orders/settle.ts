import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import { countedLinesOf, sumsOf } from '#modules/quoting/index.ts'
import { order, orderLine, type Order } from './order.ts'
import { partOf, stateOf } from './order-state.ts'

export type Sums = {
  id: string
  quantity: string
  /** Every line has been invoiced whole. */
  isInvoiced: boolean
  reserved: string
  shipped: string
  returned: string
  invoicedAmount: string
  paidAmount: string
  dueOn: string | null
}

/** What the lines, invoices and payments of some orders come to. */
const sumsFor = (c: Pick<Context, 'tx'>, ids: readonly string[]) =>
  c.tx.elevated(() =>
    c.tx
      .rows<Sums>(sql`select o.id, l.quantity::text as quantity, l.reserved::text as reserved, l.shipped::text as shipped,
        l.returned::text as returned,
        l.billed as "isInvoiced", i.invoiced::text as "invoicedAmount", i.paid::text as "paidAmount", i.due::text as "dueOn"
      from orders o
      cross join lateral (select coalesce(sum(quantity), 0) as quantity, coalesce(sum(reserved_quantity), 0) as reserved,
        coalesce(sum(shipped_quantity), 0) as shipped, coalesce(sum(returned_quantity), 0) as returned,
        coalesce(bool_and(invoiced_quantity >= quantity), false) as billed
        from order_lines where order_id = o.id and deleted_at is null) l
      cross join lateral (select coalesce(sum(total), 0) as invoiced, coalesce(sum(paid), 0) as paid,
        min(due_date) filter (where status in ('open', 'part') and kind = 'invoice') as due
        from invoices where order_id = o.id and status <> 'void' and kind <> 'proforma' and deleted_at is null) i
      where o.id = any(${ids}::uuid[])`),
  )

/** After anything happened to orders: what they say of themselves. The caller holds them and may change what he did; what
 * follows from it is written whoever owns the order. */
export async function settle(c: Context, ids: readonly string[]): Promise<void> {
  const found = new Map((await sumsFor(c, ids)).map((s) => [s.id, s]))
  await c.tx.elevated(async () => {
    const orders = (await c.tx.lockMany(order, [...found.keys()])) as Order[]
    await c.tx.saveMany(
      order,
      orders.map((o) => [o as never, follows(o, found.get(o.id)!, c.today)] as const),
    )
  })
}

/** What an order says of itself, by what its lines, invoices and payments come to. */
export function follows(
  o: Pick<Order, 'status' | 'total' | 'currency' | 'isPast'>,
  s: Omit<Sums, 'id'>,
  today: string,
) {
  const money = (amount: string) => ({ amount, currency: o.currency })
  // An invoice is in cents and rounds what it holds of the order: when nothing is left to invoice, what the invoices come
  // to is what the client owes.
  const whole = s.isInvoiced ? s.invoicedAmount : new Decimal(o.total?.amount ?? 0).toFixed(2)
  const facts = {
    status: o.status,
    reserved: partOf(Number(s.reserved) + Number(s.shipped), s.quantity),
    shipped: partOf(s.shipped, s.quantity),
    invoiced: o.isPast ? ('all' as const) : partOf(s.invoicedAmount, whole),
    // What is paid is measured by the order, and by what was invoiced of it after returns.
    paid: o.isPast
      ? ('all' as const)
      : partOf(
          s.paidAmount,
          Number(s.invoicedAmount) > 0 && Number(s.invoicedAmount) < Number(whole) && s.returned !== '0'
            ? s.invoicedAmount
            : whole,
        ),
    dueOn: s.dueOn,
    isReturned: Number(s.returned) > 0 && Number(s.returned) >= Number(s.shipped),
  }
  const reserved = Number(s.reserved) === 0 ? ('none' as const) : facts.reserved
  const isDone = facts.shipped === 'all' && facts.paid === 'all'
  const status =
    o.status === 'confirmed' && isDone ? 'done' : o.status === 'done' && !isDone ? 'confirmed' : o.status
  return {
    status,
    reserved,
    shipped: facts.shipped,
    invoiced: facts.invoiced,
    paid: facts.paid,
    state: stateOf({ ...facts, status, reserved }, today),
    dueOn: s.dueOn,
    invoicedAmount: money(s.invoicedAmount),
    paidAmount: money(s.paidAmount),
  }
}

/** After the lines of orders changed: what they come to. */
export async function retotal(c: Context, ids: readonly string[]): Promise<void> {
  const orders = (await c.tx.lockMany(order, ids)) as Order[]
  const lines = await countedLinesOf(c, orderLine, 'order', ids)
  await c.tx.saveMany(
    order,
    orders.map((o) => {
      const { taxIncluded, discount, isExact } = o
      const terms = { taxIncluded: taxIncluded ?? false, discount, isExact }
      return [o, sumsOf(lines.get(o.id) ?? [], terms, o.currency).sums] as const
    }),
  )
}
