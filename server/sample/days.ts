/** Days as YYYY-MM-DD, counted without a clock. */
const DAY = 86_400_000
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const iso = (at: number) => new Date(at).toISOString().slice(0, 10)

export const plus = (day: string, days: number) => iso(utc(day) + Math.round(days) * DAY)
export const daysBetween = (from: string, to: string) => Math.round((utc(to) - utc(from)) / DAY)
/** 1 to 12 */
export const monthOf = (day: string) => Number(day.slice(5, 7))
export const isWorkday = (day: string) => new Date(utc(day)).getUTCDay() % 6 !== 0
/** The same day, or the Monday after a weekend. */
export const nextWorkday = (day: string): string => (isWorkday(day) ? day : nextWorkday(plus(day, 1)))

// Kyiv's clocks, near enough: nobody works in the night when they change.
const offset = (day: string) => (day.slice(5) > '03-29' && day.slice(5) < '10-25' ? '+03:00' : '+02:00')
export const at = (day: string, hour: number, minute = 0) =>
  new Date(
    `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00${offset(day)}`,
  ).toISOString()
export const later = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString()
