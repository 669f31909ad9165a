import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columns, type Reconciliation } from '../server/modules/orders/reconcile.ts'
import { pdfText } from './world/pdf-text.ts'
import { openSellingWorld, type SellingWorld } from './selling-world.ts'

const entry = (kind: 'invoice' | 'credit' | 'payment', amount: string) => ({
  date: '2026-05-01',
  kind,
  number: '1',
  amount,
})

test.each([
  ['nothing', '0', [], ['0.00', '0.00', '0.00']],
  [
    'an invoice paid in part',
    '0',
    [entry('invoice', '120.50'), entry('payment', '-20.5')],
    ['120.50', '20.50', '100.00'],
  ],
  ['a return is in credit', '10', [entry('credit', '-10')], ['0.00', '10.00', '0.00']],
  ['paid ahead', '-5.01', [entry('payment', '-0.02')], ['0.00', '0.02', '-5.03']],
])('%s', (_, opening, entries, [debit, credit, closing]) => {
  expect(columns(opening, entries)).toMatchObject({ debit, credit, closing })
})

let w: SellingWorld
beforeAll(async () => (w = await openSellingWorld()))
afterAll(() => w.close())

test('the act of reconciliation says what the debts say, for who sees all of it', async () => {
  const uah = (amount: string) => ({ amount, currency: 'UAH' })
  const bill = async (line: object, date: string) => {
    const [o] = await w.make(w.olena, 'order', { account: w.client.id, currency: 'UAH' })
    await w.make(w.olena, 'orderLine', { order: o!.id, ...line })
    await w.act(w.olena, 'order.confirm', { id: o!.id })
    await w.act(w.olena, 'order.ship', { id: o!.id })
    return {
      order: o!.id,
      ...(await w.act<{ invoice: string }>(w.olena, 'order.invoice', { id: o!.id, date })),
    }
  }
  const first = await bill({ product: w.pump.id, quantity: 2 }, '2026-01-10')
  await w.act(w.olena, 'invoice.pay', { id: first.invoice, amount: uah('1000'), date: '2026-02-01' })
  const second = await bill({ product: w.pump.id, quantity: 1 }, '2026-03-05')
  await w.act(w.olena, 'order.return', { id: second.order, reason: 'Не той' })
  await w.act(w.olena, 'order.credit', { id: second.order, invoice: second.invoice })
  await w.make(w.olena, 'payment', { account: w.client.id, amount: uah('5000'), date: '2026-03-25' })
  const ask = (who: typeof w.olena, more: object) =>
    w.act<Reconciliation>(who, 'account.reconciliation', { id: w.client.id, ...more })
  const [debt] = (
    await w.act<{ items: { owed: { amount: string } }[] }>(w.olena, 'invoice.debts', { account: w.client.id })
  ).items
  const now = await ask(w.olena, {})
  expect(now.owed).toBe(Number(debt!.owed.amount).toFixed(2))
  expect(Number(now.closing)).toBe(Number(now.owed) - Number(now.unallocated))
  const march = await ask(w.olena, { from: '2026-03-01' })
  expect(march.rows.map((r) => [r.kind, r.debit, r.credit])).toEqual([
    ['invoice', '1440.00', null],
    ['payment', null, '5000.00'],
    ['credit', null, '1440.00'],
  ])
  expect(march).toMatchObject({
    opening: '1880.00',
    debit: '1440.00',
    credit: '6440.00',
    closing: '-3120.00',
  })
  await expect(ask(w.olena, { from: '2026-04-01', to: '2026-03-01' })).rejects.toMatchObject({
    problems: [{ path: 'to' }],
  })

  const made = await w.act<{ document: string; attachment: string }>(w.olena, 'account.reconcile', {
    id: w.client.id,
    from: '2026-03-01',
  })
  const { file } = (await w.read(w.olena, 'attachment', made.attachment)) as never as { file: never }
  const text = await pdfText(await w.kolo.files.bytes(file))
  expect(text).toContain('Акт звірки')
  expect(text).toContain('Постачальника перед Покупцем становить 3 120,00')
  // Another's invoice of the same client: she would print half of it.
  await w.kolo.db.system((tx) =>
    tx.rows(sql`update invoices set owner_id = null, team_id = null where id = ${second.invoice}::uuid`),
  )
  await expect(ask(w.olena, {})).rejects.toMatchObject({ code: 'hidden' })
})
