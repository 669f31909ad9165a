import { clockAt, instancesBetween, momentOf, recurringOf } from '#modules/activities/index.ts'
import { newId } from '#core/id.ts'
import type { CalendarObject, Part, Raw } from './object.ts'
import type { Told } from './read-component.ts'
import { Unkept } from './refusal.ts'

const day = 86_400_000
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

const startOf = (t: Told) => (t.startsAt ?? t.dueAt)!
const ruleParts = (rule: string) =>
  rule
    .replace(/^RRULE:/i, '')
    .toUpperCase()
    .split(';')
    .filter(Boolean)
const without = (parts: string[], ...keys: string[]) => parts.filter((p) => !keys.includes(p.split('=')[0]!))
const stamp = (ms: number) => new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')

/** A rule that is over before a moment. */
const ending = (rule: string, at: number) =>
  [...without(ruleParts(rule), 'COUNT', 'UNTIL'), `UNTIL=${stamp(at - 1000)}Z`].join(';')

/** What of a rule is left from its nth instance on, on days that lie `moved` days later. */
function remaining(rule: string, passed: number, moved: number): string {
  let parts = ruleParts(rule)
  const count = Number(/COUNT=(\d+)/.exec(parts.join(';'))?.[1] ?? 0)
  if (count && count <= passed) throw new Unkept('this_and_future')
  if (count) parts = [...without(parts, 'COUNT'), `COUNT=${count - passed}`]
  if (!moved) return parts.join(';')
  // On other days the rule has to name them; only a single day of the week can be told again.
  const by = parts.filter((p) => p.startsWith('BY'))
  const named = /^BYDAY=(SU|MO|TU|WE|TH|FR|SA)$/.exec(by[0] ?? '')?.[1]
  if (by.length === 0) return parts.join(';')
  if (by.length > 1 || !named) throw new Unkept('this_and_future')
  const next = weekdays[(((weekdays.indexOf(named) + moved) % 7) + 7) % 7]!
  return [...without(parts, 'BYDAY'), `BYDAY=${next}`].join(';')
}

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
  const series = recurringOf({ ...told, exceptions: null, extraTimes: null })
  const at = Date.parse(change.occursAt!)
  if (more.length || !series) throw new Unkept('this_and_future')
  const passed = instancesBetween(series, -8e15, at).length
  // From the first on it is the series itself that was changed; a start that is none of it has no place in it.
  if (passed === 0 || instancesBetween(series, at, at + 1).length === 0) throw new Unkept('this_and_future')
  const clock = (ms: number) => clockAt(ms, change.told.timeZone)
  const shift = clock(Date.parse(startOf(change.told))) - clock(at)
  const moved = (iso: string) =>
    new Date(momentOf(clock(Date.parse(iso)) + shift, change.told.timeZone)).toISOString()
  const days = Math.floor(clock(Date.parse(startOf(change.told))) / day) - Math.floor(clock(at) / day)
  const isBefore = (iso: string) => Date.parse(iso) < at
  const later = (list: string[] | null) => list?.filter((iso) => !isBefore(iso)).map(moved) ?? []
  const earlier = (list: string[] | null) => list?.filter(isBefore) ?? []
  const some = (list: string[]) => (list.length ? list : null)
  const others = sent.exceptions.filter((e) => e !== change)
  const uid = `${newId()}@kolo`
  const first: Told = {
    ...told,
    repeat: ending(told.repeat!, at),
    exceptions: some(earlier(told.exceptions)),
    extraTimes: some(earlier(told.extraTimes)),
  }
  const rest: Told = {
    ...change.told,
    repeat: remaining(told.repeat!, passed, days),
    exceptions: some(later(told.exceptions)),
    extraTimes: some(later(told.extraTimes)),
  }
  const part = (e: Part): Part => ({ ...e, occursAt: moved(e.occursAt!), raw: null })
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
