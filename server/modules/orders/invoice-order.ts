import sql from 'sql-template-tag'
import { choice, date, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { countedLines, numbersOf, sumsOf } from '#modules/quoting/index.ts'
import { invoiceKinds } from './choices.ts'
import { insertLines, linesOf, passedOn, type Line } from './copy-lines.ts'
import { id, notConfirmed } from './confirm-order.ts'
import { invoice, invoiceLine, type Invoice } from './invoice.ts'
import { order, orderLine, type Order } from './order.ts'
import { lines, pick } from './ship-order.ts'
import { settle } from './settle.ts'

const usualDays = 14
const plus = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

export const whyNotInvoice = (o: Pick<Order, 'status' | 'invoiced'>) =>
  o.status === 'draft' ? 'not_confirmed' : o.status === 'cancelled' ? 'cancelled' : null
export const whyNotVoid = (i: Pick<Invoice, 'status' | 'paid'>) =>
  i.status === 'void' ? 'void' : Number(i.paid?.amount ?? 0) !== 0 ? 'paid' : null

const prefixes = {
  invoice: { en: 'INV', uk: 'РФ' },
  proforma: { en: 'PF', uk: 'ПФ' },
  credit: { en: 'CN', uk: 'КН' },
} as const
type Kind = keyof typeof prefixes

type Asked = { kind: Kind; day: string; picked: Map<string, number>; all: Line[]; corrects?: string }

async function write(c: Context, o: Order, { kind, day, picked, all, corrects }: Asked): Promise<string> {
  const [number] = await numbersOf(c, kind, prefixes[kind], [day])
  const terms = o.paymentDays ?? (await daysOf(c, o.account)) ?? usualDays
  const sign = kind === 'credit' ? -1 : 1
  const zero = { amount: '0', currency: o.currency }
  const id = await c.tx.elevated(async () => {
    const [made] = await c.tx.insertMany(invoice, [
      {
        number,
        kind,
        order: o.id,
        account: o.account,
        issuer: o.issuer,
        corrects: corrects ?? null,
        date: day,
        dueDate: kind === 'credit' ? null : plus(day, terms),
        status: 'open',
        currency: o.currency,
        taxIncluded: o.taxIncluded,
        discount: o.discount,
        language: o.language,
        paid: zero,
        owner: o.owner,
        team: o.team,
      },
    ])
    return made!.id
  })
  const billed = all.filter((l) => picked.has(l.id))
  await insertLines(
    c,
    invoiceLine,
    billed.map((l) => passedOn(l, { invoice: id, orderLine: l.id, quantity: sign * picked.get(l.id)! })),
  )
  const { sums } = sumsOf(
    await countedLines(c, invoiceLine, 'invoice', id),
    { taxIncluded: o.taxIncluded ?? false, discount: o.discount },
    o.currency,
  )
  await c.tx.elevated(async () => {
    const [before] = (await c.tx.lockMany(invoice, [id])) as Invoice[]
    await c.tx.saveMany(invoice, [[before as never, { ...sums, due: sums.total }] as const])
  })
  if (kind === 'invoice')
    await c.tx.elevated(() =>
      c.tx.saveMany(
        orderLine,
        billed.map(
          (l) =>
            [l as never, { invoicedQuantity: Number(l['invoicedQuantity']) + picked.get(l.id)! }] as const,
        ),
      ),
    )
  await settle(c, [o.id])
  return id
}

const daysOf = async (c: Context, account: string) =>
  ((await c.tx.elevated(() => c.kolo.readIn(c.tx, 'account', [account], ['paymentDays'])))[0]?.[
    'paymentDays'
  ] as number | null) ?? null

export const invoiceOrder = operation({
  name: 'order.invoice',
  summary: { en: 'Make an invoice', uk: 'Виставити рахунок' },
  effect: 'write',
  input: {
    id,
    lines,
    kind: choice({ options: invoiceKinds.slice(0, 2), start: 'invoice', label: { uk: 'Вид' } }),
    date: date({ latest: 366, label: { uk: 'Дата' } }),
  },
  needs: { order: 'update', invoice: 'read' },
  refusals: {
    not_confirmed: notConfirmed,
    cancelled: { en: 'The order is cancelled.', uk: 'Замовлення скасовано.' },
  },
  async run(c, { id, lines, kind, date }) {
    const o = await c.tx.lock(order, id)
    const reason = whyNotInvoice(o)
    if (reason) c.refuse(reason)
    const all = await linesOf(c, orderLine, 'order', id)
    const left = (l: Line) => Number(l.quantity) - (kind === 'proforma' ? 0 : Number(l['invoicedQuantity']))
    const picked = pick(all, left, lines)
    const made = await write(c, o, { kind: (kind ?? 'invoice') as Kind, day: date ?? c.today, picked, all })
    c.emit('order.invoiced', o, { invoice: made })
    return { invoice: made }
  },
})

/** How much of each line came back and is credited nowhere yet. */
async function leftToCredit(c: Context, order: string) {
  const credited = await c.tx.elevated(() => creditedOf(c, order))
  return (l: Line) =>
    Math.min(Number(l['returnedQuantity']), Number(l['invoicedQuantity'])) - (credited.get(l.id) ?? 0)
}

/** Whether there is anything to make a credit note of. */
export const mayCredit = operation({
  name: 'order.may_credit',
  summary: { en: 'Is there anything to credit', uk: 'Чи є на що виписати кредит-ноту' },
  effect: 'read',
  input: { id },
  needs: { order: 'update', invoice: 'read' },
  async run(c, { id }) {
    const [seen] = await c.kolo.readIn(c.tx, 'order', [id], ['number'])
    if (!seen) return { may: false }
    const all = await linesOf(c, orderLine, 'order', id)
    const left = await leftToCredit(c, id)
    return { may: all.some((l) => left(l) > 0) }
  },
})

/** For what came back: its lines with a minus, which pay off the invoice it corrects. */
export const creditOrder = operation({
  name: 'order.credit',
  summary: { en: 'Make a credit note for what was returned', uk: 'Виписати кредит-ноту на повернене' },
  effect: 'write',
  input: { id, invoice: ref('invoice', { required: true, label: { uk: 'Рахунок' } }) },
  needs: { order: 'update', invoice: 'read' },
  refusals: { not_its: { en: 'This invoice is of another order.', uk: 'Це рахунок іншого замовлення.' } },
  async run(c, { id, invoice: of }) {
    const o = await c.tx.lock(order, id)
    const [before] = (await c.tx.elevated(() => c.tx.lockMany(invoice, [of]))) as Invoice[]
    if (before!.order !== id || before!.kind !== 'invoice') c.refuse('not_its')
    const all = await linesOf(c, orderLine, 'order', id)
    const picked = pick(all, await leftToCredit(c, id), null)
    const made = await write(c, o, { kind: 'credit', day: c.today, picked, all, corrects: of })
    c.emit('order.credited', o, { invoice: made })
    return { invoice: made }
  },
})

async function creditedOf(c: Context, orderId: string): Promise<Map<string, number>> {
  const rows = await c.tx.rows<{ line: string; count: number }>(
    sql`select l.order_line_id as line, -sum(l.quantity)::float as count from invoice_lines l join invoices i on i.id = l.invoice_id
      where i.order_id = ${orderId}::uuid and i.kind = 'credit' and i.status <> 'void' and i.deleted_at is null group by 1`,
  )
  return new Map(rows.map((r) => [r.line, r.count]))
}

export const voidInvoice = operation({
  name: 'invoice.void',
  summary: { en: 'Void the invoice', uk: 'Анулювати рахунок' },
  effect: 'write',
  on: 'invoice',
  whyNot: whyNotVoid,
  input: { id: ref('invoice', { required: true, label: { uk: 'Рахунок' } }) },
  needs: { invoice: 'update' },
  refusals: {
    void: { en: 'It is void already.', uk: 'Його вже анульовано.' },
    paid: { en: 'It has been paid, in part at least.', uk: 'За ним уже є оплата.' },
  },
  async run(c, { id }) {
    const before = await c.tx.lock(invoice, id)
    const reason = whyNotVoid(before)
    if (reason) c.refuse(reason)
    const zero = { amount: '0', currency: before.currency }
    const after = await c.tx.save(invoice, before, { status: 'void', due: zero })
    if (before.kind === 'invoice' && before.order) {
      const billed = await linesOf(c, invoiceLine, 'invoice', id)
      const all = new Map((await linesOf(c, orderLine, 'order', before.order)).map((l) => [l.id, l]))
      await c.tx.elevated(() =>
        c.tx.saveMany(
          orderLine,
          billed.map((b) => {
            const l = all.get(b['orderLine'] as string)!
            return [
              l as never,
              { invoicedQuantity: Number(l['invoicedQuantity']) - Number(b.quantity) },
            ] as const
          }),
        ),
      )
    }
    if (before.order) await settle(c, [before.order])
    c.emit('invoice.voided', after)
    return after
  },
})
