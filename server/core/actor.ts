import type { Locale } from './text.ts'

/** Who is asking, through which door. The database is told before every request. */
export type Actor = {
  user: string | null
  name: string
  /** The key of his role; 'system' for the product's own jobs. */
  role: string
  /** His team and every team below it. */
  teams: string[]
  /** A client's user sees the records of this account only. */
  account: string | null
  locale: Locale
  timeZone: string
  via: 'web' | 'api' | 'mcp' | 'cli' | 'import' | 'job' | 'dav'
  session?: string
  requestId?: string
  /** The request's idempotency key, and a hash of the request: the same again is answered, not done again. */
  once?: { key: string; hash: string }
}

export const systemActor = (via: Actor['via'] = 'job'): Actor => ({
  user: null,
  name: 'Kolo',
  role: 'system',
  teams: [],
  account: null,
  locale: 'en',
  timeZone: 'UTC',
  via,
})

/** Today's date (YYYY-MM-DD) where the actor is. */
export function todayOf({ timeZone }: Actor, now = new Date()): string {
  let format = days.get(timeZone)
  if (!format) days.set(timeZone, (format = new Intl.DateTimeFormat('en-CA', { timeZone })))
  return format.format(now)
}

// One takes longer to make than a record to write; there are as many as zones.
const days = new Map<string, Intl.DateTimeFormat>()

/** A time zone by name, also an old or new one of a city (Europe/Kiev, Europe/Kyiv). No offsets: PostgreSQL reads
 * their sign the other way round. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
