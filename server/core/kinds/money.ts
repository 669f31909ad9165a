import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { field, Unreadable, type FieldOptions, type Kind, type Op } from '../kind.ts'
import { checked, emptyOps, orderedOps } from './filter.ts'
import { decimalOf } from './number.ts'

/** Never a float: the amount is a decimal string, at most 15 digits before the point and 4 after. */
export type Money = { amount: string; currency: string }

export const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

const amount = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(
    z
      .string()
      .regex(
        /^-?\d{1,15}(\.\d{1,4})?$/,
        'Write an amount like "1234.50": at most fifteen digits before the point and four after it.',
      ),
  )
const currency = z
  .string()
  .refine((c) => currencies.has(c), 'Write a currency as its three letters, like "UAH".')
const schema = z.strictObject({ amount, currency })
const atLeast = (min: number) =>
  schema.extend({
    amount: amount.refine((a) => !/^-?\d/.test(a) || new Decimal(a).gte(min), `At least ${min}.`),
  })

const signs: Record<string, string> = {
  '₴': 'UAH',
  грн: 'UAH',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  zł: 'PLN',
  zl: 'PLN',
}

const filterAmount = z.union([amount, schema.transform((m) => m.amount)])

const compare = orderedOps('numeric', filterAmount)
const currencyIs: Op = (c, v) => sql`${c[1]!} = ${checked(currency, v)}`

export const moneyKind: Kind<Money> = {
  name: 'money',
  input: 'money',
  columns: () => [
    { suffix: '', type: 'numeric', path: 'amount' },
    { suffix: '_currency', type: 'text', path: 'currency' },
  ],
  schema: ({ min }) => (min === undefined ? schema : atLeast(min)),
  write: (v) => [v.amount, v.currency],
  read: ([a, c]) => (a === null || a === undefined ? null : { amount: String(a), currency: String(c) }),
  parse(text, format) {
    const letters = text.replaceAll(/[\d\s.,+\-−()'’\u00a0\u202f]/g, '')
    const code = letters === '' ? format.currency : (signs[letters.toLowerCase()] ?? letters.toUpperCase())
    if (!code || !currencies.has(code)) throw new Unreadable(`“${text}” has no currency that is known.`)
    const number = decimalOf(text.replaceAll(/[^\d\s.,+\-−()'’\u00a0\u202f]/g, ''), format)
    return { amount: new Decimal(number).toFixed(), currency: code }
  },
  format: (v) => `${v.amount} ${v.currency}`,
  ops: { ...compare, currency: currencyIs, ...emptyOps },
  order: (c) => c[0]!,
  words: () => '',
  same: (a, b) => a.currency === b.currency && new Decimal(a.amount).equals(b.amount),
}

export const money = <const O extends FieldOptions>(options: O = {} as O) =>
  field<Money, O>(moneyKind, options)
