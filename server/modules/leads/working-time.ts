export type Hours = {
  timeZone: string
  worksFrom: string | null
  worksTo: string | null
  workDays: readonly string[]
}

const minutes = (clock: string) => {
  const [h, m] = clock.split(':').map(Number)
  return h! * 60 + (m ?? 0)
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** The day of the week (1 is Monday) and the minute of the day where he is. */
function local({ timeZone }: Hours, at: Date): { day: string; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const of = (type: string) => parts.find((p) => p.type === type)!.value
  return {
    day: String(days.indexOf(of('weekday')) || 7),
    minute: Number(of('hour')) * 60 + Number(of('minute')),
  }
}

/** Whoever has named no hours works always. */
export function isWorking(hours: Hours, at: Date): boolean {
  const { day, minute } = local(hours, at)
  if (hours.workDays.length && !hours.workDays.includes(day)) return false
  if (!hours.worksFrom || !hours.worksTo) return true
  const [from, to] = [minutes(hours.worksFrom), minutes(hours.worksTo)]
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}

const minute = 60_000
// Steps fine enough for every shift of hours, and few enough for a week without work.
const step = 5 * minute
const longest = (30 * 24 * 60 * minute) / step

/** When so many minutes of his working time will have passed. */
export function afterWorking(hours: Hours, from: Date, wanted: number): Date {
  if (!hours.worksFrom && hours.workDays.length === 0) return new Date(from.getTime() + wanted * minute)
  let left = wanted * minute
  let at = from.getTime()
  for (let i = 0; left > 0 && i < longest; i++) {
    const piece = isWorking(hours, new Date(at)) ? Math.min(step, left) : 0
    left -= piece
    at += piece || step
  }
  return new Date(at)
}
