import { Conflict, Forbidden, Invalid, Missing, Refused } from '#core/error.ts'
import { Unkept } from '#modules/calendars/index.ts'
import type { Run } from './kind.ts'
import { reasons, Unsuited } from './reasons.ts'

/** What Kolo or a mapping says no to, for people; null of a fault. */
export function saidOf(error: unknown, run: Run): string | null {
  if (error instanceof Unsuited) return reasons[error.reason][run.actor.locale]
  if (error instanceof Invalid)
    return error.problems.map((p) => `${p.path.replace(/^items\.\d+\.?/, '')}: ${p.message}`).join(' ')
  const isSaid = [Refused, Forbidden, Missing, Conflict, Unkept].some((known) => error instanceof known)
  return isSaid ? (error as Error).message : null
}
