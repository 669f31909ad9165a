import { Decimal } from 'decimal.js'
import type { Text } from '#core/text.ts'
import { follows } from '#modules/orders/index.ts'
import { amountsOf } from '#modules/pricing/index.ts'
import type { Account } from './accounts.ts'
import type { Product } from './catalog.ts'
import { nextWorkday, plus } from './days.ts'
import { floorOn, type DealLine } from './deal-lines.ts'
import type { Deal } from './deals.ts'
import type { Language } from './language.ts'
import { euroRate, vat } from './money.ts'
import { happened, lifeOf, termsOf, type Life } from './order-lives.ts'
import { makeRandom, type Random } from './random.ts'
import { carriers, deliveries, disputes, leakDispute, ownLorry, promiseNotes } from './words/orders.ts'

type Sums = { net: string; tax: string; total: string }
export type SoldLine = DealLine & {
  /** Before VAT, of what has one. */
  floor?: string
  shipped: number
  returned: number
  invoiced: number
}
export type Shipment = {
  kind: 'shipment' | 'return'
  on: string
  parts: number[]
  carrier?: string
  deliveredOn?: string
  reason?: string
}
export type Invoice = Sums & {
  kind: 'invoice' | 'credit'
  on: string
  dueOn: string | null
  parts: number[]
  /** By its place among the order's. */
  corrects?: number
  paid: string
  due: string
  status: 'open' | 'part' | 'paid'
  dispute?: string
  promisedOn?: string
  note?: string
}
export type Payment = { on: string; amount: string; laid: { invoice: number; amount: string }[] }
export type SoldOrder = ReturnType<typeof follows> &
  Sums & {
    key: string
    deal: Deal
    date: string
    quotedOn?: string
    confirmedOn?: string
    cancelled?: { on: string; reason: string }
    paymentDays: number
    delivery?: string
    lines: SoldLine[]
    shipments: Shipment[]
    invoices: Invoice[]
    payments: Payment[]
  }

type Making = {
  today: string
  language: Language
  deals: readonly Deal[]
  linesOf: ReadonlyMap<string, readonly DealLine[]>
  products: readonly Product[]
  accounts: readonly Account[]
  stories: { tower: string; leaver: string }
}

const sum = (all: readonly (string | number)[]) =>
  all.reduce<Decimal>((a, x) => a.plus(x), new Decimal(0)).toFixed()

/** What some of each line come to; most often all is invoiced at once, so what was counted for an order is kept. */
function sumsOf(lines: readonly DealLine[], parts: readonly number[], known: Map<string, Sums>): Sums {
  const key = parts.join()
  const found = known.get(key)
  if (found) return found
  const { totals } = amountsOf(
    lines.flatMap((l, i) =>
      parts[i] ? [{ ...l, quantity: parts[i], discount: l.discount ?? 0, taxRate: vat }] : [],
    ),
    { taxIncluded: true, rounding: 'total' },
  )
  const sums = { net: totals.net, tax: totals.tax, total: totals.gross }
  known.set(key, sums)
  return sums
}

/** By the kind of delivery: two of our lorry, the carrier, by the client himself. */
const daysOnTheWay = [1, 1, 2, 0]

/** Writes down, one after another, what has happened to an order. */
function keepBooks(
  lines: SoldLine[],
  life: Life,
  { today, language: { say } }: Making,
  delivery: number | null,
  known: Map<string, Sums>,
) {
  const shipments: Shipment[] = []
  const invoices: Invoice[] = []
  const payments: Payment[] = []
  let confirmedOn: string | undefined
  let cancelled: SoldOrder['cancelled']
  const count = (key: 'shipped' | 'returned' | 'invoiced', parts: readonly number[]) =>
    lines.forEach((l, i) => (l[key] += parts[i] ?? 0))
  const bill = (kind: Invoice['kind'], on: string, parts: number[], corrects?: number) => {
    const sums = sumsOf(lines, parts, known)
    const dueOn = kind === 'invoice' ? plus(on, life.paymentDays) : null
    const of = corrects === undefined ? {} : { corrects }
    invoices.push({ ...sums, kind, on, dueOn, parts, ...of, paid: '0', due: sums.total, status: 'open' })
  }
  for (const h of happened(life, today)) {
    if (h.kind === 'confirm') confirmedOn = h.on
    else if (h.kind === 'cancel') cancelled = { on: h.on, reason: say(h.reason) }
    else if (h.kind === 'ship') {
      const arrives = nextWorkday(plus(h.on, delivery === null ? 0 : daysOnTheWay[delivery]!))
      shipments.push({
        kind: 'shipment',
        on: h.on,
        parts: h.parts,
        ...(delivery === null ? {} : { carrier: say(carriers[delivery]!) }),
        ...(arrives <= today ? { deliveredOn: arrives } : {}),
      })
      count('shipped', h.parts)
    } else if (h.kind === 'return') {
      shipments.push({
        kind: 'return',
        on: h.on,
        parts: h.parts,
        reason: say(h.reason),
        carrier: say(ownLorry),
      })
      count('returned', h.parts)
    } else if (h.kind === 'invoice') {
      bill('invoice', h.on, h.parts)
      count('invoiced', h.parts)
    } else if (h.kind === 'credit') {
      const back = h.parts.map((q) => (q ? -q : 0))
      bill('credit', h.on, back, nth(invoices, h.of))
    } else payments.push(pay(invoices, nth(invoices, h.of), h.on, h.share))
  }
  return { confirmedOn, cancelled, shipments, invoices, payments }
}

/** Where the first, second … that is no credit note stands. */
const nth = (invoices: readonly Invoice[], of: number) =>
  [...invoices.keys()].filter((i) => invoices[i]!.kind === 'invoice')[of]!

/** What came back is taken off first, as a payment is laid. */
function pay(invoices: Invoice[], of: number, on: string, share: number): Payment {
  const invoice = invoices[of]!
  const open = [
    ...[...invoices.keys()].filter((i) => invoices[i]!.corrects === of && Number(invoices[i]!.due) < 0),
    of,
  ]
  const laid = open.map((i) => ({
    invoice: i,
    amount: share < 1 ? new Decimal(invoice.total).times(share).toFixed(2) : invoices[i]!.due,
  }))
  for (const { invoice: i, amount } of laid) {
    const one = invoices[i]!
    one.paid = sum([one.paid, amount])
    one.due = new Decimal(one.total).minus(one.paid).toFixed(2)
    one.status = Number(one.due) === 0 ? 'paid' : 'part'
  }
  return { on, amount: sum(laid.map((l) => l.amount)), laid }
}

/** Why what is late is late, and when it was promised. */
function excuse(
  random: Random,
  invoice: Invoice,
  { today, language: { say } }: Making,
  dispute: Text | null,
): Invoice {
  if (invoice.status === 'paid' || invoice.dueOn === null || invoice.dueOn >= today) return invoice
  if (dispute) return { ...invoice, dispute: say(dispute) }
  if (!random.chance(0.45)) return invoice
  return {
    ...invoice,
    promisedOn: nextWorkday(plus(today, random.int(-6, 16))),
    note: say(random.pick(promiseNotes)),
  }
}

/** The order of every deal that was won, and what has become of it by today. */
export function makeOrders(making: Making): SoldOrder[] {
  const { today, language, deals, linesOf, products, accounts, stories } = making
  const product = new Map(products.map((p) => [p.key, p]))
  const account = new Map(accounts.map((a) => [a.key, a]))
  const won = deals.filter((d) => d.stage.endsWith('-won'))
  // What was won last is not confirmed yet, what just before it waits for its goods.
  const fresh = won.toSorted((a, b) => (a.closeDate < b.closeDate ? 1 : -1)).slice(0, 5)
  const lastOfLeaver = won
    .filter((d) => d.account === stories.leaver)
    .toSorted((a, b) => (a.closeDate < b.closeDate ? 1 : -1))[0]
  return won
    .map((deal) => {
      const random = makeRandom(`order of ${deal.code}`)
      const of = product.get(deal.product)!
      const buyer = account.get(deal.account)!
      const lines = linesOf.get(deal.key)!.map((l): SoldLine => {
        const floor = l.product
          ? {
              floor: floorOn(of, deal, deal.openedOn, today).toFixed(),
            }
          : {}
        return { ...l, ...floor, shipped: 0, returned: 0, invoiced: 0 }
      })
      const parts = lines.map((l) => l.quantity)
      const isService = of.kind === 'service'
      const isQuoted = !isService && buyer.industry !== 'retail' && random.chance(0.55)
      const isLeaver = deal === lastOfLeaver
      const isDisputed = isLeaver || (deal.account !== stories.leaver && random.chance(0.025))
      const delivery = isService ? null : random.weighted([0, 1, 2, 3], (i) => [4, 4, 3, 1][i]!)
      const known = new Map<string, Sums>()
      const life = lifeOf(
        random,
        {
          won: deal.closeDate,
          parts,
          worth:
            Number(deal.amount.amount) *
            (deal.amount.currency === 'EUR' ? euroRate(deal.closeDate, today) : 1),
          isService,
          isQuoted,
          isDisputed,
          isStory: isLeaver || deal.account === stories.tower,
          terms: isLeaver ? { habit: 'usual', days: 14 } : termsOf(buyer),
        },
        today,
      )
      if (fresh.includes(deal))
        life.happenings = fresh.indexOf(deal) < 3 ? [] : [{ kind: 'confirm', on: life.ordered }]
      const books = keepBooks(lines, life, making, delivery, known)
      const dispute = isLeaver ? leakDispute : isDisputed ? random.pick(disputes) : null
      const invoices = books.invoices.map((i) => excuse(random, i, making, dispute))
      const sums = sumsOf(lines, parts, known)
      const isFirst = random.int(3, 21)
      const quoted = plus(deal.closeDate, -isFirst)
      return {
        key: '',
        deal,
        date: life.ordered,
        ...(isQuoted ? { quotedOn: quoted < deal.openedOn ? deal.openedOn : quoted } : {}),
        ...books,
        invoices,
        ...sums,
        paymentDays: life.paymentDays,
        ...(delivery === null ? {} : { delivery: language.say(deliveries[delivery]!) }),
        lines,
        ...standing(deal, lines, { ...books, invoices }, sums, today),
      }
    })
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map((o, i) => ({ ...o, key: `order:${i + 1}` }))
}

function standing(
  deal: Deal,
  lines: readonly SoldLine[],
  books: Pick<SoldOrder, 'confirmedOn' | 'cancelled' | 'invoices'>,
  sums: Sums,
  today: string,
) {
  const { currency } = deal.amount
  const due = books.invoices.flatMap((i) => (i.kind === 'invoice' && i.status !== 'paid' ? [i.dueOn!] : []))
  return follows(
    {
      status: books.cancelled ? 'cancelled' : books.confirmedOn ? 'confirmed' : 'draft',
      total: { amount: sums.total, currency },
      currency,
      isPast: null,
    },
    {
      quantity: sum(lines.map((l) => l.quantity)),
      isInvoiced: lines.every((l) => l.invoiced >= l.quantity),
      reserved: '0',
      shipped: sum(lines.map((l) => l.shipped)),
      returned: sum(lines.map((l) => l.returned)),
      invoicedAmount: sum(books.invoices.map((i) => i.total)),
      paidAmount: sum(books.invoices.map((i) => i.paid)),
      dueOn: due.toSorted()[0] ?? null,
    },
    today,
  )
}
