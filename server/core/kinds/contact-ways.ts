import { createRequire } from 'node:module'
import type { CountryCode } from 'libphonenumber-js/max'
import { domainToASCII } from 'node:url'
import sql, { join, type Sql } from 'sql-template-tag'
import { z } from 'zod'
import { field, Unreadable, type Field, type FieldOptions, type Format, type Kind, type Op } from '../kind.ts'
import { escapeLike } from '../search.ts'
import { checked, emptyOps, listOps, textOps } from './filter.ts'
import { string } from './text.ts'

/** One of several e-mails or phones. */
export type Way = { value: string; label?: string; primary?: boolean }
export type Messenger = Way & { kind: string }
export type Address = {
  country?: string
  region?: string
  district?: string
  city?: string
  street?: string
  postcode?: string
  branch?: string
  /** Of a point on the map, in degrees: both, or the town is looked up. */
  latitude?: number
  longitude?: number
  label?: string
  primary?: boolean
}

/** Lower case, the domain in its ASCII form. Null when it is not an address. */
export function emailOf(text: string): string | null {
  const t = text.trim().replace(/^mailto:/i, '')
  const at = t.lastIndexOf('@')
  if (at < 1 || at > 64 || t.length > 254 || /[\s<>,;"()]/.test(t)) return null
  const written = t.slice(at + 1)
  const domain =
    /^[a-z0-9.-]+[a-z]$/.test(written) && !written.includes('xn--') ? written : domainToASCII(written)
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) ? `${t.slice(0, at).toLowerCase()}@${domain}` : null
}

// Read with the first phone: it has every country's plan.
let plans: typeof import('libphonenumber-js/max') | undefined
const numbers = () =>
  (plans ??= createRequire(import.meta.url)('libphonenumber-js/max') as NonNullable<typeof plans>)

const mostKnown = 10_000
const known = new Map<string, string | null>()

/** E.164. Local forms (0XX…, 8 0XX…, 380…) are read as of the given country, Ukraine unless said. A number passes here
 * twice or more on its way in, and reading it is a fifth of an import's work: what was read of late is remembered. */
export function phoneOf(text: string, country = 'UA'): string | null {
  const key = `${country} ${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size > mostKnown) known.clear()
  const phone = phoneIn(text, country)
  known.set(key, phone)
  // Written so, it reads the same in every country.
  if (phone) known.set(`UA ${phone}`, phone)
  return phone
}

// What most numbers here are written as says all by itself.
const ukrainian = /^\+380[3-9]\d{8}$/

function phoneIn(text: string, country: string): string | null {
  if (ukrainian.test(text)) return text
  let t = text.trim().replace(/^tel:/i, '')
  if (country === 'UA') t = t.replace(/^8[\s(-]*(?=\(?0\d{2})/, '').replace(/^(?=380\d{9}$)/, '+')
  const phone = numbers().parsePhoneNumberFromString(t, country as CountryCode)
  return phone?.isPossible() ? phone.number : null
}

/** Whether a text where a name could stand is an address or a number, and so no name. */
export const isWay = (text: string): boolean =>
  emailOf(text) !== null || (/^[+\d\s()./-]+$/.test(text) && phoneOf(text) !== null)

const email_ = string(254).transform((v, ctx) => {
  const e = emailOf(v)
  if (!e) ctx.addIssue({ code: 'custom', message: `“${v}” is not an e-mail address.` })
  return e ?? z.NEVER
})
// A number nobody can dial is still what a file or a client said: it is kept as written, and its validity shown.
const phone_ = string(60).transform((v, ctx) => {
  const p = phoneOf(v) ?? (/\d/.test(v) ? v.trim() : null)
  if (!p) ctx.addIssue({ code: 'custom', message: `“${v}” is not a phone number.` })
  return p ?? z.NEVER
})

const label = string(100).optional()
const way = <S extends z.ZodType>(value: S) =>
  z.union([
    value.transform((v) => ({ value: v })),
    z.strictObject({ value, label, primary: z.boolean().optional() }),
  ])

/** Exactly one of a list is the primary one: the first said to be, or the first. */
function list<T extends { primary?: boolean | undefined }>(values: T[], same: (v: T) => string): T[] {
  const unique = [...new Map(values.map((v) => [same(v), v])).values()]
  const at = Math.max(
    0,
    unique.findIndex((v) => v.primary),
  )
  return unique.map(
    ({ primary: _primary, ...v }, i) => (i === at ? { ...v, primary: true } : v) as unknown as T,
  )
}

const parts = (text: string) =>
  text
    .split(/[;|\n]|,(?=\s*[^\s@]+@)|\s:::\s/)
    .map((t) => t.trim())
    .filter(Boolean)

const manyText = (values: Way[]) => values.map((v) => v.value).join('; ')

const value = z.string().max(1000)
const pattern = (v: unknown) => escapeLike(checked(value, v))
const elements = (c: Sql[], like: string) =>
  sql`exists (select 1 from jsonb_array_elements(${c[0]!}) w where w->>'value' ilike ${like})`

/** One way or a list of them: compared by value, in the spelling in which it is kept. */
function wayOps(normal: (v: unknown) => string): Record<string, Op> {
  const is: Op = (c, v, f) =>
    f.many ? sql`${c[0]!} @> ${JSON.stringify([{ value: normal(v) }])}::jsonb` : sql`${c[0]!} = ${normal(v)}`
  const among: Op = (c, v, f) =>
    sql`(${join(
      checked(z.array(z.any()).min(1).max(100), v).map((one) => is(c, one, f)),
      ' or ',
    )})`
  const contains: Op = (c, v) => sql`${c[0]!}::text ilike ${`%${pattern(v)}%`}`
  return {
    is,
    isNot: (c, v, f) => sql`(${is(c, v, f)}) is not true`,
    in: among,
    has: is,
    hasAny: among,
    contains,
    notContains: (c, v, f) => sql`(${contains(c, v, f)}) is not true`,
    startsWith: (c, v, f) =>
      f.many ? elements(c, `${pattern(v)}%`) : sql`${c[0]!} ilike ${`${pattern(v)}%`}`,
    ...emptyOps,
  }
}

function wayKind(
  name: string,
  one: z.ZodType<string>,
  normal: (t: string, f: Format) => string | null,
): Kind {
  const read = (t: string, format: Format) => {
    const v = normal(t, format)
    if (v === null)
      throw new Unreadable(
        name === 'email' ? `“${t}” is not an e-mail address.` : `“${t}” is not a phone number.`,
      )
    return v
  }
  const schemaOf = (f: Field) =>
    f.many
      ? z
          .array(way(one))
          .max(50)
          .transform((v) => list(v as Way[], (w) => w.value))
      : one
  return {
    name,
    input: name,
    columns: (f) => [{ suffix: '', type: f.many ? 'jsonb' : 'text' }],
    schema: schemaOf,
    write: (v, f) => [f.many && (v as Way[]).length === 0 ? null : v],
    read: ([v]) => v ?? null,
    parse: (t, format, f) => (f.many ? parts(t).map((p) => ({ value: read(p, format) })) : read(t, format)),
    format: (v, _, f) => (f.many ? manyText(v as Way[]) : String(v)),
    ops: wayOps((v) => normal(checked(value, v), {}) ?? String(v)),
    order: (c, f) => (f.many ? null : c[0]!),
    words: (v, f) => (f.many ? (v as Way[]).map((w) => spelled(w.value)).join(' ') : spelled(String(v))),
  }
}
// A phone is looked up by any run of its digits, as people type it without the country.
const spelled = (value: string) => (value.startsWith('+') ? `${value} 0${value.slice(4)}` : value)

export const emailKind = wayKind('email', email_, emailOf)
export const phoneKind = wayKind(
  'phone',
  phone_,
  (t, f) => phoneOf(t, f.country) ?? (/\d/.test(t) ? t.trim() : null),
)

const structured = <T extends { primary?: boolean }>(
  name: string,
  one: z.ZodType<T>,
  show: (v: T) => string,
  parse: (t: string) => T,
): Kind => ({
  name,
  input: name,
  columns: () => [{ suffix: '', type: 'jsonb' }],
  schema: (f) =>
    f.many
      ? z
          .array(one)
          .max(50)
          .transform((v) => list(v, (a) => show(a)))
      : one,
  write: (v) => [Array.isArray(v) && v.length === 0 ? null : v],
  read: ([v]) => v ?? null,
  parse: (t, _, f) => (f.many ? parts(t).map(parse) : parse(t)),
  format: (v, _, f) => (f.many ? (v as T[]).map(show).join('; ') : show(v as T)),
  ops: {
    ...listOps((v) => v),
    contains: (c, v) =>
      (textOps['contains'] as (typeof textOps)[string])([sql`${c[0]!}::text`], v, {} as Field),
    ...emptyOps,
  },
  order: () => null,
  words: (v, f) => (f.many ? (v as T[]).map(show).join(' ') : show(v as T)),
})

const short = string(300).optional()
/** A file has them as text. */
const degrees = (most: number) =>
  z
    .union([z.number(), string(30)])
    .transform((v, ctx) => {
      const n = typeof v === 'number' ? v : Number(v.trim().replace(',', '.') || NaN)
      if (!(Math.abs(n) <= most))
        ctx.addIssue({ code: 'custom', message: `Write degrees from -${most} to ${most}.` })
      return n
    })
    .optional()
const addressShape = z.strictObject({
  country: short,
  region: short,
  district: short,
  city: short,
  street: short,
  postcode: short,
  branch: short,
  latitude: degrees(90),
  longitude: degrees(180),
  label: short,
  primary: z.boolean().optional(),
}) as z.ZodType<Address>

export const addressText = (a: Address) =>
  [a.postcode, a.country, a.region, a.district, a.city, a.street, a.branch].filter(Boolean).join(', ') ||
  [a.latitude, a.longitude].filter((d) => d !== undefined).join(', ')

export const addressKind = structured('address', addressShape, addressText, (t) => ({ street: t }))

const messengerShape = z.strictObject({
  kind: string(40),
  value: string(200),
  label,
  primary: z.boolean().optional(),
}) as z.ZodType<Messenger>

export const messengerKind = structured(
  'messenger',
  messengerShape,
  (m) => `${m.kind}:${m.value}`,
  (t) => {
    const [, kind, value] = /^([a-z]+):(.+)$/i.exec(t) ?? [null, 'other', t]
    return { kind: kind!.toLowerCase(), value: value! }
  },
)

export const email = <const O extends FieldOptions>(options: O = {} as O) =>
  field<O extends { many: true } ? Way : string, O>(emailKind, options)
export const phone = <const O extends FieldOptions>(options: O = {} as O) =>
  field<O extends { many: true } ? Way : string, O>(phoneKind, options)
export const address = <const O extends FieldOptions>(options: O = {} as O) =>
  field<Address, O>(addressKind, options)
export const messenger = <const O extends FieldOptions>(options: O = {} as O) =>
  field<Messenger, O>(messengerKind, options)
