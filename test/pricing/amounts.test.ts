import { expect, test } from 'vitest'
import { amountsOf, type AmountRules } from '#modules/pricing/index.ts'

const rules = (more: Partial<AmountRules> = {}): AmountRules => ({
  taxIncluded: false,
  rounding: 'line',
  ...more,
})
const line = (quantity: number, unitPrice: string, more = {}) => ({
  quantity,
  unitPrice,
  taxRate: 20,
  ...more,
})

test.each([
  ['one line', [line(2, '100')], rules(), '200.00', '40.00', '240.00'],
  ['a discount of the line', [line(2, '100', { discount: 12.5 })], rules(), '175.00', '35.00', '210.00'],
  [
    'of the line and of the whole',
    [line(1, '100', { discount: 10 })],
    rules({ documentDiscount: 10 }),
    '81.00',
    '16.20',
    '97.20',
  ],
  ['tax inside', [line(1, '120')], rules({ taxIncluded: true }), '100.00', '20.00', '120.00'],
  ['halves go up', [line(1, '0.125', { taxRate: null })], rules(), '0.13', '0.00', '0.13'],
  ['tax of each line', Array(3).fill(line(1, '0.33')), rules(), '0.99', '0.21', '1.20'],
  ['tax of the total', Array(3).fill(line(1, '0.33')), rules({ rounding: 'total' }), '0.99', '0.20', '1.19'],
  [
    'tax inside, of the total',
    Array(3).fill(line(1, '0.10')),
    rules({ taxIncluded: true, rounding: 'total' }),
    '0.25',
    '0.05',
    '0.30',
  ],
  [
    'not rounded',
    Array(3).fill(line(3, '0.335', { discount: 0.5 })),
    rules({ rounding: 'none' }),
    '3.0000',
    '0.6000',
    '3.6000',
  ],
  [
    'tax inside, not rounded',
    Array(3).fill(line(1, '0.10')),
    rules({ taxIncluded: true, rounding: 'none' }),
    '0.2500',
    '0.0500',
    '0.3000',
  ],
  [
    'an offered option',
    [line(1, '100'), line(1, '50', { optional: true })],
    rules(),
    '100.00',
    '20.00',
    '120.00',
  ],
  ['what goes back', [line(-1, '100')], rules(), '-100.00', '-20.00', '-120.00'],
  ['nothing', [], rules(), '0.00', '0.00', '0.00'],
])('%s', (_, lines, how, net, tax, gross) => {
  expect(amountsOf(lines, how).totals).toMatchObject({ net, tax, gross })
})

test('tax by rate, the highest first, without VAT last; cost and margin, unknown when one is', () => {
  const lines = [
    line(1, '10', { taxRate: null, cost: '6' }),
    line(2, '10', { taxRate: 7, cost: { amount: '5', currency: 'UAH' } }),
    line(1, '10', { cost: '9' }),
  ]
  const { totals, lines: each } = amountsOf(lines, rules())
  expect(totals.taxes).toEqual([
    { rate: '20', net: '10.00', tax: '2.00', gross: '12.00' },
    { rate: '7', net: '20.00', tax: '1.40', gross: '21.40' },
    { rate: null, net: '10.00', tax: '0.00', gross: '10.00' },
  ])
  expect(totals).toMatchObject({ cost: '25.00', margin: '15.00', marginPercent: '37.50' })
  expect(each[1]).toMatchObject({ amount: '20.00', cost: '10.00', margin: '10.00', discount: '0.00' })
  expect(amountsOf([...lines, line(1, '1')], rules()).totals).toMatchObject({ cost: null, margin: null })
})

test('net and tax make gross on every line and in all, whatever the numbers', () => {
  let seed = 7
  const any = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n
  for (let round = 0; round < 300; round++) {
    const lines = Array.from({ length: 1 + any(6) }, () =>
      line(1 + any(50), `${any(1000)}.${String(any(10_000)).padStart(4, '0')}`, {
        discount: any(40),
        taxRate: [20, 14, 7, 0, null][any(5)],
      }),
    )
    for (const taxIncluded of [true, false])
      for (const rounding of ['line', 'total'] as const) {
        const { lines: each, totals } = amountsOf(lines, { taxIncluded, rounding, documentDiscount: any(30) })
        const cents = (s: string) => Math.round(Number(s) * 100)
        for (const one of [...each, totals, ...totals.taxes])
          expect(cents(one.net) + cents(one.tax)).toBe(cents(one.gross))
        const amount = each.reduce((sum, one) => sum + cents(one.amount), 0)
        expect(cents(taxIncluded ? totals.gross : totals.net)).toBe(amount)
      }
  }
})
