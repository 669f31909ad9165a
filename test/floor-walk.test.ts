import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { Conflict, Invalid, Missing, Refused } from '#core/error.ts'
import { openSellingWorld, type SellingWorld } from './selling-world.ts'

type Item = Record<string, any>
const rates: Record<string, number> = { UAH: 1, EUR: 48.7613, USD: 44.6648 }
const factors: Record<string, number> = { piece: 1, hour: 1, pack: 12 }
const below = 0.9

/** A walk that can be taken again: mulberry32. */
function dice(seed: number) {
  let a = seed
  const next = () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    some: <T>(of: readonly T[]): T | undefined => of[Math.floor(next() * of.length)],
    one: <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!,
    upTo: (n: number) => Math.floor(next() * n),
    chance: (p: number) => next() < p,
  }
}

let w: SellingWorld
let head: Actor
let prices: Map<string, number>
beforeAll(async () => {
  w = await openSellingWorld()
  head = await w.person('Голова', 'manager', { id: w.olena.teams[0]! })
  for (const [currency, rate] of Object.entries(rates).slice(1))
    await w.make(w.admin, 'exchangeRate', { currency, base: 'UAH', rate, date: '2020-01-01' })
  await w.make(w.admin, 'floorRule', { kind: 'discount', value: 10 })
  for (const p of [w.pump, w.filter])
    await w.make(w.admin, 'productUnit', { product: p.id, unit: 'pack', factor: factors['pack'] })
  prices = new Map([w.pump, w.filter, w.work].map((p) => [p.id, Number((p['price'] as Item)['amount'])]))
})
afterAll(() => w.close())

type Found = {
  table: string
  id: string
  product: string
  unit: string
  price: string
  currency: string
  off: string
  whole: string
  tax: string
  included: boolean
  binding: boolean
  approved: boolean
}

/** Every line that binds us, with the terms its own document says, and whether it stands by a given approval of it. */
const bindingLines = () =>
  w.db.system((tx) => {
    const of = (table: string, parent: string, document: string, when: string) =>
      `select '${table}' as table, l.id, l.product_id as product, l.unit, l.unit_price::text as price, l.unit_price_currency as currency,
        coalesce(l.discount, 0)::text as off, coalesce(d.discount, 0)::text as whole, coalesce(l.tax_rate, 0)::text as tax,
        coalesce(d.tax_included, false) as included, l.binding, exists (select 1 from approvals a
          join approved_seals s on s.approval_id = a.id and s.hash = l.line_hash
          where a.id = l.approval_id and a.status = 'approved') as approved
      from ${table} l join ${document} d on d.id = ${parent} where l.product_id is not null and l.deleted_at is null and ${when}`
    return tx.client
      .query<Found>(
        [
          of('quote_lines', 'l.quote_id', 'quotes', "d.status not in ('draft', 'awaiting', 'approved')"),
          of('order_lines', 'l.order_id', 'orders', 'd.is_past is not true'),
          of('invoice_lines', 'l.invoice_id', 'invoices', 'true'),
          of(
            'shipment_lines',
            '(select s.order_id from shipments s where s.id = l.shipment_id)',
            'orders',
            "(d.is_past is not true or (select s.kind from shipments s where s.id = l.shipment_id) <> 'return')",
          ),
        ].join(' union all '),
      )
      .then((r) => r.rows)
  })

/** What we get for a base unit before tax, in hryvnias, counted from what the document says and nothing the line keeps. */
function netOf(l: Found): Decimal {
  const kept = new Decimal(100).minus(l.off).times(new Decimal(100).minus(l.whole)).div(10_000)
  const tax = l.included ? new Decimal(l.tax).div(100).plus(1) : new Decimal(1)
  return new Decimal(l.price)
    .times(kept)
    .div(tax)
    .times(rates[l.currency]!)
    .div(factors[l.unit] ?? 1)
}

async function check(what: string, low: Set<string>): Promise<void> {
  for (const l of await bindingLines()) {
    const floor = new Decimal(prices.get(l.product)!).times(below)
    if (netOf(l).gte(floor.minus('0.000001'))) continue
    low.add(l.table)
    expect({ ...l, what, net: netOf(l).toFixed(4), floor: floor.toFixed() }).toMatchObject({
      approved: true,
    })
  }
}

test.each([20261125, 404])(
  'whatever is done to prices, no line that binds us is under its floor without its approval (walk %i)',
  { timeout: 120_000 },
  async (seed) => {
    const { some, one, upTo, chance } = dice(seed)
    const seen = new Set<string>()
    const low = new Set<string>()
    let refused = 0
    // By every door's name: what is written may depend on it (an import may bring an order's history).
    const by = (): Actor => ({ ...w.olena, via: one(['web', 'api', 'import', 'mcp'] as const) }) as Actor
    /** Mostly as its document wants it; sometimes not. */
    const line = (of = 'UAH'): Item => {
      const product = one([w.pump, w.filter, w.work])
      const currency = chance(0.9) ? of : one(['UAH', 'EUR', 'USD'])
      const list = (Number((product['price'] as Item)['amount']) * 1.2) / rates[currency]!
      const unit = product === w.work ? 'hour' : one(['piece', 'pack'])
      return {
        product: product.id,
        quantity: 1 + upTo(5),
        ...(chance(0.4) ? { unit: chance(0.9) ? unit : 'hour' } : {}),
        ...(chance(0.6)
          ? { unitPrice: { amount: (list * (0.6 + upTo(60) / 100)).toFixed(2), currency } }
          : {}),
        ...(chance(0.3) ? { discount: upTo(30) } : {}),
        ...(chance(0.15) ? { taxRate: one([0, 7, 20]) } : {}),
      }
    }
    const change = (of: string) => {
      const { product, ...rest } = line(of)
      return chance(0.2) ? { product, ...rest } : rest
    }
    const linesOf = async (entity: string, id: string) =>
      (await w.kolo.list(w.system, `${entity}Line`, { filter: [entity, 'is', id], limit: 50 })).items
    const parts = (of: readonly Item[], count: (l: Item) => number) =>
      of.flatMap((l) => {
        const quantity = Math.min(count(l), 1 + upTo(3))
        return quantity > 0 && chance(0.7) ? [{ line: l['id'], quantity }] : []
      })
    const fresh = () => ({
      account: w.client.id,
      currency: one(['UAH', 'UAH', 'EUR', 'USD']),
      taxIncluded: chance(0.5),
      ...(chance(0.3) ? { discount: upTo(20) } : {}),
    })
    /** One of the latest in such a state; now and then, whatever it is in. */
    const pick = async (entity: string, ...states: string[]): Promise<Item> => {
      const filter = states.length && chance(0.9) ? { filter: ['status', 'in', states] } : {}
      const { items } = await w.kolo.list(w.system, entity, {
        ...filter,
        sort: '-updatedAt',
        limit: 3,
      } as never)
      const found = some(items)
      if (!found) throw new Missing(entity, 'any')
      return found
    }
    const call = (name: string, input: Item, who = by()) => w.kolo.call<Item>(who, name, input)
    const steps: Record<string, () => Promise<unknown>> = {
      quote: () => call('quote.create', { items: [fresh()] }),
      async lines() {
        const q = await pick('quote', 'draft')
        const items = Array.from({ length: 1 + upTo(3) }, () => ({ ...line(q['currency']), quote: q['id'] }))
        await call('quoteLine.create', { items })
      },
      async changeLines() {
        const q = await pick('quote', 'draft', 'approved')
        const all = await linesOf('quote', q['id'])
        await call('quoteLine.update', { items: all.map(({ id }) => ({ id, ...change(q['currency']) })) })
      },
      async terms() {
        const { id } = await pick('quote', 'draft', 'approved')
        const terms = one<Item>([
          { discount: upTo(30) },
          { taxIncluded: chance(0.5) },
          { currency: one(['UAH', 'EUR', 'USD']) },
          { date: '2026-02-02' },
        ])
        await call('quote.update', { items: [{ id, ...terms }] })
      },
      copy: async () => call('quote.copy', { id: (await pick('quote'))['id'] }),
      revise: async () => call('quote.revise', { id: (await pick('quote', 'sent'))['id'] }),
      async ask() {
        const { id } = await pick('quote', 'draft')
        await call('quote.ask', { id })
        const filter = ['status', 'is', 'pending'] as const
        const asked = await w.kolo.list(w.system, 'approval', { filter, limit: 50 })
        for (const a of asked.items)
          await call(chance(0.85) ? 'approval.approve' : 'approval.decline', { id: a.id, note: 'так' }, head)
        await call('quote.decided', { id }, w.system)
        if (chance(0.7)) await call('quote.send', { id })
      },
      reopen: async () => call('quote.reopen', { id: (await pick('quote', 'approved'))['id'] }),
      send: async () => call('quote.send', { id: (await pick('quote', 'draft', 'approved'))['id'] }),
      accept: async () => call('quote.accept', { id: (await pick('quote', 'sent'))['id'] }),
      async order() {
        const terms = fresh()
        const id = (await call('order.create', { items: [terms] }))['items'][0].id
        await call('orderLine.create', { items: [{ ...line(terms.currency), order: id }] })
      },
      async orderLines() {
        const o = await pick('order', 'draft')
        await call('orderLine.create', { items: [{ ...line(o['currency']), order: o['id'] }] })
      },
      async changeOrder() {
        const o = await pick('order', 'draft')
        const items = (await linesOf('order', o['id'])).map((l) => ({ id: l.id, ...change(o['currency']) }))
        await (chance(0.7)
          ? call('orderLine.update', { items })
          : call('order.update', { items: [{ id: o['id'], discount: upTo(40) }] }))
      },
      async past() {
        const terms = { ...fresh(), date: '2026-01-02', isPast: true }
        const who = chance(0.7) ? head : by()
        const id = (await call('order.create', { items: [terms] }, who))['items'][0].id
        await call('orderLine.create', { items: [{ ...line(terms.currency), order: id }] }, who)
      },
      async pastLine() {
        const o = await pick('order', 'done')
        await call('orderLine.create', { items: [{ ...line(o['currency']), order: o['id'] }] })
      },
      confirm: async () => call('order.confirm', { id: (await pick('order', 'draft'))['id'] }),
      async ship() {
        const { id } = await pick('order', 'confirmed')
        const left = (l: Item) => Number(l['quantity']) - Number(l['shippedQuantity'])
        await call('order.ship', { id, lines: parts(await linesOf('order', id), left) })
      },
      async return() {
        const { id } = await pick('order', 'confirmed', 'done')
        const left = (l: Item) => Number(l['shippedQuantity']) - Number(l['returnedQuantity'])
        const lines = parts(await linesOf('order', id), left)
        await call('order.return', { id, lines, reason: 'Не підійшло' })
      },
      invoice: async () => call('order.invoice', { id: (await pick('order', 'confirmed'))['id'] }),
      async credit() {
        const i = await pick('invoice', 'open')
        await call('order.credit', { id: (i['order'] as Item)['id'], invoice: i['id'] })
      },
      /** Nobody's door: what somebody with the database's keys might try. */
      forge: () =>
        w.db.system((tx) =>
          tx.client.query(
            `update ${one(['order_lines', 'shipment_lines', 'invoice_lines'])} set unit_price = unit_price / 3`,
          ),
        ),
    }
    const usual = ['lines', 'changeLines', 'past', 'ask', 'send', 'accept', 'confirm', 'ship', 'invoice']
    const names = [...Object.keys(steps), ...usual, ...usual]
    for (let i = 0; i < 140; i++) {
      const name = i === 0 ? 'quote' : one(names)
      try {
        await steps[name]!()
        seen.add(name)
      } catch (error) {
        const isOurs = [Invalid, Refused, Missing, Conflict].some((kind) => error instanceof kind)
        if (!isOurs && name !== 'forge') throw error
        refused++
      }
      if (i % 4 === 3) await check(`${seed}: step ${i}, ${name}`, low)
    }
    await check(`${seed}: the end`, low)
    // A walk that never came near would show nothing.
    expect(refused).toBeGreaterThan(10)
    for (const name of ['changeLines', 'past', 'ask', 'send', 'accept', 'ship', 'invoice'])
      expect([...seen]).toContain(name)
    expect(low.size).toBeGreaterThan(0)
  },
)
