import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countryOf } from '#core/country.ts'
import { unitCodeOf } from '../../server/modules/orders/ubl-codes.ts'
import { ublOf, whatIsMissing, type UblInvoice, type UblItem } from '../../server/modules/orders/ubl.ts'
import { amountsOf } from '#modules/pricing/index.ts'
import { openSellingWorld, type SellingWorld } from '../selling-world.ts'
import { broken, rules } from './en16931.ts'

const examples = `${import.meta.dirname}/../../../shared/data/einvoice/ubl-examples/examples`

describe.skipIf(!existsSync(examples))('the examples of the norm', () => {
  test.each(existsSync(examples) ? readdirSync(examples) : [])('%s breaks no rule', (name) =>
    expect(broken(readFileSync(`${examples}/${name}`, 'utf8'))).toEqual([]),
  )
})

const item = (more: Partial<UblItem> = {}): UblItem => ({
  name: 'Pump & filter <20 l>',
  description: 'With a mount',
  sku: 'P-1',
  quantity: '3',
  unitCode: 'H87',
  unitPrice: '33.335',
  discount: '7',
  taxRate: '20',
  ...more,
})
const invoice = (more: Partial<UblInvoice> = {}): UblInvoice => ({
  kind: 'invoice',
  number: 'INV-1',
  date: '2026-11-26',
  dueDate: '2026-12-10',
  currency: 'EUR',
  language: 'en',
  taxIncluded: false,
  discount: '5',
  paid: '10',
  note: null,
  corrects: null,
  order: { number: 'SO-1', reference: null },
  delivery: { date: '2026-11-25', place: 'Lviv, 5 Zelena St' },
  account: { iban: 'UA213223130000026007233566001', bic: 'DNBKUA2X' },
  issuer: {
    name: 'Vodolii LLC',
    vatId: '328559626012',
    registrationCode: '32855961',
    email: 'office@vodolii.example',
    phone: '+380441234567',
    address: { country: 'Україна', city: 'Kyiv', street: '82 Kyrylivska St', postcode: '04080' },
  },
  client: {
    name: 'Aqua GmbH',
    vatId: 'DE811569869',
    registrationCode: null,
    email: null,
    phone: null,
    address: { country: 'Germany', city: 'Berlin' },
  },
  lines: [item(), item({ taxRate: '7', discount: null }), item({ taxRate: '0' })],
  untaxed: null,
  reason: null,
  ...more,
})
const strictly = (i: UblInvoice) => broken(ublOf(i), { strict: true })
const reverse = (xml: string, a: RegExp) => xml.replace(a, '')

test('an invoice breaks no rule', () => {
  expect(whatIsMissing(invoice())).toEqual([])
  expect(strictly(invoice())).toEqual([])
  expect(ublOf(invoice())).toContain('<cbc:CompanyID>UA328559626012</cbc:CompanyID>')
})

test('a Greek VAT number has the prefix that Greece has', () => {
  const i = invoice({ client: { ...invoice().client, vatId: '094259216', address: { country: 'Greece' } } })
  expect(ublOf(i)).toContain('>EL094259216<')
  expect(strictly(i)).toEqual([])
})

const swap = (a: RegExp | string, b: string) => (xml: string) => xml.replace(a, b)
const withAmount = (name: string, by: string) => (xml: string) =>
  xml.replace(new RegExp(`(<cbc:${name} [^>]*>)([\\d.]+)`), (_, tag: string, n: string) =>
    [tag, new Decimal(n).plus(by).toFixed(2)].join(''),
  )
test.each<[string, (xml: string) => string, Partial<UblInvoice>?]>([
  ['BR-01', (x) => reverse(x, /<cbc:CustomizationID>.*\n/)],
  ['BR-02', (x) => reverse(x, /<cbc:ID>INV-1<\/cbc:ID>/)],
  ['BR-05', swap('>EUR<', '>euro<')],
  ['BR-06', (x) => reverse(x, /<cbc:RegistrationName>.*\n/)],
  ['BR-09', swap('>UA<', '>Ukraine<')],
  ['BR-11', swap('>DE<', '><')],
  ['BR-16', (x) => reverse(x, /<cac:InvoiceLine>[\s\S]*<\/cac:InvoiceLine>/)],
  ['BR-23', swap('unitCode="H87"', 'unitCode="pieces"')],
  ['BR-25', (x) => reverse(x, /<cbc:Name>Pump.*\n/)],
  ['BR-27', swap(/(PriceAmount [^>]*>)/, '$1-')],
  ['BR-33', (x) => x.replaceAll(/<cbc:AllowanceChargeReason.*\n/g, '')],
  ['BR-61', (x) => reverse(x, /<cbc:ID>UA21.*\n/)],
  ['BR-CL-01', swap('InvoiceTypeCode>380', 'InvoiceTypeCode>999')],
  ['BR-CL-08', swap('seen. №5', 'seen. #5'), { note: 'As seen. #5' }],
  ['BR-CL-14', swap('>DE<', '>XQ<')],
  ['BR-CL-19', swap('ReasonCode>95<', 'ReasonCode>9<')],
  ['BR-CL-22', swap('>VATEX-EU-AE<', '>REVERSE<'), { untaxed: 'AE' }],
  ['BR-CL-25', swap('schemeID="EM"', 'schemeID="MAIL"')],
  ['BR-CO-09', swap('>UA3285', '>3285')],
  ['BR-CO-10', withAmount('LineExtensionAmount', '0.01')],
  ['BR-CO-11', withAmount('AllowanceTotalAmount', '0.01')],
  [
    'BR-CO-12',
    swap('<cbc:PrepaidAmount', '<cbc:ChargeTotalAmount>1</cbc:ChargeTotalAmount><cbc:PrepaidAmount'),
  ],
  ['BR-CO-13', withAmount('TaxExclusiveAmount', '0.01')],
  ['BR-CO-14', withAmount('TaxAmount', '0.01')],
  ['BR-CO-15', withAmount('TaxInclusiveAmount', '0.01')],
  ['BR-CO-16', withAmount('PayableAmount', '0.01')],
  ['BR-CO-17', (x) => x.replaceAll('<cbc:Percent>20<', '<cbc:Percent>21<')],
  ['BR-CO-25', (x) => reverse(x, /<cbc:DueDate>.*\n/)],
  ['BR-DEC', swap(/(TaxExclusiveAmount [^>]*>[\d.]+)/, '$11')],
  ['BR-S-01', (x) => x.replaceAll(/(<cac:TaxCategory>\s*<cbc:ID>)S/g, '$1Z')],
  ['BR-S-02', (x) => reverse(x, /<cac:PartyTaxScheme>[\s\S]*?<\/cac:PartyTaxScheme>/)],
  ['BR-S-08', withAmount('TaxableAmount', '0.01')],
  ['BR-Z-05', swap(/(ClassifiedTaxCategory>\s*<cbc:ID>Z<\/cbc:ID>\s*<cbc:Percent>)0/, '$12')],
  [
    'BR-Z-10',
    (x) =>
      x.replaceAll(
        'Percent>0</cbc:Percent>',
        'Percent>0</cbc:Percent><cbc:TaxExemptionReason>x</cbc:TaxExemptionReason>',
      ),
  ],
  ['BR-E-10', (x) => x.replaceAll(/<cbc:TaxExemptionReason.*\n/g, ''), { untaxed: 'E' }],
  ['BR-AE-02', (x) => reverse(x, /<cbc:CompanyID>DE.*\n/), { untaxed: 'AE' }],
  ['BR-IC-11', (x) => reverse(x, /<cbc:ActualDeliveryDate>.*\n/), { untaxed: 'K' }],
  ['BR-G-09', swap(/(<cbc:TaxAmount currencyID="EUR">)0.00/, '$10.01'), { untaxed: 'G' }],
  ['order of Invoice', swap(/(<cbc:IssueDate>.*\n)(.*<cbc:DueDate>.*\n)/, '$2$1')],
])('%s is seen when it is broken', (code, edit, more = {}) => {
  const xml = ublOf(invoice(more))
  expect(broken(xml, { strict: true })).toEqual([])
  expect(edit(xml)).not.toBe(xml)
  expect(broken(edit(xml), { strict: true })).toContain(code)
})

/** A small generator of numbers, the same every time (mulberry32). */
function dice(seed: number) {
  let a = seed
  return (below: number) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}
const pick = <T>(roll: (n: number) => number, of: readonly T[]) => of[roll(of.length)]!

test('invoices of any shape break no rule, and come to what the invoice says to the cent', () => {
  const roll = dice(16931)
  const seen = new Set<string>()
  for (let n = 0; n < 150; n++) {
    const isOutside = roll(8) === 0
    const kind = pick(roll, ['invoice', 'invoice', 'credit'] as const)
    const lines = Array.from({ length: 1 + roll(12) }, () =>
      item({
        quantity: new Decimal((roll(50_000) + 1) * (kind === 'credit' ? -1 : 1))
          .div(pick(roll, [1, 10, 1000]))
          .toString(),
        unitPrice: new Decimal(roll(10_000_000) * (roll(20) === 0 ? -1 : 1))
          .div(pick(roll, [100, 10_000]))
          .toString(),
        discount: pick(roll, [null, '0', '5', '12.5', '33.33', '100']),
        taxRate: isOutside ? null : pick(roll, ['20', '20', '7', '14', '19', '0', null]),
      }),
    )
    const given = invoice({
      kind,
      lines,
      taxIncluded: roll(2) === 0,
      discount: pick(roll, [null, null, '0', '3', '7.77', '100']),
      paid: pick(roll, ['0', '12.34']),
      language: pick(roll, ['en', 'uk'] as const),
      untaxed: pick(roll, [null, 'Z', 'E', 'AE', 'K', 'G'] as const),
      ...(isOutside ? { issuer: { ...invoice().issuer, vatId: null } } : {}),
    })
    const xml = ublOf(given)
    expect([n, broken(xml, { strict: true })]).toEqual([n, []])
    const { totals } = amountsOf(lines as never, {
      taxIncluded: given.taxIncluded,
      rounding: 'total',
      documentDiscount: given.discount,
    })
    const of = (name: string) => new RegExp(`<cbc:${name} currencyID="EUR">(-?[\\d.]+)<`).exec(xml)![1]!
    const sign = kind === 'credit' ? -1 : 1
    expect([
      n,
      ...['TaxExclusiveAmount', 'TaxAmount', 'TaxInclusiveAmount'].map((x) => Number(of(x)) * sign + 0),
    ]).toEqual([n, ...[totals.net, totals.tax, totals.gross].map((x) => Number(x) + 0)])
    for (const [, category] of xml.matchAll(/<cac:TaxCategory>\s*<cbc:ID>(\w+)</g)) seen.add(category!)
  }
  expect([...seen].toSorted()).toEqual(['AE', 'E', 'G', 'K', 'O', 'S', 'Z'])
  expect(rules.length).toBeGreaterThan(90)
})

test('what the rules ask for and is not there is said field by field', () => {
  const none = { vatId: null, registrationCode: null, address: null }
  const bare = invoice({
    issuer: { ...invoice().issuer, ...none },
    client: { ...invoice().client, ...none },
    dueDate: null,
    lines: [item({ unitCode: null }), item({ name: '', unitPrice: null })],
  })
  expect(whatIsMissing(bare).map((p) => p.path)).toEqual([
    'issuer.address',
    'issuer.registrationCode',
    'issuer.vatId',
    'account.addresses',
    'dueDate',
    'lines.0.unit',
    'lines.1.product',
    'lines.1.unitPrice',
  ])
  const reverseCharge = invoice({ untaxed: 'AE', client: { ...invoice().client, vatId: null } })
  expect(whatIsMissing(reverseCharge).map((p) => p.path)).toEqual(['account.vatId'])
})

test.each([
  ['Україна', 'UA'],
  [' ukraine ', 'UA'],
  ['de', 'DE'],
  ['Німеччина', 'DE'],
  ['United Kingdom', 'GB'],
  ['EU', null],
  ['Атлантида', null],
  [null, null],
])('%s is the country %s', (text, code) => expect(countryOf(text)).toBe(code))

test.each([
  [['piece', 'шт'], 'H87'],
  [['own-1', 'м²'], 'MTK'],
  [[null], 'C62'],
  [['own-2', 'жменя'], null],
] as const)('the unit %j has the code %s', (names, code) => expect(unitCodeOf(names)).toBe(code))

describe('the invoice of an order', () => {
  let w: SellingWorld
  beforeAll(async () => (w = await openSellingWorld()))
  afterAll(() => w.close())

  test('is written, kept among the papers, and its credit note too; what is missing is said first', async () => {
    const [o] = await w.make(w.olena, 'order', { account: w.client.id, discount: 2.5 })
    await w.make(
      w.olena,
      'orderLine',
      { order: o!.id, product: w.pump.id, quantity: 3, discount: 3 },
      { order: o!.id, product: w.work.id, quantity: 1.5 },
    )
    await w.act(w.olena, 'order.confirm', { id: o!.id })
    const ask = { id: o!.id, kind: 'proforma' }
    const { invoice: proforma } = await w.act<{ invoice: string }>(w.olena, 'order.invoice', ask)
    await w.act(w.olena, 'order.ship', { id: o!.id })
    const { invoice: id } = await w.act<{ invoice: string }>(w.olena, 'order.invoice', { id: o!.id })
    const refused = (code: string) => expect.objectContaining({ code })
    await expect(w.act(w.olena, 'invoice.write_ubl', { id: proforma })).rejects.toEqual(refused('proforma'))
    await expect(w.act(w.petro, 'invoice.write_ubl', { id })).rejects.toEqual(refused('not_there'))

    const written = async (record: string) => {
      const { document } = await w.act<{ document: string }>(w.olena, 'invoice.write_ubl', { id: record })
      const kept = await w.read(w.olena, 'document', document)
      expect(kept).toMatchObject({ kind: 'ubl', entity: 'invoice', record })
      const file = kept['file'] as { id: string; name: string }
      return new TextDecoder().decode(await w.kolo.files.bytes(file))
    }
    const xml = await written(id)
    expect(broken(xml, { strict: true })).toEqual([])
    const { total } = (await w.read(w.olena, 'invoice', id)) as unknown as { total: { amount: string } }
    expect(xml).toContain(`<cbc:PayableAmount currencyID="UAH">${total.amount}<`)
    expect(xml).toContain('unitCode="HUR">1.5<')

    await w.act(w.olena, 'order.return', { id: o!.id, reason: 'Брак' })
    const { invoice: note } = await w.act<{ invoice: string }>(w.olena, 'order.credit', {
      id: o!.id,
      invoice: id,
    })
    const credit = await written(note)
    expect(broken(credit, { strict: true })).toEqual([])
    expect(credit).toContain('<CreditNote ')
    expect(credit).toContain(`<cbc:PayableAmount currencyID="UAH">${total.amount}<`)

    const before = await w.read(w.admin, 'account', w.client.id)
    await w.act(w.admin, 'account.update', {
      items: [{ id: before.id, revision: before.revision, addresses: [{ city: 'Львів' }] }],
    })
    await expect(w.act(w.olena, 'invoice.write_ubl', { id })).rejects.toMatchObject({
      problems: [{ path: 'account.addresses' }],
    })
  })
})
