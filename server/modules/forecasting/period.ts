import { Invalid } from '#core/error.ts'

/** A month (2026-11), a quarter (2026-Q4) or a year (2026); `until` is the first day after it. */
export type Period = { key: string; kind: 'month' | 'quarter' | 'year'; from: string; until: string }

const pattern = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/
const dayOf = (year: number, month: number) => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
const lengths = { month: 1, quarter: 3, year: 12 } as const

/** null when it does not read as a period. */
export function periodOf(key: string): Period | null {
  const [, y, q, m] = pattern.exec(key) ?? []
  if (!y) return null
  const kind = q ? 'quarter' : m ? 'month' : 'year'
  const first = q ? (Number(q) - 1) * 3 : m ? Number(m) - 1 : 0
  return { key, kind, from: dayOf(+y, first), until: dayOf(+y, first + lengths[kind]) }
}

/** The period of a kind in which a day lies. */
export function periodAt(day: string, kind: Period['kind']): Period {
  const month = Number(day.slice(5, 7))
  const year = day.slice(0, 4)
  const key = kind === 'year' ? year : kind === 'month' ? day.slice(0, 7) : `${year}-Q${Math.ceil(month / 3)}`
  return periodOf(key)!
}

/** The one that many periods later; earlier when negative. */
export function shifted({ from, kind }: Period, by: number): Period {
  const [year, month] = from.split('-').map(Number) as [number, number]
  return periodAt(dayOf(year, month - 1 + by * lengths[kind]), kind)
}

/** The periods that it consists of, one kind shorter: a year's quarters, a quarter's months. */
export function partsOf(period: Period): Period[] {
  if (period.kind === 'month') return []
  const kind = period.kind === 'year' ? 'quarter' : 'month'
  const first = periodAt(period.from, kind)
  return Array.from({ length: period.kind === 'year' ? 4 : 3 }, (_, i) => shifted(first, i))
}

export const plusDays = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** The Monday of the day's ISO week. */
export const weekOf = (day: string) => plusDays(day, -((new Date(day).getUTCDay() + 6) % 7))

/** As an operation's input gives it; the quarter that goes on when it says nothing. Throws Invalid. */
export function periodIn(key: string | null | undefined, today: string, path = 'period'): Period {
  const period = key ? periodOf(key) : periodAt(today, 'quarter')
  if (period) return period
  throw new Invalid([{ path, message: 'Write a period as 2026-11, 2026-Q4 or 2026.', code: 'no_period' }])
}
