import { expect, test } from 'vitest'
import { addedUp, creditVerdict } from '../server/modules/orders/credit.ts'
import { stateOf, type Facts } from '../server/modules/orders/order-state.ts'
import { epcText, nbuText } from '../server/modules/orders/payment-code.ts'
import { ofKind } from '../server/modules/orders/print-paper.ts'
import { shares } from '../server/modules/orders/pay.ts'

const facts = (more: Partial<Facts> = {}): Facts => ({
  status: 'confirmed',
  reserved: 'none',
  shipped: 'none',
  invoiced: 'none',
  paid: 'none',
  dueOn: null,
  isReturned: false,
  ...more,
})
test.each<[string, Partial<Facts>]>([
  ['new', { status: 'draft' }],
  ['confirmed', {}],
  ['reserved', { reserved: 'all' }],
  ['partShipped', { shipped: 'part', reserved: 'part' }],
  ['shipped', { shipped: 'all' }],
  ['toPay', { invoiced: 'all' }],
  ['toPay', { shipped: 'all', invoiced: 'all', dueOn: '2030-01-01' }],
  ['overdue', { shipped: 'all', invoiced: 'all', dueOn: '2020-01-01' }],
  ['overdue', { paid: 'part', invoiced: 'all', dueOn: '2020-01-01' }],
  ['partPaid', { paid: 'part', invoiced: 'all', dueOn: '2030-01-01' }],
  ['paid', { paid: 'all', invoiced: 'all' }],
  ['done', { status: 'done', paid: 'all', invoiced: 'all', shipped: 'all' }],
  ['returned', { shipped: 'all', isReturned: true }],
  ['cancelled', { status: 'cancelled', reserved: 'all' }],
])('an order is %s', (state, given) => expect(stateOf(facts(given), '2026-11-25')).toBe(state))

test.each([
  ['a part of the first', '50', [['a', '100']], [['a', '50']]],
  [
    'the first, then the next',
    '150',
    [
      ['a', '100'],
      ['b', '100'],
    ],
    [
      ['a', '100'],
      ['b', '50'],
    ],
  ],
  ['no more than is owed', '500', [['a', '100']], [['a', '100']]],
  [
    'a credit note gives first',
    '60',
    [
      ['a', '100'],
      ['c', '-40'],
    ],
    [
      ['c', '-40'],
      ['a', '100'],
    ],
  ],
  ['nothing', '0', [['a', '100']], []],
] as [string, string, [string, string][], [string, string][]][])('a payment pays %s', (_, sum, owed, laid) =>
  expect(
    shares(
      sum,
      owed.map(([id, due]) => ({ id, due })),
    ),
  ).toEqual(laid.map(([id, amount]) => ({ id, amount }))),
)

const credit = { limit: null, debt: '0', adding: '0', overdue: 0, allowed: null, policy: null }
const uah = (amount: string) => ({ amount, currency: 'UAH' })
test.each([
  ['yes', {}],
  ['yes', { limit: uah('100'), debt: '60', adding: '40', policy: 'stop' }],
  ['stop', { limit: uah('100'), debt: '60', adding: '40.01', policy: 'stop' }],
  ['approve', { limit: uah('0'), adding: '1', policy: 'approve' }],
  ['warn', { limit: uah('0'), adding: '1' }],
  ['yes', { allowed: 5, overdue: 5, policy: 'stop' }],
  ['stop', { allowed: 5, overdue: 6, policy: 'stop' }],
  ['stop', { limit: uah('100'), missing: ['PLN'], policy: 'stop' }],
  ['yes', { missing: ['PLN'], policy: 'stop' }],
])('credit: %s', (go, given) => expect(creditVerdict({ ...credit, ...given }).go).toBe(go))

test('sums of several currencies are one in that of the limit; what has no rate is named', () => {
  const rates = [{ currency: 'EUR', base: 'UAH', rate: '48.5', date: '2026-11-25', source: 'nbu' }]
  const eur = (amount: string) => ({ amount, currency: 'EUR' })
  expect(addedUp([uah('100.01'), eur('2')], 'UAH', rates)).toEqual({ amount: '197.01', missing: [] })
  expect(addedUp([uah('97'), eur('1')], 'EUR', rates)).toEqual({ amount: '3.00', missing: [] })
  const zloty = { amount: '5', currency: 'PLN' }
  expect(addedUp([uah('1'), zloty, { ...zloty, amount: '0', currency: 'USD' }], 'UAH', rates)).toEqual({
    amount: '1.00',
    missing: ['PLN'],
  })
})

test('a payment code holds what a bank needs, by EPC069-12', () => {
  const to = { name: 'Vodolii LLC', iban: 'UA21 3223', bic: 'DNBKUA2X', about: 'Invoice INV-1' }
  expect(epcText({ ...to, amount: '1234.5' })).toBe(
    'BCD\n002\n1\nSCT\nDNBKUA2X\nVodolii LLC\nUA213223\nEUR1234.50\n\n\nInvoice INV-1',
  )
  expect(epcText({ ...to, amount: '0' })).toBeNull()
  expect(epcText({ ...to, amount: '1000000000' })).toBeNull()
})

test.each([
  ['deliveryNote', ['pump', 'work'], ['pump']],
  ['act', ['pump', 'work'], ['work']],
  ['act', ['pump'], ['pump']],
  ['deliveryNote', ['work'], ['work']],
  ['invoice', ['pump', 'work'], ['pump', 'work']],
] as const)('a paper: %s of %j has %j', (kind, all, has) =>
  expect(ofKind<string>(kind, all, (l) => l === 'work')).toEqual(has),
)

test('a payment code in hryvnias is thirteen lines behind the National Bank’s address', () => {
  const to = { name: 'ТОВ «Водолій»', iban: 'UA21 3223', code: '32855961', about: 'Оплата за рахунком № Р-1' }
  const linesOf = (text: string | null) =>
    Buffer.from(text!.replace('https://bank.gov.ua/qr/', ''), 'base64url').toString().split('\n')
  expect(linesOf(nbuText({ ...to, amount: '1234.5' }))).toEqual([
    'BCD',
    '002',
    '1',
    'UCT',
    '',
    to.name,
    'UA213223',
    'UAH1234.50',
    '32855961',
    '',
    '',
    to.about,
    '',
  ])
  expect(linesOf(nbuText({ ...to, amount: '3.00' }))[7]).toBe('UAH3')
  const long = nbuText({ ...to, amount: '1', about: 'щ'.repeat(140) })!
  expect(long.length).toBeLessThanOrEqual('https://bank.gov.ua/qr/'.length + 331)
  expect(linesOf(long)[11]).toMatch(/^щ{50,}$/)
  expect(nbuText({ ...to, amount: '0' })).toBeNull()
})
