import { Decimal } from 'decimal.js'
import type { Field } from '#core/kind.ts'
import type { Address, Money, Way } from '#core/kinds/index.ts'
import type { Locale } from '#core/text.ts'
import { addressLine, amountInWords, written } from '#modules/documents/index.ts'
import type { Figure } from './tags.ts'

type Writer = (value: unknown, field: Field, locale: Locale) => string | null

const decimal = (value: unknown): string | null => {
  const text = String((value as Partial<Money> | null)?.amount ?? value)
  return /^-?\d+(\.\d+)?$/.test(text) ? text : null
}
const day = (value: unknown) => (/^\d{4}-\d\d-\d\d/.test(String(value)) ? String(value) : null)

/** How a tag may ask for its value to be written: {amount|words}, {date|long}. Null: of such a value it cannot be. */
export const formats = {
  words: (v, _, locale) => {
    const { amount, currency } = v as Money
    return amount && currency ? amountInWords(amount, currency, locale) : null
  },
  amount: (v, _, locale) => {
    const number = decimal(v)
    return number && written(locale).amount(number)
  },
  number: (v, _, locale) => {
    const number = decimal(v)
    return number && written(locale).number(number)
  },
  long: (v, _, locale) => day(v) && written(locale).longDate(day(v)!),
  upper: (v, field, locale) => textOf(v, field, locale).toLocaleUpperCase(locale),
  lower: (v, field, locale) => textOf(v, field, locale).toLocaleLowerCase(locale),
} satisfies Record<string, Writer>
export type Format = keyof typeof formats

/** What a kind of field writes of itself for a table is not always what stands on paper. */
const onPaper: Record<string, Writer> = {
  money: (v, _, locale) => written(locale).money(v as Money),
  date: (v, _, locale) => written(locale).date(String(v)),
  time: (v, _, locale) => written(locale).date(String(v)),
  number: (v, _, locale) => written(locale).number(String(v)),
  formula: (v, _, locale) => (decimal(v) ? written(locale).number(String(v)) : null),
  percent: (v, _, locale) => `${written(locale).number(String(v))} %`,
  address: (v, f) => addressLine((f.many ? (v as Address[])[0] : v) as Address | null),
  phone: (v, f) => (f.many ? ((v as Way[])[0]?.value ?? '') : String(v)),
  email: (v, f) => (f.many ? ((v as Way[])[0]?.value ?? '') : String(v)),
  richText: (v) =>
    String(v)
      .replaceAll(/<(br|\/p|\/li|\/h\d)[^>]*>/g, '\n')
      .replaceAll(/<[^>]*>/g, '')
      .trim(),
}

export function textOf(value: unknown, field: Field, locale: Locale): string {
  if (value === null || value === undefined) return ''
  // A reference is written as what it is called; one that the maker may not see is not.
  if (field.entity || field.anyEntity || (typeof value === 'object' && 'title' in value))
    return String((value as { title?: string | null }).title ?? '')
  const own = onPaper[field.kind.name]?.(value, field, locale)
  return own ?? field.kind.format(value, locale, field)
}

const counted = new Set(['money', 'number', 'percent', 'formula'])

/** A value as a tag's text; a figure that is asked for as it is also stays one. */
export function shown(value: unknown, field: Field, format: Format | null, locale: Locale): string | Figure {
  if (value === null || value === undefined) return ''
  if (format) return formats[format](value, field, locale) ?? textOf(value, field, locale)
  const text = textOf(value, field, locale)
  const number = counted.has(field.kind.name) ? decimal(value) : null
  return number ? { text, number: new Decimal(number).toString() } : text
}
