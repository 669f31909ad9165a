import { troubleOf } from './connection.ts'

/** How a mail server or the way to it failed, as the libraries tell. */
export type Trouble = Error & { code?: string; responseCode?: number; response?: string }

const minutes = [1, 5, 15, 60, 180, 360, 720, 1440]

/** How long to wait after so many tries; null: no more. */
export const delayMs = (attempts: number): number | null => {
  const wait = minutes[attempts - 1]
  return wait === undefined ? null : wait * 60_000
}

/** Whether it may go better another time: a refusal for good (5xx) will not, nor what nobody can sign in with. */
export function verdictOf(error: Trouble): { again: boolean; reason: string } {
  const reason = (error.response ?? troubleOf(error, 'SMTP')).replaceAll(/\s+/g, ' ').slice(0, 500)
  if (error.responseCode !== undefined && error.code !== 'EAUTH')
    return { again: error.responseCode < 500, reason }
  return { again: true, reason }
}
