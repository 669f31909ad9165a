import { newId } from '#core/id.ts'
import type { Company } from './company.ts'
import { plus } from './days.ts'
import type { DealLine } from './deal-lines.ts'
import type { PastFact, Rows } from './laid.ts'
import { speak } from './language.ts'
import { vat } from './money.ts'
import type { SoldLine, SoldOrder } from './orders.ts'
import { makeRandom } from './random.ts'
import { byTelephone } from './words/orders.ts'

export type Ids = ReadonlyMap<string, string>
export type Kind = 'order' | 'quote' | 'shipment' | 'return' | 'invoice' | 'credit' | 'payment'
/** A paper without its number: those are given by the days. */
type Paper = { kind: Kind; on: string; row: Rows[number] }

/** At some minute of an hour of that day; not later than now. */
export const timeOn = (on: string, hour: number, minute: number) => {
  const at = Date.parse(`${on}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`)
  return new Date(Math.min(at, Date.now())).toISOString()
}

const amounts = (currency: string, sums: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(sums).flatMap(([key, amount]) => [
      [key, amount ?? null],
      [`${key}_currency`, amount === undefined ? null : currency],
    ]),
  )

export const columns = (l: DealLine, i: number, currency: string, ids: Ids) => ({
  position: i + 1,
  product_id: l.product ? ids.get(l.product) : null,
  description: l.description ?? null,
  quantity: l.quantity,
  unit: l.unit ?? null,
  discount: l.discount ?? null,
  tax_rate: vat,
  ...amounts(currency, { unit_price: l.unitPrice, list_price: l.listPrice, cost: l.cost }),
})

/** The same with what a line of a paper keeps: its floor, and for what that was taken. */
const papersLine = (l: SoldLine, i: number, currency: string, ids: Ids) => ({
  ...columns(l, i, currency, ids),
  ...amounts(currency, { floor: l.floor }),
  floor_for: l.product ? [ids.get(l.product), l.unit ?? '', currency].join('/') : null,
  factor: l.product ? 1 : null,
  rate: l.product ? 1 : null,
  tax_included: true,
  document_discount: 0,
  binding: true,
})

/** The rows of an order and its papers, and what was told of them. */
export function papersOf(
  o: SoldOrder,
  company: Company,
  ids: Ids,
  whose: { owner_id: string; team_id: string | null },
) {
  const { say } = speak(company.locale)
  const random = makeRandom(`hours of ${o.deal.code}`)
  const time = (on: string, hour: number) => timeOn(on, hour, random.int(0, 59))
  const { currency } = o.deal.amount
  const order = newId()
  const quote = o.quotedOn ? newId() : null
  const bookkeeper = ids.get(company.signIns.find((s) => s.email.startsWith('finance@'))!.user)!
  const facts: PastFact[] = []
  const papers: Paper[] = []
  const tell = (at: string, name: string, record: string, by: string, operation: string, payload?: object) =>
    facts.push({
      at,
      name,
      entity: name.split('.')[0]!,
      record,
      by,
      operation,
      ...(payload ? { payload } : {}),
    })
  const made = (at: string, by = whose.owner_id) => ({
    created_at: at,
    created_by: by,
    updated_by: by,
    ...whose,
  })
  const account = ids.get(o.deal.account)!
  const paper = {
    account_id: account,
    issuer_id: ids.get(company.issuers[0]!.key)!,
    currency,
    tax_included: true,
    language: company.locale,
  }
  const head = {
    ...paper,
    contact_id: o.deal.contact ? ids.get(o.deal.contact) : null,
    deal_id: ids.get(o.deal.key),
    channel: o.deal.channel ?? null,
    payment_days: o.paymentDays,
    delivery: o.delivery ?? null,
    ...amounts(currency, { net: o.net, tax: o.tax, total: o.total }),
  }
  const lineIds = o.lines.map(() => newId())
  const quoteLineIds = o.lines.map(() => newId())
  const line = (i: number) => papersLine(o.lines[i]!, i, currency, ids)

  if (quote) {
    const at = time(o.quotedOn!, 8)
    const decided = time(o.date, 7)
    const proof = { position: null, ip: null, agent: null, hash: '', chosen: [] }
    papers.push({
      kind: 'quote',
      on: o.quotedOn!,
      row: {
        id: quote,
        ...head,
        ...made(at),
        date: o.quotedOn,
        subject: o.deal.name.split(' — ')[0],
        valid_until: plus(o.quotedOn!, 30),
        version: 1,
        status: 'accepted',
        sent_at: at,
        decided_at: decided,
        proof: { ...proof, name: say(byTelephone), comment: null, at: decided },
      },
    })
    tell(at, 'quote.created', quote, whose.owner_id, 'quote.create')
    tell(at, 'quote.sent', quote, whose.owner_id, 'quote.send')
    tell(decided, 'quote.accepted', quote, whose.owner_id, 'quote.accept', { order })
  }
  const began = time(o.date, 8)
  tell(began, 'order.created', order, whose.owner_id, quote ? 'quote.accept' : 'order.create')
  if (o.confirmedOn) tell(time(o.confirmedOn, 9), 'order.confirmed', order, whose.owner_id, 'order.confirm')
  if (o.cancelled) tell(time(o.cancelled.on, 13), 'order.cancelled', order, whose.owner_id, 'order.cancel')

  const shipments = o.shipments.map((s) => {
    const id = newId()
    const isReturn = s.kind === 'return'
    const at = time(s.on, isReturn ? 13 : 11)
    papers.push({
      kind: s.kind,
      on: s.on,
      row: {
        id,
        order_id: order,
        account_id: account,
        kind: s.kind,
        date: s.on,
        carrier: s.carrier ?? null,
        delivered_on: s.deliveredOn ?? null,
        reason: s.reason ?? null,
        ...made(at),
      },
    })
    tell(at, 'shipment.created', id, whose.owner_id, isReturn ? 'order.return' : 'order.ship')
    tell(
      at,
      isReturn ? 'order.returned' : 'order.shipped',
      order,
      whose.owner_id,
      isReturn ? 'order.return' : 'order.ship',
      { shipment: id },
    )
    return { id, at, parts: s.parts.map((q) => (isReturn ? -q : q)) }
  })
  const invoices = o.invoices.map((i) => ({
    ...i,
    id: newId(),
    at: time(i.on, i.kind === 'credit' ? 14 : 10),
  }))
  for (const i of invoices) {
    papers.push({
      kind: i.kind,
      on: i.on,
      row: {
        id: i.id,
        order_id: order,
        ...paper,
        kind: i.kind,
        corrects_id: i.corrects === undefined ? null : invoices[i.corrects]!.id,
        date: i.on,
        due_date: i.dueOn,
        status: i.status,
        note: i.note ?? null,
        promised_on: i.promisedOn ?? null,
        dispute: i.dispute ?? null,
        ...amounts(currency, { net: i.net, tax: i.tax, total: i.total, paid: i.paid, due: i.due }),
        ...made(i.at),
        created_by: bookkeeper,
      },
    })
    const [name, operation] = i.kind === 'credit' ? ['credited', 'credit'] : ['invoiced', 'invoice']
    tell(i.at, 'invoice.created', i.id, bookkeeper, `order.${operation}`)
    tell(i.at, `order.${name}`, order, bookkeeper, `order.${operation}`, { invoice: i.id })
  }
  const payments = o.payments.map((p, n) => {
    const id = newId()
    const at = time(p.on, 15)
    papers.push({
      kind: 'payment',
      on: p.on,
      row: {
        id,
        account_id: account,
        date: p.on,
        ...amounts(currency, { amount: p.amount, unallocated: '0' }),
        method: 'bank',
        reference: null,
        ...made(at),
        created_by: bookkeeper,
      },
    })
    tell(at, 'payment.created', id, bookkeeper, 'invoice.pay')
    for (const { invoice } of p.laid)
      if (
        invoices[invoice]!.status === 'paid' &&
        o.payments.findLastIndex((x) => x.laid.some((l) => l.invoice === invoice)) === n
      )
        tell(at, 'invoice.paid', invoices[invoice]!.id, bookkeeper, 'invoice.pay')
    return { id, at, laid: p.laid }
  })
  papers.push({
    kind: 'order',
    on: o.date,
    row: {
      id: order,
      ...head,
      quote_id: quote,
      date: o.date,
      status: o.status,
      state: o.state,
      reserved: o.reserved,
      shipped: o.shipped,
      invoiced: o.invoiced,
      paid: o.paid,
      due_on: o.dueOn,
      ...amounts(currency, { invoiced_amount: o.invoicedAmount.amount, paid_amount: o.paidAmount.amount }),
      cancel_reason: o.cancelled?.reason ?? null,
      ...made(began),
      updated_at: facts
        .map((f) => f.at)
        .toSorted()
        .at(-1),
    },
  })
  return {
    facts,
    papers,
    quoteLines: quote
      ? o.lines.map((_, i) => ({
          id: quoteLineIds[i],
          quote_id: quote,
          ...line(i),
          ...made(time(o.quotedOn!, 8)),
        }))
      : [],
    lines: o.lines.map((l, i) => ({
      id: lineIds[i],
      order_id: order,
      quote_line_id: quote ? quoteLineIds[i] : null,
      ...line(i),
      is_exact: false,
      reserved_quantity: 0,
      shipped_quantity: l.shipped,
      returned_quantity: l.returned,
      invoiced_quantity: l.invoiced,
      ...made(began),
    })),
    shipmentLines: shipments.flatMap((s) =>
      partLines(s.parts, (i) => ({
        shipment_id: s.id,
        order_line_id: lineIds[i],
        ...line(i),
        ...made(s.at),
      })),
    ),
    invoiceLines: invoices.flatMap((s) =>
      partLines(s.parts, (i) => ({ invoice_id: s.id, order_line_id: lineIds[i], ...line(i), ...made(s.at) })),
    ),
    laid: payments.flatMap((p) =>
      p.laid.map(({ invoice, amount }) => ({
        payment_id: p.id,
        invoice_id: invoices[invoice]!.id,
        ...amounts(currency, { amount }),
        ...made(p.at, bookkeeper),
      })),
    ),
  }
}

const partLines = (parts: readonly number[], row: (i: number) => Rows[number]): Rows =>
  parts.flatMap((quantity, i) => (quantity ? [{ ...row(i), quantity }] : []))
