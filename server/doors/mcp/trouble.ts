import { randomUUID } from 'node:crypto'
import { Conflict, Forbidden, Invalid, Missing, Refused } from '#core/error.ts'

/** What went wrong, as an agent can act upon it. A fault says nothing of the inside, only where to look it up. */
export function troubleOf(
  error: unknown,
  onFault: (error: unknown, reference: string) => void,
): Record<string, unknown> {
  if (error instanceof Invalid) return { error: 'invalid', problems: error.problems }
  if (error instanceof Refused) return { error: 'refused', code: error.code, message: error.message }
  if (error instanceof Missing) {
    const { message, entity, id } = error
    return { error: 'missing', message, entity, id }
  }
  if (error instanceof Forbidden) return { error: 'forbidden', message: error.message }
  if (error instanceof Conflict) return { error: 'conflict', message: error.message, current: error.current }
  const reference = randomUUID()
  onFault(error, reference)
  return { error: 'fault', message: 'Something went wrong here.', reference }
}
