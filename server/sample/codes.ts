import type { Random } from './random.ts'

const digits = (text: string) => [...text].map(Number)
const sum = (values: number[], weights: number[]) => values.reduce((s, v, i) => s + v * weights[i]!, 0)
const pad = (n: number, length: number) => String(n).padStart(length, '0')

/** The eighth digit of a company's registration code (EDRPOU), from the first seven. */
function edrpouCheck(seven: string): number {
  const weights = '345'.includes(seven.charAt(0)) ? [7, 1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6, 7]
  const first = sum(digits(seven), weights) % 11
  if (first < 10) return first
  return (
    (sum(
      digits(seven),
      weights.map((w) => w + 2),
    ) %
      11) %
    10
  )
}

/** Codes that no company has been given yet: the register stands far below 55 million. */
export function makeEdrpou(random: Random): string {
  const seven = pad(
    random.chance(0.7) ? random.int(5_500_000, 5_999_999) : random.int(9_000_000, 9_999_999),
    7,
  )
  return seven + edrpouCheck(seven)
}

/** A VAT payer's number, twelve digits: the registration code without its check digit, the region, the rest. */
export const makeVatId = (random: Random, edrpou: string) =>
  edrpou.slice(0, 7) + pad(random.int(1, 26), 2) + pad(random.int(1, 999), 3)

/** A person's tax number (RNOKPP): days since 31.12.1899, a serial odd for men, a check digit. */
export function makeTaxId(random: Random, birthday: string, isMale: boolean): string {
  const days = Math.round((Date.parse(birthday) - Date.UTC(1899, 11, 31)) / 86_400_000)
  // Serials this high are hardly ever reached by the births of one day.
  const serial = 9000 + 2 * random.int(0, 499) + (isMale ? 1 : 0)
  const nine = pad(days, 5) + serial
  return nine + ((((sum(digits(nine), [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10)
}

/** Of a bank that does not exist; the two check digits are right (ISO 13616, mod 97). */
export function makeIban(random: Random): string {
  const bban = `399${random.pick([991, 994, 997])}00000260${pad(random.int(0, 99_999_999_999), 11)}`
  // U = 30, A = 10
  const rest = digits(`${bban}301000`).reduce((r, d) => (r * 10 + d) % 97, 0)
  return `UA${pad(98 - rest, 2)}${bban}`
}
