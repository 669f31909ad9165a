import type { Address, Way } from '#core/kinds/index.ts'
import type { Locale } from '#core/text.ts'
import type { Issuer } from './issuer.ts'

/** One side of a document, its details as they are printed. */
export type Party = {
  name: string
  /** Line by line: codes, bank, address. */
  lines: string[]
}
/** Our side, which also stands at the top: its short name and how to reach it. */
export type OurParty = Party & { short: string; reach: string[] }

type Client = {
  name: string
  legalName?: string | null
  registrationCode?: string | null
  taxId?: string | null
  vatId?: string | null
  iban?: string | null
  addresses?: (Address & { primary?: boolean })[] | null
  phones?: Way[] | null
}

const words = {
  uk: { code: 'ЄДРПОУ', person: 'РНОКПП', vat: 'ІПН', iban: 'IBAN', phone: 'Тел.' },
  en: { code: 'Reg. No.', person: 'Tax ID', vat: 'VAT ID', iban: 'IBAN', phone: 'Tel.' },
}
/** Before a vowel Ukrainian says «в»: в АТ «Банк», у ПриватБанку. */
const atBank = (bank: string, locale: Locale) =>
  locale === 'en' ? `at ${bank}` : `${/^[«"“]?[аеєиіїоуюя]/i.test(bank) ? 'в' : 'у'} ${bank}`
const grouped = (iban: string) => iban.replaceAll(/(.{4})(?=.)/g, '$1 ')
/** +380 44 123 45 67; of another country as it is. */
const phoneLine = (number: string) =>
  number.replace(/^\+380(\d{2})(\d{3})(\d{2})(\d{2})$/, '+380 $1 $2 $3 $4')
const some = (parts: (string | null | undefined | false)[]) => parts.filter(Boolean) as string[]

/** An address in one line. */
export const addressLine = (a: Address | null | undefined) =>
  a ? some([a.postcode, a.city, a.street, a.branch]).join(', ') : ''

export function partyLines(client: Client, locale: Locale): Party {
  const w = words[locale]
  const address = client.addresses?.find((a) => a.primary) ?? client.addresses?.[0]
  return {
    name: client.legalName || client.name,
    lines: some([
      some([
        client.registrationCode && `${w.code} ${client.registrationCode}`,
        client.taxId && `${w.person} ${client.taxId}`,
        client.vatId && `${w.vat} ${client.vatId}`,
      ]).join(', '),
      addressLine(address),
      client.iban && `${w.iban} ${grouped(client.iban)}`,
      client.phones?.[0] && `${w.phone} ${phoneLine(client.phones[0].value)}`,
    ]),
  }
}

/** Our own side, in the language of the document; a foreign currency is paid to its own account. */
export function issuerParty(i: Issuer, locale: Locale, currency: string): OurParty {
  const w = words[locale]
  const iban = currency === 'UAH' ? i.iban : (i.foreignIban ?? i.iban)
  const reach = some([
    i.phone && `${w.phone} ${phoneLine(i.phone)}`,
    i.email,
    i.website?.replace(/^https?:\/\//, ''),
  ])
  return {
    short: locale === 'en' ? (i.englishName ?? i.name) : i.name,
    reach,
    name: locale === 'en' ? (i.englishName ?? i.legalName ?? i.name) : (i.legalName ?? i.name),
    lines: some([
      some([i.registrationCode && `${w.code} ${i.registrationCode}`, i.vatId && `${w.vat} ${i.vatId}`]).join(
        ', ',
      ),
      locale === 'en' ? (i.englishAddress ?? addressLine(i.address)) : addressLine(i.address),
      iban &&
        some([`${w.iban} ${grouped(iban)}`, i.bank && atBank(i.bank, locale), locale === 'en' && i.bic]).join(
          ' ',
        ),
      reach.join(', '),
    ]),
  }
}
