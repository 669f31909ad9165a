import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSellingWorld, type SellingWorld } from './selling-world.ts'

const uah = (amount: string) => ({ amount, currency: 'UAH' })

describe('an order', () => {
  let w: SellingWorld
  beforeAll(async () => (w = await openSellingWorld()))
  afterAll(() => w.close())

  const accepted = async (lines: Record<string, unknown>[]) => {
    const q = await w.quote(w.olena, lines)
    await w.act(w.olena, 'quote.send', { id: q.id })
    await w.act(w.olena, 'quote.accept', { id: q.id })
    const { items } = await w.kolo.list(w.olena, 'order', { filter: ['quote', 'is', q.id] })
    return items[0]! as { id: string } & Record<string, unknown>
  }
  const linesOf = async (order: string) =>
    (await w.kolo.list(w.olena, 'orderLine', { filter: ['order', 'is', order], sort: 'position' })).items
  const order = (id: string) => w.read(w.olena, 'order', id)

  test('goes its whole way in parts: confirmed, reserved, shipped, invoiced, paid', async () => {
    const { id, total } = await accepted([
      { product: w.pump.id, quantity: 4 },
      { product: w.filter.id, quantity: 10 },
    ])
    expect(total).toEqual(uah('6966.00'))
    await expect(w.act(w.olena, 'order.ship', { id })).rejects.toMatchObject({ code: 'not_confirmed' })
    await w.act(w.olena, 'order.confirm', { id })
    await w.act(w.olena, 'order.reserve', { id })
    expect(await order(id)).toMatchObject({ state: 'reserved', reserved: 'all' })
    const [pumps] = await linesOf(id)
    await w.act(w.olena, 'order.ship', { id, lines: [{ line: pumps!.id, quantity: 1 }] })
    expect(await order(id)).toMatchObject({ state: 'partShipped', shipped: 'part' })
    const more = w.act(w.olena, 'order.ship', { id, lines: [{ line: pumps!.id, quantity: 4 }] })
    await expect(more).rejects.toMatchObject({ problems: [{ path: 'lines' }] })
    const { invoice } = await w.act<{ invoice: string }>(w.olena, 'order.invoice', { id, date: '2026-01-10' })
    expect(await w.read(w.olena, 'invoice', invoice)).toMatchObject({
      total: uah('6966.00'),
      due: uah('6966.00'),
      dueDate: '2026-01-24',
    })
    expect(await order(id)).toMatchObject({ state: 'overdue', invoiced: 'all' })
    await w.act(w.olena, 'invoice.pay', { id: invoice, amount: uah('1000') })
    expect(await w.read(w.olena, 'invoice', invoice)).toMatchObject({ status: 'part', due: uah('5966.00') })
    await w.act(w.olena, 'order.ship', { id })
    await w.act(w.olena, 'invoice.pay', { id: invoice })
    expect(await order(id)).toMatchObject({ status: 'done', state: 'done', paid: 'all', shipped: 'all' })
    const sums = await w.kolo.summary(w.olena, 'order', { group: 'owner', sum: 'total' })
    expect(sums).toMatchObject([{ count: 1, sums: [uah('6966.00')] }])
    const shipments = await w.kolo.list(w.olena, 'shipment', { filter: ['order', 'is', id] })
    expect(shipments.items).toHaveLength(2)
    await w.act(w.olena, 'invoice.print', { id: invoice })
    await w.act(w.olena, 'invoice.print', { id: invoice, language: 'en' })
    await w.act(w.olena, 'shipment.print', { id: shipments.items[0]!.id, paper: 'act' })
    await w.act(w.olena, 'order.contract', { id })
    const papers = await w.kolo.list(w.olena, 'document', { filter: ['kind', 'isNot', 'quote'] })
    expect(papers.items.map((p) => [p['kind'], p['locale']])).toEqual(
      expect.arrayContaining([
        ['invoice', 'uk'],
        ['invoice', 'en'],
        ['act', 'uk'],
        ['contract', 'uk'],
      ]),
    )
    await expect(w.act(w.petro, 'invoice.print', { id: invoice })).rejects.toMatchObject({
      code: 'not_there',
    })
  })

  test('promises only what lies in the stock, and says what is short', async () => {
    const [kyiv] = await w.make(w.admin, 'warehouse', { name: 'Київ' })
    const [level] = await w.make(w.admin, 'stockLevel', {
      product: w.pump.id,
      warehouse: kyiv!.id,
      quantity: 5,
    })
    const onHand = async () => (await w.read(w.admin, 'stockLevel', level!.id))['quantity']
    const { id } = await accepted([
      { product: w.pump.id, quantity: 4 },
      { product: w.filter.id, quantity: 2 },
      { product: w.pump.id, quantity: 3 },
    ])
    await w.act(w.olena, 'order.confirm', { id })
    await expect(w.act(w.olena, 'order.reserve', { id })).rejects.toMatchObject({
      code: 'short',
      message: 'Too little in stock: Насос циркуляційний (needs 7, free 5).',
    })
    await w.act(w.olena, 'order.reserve', { id, partly: true })
    expect((await linesOf(id)).map((l) => l['reservedQuantity'])).toEqual([4, 2, 1])
    expect(await order(id)).toMatchObject({ reserved: 'part' })
    const [first] = await linesOf(id)
    await w.act(w.olena, 'order.ship', {
      id,
      warehouse: kyiv!.id,
      lines: [{ line: first!.id, quantity: 4 }],
    })
    expect(await onHand()).toBe(1)
    const { places } = await w.act<{ places: { reserved: string; available: string }[] }>(
      w.olena,
      'product.stock',
      { product: w.pump.id },
    )
    expect(places.map((p) => [p.reserved, p.available])).toContainEqual(['1', '-1'])
    const back = [{ line: first!.id, quantity: 1 }]
    await w.act(w.olena, 'order.return', { id, reason: 'Не той', warehouse: kyiv!.id, lines: back })
    expect(await onHand()).toBe(2)
    const rest = (await linesOf(id)).filter((l) => l['product'] && l.id !== first!.id).slice(1)
    const tooMany = { id, warehouse: kyiv!.id, lines: [{ line: rest[0]!.id, quantity: 3 }] }
    await expect(w.act(w.olena, 'order.ship', tooMany)).rejects.toMatchObject({
      code: 'short',
      message: 'Too little in stock: Насос циркуляційний (needs 3, free 2).',
    })
    await expect(w.act(w.olena, 'order.ship', { ...tooMany, anyway: true })).rejects.toMatchObject({
      code: 'not_counting',
    })
    expect(await onHand()).toBe(2)
    await w.act(w.admin, 'order.ship', { ...tooMany, anyway: true })
    expect(await onHand()).toBe(-1)
  })

  test('keeps its deal out of the bin, and its terms while it has lines', async () => {
    const [pipeline] = await w.make(w.admin, 'pipeline', { name: 'P' })
    await w.make(w.admin, 'stage', { pipeline: pipeline!.id, name: 'S', position: 1 })
    const [deal] = await w.make(w.admin, 'deal', { name: 'With an order', account: w.client.id })
    const [made] = await w.make(w.admin, 'order', { account: w.client.id, currency: 'UAH', deal: deal!.id })
    await expect(w.act(w.admin, 'deal.delete', { ids: [deal!.id] })).rejects.toMatchObject({ code: 'in_use' })
    await w.make(w.admin, 'orderLine', { order: made!.id, product: w.filter.id, quantity: 1 })
    await expect(
      w.act(w.admin, 'order.update', { items: [{ id: made!.id, discount: 90 }] }),
    ).rejects.toMatchObject({ code: 'has_lines', message: expect.stringContaining('discount') })
  })

  test('a line stays in its order', async () => {
    const [a] = await w.make(w.olena, 'order', { account: w.client.id, currency: 'UAH' })
    const [b] = await w.make(w.olena, 'order', { account: w.client.id, currency: 'UAH' })
    const [line] = await w.make(w.olena, 'orderLine', { order: a!.id, product: w.filter.id, quantity: 1 })
    const moved = (to: string) =>
      w.kolo.call(w.olena, 'orderLine.update', { items: [{ id: line!.id, quantity: 2, order: to }] })
    await expect(moved(b!.id)).rejects.toMatchObject({ problems: [{ path: 'items.0.order' }] })
    await moved(a!.id)
  })

  test('is late when its day has passed, also when nothing else happens', async () => {
    const { id } = await accepted([{ product: w.filter.id, quantity: 1 }])
    await w.act(w.olena, 'order.confirm', { id })
    const { invoice } = await w.act<{ invoice: string }>(w.olena, 'order.invoice', { id })
    expect(await order(id)).toMatchObject({ state: 'toPay' })
    await w.kolo.db.system(async (tx) => {
      await tx.rows(sql`update orders set due_on = '2026-01-01' where id = ${id}::uuid`)
      await tx.rows(sql`update invoices set due_date = '2026-01-01' where order_id = ${id}::uuid`)
    })
    expect(await w.act(w.admin, 'order.note_overdue', {})).toEqual({ overdue: 1 })
    expect(await order(id)).toMatchObject({ state: 'overdue' })
    expect(await w.act(w.admin, 'order.note_overdue', {})).toEqual({ overdue: 0 })
    await w.act(w.olena, 'invoice.pay', { id: invoice })
  })

  test('is paid over: the rest is laid on the next debt or stays the client’s', async () => {
    const { id } = await accepted([{ product: w.filter.id, quantity: 1 }])
    await w.act(w.olena, 'order.confirm', { id })
    const { invoice } = await w.act<{ invoice: string }>(w.olena, 'order.invoice', { id })
    await w.act(w.olena, 'invoice.pay', { id: invoice, amount: uah('200') })
    const [p] = (await w.kolo.list(w.olena, 'payment', { sort: '-createdAt', limit: 1 })).items
    expect(p).toMatchObject({ amount: uah('200'), unallocated: uah('79.40') })
    const next = await accepted([{ product: w.filter.id, quantity: 1 }])
    await w.act(w.olena, 'order.confirm', { id: next.id })
    await w.act(w.olena, 'order.invoice', { id: next.id })
    await w.act(w.olena, 'payment.allocate', { id: p!.id })
    expect(await order(next.id)).toMatchObject({ state: 'partPaid', paidAmount: uah('79.40') })
  })

  test('comes back: a return, and a credit note that pays off the invoice', async () => {
    const { id } = await accepted([{ product: w.pump.id, quantity: 2 }])
    await w.act(w.olena, 'order.confirm', { id })
    await w.act(w.olena, 'order.ship', { id })
    const { invoice } = await w.act<{ invoice: string }>(w.olena, 'order.invoice', { id })
    await expect(w.act(w.olena, 'order.cancel', { id, reason: 'no' })).rejects.toMatchObject({
      code: 'shipped',
    })
    const may = () => w.act<{ may: boolean }>(w.olena, 'order.may_credit', { id })
    expect(await may()).toEqual({ may: false })
    await w.act(w.olena, 'order.return', { id, reason: 'Брак' })
    expect(await order(id)).toMatchObject({ state: 'returned' })
    expect(await may()).toEqual({ may: true })
    const { invoice: note } = await w.act<{ invoice: string }>(w.olena, 'order.credit', { id, invoice })
    expect(await w.read(w.olena, 'invoice', note)).toMatchObject({ kind: 'credit', total: uah('-2880.00') })
    expect(await may()).toEqual({ may: false })
    expect((await w.act<{ items: unknown[] }>(w.olena, 'invoice.debts', {})).items).not.toContainEqual(
      expect.objectContaining({ owed: uah('2880.00') }),
    )
  })

  test('of a client who owes too much stops, until the credit is approved', async () => {
    const [late] = await w.make(w.admin, 'account', {
      name: 'Боржник',
      owner: w.olena.user,
      creditLimit: uah('1000'),
      creditPolicy: 'stop',
    })
    const [o] = await w.make(w.olena, 'order', { account: late!.id, currency: 'UAH' })
    await w.make(w.olena, 'orderLine', { order: o!.id, product: w.pump.id, quantity: 1 })
    await expect(w.act(w.olena, 'order.confirm', { id: o!.id })).rejects.toMatchObject({
      code: 'credit_stop',
    })
    const inEuro = { creditLimit: { amount: '10', currency: 'EUR' } }
    await w.act(w.admin, 'account.update', { items: [{ id: late!.id, ...inEuro }] })
    const confirm = () => w.act(w.olena, 'order.confirm', { id: o!.id })
    await expect(confirm()).rejects.toMatchObject({ code: 'credit_no_rate' })
    const rate = { currency: 'EUR', base: 'UAH', date: '2026-01-01', source: 'manual' }
    await w.make(w.admin, 'exchangeRate', { ...rate, rate: 48 })
    await expect(confirm()).rejects.toThrow(/€10.00, the order UAH\s1,440.00, which is €30.00/)
    const more = { creditLimit: { amount: '31', currency: 'EUR' } }
    await w.act(w.admin, 'account.update', { items: [{ id: late!.id, ...more }] })
    await confirm()
  })

  test('never ships under the floor, whatever writes the line', async () => {
    await w.make(w.admin, 'floorRule', { kind: 'markup', value: 20, product: w.pump.id })
    const [o] = await w.make(w.olena, 'order', { account: w.client.id, currency: 'UAH' })
    const low = w.make(w.olena, 'orderLine', {
      order: o!.id,
      product: w.pump.id,
      quantity: 1,
      unitPrice: uah('900'),
    })
    await expect(low).rejects.toThrow()
    await w.make(w.olena, 'orderLine', { order: o!.id, product: w.pump.id, quantity: 1 })
    const forged = w.db.system((tx) =>
      tx.client.query('update order_lines set unit_price = 1 where order_id = $1', [o!.id]),
    )
    await expect(forged).rejects.toMatchObject({ constraint: 'line_price_floor' })
  })

  test('says its debts by age', async () => {
    const [slow] = await w.make(w.olena, 'account', { name: 'Повільний' })
    const [o] = await w.make(w.olena, 'order', { account: slow!.id, currency: 'UAH' })
    await w.make(w.olena, 'orderLine', { order: o!.id, product: w.work.id, quantity: 2 })
    await w.act(w.olena, 'order.confirm', { id: o!.id })
    await w.act(w.olena, 'order.invoice', { id: o!.id, date: '2026-01-01' })
    const { items } = await w.act<{ items: { ages: Record<string, string> }[] }>(w.olena, 'invoice.debts', {
      account: slow!.id,
    })
    expect(items[0]!.ages['over90']).toBe('1200.00')
    const credit = { creditLimit: uah('1000'), creditDays: 10, creditPolicy: 'stop' }
    await w.act(w.admin, 'account.update', { items: [{ id: slow!.id, ...credit }] })
    const past = await w.act<{ items: object[] }>(w.olena, 'invoice.debts', { account: slow!.id })
    expect(past.items).toMatchObject([{ over: '200', late: expect.any(Number) }])
    const q = await w.quote(w.olena, [{ product: w.work.id, quantity: 1 }], { account: slow!.id })
    expect(await w.act(w.olena, 'quote.credit', { id: q.id })).toEqual({ go: 'stop', why: 'overdue' })
    expect(await w.act(w.petro, 'quote.credit', { id: q.id })).toEqual({ go: 'yes', why: null })
    expect((await w.act<{ items: unknown[] }>(w.petro, 'invoice.debts', {})).items).toEqual([])
    type Weeks = { items: { when: string; sums: { amount: string }[] }[] }
    const weeks = async (who = w.olena) => (await w.act<Weeks>(who, 'invoice.cash_in', {})).items
    const overdue = (all: Weeks['items']) =>
      Number(all.find((x) => x.when === 'overdue')?.sums[0]?.amount ?? 0)
    const before = overdue(await weeks())
    const [bill] = (await w.kolo.list(w.olena, 'invoice', { filter: ['account', 'is', slow!.id] })).items
    await w.act(w.olena, 'invoice.update', { items: [{ id: bill!.id, promisedOn: '2099-01-01' }] })
    const promised = await weeks()
    expect(before - overdue(promised)).toBe(1200)
    expect(promised.find((x) => x.when === 'later')!.sums[0]!.amount).toBe('1200.00')
    expect((await weeks(w.petro)).flatMap((x) => x.sums)).toEqual([])
  })
})
