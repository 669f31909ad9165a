import { z } from 'zod'
import type { Actor } from '#core/actor.ts'
import { mayName } from '#core/expression.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Listener } from './listener.ts'

export type Person = { id: string; name: string }

/** What a screen says it shows: a record, or none. */
export const shown = z.strictObject({
  open: z.strictObject({ entity: z.string().max(200), id: z.uuid().toLowerCase() }).nullable(),
})
type Open = z.infer<typeof shown>['open']

const mostNamed = 50
const mostUnanswered = 2

/** Who sees no users is seen by none: a client's user is not shown to the house, nor the house to him. */
const isSeen = (kolo: Kolo, { actor }: Listener) => mayName(kolo.rightsOf(actor), kolo.entity('user'))

/** Who has which record open. It stands on the streams of open screens and nowhere else, and ends with them. A stream
 * carries only “look again”; who is there is answered to the one who says what he has open, under his rights. */
export function presence(kolo: Kolo, listeners: ReadonlySet<Listener>) {
  const seeing = (open: string) => [...listeners].filter((l) => l.open === open)
  const peopleOf = (open: string) =>
    new Set(
      seeing(open)
        .filter((l) => isSeen(kolo, l))
        .map((l) => l.actor.user!),
    )

  function move(listener: Listener, open: string | null): void {
    const was = listener.open
    listener.open = open
    listener.unanswered = 0
    if (was === open) return
    for (const other of listeners)
      if (other !== listener && other.open !== null && [was, open].includes(other.open)) other.nudge()
  }

  /** The others there whom he may see. Throws Missing when the record is not his to see. */
  async function say(actor: Actor, screen: string, open: Open): Promise<Person[]> {
    const listener = [...listeners].find((l) => l.screen === screen && l.actor.user === actor.user)
    if (!listener) return []
    if (!open) return (move(listener, null), [])
    const record = await kolo.get(actor, open.entity, open.id, []).catch((error: unknown) => {
      move(listener, null)
      throw error
    })
    const key = `${open.entity} ${record.id}`
    // He may have gone while he was judged.
    if (listeners.has(listener)) move(listener, key)
    const others = [...peopleOf(key)].filter((id) => id !== actor.user)
    if (others.length === 0 || !isSeen(kolo, listener)) return []
    const filter = ['id', 'in', others.slice(0, mostNamed)]
    const { items } = await kolo.list(actor, 'user', { filter, fields: ['name'], limit: mostNamed })
    return items.map(({ id, name }) => ({ id, name: String(name) }))
  }

  return {
    say,
    /** Its stream has ended. */
    left: (listener: Listener) => move(listener, null),
    /** Asks those who are not alone whether they still are; answers who has been silent too long: a connection that was
     * lost without a word ends nowhere else. */
    silent(): Listener[] {
      const together = [...Map.groupBy(listeners, (l) => l.open)].flatMap(([open, there]) =>
        open !== null && new Set(there.map((l) => l.actor.user)).size > 1 ? there : [],
      )
      const [gone, asked] = [
        together.filter((l) => l.unanswered >= mostUnanswered),
        together.filter((l) => l.unanswered < mostUnanswered),
      ]
      for (const listener of asked) {
        listener.unanswered++
        listener.nudge()
      }
      return gone
    },
  }
}
