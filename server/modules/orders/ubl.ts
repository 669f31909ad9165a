import { XMLBuilder } from 'fast-xml-parser'
import { Decimal } from 'decimal.js'
import { countryOf } from '#core/country.ts'
import type { Problem } from '#core/error.ts'
import type { Locale } from '#core/text.ts'
import { ublSums, type LineSums } from './ubl-amounts.ts'
import { exemptions, type Category } from './ubl-codes.ts'

export type UblParty = {
  name: string
  vatId: string | null
  registrationCode: string | null
  email: string | null
  phone: string | null
  /** As people wrote it; the country too. */
  address: { country?: string; region?: string; city?: string; street?: string; postcode?: string } | null
}
export type UblItem = {
  name: string
  description: string | null
  sku: string | null
  quantity: string
  /** UN/ECE Recommendation 20; null: its unit has no code that is known. */
  unitCode: string | null
  unitPrice: string | null
  discount: string | null
  taxRate: string | null
}
export type UblInvoice = {
  kind: 'invoice' | 'credit'
  number: string
  date: string
  dueDate: string | null
  currency: string
  language: Locale
  taxIncluded: boolean
  discount: string | null
  /** Already paid, in the currency. */
  paid: string
  note: string | null
  corrects: { number: string; date: string } | null
  order: { number: string; reference: string | null } | null
  delivery: { date: string | null; place: string | null }
  account: { iban: string; bic: string | null } | null
  issuer: UblParty
  client: UblParty
  lines: UblItem[]
  /** What lines without VAT are, and why, when the usual is not meant. */
  untaxed: Exclude<Category, 'S' | 'O'> | null
  reason: string | null
}

const isTaxed = (l: Pick<UblItem, 'taxRate'>) => Number(l.taxRate ?? 0) > 0
/** Who has no VAT number takes none: all of it is outside the tax. */
export const categoryOf = (i: UblInvoice, l: Pick<UblItem, 'taxRate'>): Category =>
  i.issuer.vatId === null ? 'O' : isTaxed(l) ? 'S' : (i.untaxed ?? (l.taxRate === null ? 'E' : 'Z'))

/** What the rules of EN 16931 ask for and the invoice has not, field by field. */
export function whatIsMissing(i: UblInvoice): Problem[] {
  const problems: Problem[] = []
  const ask = (isFine: unknown, path: string, message: string) => {
    if (!isFine) problems.push({ path, message, code: 'missing' })
  }
  const acrossBorders = i.lines.some((l) => ['AE', 'K'].includes(categoryOf(i, l)))
  ask(
    countryOf(i.issuer.address?.country),
    'issuer.address',
    'Our company: write the country of its address.',
  )
  ask(
    i.issuer.vatId ?? i.issuer.registrationCode,
    'issuer.registrationCode',
    'Our company: write its registration code or VAT id.',
  )
  ask(
    i.issuer.vatId ?? !i.lines.some(isTaxed),
    'issuer.vatId',
    'Our company: write its VAT id, since there is VAT on the invoice.',
  )
  ask(
    countryOf(i.client.address?.country),
    'account.addresses',
    'The client: write the country of the address.',
  )
  ask(
    i.client.vatId ?? !acrossBorders,
    'account.vatId',
    'The client: write the VAT id, since the VAT is his to pay.',
  )
  ask(i.dueDate ?? i.kind === 'credit', 'dueDate', 'Say by when it is to be paid.')
  ask(i.lines.length, 'lines', 'There is nothing on the invoice.')
  for (const [n, l] of i.lines.entries()) {
    ask(l.name, `lines.${n}.product`, `Line ${n + 1} has no name.`)
    ask(l.unitPrice, `lines.${n}.unitPrice`, `Line ${n + 1} has no price.`)
    ask(l.unitCode, `lines.${n}.unit`, `Line ${n + 1}: its unit has no code of UN/ECE.`)
  }
  return problems
}

type Node = { [name: string]: Node | Node[] | string | null | undefined }
// What XML 1.0 has no way to write.
const clean = (text: string) =>
  // oxlint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true })
const vat: Node = { 'cbc:ID': 'VAT' }
const withText = (text: string, attributes: Record<string, string>): Node => ({
  ...Object.fromEntries(Object.entries(attributes).map(([key, v]) => [`@${key}`, v])),
  '#text': text,
})

/** Leaves out what is not there, at any depth. */
function filled(node: Node): Node {
  const one = (v: Node | string): Node | string | null => {
    if (typeof v === 'string') return clean(v).trim() || null
    const inside = filled(v)
    return Object.keys(inside).length > 0 ? inside : null
  }
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, v]) => {
      const value = Array.isArray(v) ? v.map((x) => one(x) as Node) : v == null ? null : one(v)
      return value === null || (Array.isArray(value) && value.length === 0) ? [] : [[key, value]]
    }),
  )
}

/** Greece alone has a prefix of its own in VAT numbers. */
const prefixOf = (country: string | null) => (country === 'GR' ? 'EL' : country)
/** With the prefix of its country, as BR-CO-09 has it. */
const vatNumber = ({ vatId, address }: UblParty) =>
  vatId === null
    ? null
    : /^[A-Z]{2}/.test(vatId.trim().toUpperCase())
      ? vatId.trim().toUpperCase()
      : `${prefixOf(countryOf(address?.country))}${vatId.trim()}`

const partyNode = (p: UblParty, isOutside: boolean): Node => ({
  'cac:Party': {
    'cbc:EndpointID': p.email && withText(p.email, { schemeID: 'EM' }),
    'cac:PartyName': { 'cbc:Name': p.name },
    'cac:PostalAddress': {
      'cbc:StreetName': p.address?.street,
      'cbc:CityName': p.address?.city,
      'cbc:PostalZone': p.address?.postcode,
      'cbc:CountrySubentity': p.address?.region,
      'cac:Country': { 'cbc:IdentificationCode': countryOf(p.address?.country) },
    },
    // Outside the tax neither side may show its number (BR-O-02).
    'cac:PartyTaxScheme':
      isOutside || p.vatId === null ? null : { 'cbc:CompanyID': vatNumber(p), 'cac:TaxScheme': vat },
    'cac:PartyLegalEntity': { 'cbc:RegistrationName': p.name, 'cbc:CompanyID': p.registrationCode },
    'cac:Contact': { 'cbc:Telephone': p.phone, 'cbc:ElectronicMail': p.email },
  },
})

/** The invoice in UBL 2.1, or the credit note, by the rules of EN 16931; first see that nothing is missing. Elements
 * stand in the order of the schema. */
export function ublOf(i: UblInvoice): string {
  const isCredit = i.kind === 'credit'
  const locale = i.language
  const turned = (amount: string) => (isCredit ? new Decimal(amount).neg().toString() : amount)
  const money = (amount: string) => withText(amount, { currencyID: i.currency })
  const sums = ublSums(
    i.lines.map((l) => ({
      ...l,
      quantity: turned(l.quantity),
      unitPrice: l.unitPrice!,
      category: categoryOf(i, l),
    })),
    i,
  )
  const isOutside = i.issuer.vatId === null
  const category = (c: Category, rate: string | null): Node => ({
    'cbc:ID': c,
    'cbc:Percent': c === 'O' ? null : new Decimal(rate ?? 0).toString(),
  })
  const because = (c: Category): Node => {
    if (c === 'S' || c === 'Z') return {}
    const { code, reason } = exemptions[c]
    return { 'cbc:TaxExemptionReasonCode': code, 'cbc:TaxExemptionReason': i.reason ?? reason[locale] }
  }
  const discount = (amount: string, more: Node = {}): Node => ({
    'cbc:ChargeIndicator': String(amount.startsWith('-')),
    'cbc:AllowanceChargeReasonCode': amount.startsWith('-') ? null : '95',
    'cbc:AllowanceChargeReason': locale === 'uk' ? 'Знижка' : 'Discount',
    'cbc:Amount': money(amount.replace('-', '')),
    ...more,
  })
  const isSome = (amount: string) => !new Decimal(amount).isZero()
  const { total } = sums
  const paid = new Decimal(turned(i.paid))
  const line = (l: UblItem, s: LineSums, n: number): Node => ({
    'cbc:ID': String(n + 1),
    [isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity']: withText(s.quantity, {
      unitCode: l.unitCode!,
    }),
    'cbc:LineExtensionAmount': money(s.net),
    'cac:AllowanceCharge': isSome(s.discount) ? discount(s.discount) : null,
    'cac:Item': {
      'cbc:Description': l.description,
      'cbc:Name': l.name,
      'cac:SellersItemIdentification': { 'cbc:ID': l.sku },
      'cac:ClassifiedTaxCategory': { ...category(categoryOf(i, l), l.taxRate), 'cac:TaxScheme': vat },
    },
    'cac:Price': { 'cbc:PriceAmount': money(s.price) },
  })
  const isShipped = i.delivery.date !== null || i.untaxed === 'K'
  const body: Node = {
    'cbc:CustomizationID': 'urn:cen.eu:en16931:2017',
    'cbc:ID': i.number,
    'cbc:IssueDate': i.date,
    'cbc:DueDate': isCredit ? null : i.dueDate,
    [isCredit ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode']: isCredit ? '381' : '380',
    // Between two «#» the norm reads a code of what the note is about (BR-CL-08).
    'cbc:Note': i.note?.replaceAll('#', '№'),
    'cbc:DocumentCurrencyCode': i.currency,
    'cbc:BuyerReference': i.order?.reference,
    // The schema asks for the client's number beside ours.
    'cac:OrderReference': i.order && {
      'cbc:ID': i.order.reference ?? 'NA',
      'cbc:SalesOrderID': i.order.number,
    },
    'cac:BillingReference': i.corrects && {
      'cac:InvoiceDocumentReference': { 'cbc:ID': i.corrects.number, 'cbc:IssueDate': i.corrects.date },
    },
    'cac:AccountingSupplierParty': partyNode(i.issuer, isOutside),
    'cac:AccountingCustomerParty': partyNode(i.client, isOutside),
    'cac:Delivery': isShipped
      ? {
          'cbc:ActualDeliveryDate': i.delivery.date ?? i.date,
          'cac:DeliveryLocation': {
            'cac:Address': {
              'cbc:StreetName': i.delivery.place,
              'cac:Country': { 'cbc:IdentificationCode': countryOf(i.client.address?.country) },
            },
          },
        }
      : null,
    'cac:PaymentMeans': i.account && {
      'cbc:PaymentMeansCode': i.currency === 'EUR' ? '58' : '30',
      'cbc:PaymentID': i.number,
      'cac:PayeeFinancialAccount': {
        'cbc:ID': i.account.iban,
        'cbc:Name': i.issuer.name,
        'cac:FinancialInstitutionBranch': { 'cbc:ID': i.account.bic },
      },
    },
    // A credit note has no due date, and the rules want to know how it is settled (BR-CO-25).
    'cac:PaymentTerms': isCredit
      ? { 'cbc:Note': locale === 'uk' ? 'Зараховується в оплату рахунків' : 'Set off against invoices' }
      : null,
    'cac:AllowanceCharge': sums.taxes
      .filter((t) => isSome(t.off))
      .map((t) =>
        discount(t.off, { 'cac:TaxCategory': { ...category(t.category, t.rate), 'cac:TaxScheme': vat } }),
      ),
    'cac:TaxTotal': {
      'cbc:TaxAmount': money(total.tax),
      'cac:TaxSubtotal': sums.taxes.map((t) => ({
        'cbc:TaxableAmount': money(t.taxable),
        'cbc:TaxAmount': money(t.tax),
        'cac:TaxCategory': {
          ...category(t.category, t.rate),
          ...because(t.category),
          'cac:TaxScheme': vat,
        },
      })),
    },
    'cac:LegalMonetaryTotal': {
      'cbc:LineExtensionAmount': money(total.lines),
      'cbc:TaxExclusiveAmount': money(total.net),
      'cbc:TaxInclusiveAmount': money(total.gross),
      'cbc:AllowanceTotalAmount': isSome(total.allowances) ? money(total.allowances) : null,
      'cbc:ChargeTotalAmount': isSome(total.charges) ? money(total.charges) : null,
      'cbc:PrepaidAmount': paid.isZero() ? null : money(paid.toFixed(2)),
      'cbc:PayableAmount': money(new Decimal(total.gross).minus(paid).toFixed(2)),
    },
    [isCredit ? 'cac:CreditNoteLine' : 'cac:InvoiceLine']: i.lines.map((l, n) => line(l, sums.lines[n]!, n)),
  }
  const root = isCredit ? 'CreditNote' : 'Invoice'
  const schema = 'urn:oasis:names:specification:ubl:schema:xsd'
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    [root]: {
      '@xmlns': `${schema}:${root}-2`,
      '@xmlns:cac': `${schema}:CommonAggregateComponents-2`,
      '@xmlns:cbc': `${schema}:CommonBasicComponents-2`,
      ...filled(body),
    },
  })
}
