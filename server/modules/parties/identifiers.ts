import { isValidIBAN } from 'ibantools'
import { emailOf, phoneOf } from '#core/kinds/index.ts'
import { spanishAccount } from './iban-of-spain.ts'
import { euVatOf } from './vat-of-eu.ts'

export { emailOf, euVatOf, phoneOf }

/** An identifier in the form it is kept in, or null when it cannot be one. */
export type Identify = (text: string) => string | null

const compact = (text: string) => text.toUpperCase().replaceAll(/[\s.,/\-–—]/g, '')
const digits = (text: string, length: number) => {
  const plain = text.replaceAll(/\s/g, '')
  return plain.length === length && /^\d+$/.test(plain) ? [...plain].map(Number) : null
}
const weighed = (number: number[], weights: number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * number[i]!, 0)

/** Code of a Ukrainian company, eight digits (Order of the State Statistics Service on the EDRPOU). Eight zeros
 * pass the sum but are nobody's. */
export const edrpouOf: Identify = (text) => {
  const n = digits(text, 8)
  if (!n || n.every((d) => d === 0)) return null
  const weights = n[0]! >= 3 && n[0]! <= 5 ? [7, 1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6, 7]
  let rest = weighed(n, weights) % 11
  if (rest === 10)
    rest =
      weighed(
        n,
        weights.map((w) => w + 2),
      ) % 11
  return rest % 10 === n[7] ? n.join('') : null
}

/** Number of a Ukrainian taxpayer (РНОКПП), ten digits. Tells a birthday and sex: personal. */
export const rnokppOf: Identify = (text) => {
  const n = digits(text, 10)
  if (!n || n.every((d) => d === 0)) return null
  const sum = weighed(n, [-1, 5, 7, 9, 4, 6, 10, 5, 7])
  return (((sum % 11) + 11) % 11) % 10 === n[9] ? n.join('') : null
}

/** A document in place of a number, for those who refused one: БВ123456, or nine digits of an ID card. */
export const passportOf: Identify = (text) => {
  const plain = compact(text)
  return /^[А-ЯҐЄІЇ]{2}\d{6}$/.test(plain) || /^\d{9}$/.test(plain) ? plain : null
}

// No check digit of the Ukrainian VAT payer's number is published: only its length is checked.
const ukrainianVat: Identify = (text) =>
  /^(UA)?(\d{12}|\d{10})$/.test(compact(text)) ? compact(text).replace('UA', '') : null

/** A VAT number of Ukraine or of a country of the EU. */
export const vatOf: Identify = (text) => ukrainianVat(text) ?? euVatOf(text)

/** An account number, without spaces. */
export const ibanOf: Identify = (text) => {
  const plain = text.toUpperCase().replaceAll(/[\s.-]/g, '')
  return isValidIBAN(plain) && (!plain.startsWith('ES') || spanishAccount(plain.slice(4))) ? plain : null
}

/** The bank's code (МФО) in a Ukrainian IBAN. */
export const bankCodeOf = (iban: string) => (iban.startsWith('UA') ? iban.slice(4, 10) : null)
