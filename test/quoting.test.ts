import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { counted } from '#modules/quoting/index.ts'
import { openSellingWorld, type SellingWorld } from './selling-world.ts'

const line = (id: string, more: object = {}) => ({
  id,
  isOptional: null,
  alternative: null,
  isChosen: null,
  ...more,
})

test.each([
  ['all plain lines', [line('a'), line('b')], ['a', 'b']],
  ['no optional line until it is taken', [line('a'), line('b', { isOptional: true })], ['a']],
  ['an optional line that is taken', [line('a', { isOptional: true, isChosen: true })], ['a']],
  ['the first of alternatives', [line('a', { alternative: 'x' }), line('b', { alternative: 'x' })], ['a']],
  [
    'the alternative that is taken',
    [line('a', { alternative: 'x' }), line('b', { alternative: 'x', isChosen: true })],
    ['b'],
  ],
  [
    'one of each group',
    [line('a', { alternative: 'x' }), line('b', { alternative: 'y' }), line('c', { alternative: 'y' })],
    ['a', 'b'],
  ],
])('counted: %s', (_, lines, expected) => expect([...counted(lines)]).toEqual(expected))

describe('a quote', () => {
  let w: SellingWorld
  beforeAll(async () => (w = await openSellingWorld()))
  afterAll(() => w.close())
  const total = (q: Record<string, unknown>) => (q['total'] as { amount: string }).amount

  test('has a number without gaps, its prices from the list, and comes to what its lines do', async () => {
    const q = await w.quote(w.olena, [
      { product: w.pump.id, quantity: 2 },
      { product: w.filter.id, quantity: 3, discount: 10 },
      { product: w.filter.id, quantity: 1, isOptional: true },
    ])
    expect(q['number']).toMatch(/^КП-\d{4}-0001$/)
    expect(total(q)).toBe('3205.62')
    expect(q['net']).toEqual(w.uah('2671.35'))
    const next = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1 }], { discount: 5 })
    expect(next['number']).toMatch(/-0002$/)
    expect(total(next)).toBe('1368.00')
  })

  test('prices come with the product, follow the quantity, and stay where they were typed', async () => {
    const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1, unitPrice: w.uah('1111') }])
    const { items } = await w.kolo.list(w.olena, 'quoteLine', { filter: ['quote', 'is', q.id] })
    const l = items[0]!
    expect(l).toMatchObject({
      unit: 'piece',
      taxRate: 20,
      unitPrice: w.uah('1111'),
      listPrice: w.uah('1440'),
    })
    await w.act(w.olena, 'quoteLine.update', { items: [{ id: l.id, quantity: 4 }] })
    expect(total(await w.read(w.olena, 'quote', q.id))).toBe('4444.00')
    await w.act(w.olena, 'quoteLine.update', { items: [{ id: l.id, product: w.filter.id }] })
    expect(total(await w.read(w.olena, 'quote', q.id))).toBe('482.40')
    await w.act(w.olena, 'quoteLine.delete', { ids: [l.id] })
    expect(total(await w.read(w.olena, 'quote', q.id))).toBe('0.00')
  })

  test('is read-only once sent; the next version begins where it ended', async () => {
    const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 2, isOptional: true }])
    const sent = await w.act(w.olena, 'quote.send', { id: q.id, to: 'client@aqua.example' })
    expect(sent).toMatchObject({ status: 'sent', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    await expect(
      w.act(w.olena, 'quote.update', { items: [{ id: q.id, discount: 50 }] }),
    ).rejects.toMatchObject({ code: 'not_draft' })
    const add = w.make(w.olena, 'quoteLine', { quote: q.id, product: w.filter.id, quantity: 1 })
    await expect(add).rejects.toMatchObject({ problems: [{ code: 'not_draft' }] })
    await w.act(w.olena, 'quote.update', { items: [{ id: q.id, followUpOn: '2030-01-01' }] })
    const { quote: next } = await w.act<{ quote: string }>(w.olena, 'quote.revise', { id: q.id })
    expect(await w.read(w.olena, 'quote', next)).toMatchObject({
      number: q['number'],
      version: 2,
      status: 'draft',
      revises: { id: q.id },
    })
    expect(await w.read(w.olena, 'quote', q.id)).toMatchObject({ status: 'superseded' })
    const papers = await w.kolo.list(w.olena, 'document', { filter: ['record', 'is', q.id] })
    expect(papers.items).toMatchObject([{ kind: 'quote', sentTo: 'client@aqua.example' }])
    const pdf = await w.kolo.files.bytes(papers.items[0]!['file'] as never)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('is not sent when its last day is over, and not deleted while the client has it', async () => {
    const long = new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10)
    const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1 }], { date: long, validUntil: long })
    await expect(w.act(w.olena, 'quote.send', { id: q.id })).rejects.toMatchObject({ code: 'expired' })
    await w.act(w.olena, 'quote.update', { items: [{ id: q.id, validUntil: '2099-01-01' }] })
    await w.act(w.olena, 'quote.send', { id: q.id })
    await expect(w.act(w.olena, 'quote.delete', { ids: [q.id] })).rejects.toMatchObject({ code: 'sent' })
    await w.act(w.olena, 'quote.decline', { id: q.id, reason: 'No' })
    await w.act(w.olena, 'quote.delete', { ids: [q.id] })
  })

  test('binds nobody below the floor', async () => {
    await w.make(w.admin, 'floorRule', { kind: 'markup', value: 20, product: w.pump.id })
    const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1, discount: 40 }])
    await expect(w.act(w.olena, 'quote.send', { id: q.id })).rejects.toMatchObject({
      problems: [{ code: 'below_floor' }],
    })
    const held = w.db.system((tx) =>
      tx.client.query('update quote_lines set binding = true where quote_id = $1', [q.id]),
    )
    await expect(held).rejects.toMatchObject({ constraint: 'line_price_floor' })
  })

  test('goes below the floor, or over what the rules let, by an approval of exactly this', async () => {
    const role = (await w.kolo.list(w.admin, 'role', { filter: ['key', 'is', 'administrator'] })).items[0]!
    await w.make(w.admin, 'approvalRule', { kind: 'price', role: role.id })
    await w.make(w.admin, 'approvalRule', { kind: 'document', role: role.id, fromAmount: w.uah('100000') })
    const decide = async (record: string, kind: string) => {
      const { items } = await w.kolo.list(w.admin, 'approval', { filter: ['record', 'is', record] })
      await w.act(w.admin, 'approval.approve', { id: items.find((a) => a['kind'] === kind)!.id })
      await w.act(w.system, 'quote.decided', { id: record })
    }
    const cheap = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1, discount: 45 }])
    await w.act(w.olena, 'quote.ask', { id: cheap.id, reason: 'Конкурент' })
    await decide(cheap.id, 'price')
    expect(await w.read(w.olena, 'quote', cheap.id)).toMatchObject({ status: 'approved' })
    expect(await w.act(w.olena, 'quote.send', { id: cheap.id })).toMatchObject({ status: 'sent' })

    const big = await w.quote(w.olena, [{ product: w.pump.id, quantity: 100 }])
    await expect(w.act(w.olena, 'quote.send', { id: big.id })).rejects.toMatchObject({
      code: 'needs_approval',
    })
    await w.act(w.olena, 'quote.ask', { id: big.id })
    await decide(big.id, 'document')
    await w.act(w.olena, 'quote.reopen', { id: big.id })
    await w.make(w.olena, 'quoteLine', { quote: big.id, product: w.filter.id, quantity: 1 })
    await expect(w.act(w.olena, 'quote.send', { id: big.id })).rejects.toMatchObject({
      code: 'needs_approval',
    })
  })

  test('is made of a deal: its lines, company and name', async () => {
    const [pipeline] = await w.make(w.admin, 'pipeline', { name: 'Продажі', isDefault: true })
    await w.make(
      w.admin,
      'stage',
      { name: 'Перший', pipeline: pipeline!.id },
      { name: 'Продано', pipeline: pipeline!.id, outcome: 'won' },
    )
    const [deal] = await w.make(w.olena, 'deal', {
      name: 'Котельня',
      account: w.client.id,
      channel: 'dealer',
    })
    await w.make(w.olena, 'dealLine', { deal: deal!.id, product: w.filter.id, quantity: 3, discount: 10 })
    const { quote } = await w.act<{ quote: string }>(w.olena, 'deal.quote', { id: deal!.id })
    const q = await w.read(w.olena, 'quote', quote)
    expect(q).toMatchObject({ subject: 'Котельня', account: { id: w.client.id }, deal: { id: deal!.id } })
    const { items } = await w.kolo.list(w.olena, 'quoteLine', { filter: ['quote', 'is', quote] })
    expect(items).toMatchObject([{ product: { id: w.filter.id }, quantity: 3, discount: 10 }])
    // The channel goes along: to the quote, to what is made for the deal by hand, and to the order.
    const [typed] = await w.make(w.olena, 'quote', { account: w.client.id, deal: deal!.id })
    await w.act(w.olena, 'quote.send', { id: quote })
    await w.act(w.olena, 'quote.accept', { id: quote })
    const orders = await w.kolo.list(w.olena, 'order', { filter: ['quote', 'is', quote] })
    expect([q, typed, orders.items[0]].map((one) => one!['channel'])).toEqual(['dealer', 'dealer', 'dealer'])
  })

  test('of a colleague is not mine to change', async () => {
    const q = await w.quote(w.olena, [{ product: w.pump.id, quantity: 1 }])
    await expect(w.act(w.petro, 'quote.send', { id: q.id })).rejects.toThrow('There is no such quote')
    await expect(
      w.make(w.petro, 'quoteLine', { quote: q.id, product: w.pump.id, quantity: 1 }),
    ).rejects.toThrow('There is no such quote')
  })
})
