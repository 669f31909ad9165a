import type { Actor } from '#core/actor.ts'
import { Conflict, Forbidden, Invalid, Missing, Refused } from '#core/error.ts'
import { translated } from '#core/fault.ts'
import { check } from '#core/schema.ts'
import type { Cast } from './cast.ts'

class Undo extends Error {}
export type Outcome = 'done' | 'missing' | 'forbidden' | 'invalid' | 'refused'

/** Runs the operation as a door would, and takes back what it wrote. A fault is thrown. */
export async function attempt(
  { kolo, db }: Cast,
  actor: Actor,
  name: string,
  input: unknown,
): Promise<Outcome> {
  const o = kolo.operation(name)
  if (!kolo.may(actor, o)) return 'forbidden'
  try {
    const checked = check(kolo.schemaOf(actor, o), input, 'en')
    await translated(kolo, actor, o, () =>
      db.as(actor, async (tx) => {
        await kolo.runIn(tx, o, checked)
        throw new Undo()
      }),
    )
  } catch (error) {
    if (error instanceof Undo) return 'done'
    if (error instanceof Missing) return 'missing'
    if (error instanceof Forbidden) return 'forbidden'
    if (error instanceof Invalid) return 'invalid'
    if (error instanceof Refused || error instanceof Conflict) return 'refused'
    throw error
  }
  return 'done'
}
