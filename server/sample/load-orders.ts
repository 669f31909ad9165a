import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { searchOf } from '#core/row.ts'
import type { Text } from '#core/text.ts'
import { numbersOf } from '#modules/quoting/index.ts'
import type { Company } from './company.ts'
import { insert, tellPast } from './laid.ts'
import { columns, papersOf, timeOn, type Ids, type Kind } from './order-rows.ts'

const prefixes: Record<Kind, Text> = {
  order: { en: 'SO', uk: 'ЗК' },
  quote: { en: 'Q', uk: 'КП' },
  shipment: { en: 'DN', uk: 'ВН' },
  return: { en: 'RT', uk: 'ПВ' },
  invoice: { en: 'INV', uk: 'РФ' },
  credit: { en: 'CN', uk: 'КН' },
  payment: { en: 'P', uk: 'ОП' },
}

/** Lays the lines of deals, and the orders of those that were won with all their papers: two years of work that nobody
 * did in this installation. Numbers are given as the operations give them, in the order of the days. */
export async function loadOrders(kolo: Kolo, ids: Ids, company: Company): Promise<void> {
  const { lines, orders, deals } = company
  const teams = new Map(company.users.map((u) => [u.key, u.team && ids.get(u.team)]))
  const whose = (key: string) => ({ owner_id: ids.get(key)!, team_id: teams.get(key) ?? null })
  const sets = orders.map((o) => papersOf(o, company, ids, whose(o.deal.owner)))
  await kolo.db.system(async (tx) => {
    await insert(
      tx,
      'deal_lines',
      deals.flatMap((d) =>
        lines.get(d.key)!.map((l, i) => ({
          deal_id: ids.get(d.key),
          created_at: timeOn(d.openedOn, 9, 0),
          ...whose(d.owner),
          ...columns(l, i, d.amount.currency, ids),
        })),
      ),
    )
    const papers = sets.flatMap((s) => s.papers)
    for (const [kind, some] of Map.groupBy(papers, (p) => p.kind)) {
      const inOrder = some.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
      const numbers = await numbersOf(
        { tx, kolo } as never,
        kind,
        prefixes[kind],
        inOrder.map((p) => p.on),
      )
      inOrder.forEach(({ row }, i) => {
        row['number'] = numbers[i]
        row['search'] = searchOf(
          kolo.entity(kind === 'return' ? 'shipment' : kind === 'credit' ? 'invoice' : kind),
          row,
        )
      })
    }
    const rowsOf = (...kinds: Kind[]) => papers.filter((p) => kinds.includes(p.kind)).map((p) => p.row)
    const parts = (key: 'quoteLines' | 'lines' | 'shipmentLines' | 'invoiceLines' | 'laid') =>
      sets.flatMap((s) => s[key])
    await insert(tx, 'quotes', rowsOf('quote'))
    await insert(tx, 'quote_lines', parts('quoteLines'))
    await insert(tx, 'orders', rowsOf('order'))
    await insert(tx, 'order_lines', parts('lines'))
    await insert(tx, 'shipments', rowsOf('shipment', 'return'))
    await insert(tx, 'shipment_lines', parts('shipmentLines'))
    await insert(tx, 'invoices', rowsOf('invoice', 'credit'))
    await insert(tx, 'invoice_lines', parts('invoiceLines'))
    await insert(tx, 'payments', rowsOf('payment'))
    await insert(tx, 'allocations', parts('laid'))
    await tellPast(
      tx,
      sets.flatMap((s) => s.facts).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    )
  })
}

/** Of what waits to be shipped and is not owed for, some is set aside: as much of it as there is. */
export async function reserveGoods(kolo: Kolo, by: Actor): Promise<void> {
  const { items } = await kolo.list(by, 'order', {
    filter: {
      and: [
        ['status', 'is', 'confirmed'],
        ['shipped', 'is', 'none'],
      ],
    },
    fields: ['dueOn'],
    sort: 'number',
    limit: 200,
  })
  const waiting = items.filter((o) => o['dueOn'] === null)
  for (const { id } of waiting.filter((_, i) => i % 3 !== 1))
    await kolo.call(by, 'order.reserve', { id, partly: true })
}
