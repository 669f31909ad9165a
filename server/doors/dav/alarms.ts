import ICAL from 'ical.js'
import { expanded, ms, type Span } from './expand.ts'

const most = 5 * 366 * 86_400_000

const msOf = (d: unknown) => (d instanceof ICAL.Duration ? d.toSeconds() * 1000 : 0)

/** When an alarm goes off, and again as often as it says. */
function* triggers(alarm: ICAL.Component, c: ICAL.Component, zone: string): Generator<number> {
  const trigger = alarm.getFirstProperty('trigger')
  const when = trigger?.getFirstValue() as unknown
  const time = (name: string) => {
    const t = c.getFirstPropertyValue(name) as ICAL.Time | null
    return t && ms(t, zone)
  }
  const start = time('dtstart')
  const end =
    time('dtend') ??
    time('due') ??
    (start === null ? null : start + msOf(c.getFirstPropertyValue('duration')))
  const isOfEnd = String(trigger?.getFirstParameter('related') ?? '').toUpperCase() === 'END'
  const base = isOfEnd ? end : (start ?? end)
  const first = when instanceof ICAL.Time ? ms(when, zone) : base === null ? null : base + msOf(when)
  if (first === null) return
  const again = msOf(alarm.getFirstPropertyValue('duration'))
  const times = again ? Math.min(100, Number(alarm.getFirstPropertyValue('repeat') ?? 0)) : 0
  for (let i = 0; i <= times; i++) yield first + i * again
}

/** RFC 4791, 9.9: does an alarm of it go off in the span? Of a series without an end so far as five years show. */
export function triggersIn(text: string, { from, to }: Span, zone: string): boolean {
  const all = new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents()
  const alarms = all.flatMap((c) => c.getAllSubcomponents('valarm'))
  const lead = (a: ICAL.Component) => Math.abs(msOf(a.getFirstPropertyValue('trigger')))
  const far = Math.max(0, ...alarms.map(lead)) + 100 * 86_400_000
  const near = { from: from - far, to: Math.min(to, Math.max(from, Date.now()) + most) + far }
  const instances = alarms.length > 0 ? expanded(text, near, zone) : null
  if (instances === null) return false
  return new ICAL.Component(ICAL.parse(instances) as never)
    .getAllSubcomponents()
    .some((c) =>
      c
        .getAllSubcomponents('valarm')
        .some((a) => [...triggers(a, c, zone)].some((at) => at >= from && at < to)),
    )
}
