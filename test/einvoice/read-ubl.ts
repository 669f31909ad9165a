import { XMLParser } from 'fast-xml-parser'
import { Decimal } from 'decimal.js'

/** An element: its name without prefix, attributes, children, text. */
export type Element = { name: string; at: Record<string, string>; inside: Element[]; text: string }
type Ordered = Record<string, unknown> & { ':@'?: Record<string, string> }

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
})
const elements = (nodes: Ordered[]): Element[] =>
  nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@')!
    if (name === '#text' || name.startsWith('?') || name.startsWith('#')) return []
    const children = node[name] as Ordered[]
    const text = children.map((x) => x['#text'] ?? '').join('')
    return [{ name, at: node[':@'] ?? {}, inside: elements(children), text: String(text).trim() }]
  })

/** All elements at a path like "Party/PostalAddress". */
export const all = (e: Element | undefined, path: string): Element[] =>
  path
    .split('/')
    .reduce<Element[]>((of, name) => of.flatMap((x) => x.inside.filter((y) => y.name === name)), e ? [e] : [])
export const one = (e: Element | undefined, path: string) => all(e, path)[0]
export const text = (e: Element | undefined, path: string) => one(e, path)?.text ?? ''
export const has = (e: Element | undefined, path: string) => text(e, path) !== ''
export const num = (e: Element | undefined, path: string) => new Decimal(text(e, path) || 0)
export const sum = (numbers: Decimal[]) => numbers.reduce((a, b) => a.plus(b), new Decimal(0))
export const within = (a: Decimal, b: Decimal, slack: Decimal.Value) => a.minus(b).abs().lte(slack)

export const everywhere = (e: Element): Element[] => [e, ...e.inside.flatMap(everywhere)]
export const vatIdOf = (party: Element | undefined) =>
  all(party, 'PartyTaxScheme')
    .filter((s) => text(s, 'TaxScheme/ID') === 'VAT')
    .map((s) => text(s, 'CompanyID'))[0]
export const isVat = (category: Element) => text(category, 'TaxScheme/ID').toUpperCase() === 'VAT'

export type Doc = ReturnType<typeof read>
export function read(xml: string) {
  const root = elements(parser.parse(xml) as Ordered[])[0]!
  const lines = [...all(root, 'InvoiceLine'), ...all(root, 'CreditNoteLine')]
  const changes = all(root, 'AllowanceCharge')
  const isCharge = (e: Element) => text(e, 'ChargeIndicator') === 'true'
  return {
    root,
    lines,
    allowances: changes.filter((e) => !isCharge(e)),
    charges: changes.filter(isCharge),
    total: one(root, 'LegalMonetaryTotal'),
    taxTotal: all(root, 'TaxTotal').find((t) => t.at['currencyID'] !== '' && one(t, 'TaxSubtotal')),
    subtotals: all(root, 'TaxTotal/TaxSubtotal'),
    seller: one(root, 'AccountingSupplierParty/Party'),
    buyer: one(root, 'AccountingCustomerParty/Party'),
    /** What the rules let the sum of a category differ by; those who compute exactly have none. */
    slack: '1',
  }
}
