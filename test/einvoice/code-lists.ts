import { countryOf } from '#core/country.ts'
import type { Rule } from './en16931.ts'
import { all, everywhere, has, text, type Doc } from './read-ubl.ts'

const codes = (list: string) => new Set(list.split(' '))
const invoiceTypes = codes('326 380 381 383 384 386 389 393 396 875 876 877')
const allowanceReasons = codes('41 42 60 62 63 64 65 66 67 68 70 71 88 95 100 102 103 104 105')
const vatCategories = codes('AE L M E S Z G O K B')
const currencies = new Set(Intl.supportedValuesOf('currency'))
const everyText = (name: string, holds: (text: string) => boolean) => (d: Doc) =>
  everywhere(d.root).every((e) => e.name !== name || holds(e.text))
const inside = (names: string[], child: string, holds: (text: string) => boolean) => (d: Doc) =>
  everywhere(d.root).every((e) => !names.includes(e.name) || !has(e, child) || holds(text(e, child)))

/** The code lists, of those that Kolo writes from. */
export const lists: Rule[] = [
  [
    'BR-CL-01',
    (d) => invoiceTypes.has(text(d.root, 'InvoiceTypeCode') || text(d.root, 'CreditNoteTypeCode')),
  ],
  [
    'BR-CL-03',
    (d) => everywhere(d.root).every((e) => !e.at['currencyID'] || currencies.has(e.at['currencyID'])),
  ],
  ['BR-CL-04', everyText('DocumentCurrencyCode', (code) => currencies.has(code))],
  // The examples have a «#» with no code behind it; Kolo writes none.
  ['BR-CL-08', (d) => d.slack !== '0' || all(d.root, 'Note').every((n) => !n.text.includes('#'))],
  ['BR-CL-14', inside(['Country'], 'IdentificationCode', (code) => countryOf(code) === code)],
  ['BR-CL-16', everyText('PaymentMeansCode', (code) => /^([1-9]|[1-6]\d|70|7[4-8]|9[1-7]|ZZZ)$/.test(code))],
  ['BR-CL-17', inside(['TaxCategory'], 'ID', (code) => vatCategories.has(code))],
  ['BR-CL-18', inside(['ClassifiedTaxCategory'], 'ID', (code) => vatCategories.has(code))],
  [
    'BR-CL-19',
    (d) =>
      d.allowances.every(
        (c) =>
          !has(c, 'AllowanceChargeReasonCode') || allowanceReasons.has(text(c, 'AllowanceChargeReasonCode')),
      ),
  ],
  ['BR-CL-22', everyText('TaxExemptionReasonCode', (code) => /^VATEX-(EU|FR)-[A-Z0-9-]+$/i.test(code))],
  [
    'BR-CL-25',
    (d) =>
      everywhere(d.root).every(
        (e) => e.name !== 'EndpointID' || /^(\d{4}|EM|A[NQSU])$/.test(e.at['schemeID'] ?? ''),
      ),
  ],
]
