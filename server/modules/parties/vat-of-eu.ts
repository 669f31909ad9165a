import { createRequire } from 'node:module'

// Read when the first number is looked at: it has every country's, and takes a sixth of a second.
const library = (): typeof import('stdnum') => createRequire(import.meta.url)('stdnum')

const compact = (text: string) => text.toUpperCase().replaceAll(/[\s.:/()\-–—]/g, '')
const weighed = (n: string, weights: number[]) => weights.reduce((sum, w, i) => sum + w * Number(n[i]), 0)
const last = (n: string) => Number(n.at(-1))

// What the library misses, by the published rules of each country.
const own: Record<string, (n: string) => boolean | null> = {
  // A number starts with 0 or 1; it had nine digits until 2008.
  BE: (n) => (/^[01]?\d{9}$/.test(n) ? null : false),
  BG: (n) => (/^\d{9}$/.test(n) ? bulgarianCompany(n) : /^\d{10}$/.test(n) ? bulgarianPerson(n) : false),
  CZ: (n) => (/^6\d{8}$/.test(n) && czechPayer(n)) || null,
  // Some mistakes pass the sum: sub-number 00 does not exist.
  NL: (n) => (n.endsWith('B00') ? false : null),
  SK: (n) => (/^[1-9]\d[2-47-9]\d{7}$/.test(n) && Number(n) % 11 === 0 ? true : null),
}

function bulgarianCompany(n: string): boolean {
  let rest = weighed(n, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
  if (rest === 10) rest = (weighed(n, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10
  return rest === last(n)
}

// A person, a foreigner, or another payer: each has its own sum.
const bulgarianPerson = (n: string) =>
  (isBulgarianBirthday(n) && (weighed(n, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === last(n)) ||
  weighed(n, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 === last(n) ||
  (11 - (weighed(n, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === last(n)

// The month is raised by 20 for the nineteenth century and by 40 for the twenty-first.
function isBulgarianBirthday(n: string): boolean {
  const month = Number(n.slice(2, 4)) % 20
  const year = 1900 + Number(n.slice(0, 2)) + (Number(n.slice(2, 4)) > 40 ? 100 : 0)
  const day = Number(n.slice(4, 6))
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

// Payers who are not people nor companies have nine digits, the first a 6.
function czechPayer(n: string): boolean {
  const difference = 11 - (weighed(n.slice(1), [8, 7, 6, 5, 4, 3, 2]) % 11)
  return (19 - difference) % 10 === last(n)
}

// Greece writes EL, Northern Ireland XI.
const validatorsOf = (prefix: string) => {
  const { stdnum, euVat } = library()
  return prefix === 'XI' ? [stdnum['GB']!['vat']!] : euVat[prefix === 'EL' ? 'GR' : prefix]
}

/** A VAT number with the prefix of its EU country, in capitals without spaces; null when it is not one. */
export function euVatOf(text: string): string | null {
  const spelled = compact(text)
  const prefix = spelled.slice(0, 2)
  // Germans also part their numbers by commas.
  const plain = prefix === 'DE' ? spelled.replaceAll(',', '') : spelled
  const number = plain.slice(2)
  if (number.startsWith(prefix)) return null
  const decided = own[prefix]?.(number) ?? null
  if (decided !== null) return decided ? plain : null
  for (const v of validatorsOf(prefix) ?? []) {
    const result = v.validate(number)
    if (result.isValid) return prefix + result.compact.replace(new RegExp(`^${prefix}`), '')
  }
  return null
}
