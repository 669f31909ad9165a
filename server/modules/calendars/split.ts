import { endingBefore, placeIn, remaining } from '#modules/activities/index.ts'
import { newId } from '#core/id.ts'
import type { CalendarObject, Part, Raw } from './object.ts'
import type { Told } from './read-component.ts'
import { Unkept } from './refusal.ts'

const startOf = (t: Told) => (t.startsAt ?? t.dueAt)!

/** As a component of its own: no instance of another any more. */
function asMaster(raw: Raw | null, uid: string): Raw | null {
  if (!raw) return null
  const [name, properties, inside] = raw.component as [string, unknown[][], unknown[]]
  const kept = properties.filter(([key]) => key !== 'recurrence-id' && key !== 'uid' && key !== 'rrule')
  return { ...raw, component: [name, [...kept, ['uid', {}, 'text', uid]], inside] }
}

/** A series of which one instance and all that follow were changed: the part before, which ends, and the rest, which is
 * another series. Null when nothing of the kind was sent. */
export function split(sent: CalendarObject): { first: CalendarObject; rest: CalendarObject } | null {
  const [change, ...more] = sent.exceptions.filter((e) => e.isForAllAfter)
  if (!change) return null
  const { told } = sent.master
  const place = placeIn(told, change.occursAt!, startOf(change.told), change.told.timeZone)
  // From the first on it is the series itself that was changed; a start that is none of it has no place in it.
  if (more.length || !place || place.passed === 0) throw new Unkept('this_and_future')
  const rule = remaining(told.repeat!, place.passed, place.shift, place.days)
  if (rule === null) throw new Unkept('this_and_future')
  const at = Date.parse(change.occursAt!)
  const isBefore = (iso: string) => Date.parse(iso) < at
  const some = (list: string[]) => (list.length ? list : null)
  const later = (list: string[] | null) => some(list?.filter((iso) => !isBefore(iso)).map(place.moved) ?? [])
  const earlier = (list: string[] | null) => some(list?.filter(isBefore) ?? [])
  const others = sent.exceptions.filter((e) => e !== change)
  const uid = `${newId()}@kolo`
  const first: Told = {
    ...told,
    repeat: endingBefore(told.repeat!, at),
    exceptions: earlier(told.exceptions),
    extraTimes: earlier(told.extraTimes),
  }
  const rest: Told = {
    ...change.told,
    repeat: rule,
    exceptions: later(told.exceptions),
    extraTimes: later(told.extraTimes),
  }
  const part = (e: Part): Part => ({ ...e, occursAt: place.moved(e.occursAt!), raw: null })
  return {
    first: {
      ...sent,
      master: { ...sent.master, told: first },
      exceptions: others.filter((e) => isBefore(e.occursAt!)),
    },
    rest: {
      kind: sent.kind,
      uid,
      master: { told: rest, raw: asMaster(change.raw, uid), sequence: null, occursAt: null },
      exceptions: others.filter((e) => !isBefore(e.occursAt!)).map(part),
    },
  }
}
