import { Decimal } from 'decimal.js'
import type { Money } from '#core/kinds/index.ts'
import type { Locale } from '#core/text.ts'

const tags: Record<Locale, string> = { en: 'en-GB', uk: 'uk-UA' }
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  if (!made.has(key)) made.set(key, make())
  return made.get(key) as T
}

/** How a document writes values: by its own language, whoever prints it. No digit passes through a float. */
export const written = (locale: Locale) => {
  const tag = tags[locale]
  return {
    /** "1 234,56 ₴", "€1,234.56" */
    money: ({ amount, currency }: Money) =>
      once(
        `${locale} money ${currency}`,
        () =>
          new Intl.NumberFormat(tag, {
            style: 'currency',
            currency,
            currencyDisplay: locale === 'en' && currency === 'UAH' ? 'code' : 'narrowSymbol',
          }),
      ).format(new Decimal(amount).toFixed(2) as unknown as number),
    /** "1 234,56" */
    amount: (amount: string) =>
      once(
        `${locale} amount`,
        () => new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
      ).format(new Decimal(amount).toFixed(2) as unknown as number),
    /** "2,5": as many digits as there are. */
    number: (value: string | number) =>
      once(`${locale} number`, () => new Intl.NumberFormat(tag, { maximumFractionDigits: 4 })).format(
        value as number,
      ),
    /** "23.11.2026", "23/11/2026" */
    date: (day: string) =>
      once(
        `${locale} date`,
        () =>
          new Intl.DateTimeFormat(tag, {
            day: '2-digit',
            month: '2-digit',
            year: 'numeric',
            timeZone: 'UTC',
          }),
      ).format(new Date(`${day.slice(0, 10)}T00:00:00Z`)),
    /** "23 листопада 2026 р.", "23 November 2026" */
    longDate: (day: string) =>
      once(
        `${locale} long`,
        () =>
          new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
      ).format(new Date(`${day.slice(0, 10)}T00:00:00Z`)),
  }
}
