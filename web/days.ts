/** Calendar days as "2026-11-23"; arithmetic in UTC, so that no summer time can shift them. */
const iso = (d: Date) => d.toISOString().slice(0, 10)
const at = (day: string) => new Date(`${day}T00:00:00Z`)

const dayOf = (d: Date) => iso(new Date(Date.UTC(d.getFullYear(), d.getMonth(), d.getDate())))
export const isPast = (instant: string) => Date.parse(instant) < Date.now()
export const today = () => dayOf(new Date())
/** The day here on which it was that instant. */
export const localDay = (instant: string) => dayOf(new Date(instant))
export const addDays = (day: string, n: number) => iso(new Date(at(day).valueOf() + n * 86_400_000))
export const addMonths = (day: string, n: number) => {
  const d = at(day)
  const last = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + n + 1, 0)).getUTCDate()
  return iso(new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + n, Math.min(d.getUTCDate(), last))))
}
/** 0 is Monday. */
export const weekday = (day: string) => (at(day).getUTCDay() + 6) % 7

/** Six weeks that hold the month of `day`, Monday first. */
export function monthGrid(day: string): string[] {
  const first = `${day.slice(0, 7)}-01`
  const start = addDays(first, -weekday(first))
  return Array.from({ length: 42 }, (_, i) => addDays(start, i))
}

const isDay = (day: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at(day).valueOf()) && iso(at(day)) === day

const words: Record<string, number> = {
  today: 0,
  t: 0,
  сьогодні: 0,
  с: 0,
  tomorrow: 1,
  завтра: 1,
  з: 1,
  yesterday: -1,
  вчора: -1,
  в: -1,
}

/** What a person types for a day: 23.11.2026, 23.11.26, 23.11, 23, 2026-11-23, "tomorrow", "завтра", +14. Null when unclear. */
export function parseDay(text: string, now = today()): string | null {
  const t = text.trim().toLowerCase()
  if (t in words) return addDays(now, words[t]!)
  if (/^[+-]\d{1,4}$/.test(t)) return addDays(now, Number(t))
  if (isDay(t)) return t
  const parts = /^(\d{1,2})(?:[./\s-]+(\d{1,2})(?:[./\s-]+(\d{4}|\d{2}))?)?\.?$/.exec(t)
  if (!parts) return null
  const [, d, m = now.slice(5, 7), y = now.slice(0, 4)] = parts
  const year = y.length === 2 ? (Number(y) < 50 ? `20${y}` : `19${y}`) : y
  const day = `${year}-${m.padStart(2, '0')}-${d!.padStart(2, '0')}`
  return isDay(day) ? day : null
}
