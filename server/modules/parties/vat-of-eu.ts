import { euVat, stdnum } from 'stdnum'

const compact = (text: string) => text.toUpperCase().replaceAll(/[\s.,:/()\-–—]/g, '')
const weighed = (n: string, weights: number[]) => weights.reduce((sum, w, i) => sum + w * Number(n[i]), 0)
const last = (n: string) => Number(n.at(-1))

// What the library misses, by the published rules of each country.
const own: Record<string, (n: string) => boolean | null> = {
  // A number starts with 0 or 1; it had nine digits until 2008.
  BE: (n) => (/^[01]?\d{9}$/.test(n) ? null : false),
  BG: (n) => (/^\d{9}$/.test(n) ? bulgarianCompany(n) : /^\d{10}$/.test(n) ? bulgarianPerson(n) : false),
  CZ: (n) =>
    /^6\d{8}$/.test(n)
      ? 8 - ((10 - (weighed(n.slice(1), [8, 7, 6, 5, 4, 3, 2]) % 11) + 11) % 11) === last(n) || null
      : null,
  SK: (n) => (/^[1-9]\d[2-47-9]\d{7}$/.test(n) && Number(n) % 11 === 0 ? true : null),
  // One-stop-shop numbers of sellers outside of the Union: country digits, number, one check digit.
  EU: (n) => /^\d{9}$/.test(n) && mod1110(n),
}

function bulgarianCompany(n: string): boolean {
  let rest = weighed(n, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
  if (rest === 10) rest = (weighed(n, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10
  return rest === last(n)
}

// A person, a foreigner, or another payer: each has its own sum.
const bulgarianPerson = (n: string) =>
  (weighed(n, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === last(n) ||
  weighed(n, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 === last(n) ||
  (11 - (weighed(n, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === last(n)

/** ISO 7064, MOD 11,10. */
const mod1110 = (n: string) => [...n].reduce((c, d) => ((((c || 10) * 2) % 11) + Number(d)) % 10, 5) === 1

// Greece writes EL, Northern Ireland XI.
const validatorsOf = (prefix: string) =>
  prefix === 'XI' ? [stdnum['GB']!['vat']!] : euVat[prefix === 'EL' ? 'GR' : prefix]

/** A VAT number with the prefix of its EU country, in capitals without spaces; null when it is not one. */
export function euVatOf(text: string): string | null {
  const plain = compact(text)
  const prefix = plain.slice(0, 2)
  const number = plain.slice(2)
  const decided = own[prefix]?.(number) ?? null
  if (decided !== null) return decided ? plain : null
  for (const v of validatorsOf(prefix) ?? []) {
    const result = v.validate(number)
    if (result.isValid) return prefix + result.compact.replace(new RegExp(`^${prefix}`), '')
  }
  return null
}
