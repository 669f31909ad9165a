import { currentLocale } from './i18n.ts'

const tags = { en: 'en-GB', uk: 'uk-UA' } as const
const tag = () => tags[currentLocale()]

const made = new Map<string, unknown>()
// Making an Intl formatter costs a hundred times more than using it.
const once = <T>(key: string, make: () => T): T => {
  const id = `${tag()} ${key}`
  if (!made.has(id)) made.set(id, make())
  return made.get(id) as T
}

export const formatNumber = (value: number, scale = 4) =>
  once(`number ${scale}`, () => new Intl.NumberFormat(tag(), { maximumFractionDigits: scale })).format(value)

/** A field's number may be a year or a model: four digits stay together. */
export const formatFieldNumber = (value: number, scale = 4) =>
  once(
    `field ${scale}`,
    () => new Intl.NumberFormat(tag(), { maximumFractionDigits: scale, useGrouping: 'min2' }),
  ).format(value)

/** 15 means 15 %. */
export const formatPercent = (value: number) =>
  once('percent', () => new Intl.NumberFormat(tag(), { style: 'percent', maximumFractionDigits: 2 })).format(
    value / 100,
  )

/** The decimal string itself is formatted: no digit passes through a float. */
export const formatMoney = (money: { amount: string; currency: string }) =>
  once(
    `money ${money.currency}`,
    () =>
      new Intl.NumberFormat(tag(), {
        style: 'currency',
        currency: money.currency,
        currencyDisplay: 'narrowSymbol',
      }),
  ).format(money.amount as unknown as number)

/** 1,2 млн ₴ — for headings, where every digit would be noise. */
export const formatMoneyShort = (amount: number, currency: string) =>
  once(
    `short ${currency}`,
    () =>
      new Intl.NumberFormat(tag(), {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        notation: 'compact',
        maximumFractionDigits: 1,
      }),
  ).format(amount)

const numeric = { day: '2-digit', month: '2-digit', year: 'numeric' } as const

/** A calendar day, "2026-11-23": the same in every time zone. */
export const formatDate = (iso: string) =>
  once('date', () => new Intl.DateTimeFormat(tag(), { ...numeric, timeZone: 'UTC' })).format(
    new Date(`${iso}T00:00:00Z`),
  )

export const formatDay = (iso: string) =>
  once(
    'day',
    () => new Intl.DateTimeFormat(tag(), { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  ).format(new Date(`${iso}T00:00:00Z`))

export const formatTime = (instant: string) =>
  once(
    'time',
    () => new Intl.DateTimeFormat(tag(), { ...numeric, hour: '2-digit', minute: '2-digit' }),
  ).format(new Date(instant))

/** "Wednesday, 25 November" */
export const formatDayLong = (iso: string) => {
  const text = once(
    'long day',
    () => new Intl.DateTimeFormat(tag(), { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }),
  ).format(new Date(`${iso}T00:00:00Z`))
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** 09:30, the hour of the day where the reader is. */
export const formatClock = (instant: string) =>
  once('clock', () => new Intl.DateTimeFormat(tag(), { hour: '2-digit', minute: '2-digit' })).format(
    new Date(instant),
  )

export const formatMonth = (year: number, month: number) => {
  const text = once(
    'month',
    () => new Intl.DateTimeFormat(tag(), { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  ).format(new Date(Date.UTC(year, month, 1)))
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Monday first. */
export const weekdays = () =>
  once('weekdays', () => {
    const f = new Intl.DateTimeFormat(tag(), { weekday: 'short', timeZone: 'UTC' })
    return Array.from({ length: 7 }, (_, i) => f.format(new Date(Date.UTC(2024, 0, 1 + i))))
  })

/** "5 minutes ago", "yesterday", and from a month on the date itself. */
export function formatAgo(instant: string, now = Date.now()): string {
  const seconds = (Date.parse(instant) - now) / 1000
  const f = once('ago', () => new Intl.RelativeTimeFormat(tag(), { numeric: 'auto' }))
  const size = Math.abs(seconds)
  if (size < 60) return f.format(0, 'second')
  if (size < 3600) return f.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return f.format(Math.round(seconds / 3600), 'hour')
  if (size < 2_592_000) return f.format(Math.round(seconds / 86_400), 'day')
  return formatDate(instant.slice(0, 10))
}

export const formatBytes = (bytes: number) => {
  const unit = bytes < 1e6 ? 'kilobyte' : 'megabyte'
  return once(
    `bytes ${unit}`,
    () => new Intl.NumberFormat(tag(), { style: 'unit', unit, maximumFractionDigits: 1 }),
  ).format(bytes / (bytes < 1e6 ? 1e3 : 1e6))
}

/** Sorting as this language does it: і after и, ґ after г. */
export const compareText = (a: string, b: string) =>
  once('collator', () => new Intl.Collator(tag())).compare(a, b)

const decimalSign = () =>
  once(
    'decimal',
    () => new Intl.NumberFormat(tag()).formatToParts(1.5).find((p) => p.type === 'decimal')!.value,
  )

/** What a person typed as a number → a plain decimal string; null when it does not read. Both signs are taken. */
export function parseDecimal(text: string): string | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f'’]/g, '').replace('−', '-')
  const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'))
  const sign = bare[last]
  const isTwice = sign !== undefined && bare.indexOf(sign) !== last
  const groups =
    sign !== undefined && (isTwice || sign !== decimalSign()) && /^-?\d{1,3}([.,]\d{3})+$/.test(bare)
  const plain =
    groups || last < 0
      ? bare.replaceAll(/[.,]/g, '')
      : `${bare.slice(0, last).replaceAll(/[.,]/g, '')}.${bare.slice(last + 1)}`
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain.replace(/\.$/, '').replace(/^(-?)\./, '$10.') : null
}

/** A plain decimal string as this language writes it, without grouping: what stands in an input. */
export const editDecimal = (plain: string) => plain.replace('.', decimalSign())
