import { addDays, addMonths } from '../../days.ts'

export type Period = { from: string; to: string }

const monthOf = (day: string) => `${day.slice(0, 7)}-01`
const quarterOf = (day: string) => addMonths(monthOf(day), -((Number(day.slice(5, 7)) - 1) % 3))
const yearOf = (day: string) => `${day.slice(0, 4)}-01-01`
const before = (start: string) => addDays(start, -1)

/** Periods by their names; those that are not over end today. */
export const presets: Record<string, (today: string) => Period> = {
  thisMonth: (today) => ({ from: monthOf(today), to: today }),
  lastMonth: (today) => ({ from: addMonths(monthOf(today), -1), to: before(monthOf(today)) }),
  thisQuarter: (today) => ({ from: quarterOf(today), to: today }),
  lastQuarter: (today) => ({ from: addMonths(quarterOf(today), -3), to: before(quarterOf(today)) }),
  thisYear: (today) => ({ from: yearOf(today), to: today }),
  lastYear: (today) => ({ from: addMonths(yearOf(today), -12), to: before(yearOf(today)) }),
  twelveMonths: (today) => ({ from: addMonths(monthOf(today), -11), to: today }),
}

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

/** What the address says of the period, or else the usual one. */
export function periodOf(
  search: Record<string, unknown>,
  usual: string,
  today: string,
): Period & { name: string } {
  const { period, from, to } = search
  if (isDay(from) && isDay(to)) return { from, to, name: 'own' }
  const name = typeof period === 'string' && Object.hasOwn(presets, period) ? period : usual
  return { ...presets[name]!(today), name }
}
