const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one costs a hundred times more than using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

/** What the clock of a zone shows at a moment, as if it were UTC, in milliseconds. */
export function clockAt(instant: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map((p) => [p.type, Number(p.value)]),
  )
  return Date.UTC(
    parts['year']!,
    parts['month']! - 1,
    parts['day'],
    parts['hour'],
    parts['minute'],
    parts['second'],
  )
}

const day = 86_400_000

/** The moment at which the clock of a zone shows this. Shown twice (clocks go back), it is the first; never shown
 * (clocks go forward), it is as if they had not yet: RFC 5545, 3.3.5. */
export function momentOf(clock: number, zone: string): number {
  const before = clockAt(clock - day, zone) - (clock - day)
  const after = clockAt(clock + day, zone) - (clock + day)
  const fitting = [clock - before, clock - after].filter((moment) => clockAt(moment, zone) === clock)
  return fitting.length ? Math.min(...fitting) : clock - before
}

/** Today's date where a zone is, and of any other moment. */
export const dayIn = (instant: number, zone: string) =>
  new Date(clockAt(instant, zone)).toISOString().slice(0, 10)

/** When a day begins there. */
export const startOfDay = (date: string, zone: string) => momentOf(Date.parse(`${date}T00:00:00Z`), zone)
