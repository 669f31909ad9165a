import type ICAL from 'ical.js'

// By RFC 5545, 3.3.10, day by day. The library's own iterator knows neither weeks of the year nor the twentieth Monday of
// it, and does not always end.

const oneDay = 86_400_000
/** Days looked at without finding one after which none is to come: the calendar is the same after 400 years. */
const mostInVain = 150_000

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const weekdayOf = (day: number) => new Date(day).getUTCDay()
const yearOf = (day: number) => new Date(day).getUTCFullYear()
const monthOf = (day: number) => new Date(day).getUTCMonth() + 1
const dateOf = (day: number) => new Date(day).getUTCDate()
const at = (year: number, month = 1, date = 1) => new Date(0).setUTCFullYear(year, month - 1, date)
const daysBetween = (from: number, to: number) =>
  Array.from({ length: Math.max(0, (to - from) / oneDay) }, (_, i) => from + i * oneDay)

/** Where a day stands among so many, from the front and from the back. */
const isAt = (wanted: readonly number[], place: number, of: number) =>
  wanted.includes(place) || wanted.includes(place - of - 1)

/** A week belongs to the year that has four of its days. */
function isInWeek(day: number, wanted: readonly number[], firstWeekday: number): boolean {
  const middle = (d: number) => d - ((weekdayOf(d) - firstWeekday + 7) % 7) * oneDay + 3 * oneDay
  const week = (d: number) => Math.floor((middle(d) - at(yearOf(middle(d)))) / oneDay / 7) + 1
  return isAt(wanted, week(day), week(at(yearOf(middle(day)), 12, 28)))
}

function isOnWeekday(day: number, wanted: readonly string[], within: 'month' | 'year' | null): boolean {
  const name = weekdays[weekdayOf(day)]!
  return wanted.some((w) => {
    const [, nth, weekday] = /^([+-]?\d+)?([A-Z]{2})$/.exec(w.toUpperCase()) ?? []
    if (weekday !== name) return false
    if (!nth || !within) return true
    const [year, month] = [yearOf(day), monthOf(day)]
    const [from, to] = within === 'year' ? [at(year), at(year + 1)] : [at(year, month), at(year, month + 1)]
    const before = Math.floor((day - from) / oneDay / 7)
    return isAt([Number(nth)], before + 1, before + 1 + Math.floor((to - day - oneDay) / oneDay / 7))
  })
}

type Parts = Partial<Record<string, readonly (string | number)[]>>

/** What a rule does not say, it takes from its start. */
function wholeParts({ freq, parts }: ICAL.Recur, start: number): Parts {
  const p = parts as Parts
  const says = (...names: string[]) => names.some((n) => p[n]?.length)
  const weekday = { BYDAY: [weekdays[weekdayOf(start)]!] }
  if (says('BYDAY', 'BYMONTHDAY', 'BYYEARDAY')) return p
  if (freq === 'WEEKLY' || (freq === 'YEARLY' && says('BYWEEKNO'))) return { ...p, ...weekday }
  if (freq === 'DAILY' || says('BYWEEKNO')) return p
  const month = freq === 'YEARLY' && !says('BYMONTH') ? { BYMONTH: [monthOf(start)] } : {}
  return { ...p, ...month, BYMONTHDAY: [dateOf(start)] }
}

/** The days of one round of the rule. */
function daysOf({ freq, wkst }: ICAL.Recur, p: Parts): (round: number, start: number) => number[] {
  const numbers = (name: string) => p[name]?.map(Number)
  const [months, dates, yearDays, weeks, places] = [
    numbers('BYMONTH'),
    numbers('BYMONTHDAY'),
    numbers('BYYEARDAY'),
    numbers('BYWEEKNO'),
    numbers('BYSETPOS'),
  ]
  const weekday = p['BYDAY']?.map(String)
  const within =
    freq === 'MONTHLY' || (freq === 'YEARLY' && months) ? 'month' : freq === 'YEARLY' ? 'year' : null
  const firstWeekday = (wkst ?? 2) - 1
  const fits = (d: number) =>
    (!months || months.includes(monthOf(d))) &&
    (!dates || isAt(dates, dateOf(d), dateOf(at(yearOf(d), monthOf(d) + 1, 0)))) &&
    (!weekday || isOnWeekday(d, weekday, within)) &&
    (!yearDays ||
      isAt(yearDays, (d - at(yearOf(d))) / oneDay + 1, (at(yearOf(d) + 1) - at(yearOf(d))) / oneDay)) &&
    (!weeks || isInWeek(d, weeks, firstWeekday))
  const candidates = (round: number, start: number): number[] => {
    const [year, month] = [yearOf(start), monthOf(start)]
    if (freq === 'DAILY') return [start + round * oneDay]
    if (freq === 'MONTHLY') return daysBetween(at(year, month + round), at(year, month + round + 1))
    if (freq === 'WEEKLY') {
      const first = start + (round * 7 - ((weekdayOf(start) - firstWeekday + 7) % 7)) * oneDay
      return daysBetween(first, first + 7 * oneDay)
    }
    const one = year + round
    if (!months) return daysBetween(at(one), at(one + 1))
    return months.toSorted((a, b) => a - b).flatMap((m) => daysBetween(at(one, m), at(one, m + 1)))
  }
  return (round, start) => {
    const days = candidates(round, start)
    const found = days.filter(fits)
    return places ? found.filter((_, i) => isAt(places, i + 1, found.length)) : found
  }
}

/** When a rule happens by the clock, from its start on: milliseconds as if the clock were in UTC. One time a day. */
export function* ruleClocks(rule: ICAL.Recur, start: number, until = Infinity): Generator<number> {
  const parts = wholeParts(rule, start)
  const startDay = start - (((start % oneDay) + oneDay) % oneDay)
  const unit = (name: string, of: number) => {
    const said = parts[name]?.[0]
    return said === undefined ? of : Number(said)
  }
  const d = new Date(start)
  const time =
    ((unit('BYHOUR', d.getUTCHours()) * 60 + unit('BYMINUTE', d.getUTCMinutes())) * 60 +
      unit('BYSECOND', d.getUTCSeconds())) *
    1000
  const days = daysOf(rule, parts)
  let left = rule.count ?? Infinity
  const perRound = { DAILY: 1, WEEKLY: 7, MONTHLY: 30 }[rule.freq as string] ?? 365
  for (let round = 0, vain = 0; vain < mostInVain; round += rule.interval) {
    vain += perRound
    for (const day of days(round, startDay)) {
      const clock = day + time
      if (clock < start) continue
      if (clock > until || !Number.isFinite(clock) || left-- <= 0) return
      vain = 0
      yield clock
    }
    if (startDay + round * perRound * oneDay > 8e15) return
  }
}
