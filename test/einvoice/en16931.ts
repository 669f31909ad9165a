import {
  all,
  everywhere,
  has,
  isVat,
  num,
  one,
  read,
  sum,
  text,
  vatIdOf,
  within,
  type Doc,
  type Element,
} from './read-ubl.ts'
import { lists } from './code-lists.ts'
import { isInOrder } from './ubl-order.ts'

const lineCategory = (l: Element) => one(l, 'Item/ClassifiedTaxCategory')!
const changeCategory = (c: Element) => one(c, 'TaxCategory')!
const lineChanges = (l: Element, isCharge: string) =>
  all(l, 'AllowanceCharge').filter((c) => text(c, 'ChargeIndicator') === isCharge)
const reasoned = (e: Element) => has(e, 'AllowanceChargeReason') || has(e, 'AllowanceChargeReasonCode')
const centsAtMost = (e: Element | undefined) =>
  e === undefined ||
  e.inside
    .filter((x) => x.name.endsWith('Amount') && x.name !== 'PriceAmount')
    .every((x) => !/\.\d{3,}/.test(x.text))

export type Rule = [code: string, holds: (d: Doc) => boolean]
const everyLine =
  (holds: (l: Element) => boolean) =>
  ({ lines }: Doc) =>
    lines.every(holds)
const everyTax = (holds: (t: Element, d: Doc) => boolean) => (d: Doc) => d.subtotals.every((t) => holds(t, d))

const general: Rule[] = [
  ['BR-01', (d) => has(d.root, 'CustomizationID')],
  ['BR-02', (d) => has(d.root, 'ID')],
  ['BR-03', (d) => has(d.root, 'IssueDate')],
  ['BR-04', (d) => has(d.root, 'InvoiceTypeCode') || has(d.root, 'CreditNoteTypeCode')],
  ['BR-05', (d) => /^[A-Z]{3}$/.test(text(d.root, 'DocumentCurrencyCode'))],
  ['BR-06', (d) => has(d.seller, 'PartyLegalEntity/RegistrationName')],
  ['BR-07', (d) => has(d.buyer, 'PartyLegalEntity/RegistrationName')],
  ['BR-08', (d) => one(d.seller, 'PostalAddress') !== undefined],
  ['BR-09', (d) => /^[A-Z]{2}$/.test(text(d.seller, 'PostalAddress/Country/IdentificationCode'))],
  ['BR-10', (d) => one(d.buyer, 'PostalAddress') !== undefined],
  ['BR-11', (d) => /^[A-Z]{2}$/.test(text(d.buyer, 'PostalAddress/Country/IdentificationCode'))],
  ['BR-12', (d) => has(d.total, 'LineExtensionAmount')],
  ['BR-13', (d) => has(d.total, 'TaxExclusiveAmount')],
  ['BR-14', (d) => has(d.total, 'TaxInclusiveAmount')],
  ['BR-15', (d) => has(d.total, 'PayableAmount')],
  ['BR-16', (d) => d.lines.length > 0],
  ['BR-21', everyLine((l) => has(l, 'ID'))],
  ['BR-22', everyLine((l) => has(l, 'InvoicedQuantity') || has(l, 'CreditedQuantity'))],
  [
    'BR-23',
    everyLine((l) =>
      /^[A-Z0-9]{1,3}$/.test(
        (one(l, 'InvoicedQuantity') ?? one(l, 'CreditedQuantity'))?.at['unitCode'] ?? '',
      ),
    ),
  ],
  ['BR-24', everyLine((l) => has(l, 'LineExtensionAmount'))],
  ['BR-25', everyLine((l) => has(l, 'Item/Name'))],
  ['BR-26', everyLine((l) => has(l, 'Price/PriceAmount'))],
  ['BR-27', everyLine((l) => num(l, 'Price/PriceAmount').gte(0))],
  ['BR-31', (d) => d.allowances.every((c) => has(c, 'Amount'))],
  ['BR-32', (d) => d.allowances.every((c) => has(c, 'TaxCategory/ID'))],
  ['BR-33', (d) => d.allowances.every(reasoned)],
  ['BR-36', (d) => d.charges.every((c) => has(c, 'Amount'))],
  ['BR-37', (d) => d.charges.every((c) => has(c, 'TaxCategory/ID'))],
  ['BR-38', (d) => d.charges.every(reasoned)],
  ['BR-41', everyLine((l) => lineChanges(l, 'false').every((c) => has(c, 'Amount')))],
  ['BR-42', everyLine((l) => lineChanges(l, 'false').every(reasoned))],
  ['BR-43', everyLine((l) => lineChanges(l, 'true').every((c) => has(c, 'Amount')))],
  ['BR-44', everyLine((l) => lineChanges(l, 'true').every(reasoned))],
  ['BR-45', everyTax((t) => has(t, 'TaxableAmount'))],
  ['BR-46', everyTax((t) => has(t, 'TaxAmount'))],
  ['BR-47', everyTax((t) => has(t, 'TaxCategory/ID'))],
  ['BR-48', everyTax((t) => has(t, 'TaxCategory/Percent') || text(t, 'TaxCategory/ID') === 'O')],
  ['BR-49', (d) => all(d.root, 'PaymentMeans').every((p) => has(p, 'PaymentMeansCode'))],
  [
    'BR-50',
    (d) =>
      all(d.root, 'PaymentMeans').every(
        (p) => !one(p, 'PayeeFinancialAccount') || has(p, 'PayeeFinancialAccount/ID'),
      ),
  ],
  ['BR-55', (d) => all(d.root, 'BillingReference').every((b) => has(b, 'InvoiceDocumentReference/ID'))],
  [
    'BR-57',
    (d) =>
      all(d.root, 'Delivery/DeliveryLocation/Address').every((a) => has(a, 'Country/IdentificationCode')),
  ],
  [
    'BR-61',
    (d) =>
      all(d.root, 'PaymentMeans').every(
        (p) => !/^(30|58)$/.test(text(p, 'PaymentMeansCode')) || has(p, 'PayeeFinancialAccount/ID'),
      ),
  ],
  ['BR-62', (d) => all(d.seller, 'EndpointID').every((e) => Boolean(e.at['schemeID']))],
  ['BR-63', (d) => all(d.buyer, 'EndpointID').every((e) => Boolean(e.at['schemeID']))],
  ['BR-CO-04', everyLine((l) => has(l, 'Item/ClassifiedTaxCategory/ID'))],
  ['BR-CO-09', (d) => [d.seller, d.buyer].every((p) => /^[A-Z]{2}/.test(vatIdOf(p) ?? 'XX'))],
  [
    'BR-CO-10',
    (d) => num(d.total, 'LineExtensionAmount').eq(sum(d.lines.map((l) => num(l, 'LineExtensionAmount')))),
  ],
  [
    'BR-CO-11',
    (d) => num(d.total, 'AllowanceTotalAmount').eq(sum(d.allowances.map((c) => num(c, 'Amount')))),
  ],
  ['BR-CO-12', (d) => num(d.total, 'ChargeTotalAmount').eq(sum(d.charges.map((c) => num(c, 'Amount'))))],
  [
    'BR-CO-13',
    (d) =>
      num(d.total, 'TaxExclusiveAmount').eq(
        num(d.total, 'LineExtensionAmount')
          .minus(num(d.total, 'AllowanceTotalAmount'))
          .plus(num(d.total, 'ChargeTotalAmount')),
      ),
  ],
  ['BR-CO-14', (d) => num(d.taxTotal, 'TaxAmount').eq(sum(d.subtotals.map((t) => num(t, 'TaxAmount'))))],
  [
    'BR-CO-15',
    (d) =>
      num(d.total, 'TaxInclusiveAmount').eq(
        num(d.total, 'TaxExclusiveAmount').plus(num(d.taxTotal, 'TaxAmount')),
      ),
  ],
  [
    'BR-CO-16',
    (d) =>
      num(d.total, 'PayableAmount').eq(
        num(d.total, 'TaxInclusiveAmount')
          .minus(num(d.total, 'PrepaidAmount'))
          .plus(num(d.total, 'PayableRoundingAmount')),
      ),
  ],
  [
    'BR-CO-17',
    everyTax((t, d) =>
      within(
        num(t, 'TaxAmount'),
        num(t, 'TaxableAmount').times(num(t, 'TaxCategory/Percent')).div(100).toDecimalPlaces(2),
        d.slack === '0' ? '0.01' : d.slack,
      ),
    ),
  ],
  ['BR-CO-18', (d) => d.subtotals.length > 0],
  [
    'BR-CO-25',
    // An example of a credit note says not how it is settled; ours do.
    (d) =>
      (d.slack !== '0' && d.root.name === 'CreditNote') ||
      num(d.total, 'PayableAmount').lte(0) ||
      everywhere(d.root).some((e) => e.name === 'DueDate' || e.name === 'PaymentDueDate') ||
      has(d.root, 'PaymentTerms/Note'),
  ],
  [
    'BR-CO-26',
    (d) =>
      Boolean(vatIdOf(d.seller)) ||
      has(d.seller, 'PartyLegalEntity/CompanyID') ||
      has(d.seller, 'PartyIdentification/ID'),
  ],
  [
    'BR-DEC',
    (d) =>
      [d.total, d.taxTotal, ...d.lines, ...d.subtotals, ...d.allowances, ...d.charges].every(centsAtMost),
  ],
]

const names = { S: 'S', Z: 'Z', E: 'E', AE: 'AE', K: 'IC', G: 'G', O: 'O' }
/** The rules that each category of VAT has, one after another, by the same numbers. */
const byCategory: Rule[] = Object.entries(names).flatMap(([code, name]): Rule[] => {
  const isOf = (c: Element | undefined) => c !== undefined && isVat(c) && text(c, 'ID') === code
  const used = (d: Doc) => [
    ...d.lines.map(lineCategory).filter(isOf),
    ...[...d.allowances, ...d.charges].map(changeCategory).filter(isOf),
  ]
  const ofIt = (d: Doc) => d.subtotals.filter((t) => isOf(one(t, 'TaxCategory')))
  const rateFits = (c: Element) =>
    code === 'O'
      ? !has(c, 'Percent')
      : code === 'S'
        ? num(c, 'Percent').gt(0)
        : has(c, 'Percent') && num(c, 'Percent').isZero()
  return [
    [
      `BR-${name}-01`,
      (d) =>
        used(d).length === 0
          ? ofIt(d).length === 0
          : code === 'S'
            ? ofIt(d).length > 0
            : ofIt(d).length === 1,
    ],
    [
      `BR-${name}-02`,
      (d) => {
        if (used(d).length === 0) return true
        const [seller, buyer] = [vatIdOf(d.seller), vatIdOf(d.buyer)]
        const registered = Boolean(seller) || all(d.seller, 'PartyTaxScheme').length > 0
        const represented = one(d.root, 'TaxRepresentativeParty') !== undefined
        if (code === 'O') return !seller && !buyer
        if (code === 'K') return (Boolean(seller) || represented) && Boolean(buyer)
        if (code === 'AE')
          return (registered || represented) && (Boolean(buyer) || has(d.buyer, 'PartyLegalEntity/CompanyID'))
        return registered || represented
      },
    ],
    [`BR-${name}-05`, (d) => used(d).every(rateFits)],
    [
      `BR-${name}-08`,
      (d) =>
        ofIt(d).every((t) => {
          const same = (c: Element | undefined) =>
            isOf(c) && num(c, 'Percent').eq(num(t, 'TaxCategory/Percent'))
          const amounts = (of: Element[], category: (e: Element) => Element, amount: string) =>
            sum(of.filter((e) => same(category(e))).map((e) => num(e, amount)))
          return within(
            num(t, 'TaxableAmount'),
            amounts(d.lines, lineCategory, 'LineExtensionAmount')
              .minus(amounts(d.allowances, changeCategory, 'Amount'))
              .plus(amounts(d.charges, changeCategory, 'Amount')),
            d.slack,
          )
        }),
    ],
    [`BR-${name}-09`, (d) => code === 'S' || ofIt(d).every((t) => num(t, 'TaxAmount').isZero())],
    [
      `BR-${name}-10`,
      (d) =>
        ofIt(d).every(
          (t) =>
            (has(t, 'TaxCategory/TaxExemptionReason') || has(t, 'TaxCategory/TaxExemptionReasonCode')) ===
            (code !== 'S' && code !== 'Z'),
        ),
    ],
  ]
})
const special: Rule[] = [
  [
    'BR-IC-11',
    (d) =>
      !d.subtotals.some((t) => text(t, 'TaxCategory/ID') === 'K') ||
      has(d.root, 'Delivery/ActualDeliveryDate') ||
      one(d.root, 'InvoicePeriod') !== undefined,
  ],
  [
    'BR-IC-12',
    (d) =>
      !d.subtotals.some((t) => text(t, 'TaxCategory/ID') === 'K') ||
      has(d.root, 'Delivery/DeliveryLocation/Address/Country/IdentificationCode'),
  ],
  ...(
    [
      ['BR-O-12', (d) => d.lines.map(lineCategory)],
      ['BR-O-13', (d) => d.allowances.map(changeCategory)],
      ['BR-O-14', (d) => d.charges.map(changeCategory)],
    ] as [string, (d: Doc) => Element[]][]
  ).map(([code, categories]): Rule => [
    code,
    (d) =>
      !d.subtotals.some((t) => text(t, 'TaxCategory/ID') === 'O') ||
      categories(d).every((c) => text(c, 'ID') === 'O'),
  ]),
  ['BR-O-11', (d) => !d.subtotals.some((t) => text(t, 'TaxCategory/ID') === 'O') || d.subtotals.length === 1],
]

/** The business rules of EN 16931-1 that concern what Kolo writes, in words of our own, since the official Schematron
 * is XPath 2.0: the codes of those that an invoice breaks. Not here are those of what Kolo never writes: a payee (BR-17),
 * a tax representative (BR-18 to BR-20, BR-56), periods (BR-29, BR-30, BR-CO-03, 19, 20), a gross price (BR-28), cards
 * (BR-51), attachments (BR-52), VAT in another currency (BR-53), item attributes and classes (BR-54, BR-64, BR-65), taxes of
 * the Canaries, Ceuta and Melilla (BR-IG, BR-IP) and split payment (BR-B); those that repeat another (BR-CO-21 to 24 are
 * BR-33, 38, 42, 44); and BR-CO-05 to 08, which no program can tell. `strict`: a category's sum must be exact to the cent. */
export function broken(xml: string, { strict = false } = {}): string[] {
  const d = { ...read(xml), slack: strict ? '0' : '1' }
  return [
    ...[...general, ...lists, ...byCategory, ...special].flatMap(([code, holds]) => (holds(d) ? [] : [code])),
    ...everywhere(d.root).flatMap((e) => (isInOrder(e) ? [] : [`order of ${e.name}`])),
  ]
}
export const rules = [...general, ...lists, ...byCategory, ...special].map(([code]) => code)
